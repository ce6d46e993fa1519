-- No row scores more than its printed points.
WITH scored AS (
    SELECT
        filing_id, form_id, performance_row_id, row_ordinal,
        max(measured) FILTER (field = 'score') AS score,
        max(measured) FILTER (field = 'weight') AS weight,
        max(fact_id) FILTER (field = 'score') AS score_id,
        max(fact_id) FILTER (field = 'weight') AS weight_id
    FROM form_fact
    WHERE row_kind <> 'total'
    GROUP BY ALL
)
SELECT
    filing_id,
    'form=' || form_id || ';row=' || row_ordinal AS instance_key,
    CASE WHEN score <= weight THEN 'pass' ELSE 'fail' END AS status,
    score AS stated,
    weight AS computed,
    score - weight AS difference,
    0.00 AS tolerance,
    '分' AS unit,
    'material' AS severity,
    'impossible' AS consistency,
    [
        {'fact_id': score_id, 'role': 'stated', 'weight': 1},
        {'fact_id': weight_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM scored
WHERE score IS NOT NULL AND weight > 0
