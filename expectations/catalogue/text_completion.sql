-- completion = final / the budget that the sentence names.
WITH budget AS (
    SELECT filing_id, group_key, fact_id, yuan, step_yuan, coalesce(basis, 'budget') AS basis
    FROM claim
    WHERE metric IN ('initial_budget', 'adjusted_budget', 'budget') AND yuan IS NOT NULL AND group_key IS NOT NULL
), pair AS (
    SELECT
        r.filing_id,
        'claim=' || r.sentence_no || '.' || r.ordinal || ';' || coalesce(r.about, '') AS instance_key,
        r.fact_id,
        abs(r.value) AS rate,
        coalesce(r.step, 0) AS rate_step,
        r.principal_id,
        r.principal_yuan AS final,
        coalesce(r.principal_step, 0) AS final_step,
        b.fact_id AS budget_id,
        b.yuan AS budget,
        coalesce(b.step_yuan, 0) AS budget_step
    FROM relation AS r
    JOIN budget AS b
        ON b.filing_id = r.filing_id
        AND b.group_key = r.group_key
        AND (r.base_basis IS NULL OR b.basis = r.base_basis OR b.basis = 'budget')
    WHERE r.metric = 'completion_rate' AND r.value IS NOT NULL AND r.unit IN ('%', '％') AND r.principal_yuan IS NOT NULL
    QUALIFY count(DISTINCT b.yuan) OVER (PARTITION BY r.fact_id) = 1 AND row_number() OVER (PARTITION BY r.fact_id ORDER BY b.fact_id) = 1
), judged AS (
    SELECT
        *,
        100 * (final - final_step / 2) > (rate + rate_step / 2) * (budget + budget_step / 2) AS too_low,
        100 * (final + final_step / 2) < (rate - rate_step / 2) * (budget - budget_step / 2) AS too_high,
        (round(100 * final / budget / nullif(rate_step, 0)) * rate_step)::DECIMAL(28, 8) AS rounded
    FROM pair
    WHERE budget > budget_step / 2
)
SELECT
    filing_id,
    instance_key,
    CASE WHEN too_low OR too_high THEN 'fail' ELSE 'pass' END AS status,
    rate AS stated,
    rounded AS computed,
    rate - rounded AS difference,
    rate_step / 2 AS tolerance,
    rate_step AS last_place,
    '%' AS unit,
    -- a tenth of a percentage point misleads nobody
    CASE WHEN abs(rate - rounded) <= greatest(rate_step, 0.1) THEN 'minor' ELSE 'material' END AS severity,
    'impossible' AS consistency,
    format('决算数除以预算数应为 {:.2f}%', (100 * final / budget)::DOUBLE) AS detail,
    [
        {'fact_id': fact_id, 'role': 'stated', 'weight': 1},
        {'fact_id': principal_id, 'role': 'numerator', 'weight': 1},
        {'fact_id': budget_id, 'role': 'denominator', 'weight': 1}
    ] AS operands
FROM judged
