-- Economic subjects listed in the text (主要包括：…) that the statement of basic expenditure prints without an amount.
WITH amount AS (
    SELECT filing_id, economic_code, max(value) AS value, min(fact_id) AS fact_id
    FROM facts
    WHERE src = 'line_item' AND statement = 'general_budget_basic_expenditure' AND item = 'economic' AND economic_code IS NOT NULL AND rel_year = 'this'
    GROUP BY ALL
), filled AS (
    SELECT filing_id FROM amount GROUP BY ALL HAVING sum(value) > 0
), judged AS (
    SELECT d.filing_id, d.key, d.value, d.ordinal, f.fact_id, coalesce(a.value, 0) = 0 AS without
    FROM fact_disclosure AS d
    JOIN filled USING (filing_id)
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    LEFT JOIN amount AS a ON a.filing_id = d.filing_id AND a.economic_code = d.code
    WHERE d.kind = 'listed_subject' AND d.code IS NOT NULL
)
SELECT
    filing_id,
    'list=' || key AS instance_key,
    CASE WHEN bool_or(without) THEN 'fail' ELSE 'pass' END AS status,
    format('列出 {} 项，其中 {} 项没有金额：{}', count(*), count(*) FILTER (without), string_agg(value, '、' ORDER BY ordinal) FILTER (without)) AS detail,
    list({'fact_id': fact_id, 'role': 'stated', 'weight': 1} ORDER BY ordinal) FILTER (without) AS operands
FROM judged
GROUP BY filing_id, key
