-- A numeric indicator with a printed target: positive ones score weight x B/A, reverse ones weight x A/B, at most the weight. Graded forms differ, so
-- only what contradicts the direction is shown: full points though the target is missed by more than a tenth, or points lost though it was met.
SELECT
    filing_id,
    'form=' || form_id || ';row=' || row_ordinal AS instance_key,
    CASE
        WHEN missed AND reached < 0.9 AND score >= weight THEN 'fail'
        WHEN NOT missed AND score < weight THEN 'fail'
        ELSE 'pass'
    END AS status,
    score AS stated,
    weight AS computed,
    score - weight AS difference,
    '分' AS unit,
    format('目标值 {}，完成值 {}，分值 {:.2f}，得分 {:.2f}', trim(target_text), trim(actual_text), weight::DOUBLE, score::DOUBLE) AS detail,
    [
        {'fact_id': score_id, 'role': 'stated', 'weight': 1},
        {'fact_id': target_id, 'role': 'bound', 'weight': 1},
        {'fact_id': actual_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM form_indicator
WHERE comparable AND score IS NOT NULL AND weight > 0
    -- a form that states its formula is judged by it
    AND (filing_id, form_id) NOT IN (SELECT (filing_id, form_id) FROM form_rule WHERE rule = 'proportional')
