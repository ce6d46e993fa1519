-- Subjects with an amount that the text's list leaves out, where the text lists at least three of that kind and all of them were recognised.
WITH listed AS (
    SELECT filing_id, key, list(code) AS codes
    FROM fact_disclosure
    WHERE kind = 'listed_subject'
    GROUP BY ALL
    HAVING count(*) >= 3 AND count(code) = count(*)
), amount AS (
    SELECT filing_id, economic_code, row_label, value, fact_id, CASE WHEN economic_class IN ('301', '303') THEN 'personnel' ELSE 'public' END AS key
    FROM facts
    WHERE src = 'line_item' AND statement = 'general_budget_basic_expenditure' AND item = 'economic' AND economic_level = 5 AND value > 0 AND rel_year = 'this'
        AND measure IN ('total', 'personnel', 'public')
    QUALIFY row_number() OVER (PARTITION BY filing_id, economic_code ORDER BY fact_id) = 1
), judged AS (
    SELECT a.*, NOT list_contains(l.codes, a.economic_code) AS missing
    FROM amount AS a
    JOIN listed AS l USING (filing_id, key)
)
SELECT
    filing_id,
    'list=' || key AS instance_key,
    CASE WHEN bool_or(missing) THEN 'fail' ELSE 'pass' END AS status,
    format('没有列出：{}', string_agg(row_label, '、' ORDER BY economic_code) FILTER (missing)) AS detail,
    list({'fact_id': fact_id, 'role': 'stated', 'weight': 1} ORDER BY economic_code) FILTER (missing) AS operands
FROM judged
GROUP BY filing_id, key
