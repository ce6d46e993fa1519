-- Functional subjects with an amount that the glossary, which explains at least three, leaves out. Not judged where an entry's code is not certain.
WITH explained AS (
    SELECT filing_id, list(code) AS codes
    FROM fact_disclosure
    WHERE kind = 'glossary_subject'
    GROUP BY ALL
    HAVING count(*) >= 3 AND count(code) * 10 >= count(*) * 7
), used AS (
    SELECT filing_id, functional_code, row_label, fact_id
    FROM facts
    WHERE src = 'line_item' AND statement = 'expenditure' AND item = 'functional' AND functional_level = 7 AND measure = 'total' AND value > 0 AND rel_year = 'this'
    QUALIFY row_number() OVER (PARTITION BY filing_id, functional_code ORDER BY fact_id) = 1
), unclear AS (
    SELECT filing_id, list(key) AS names FROM fact_disclosure WHERE kind = 'glossary_subject' AND code IS NULL GROUP BY ALL
), judged AS (
    SELECT u.*, NOT list_contains(e.codes, u.functional_code)
        AND NOT list_contains(coalesce(list_transform(n.names, lambda name : jaro_winkler_similarity(name, u.row_label) >= 0.85), []), true) AS missing
    FROM used AS u
    JOIN explained AS e USING (filing_id)
    LEFT JOIN unclear AS n USING (filing_id)
)
SELECT
    filing_id,
    '' AS instance_key,
    CASE WHEN bool_or(missing) THEN 'fail' ELSE 'pass' END AS status,
    string_agg(row_label, '、' ORDER BY functional_code) FILTER (missing) AS detail,
    list({'fact_id': fact_id, 'role': 'stated', 'weight': 1} ORDER BY functional_code) FILTER (missing) AS operands
FROM judged
GROUP BY filing_id
