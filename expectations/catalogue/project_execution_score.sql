-- Score of the execution row = its points x executed / budget (at most its points), as intervals.
WITH typed AS (
    SELECT *, power(10, -coalesce(score_decimals, 0))::DECIMAL(12, 8) AS score_step, least(weight, weight * executed / budget) AS ideal
    FROM form_funding
    WHERE score IS NOT NULL AND weight > 0 AND executed IS NOT NULL AND budget > 0
), judged AS (
    SELECT
        *,
        -- the rate may itself have been rounded before it was multiplied: as printed, to its last place
        (weight * CASE WHEN rate IS NULL THEN 0 ELSE power(10, -coalesce(rate_decimals, 0))::DECIMAL(12, 8) / CASE WHEN rate_is_percent THEN 100 ELSE 1 END END) / 2
            + score_step / 2 + weight * (executed_step + budget_step) / 2 / budget AS allowed,
        (round(ideal / score_step) * score_step)::DECIMAL(28, 8) AS rounded
    FROM typed
)
SELECT
    filing_id,
    'form=' || form_id AS instance_key,
    CASE WHEN abs(score - ideal) <= allowed THEN 'pass' ELSE 'fail' END AS status,
    score AS stated,
    rounded AS computed,
    (score - rounded)::DECIMAL(28, 8) AS difference,
    allowed::DECIMAL(28, 8) AS tolerance,
    score_step AS last_place,
    '分' AS unit,
    CASE
        -- a total over tasks that have scores of their own: the points may be for the tasks done, not for the money spent
        WHEN (filing_id, form_id) IN (SELECT (filing_id, form_id) FROM form_money WHERE money = 'task' AND row_ordinal NOT IN (
            SELECT row_ordinal FROM form_main AS m WHERE m.filing_id = form_money.filing_id AND m.form_id = form_money.form_id)) THEN 'unusual'
        WHEN abs(score - rounded) <= score_step THEN 'minor'
        ELSE 'material'
    END AS severity,
    'impossible' AS consistency,
    format('{:.0f} 分乘以执行率应为 {:.2f} 分', weight::DOUBLE, ideal::DOUBLE) AS detail,
    list_filter(
        [
            {'fact_id': score_id, 'role': 'stated', 'weight': 1},
            {'fact_id': executed_id, 'role': 'numerator', 'weight': 1},
            {'fact_id': budget_id, 'role': 'denominator', 'weight': 1}
        ],
        lambda o : o.fact_id IS NOT NULL
    ) AS operands
FROM judged
