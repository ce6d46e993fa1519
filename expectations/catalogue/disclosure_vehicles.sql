-- Vehicles kept at the expense of appropriations and all vehicles of the unit: the second is normally at least the first and rarely another number.
SELECT
    h.filing_id,
    'claim=' || h.sentence_no || '.' || h.ordinal AS instance_key,
    CASE WHEN h.value = t.value THEN 'pass' ELSE 'fail' END AS status,
    h.value AS stated,
    t.value AS computed,
    h.value - t.value AS difference,
    h.unit,
    [
        {'fact_id': h.fact_id, 'role': 'stated', 'weight': 1},
        {'fact_id': t.fact_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM claim AS h
JOIN claim AS t ON t.filing_id = h.filing_id AND t.concept = 'vehicles_total' AND t.metric = 'vehicles'
WHERE h.concept = 'vehicles_held' AND h.metric = 'vehicles' AND h.value IS NOT NULL AND t.value IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY h.filing_id ORDER BY h.sentence_no, h.ordinal, t.sentence_no, t.ordinal) = 1
