-- Points of all rows add up to 100, where every row prints its own.
WITH row_weight AS (
    SELECT p.filing_id, p.form_id, p.performance_row_id, p.row_kind, p.row_ordinal, p.weight, p.weight_source, f.fact_id
    FROM fact_performance AS p
    LEFT JOIN form_fact AS f ON f.filing_id = p.filing_id AND f.performance_row_id = p.performance_row_id AND f.field = 'weight'
    WHERE p.row_kind = 'indicator' OR (p.row_kind = 'funding' AND p.weight IS NOT NULL)
), summed AS (
    SELECT filing_id, form_id, sum(weight) AS total, count(*) AS n, count(*) FILTER (weight IS NULL OR (row_kind = 'indicator' AND weight_source <> 'printed')) AS n_unknown,
        count(*) FILTER (row_kind = 'indicator') AS n_indicators,
        count(*) FILTER (row_kind = 'funding') AS n_funding,
        list({'fact_id': fact_id, 'role': 'term', 'weight': 1} ORDER BY row_ordinal) FILTER (fact_id IS NOT NULL) AS terms
    FROM row_weight
    GROUP BY ALL
)
SELECT
    filing_id,
    'form=' || form_id AS instance_key,
    CASE WHEN total = 100 THEN 'pass' ELSE 'fail' END AS status,
    100.00 AS stated,
    total AS computed,
    100 - total AS difference,
    0.00 AS tolerance,
    '分' AS unit,
    'material' AS severity,
    'impossible' AS consistency,
    format('各项分值之和为 {:.2f}', total::DOUBLE) AS detail,
    terms AS operands
FROM summed
WHERE n_unknown = 0 AND n_indicators >= 3 AND n_funding = 1
