-- rate = executed / budget, as intervals, by cross-multiplication.
WITH typed AS (
    SELECT
        *,
        CASE WHEN rate_is_percent THEN rate * 100 ELSE rate END AS shown,
        CASE WHEN rate_is_percent THEN 100 ELSE 1 END AS scale,
        power(10, -coalesce(rate_decimals, 0))::DECIMAL(12, 8) AS rate_step
    FROM form_funding
    WHERE rate IS NOT NULL AND executed IS NOT NULL AND budget > 0
), judged AS (
    SELECT
        *,
        scale * (executed - executed_step / 2) > (shown + rate_step / 2) * (budget + budget_step / 2) AS too_low,
        scale * (executed + executed_step / 2) < (shown - rate_step / 2) * (budget - budget_step / 2) AS too_high,
        (round(scale * executed / budget / rate_step) * rate_step)::DECIMAL(28, 8) AS rounded
    FROM typed
)
SELECT
    filing_id,
    'form=' || form_id AS instance_key,
    CASE WHEN too_low OR too_high THEN 'fail' ELSE 'pass' END AS status,
    shown::DECIMAL(28, 8) AS stated,
    rounded AS computed,
    (shown - rounded)::DECIMAL(28, 8) AS difference,
    rate_step / 2 AS tolerance,
    rate_step AS last_place,
    CASE WHEN rate_is_percent THEN '%' ELSE '' END AS unit,
    CASE WHEN abs(shown - rounded) <= greatest(rate_step, 0.1) THEN 'minor' ELSE 'material' END AS severity,
    'impossible' AS consistency,
    format('执行数除以预算数应为 {:.2f}%', (100 * executed / budget)::DOUBLE) AS detail,
    [
        {'fact_id': rate_id, 'role': 'stated', 'weight': 1},
        {'fact_id': executed_id, 'role': 'numerator', 'weight': 1},
        {'fact_id': budget_id, 'role': 'denominator', 'weight': 1}
    ] AS operands
FROM judged
