-- Scores by the formula that the form itself prints: weight x B/A, for a target of at most X weight x A/B, never above the weight; as intervals.
WITH ruled AS (
    SELECT i.*, r.fact_id AS rule_id, (weight * reached)::DECIMAL(28, 8) AS ideal
    FROM form_indicator AS i
    JOIN form_rule AS r ON r.filing_id = i.filing_id AND r.form_id = i.form_id AND r.rule = CASE i.sense WHEN 'at_most' THEN 'reverse' ELSE 'proportional' END
    WHERE i.comparable AND i.score IS NOT NULL AND i.weight > 0 AND i.weight_source = 'printed' AND i.reached IS NOT NULL
), judged AS (
    SELECT
        *,
        (round(ideal / score_step) * score_step)::DECIMAL(28, 8) AS rounded,
        -- the actual value is rounded too: what it may move the score by
        (score_step / 2 + CASE WHEN missed THEN ideal * actual_step / 2 / greatest(actual, actual_step, 0.00000001) ELSE 0 END)::DECIMAL(28, 8) AS allowed
    FROM ruled
)
SELECT
    filing_id,
    'form=' || form_id || ';row=' || row_ordinal AS instance_key,
    CASE WHEN abs(score - ideal) <= allowed + 0.000001 THEN 'pass' ELSE 'fail' END AS status,
    score AS stated,
    rounded AS computed,
    (score - rounded)::DECIMAL(28, 8) AS difference,
    allowed AS tolerance,
    score_step AS last_place,
    '分' AS unit,
    CASE WHEN abs(score - rounded) <= score_step THEN 'minor' ELSE 'material' END AS severity,
    'impossible' AS consistency,
    format('目标值 {}，完成值 {}，按表中所列计分规则，{:.2f} 分应得 {:.2f} 分', trim(target_text), trim(actual_text), weight::DOUBLE, ideal::DOUBLE) AS detail,
    [
        {'fact_id': score_id, 'role': 'stated', 'weight': 1},
        {'fact_id': target_id, 'role': 'bound', 'weight': 1},
        {'fact_id': actual_id, 'role': 'bound', 'weight': 1},
        {'fact_id': weight_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM judged
