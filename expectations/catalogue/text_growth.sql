-- growth = change / base, the base being the printed one or this amount less the change; without a printed change it is this amount less the
-- printed base. Compared as intervals, by cross-multiplication: exact decimals, no division.
WITH amount AS (
    SELECT
        c.claim_id,
        c.filing_id,
        c.group_key,
        c.base_year,
        c.base_basis,
        c.fact_id,
        c.principal_id,
        c.principal_yuan,
        c.principal_step,
        c.step_yuan,
        CASE WHEN c.yuan < 0 THEN -1 ELSE c.direction END AS direction,
        abs(c.yuan) AS yuan
    FROM relation AS c
    WHERE c.metric = 'change' AND c.yuan IS NOT NULL
), pair AS (
    SELECT
        g.filing_id,
        'claim=' || g.sentence_no || '.' || g.ordinal || ';' || coalesce(g.about, '') AS instance_key,
        g.fact_id,
        abs(g.value) AS rate,
        coalesce(g.step, 0) AS rate_step,
        a.fact_id AS change_id,
        a.yuan AS change,
        coalesce(a.step_yuan, 0) AS change_step,
        coalesce(a.principal_id, g.principal_id) AS principal_id,
        coalesce(a.principal_yuan, g.principal_yuan) AS principal,
        coalesce(a.principal_step, g.principal_step, 0) AS principal_step,
        coalesce(a.direction, CASE WHEN g.value < 0 THEN -1 ELSE g.direction END) AS direction,
        b.base_id,
        b.base_yuan AS base_printed,
        b.base_step
    FROM relation AS g
    LEFT JOIN amount AS a
        ON a.filing_id = g.filing_id
        AND a.group_key = g.group_key
        AND a.base_year IS NOT DISTINCT FROM g.base_year
        AND a.base_basis IS NOT DISTINCT FROM g.base_basis
    LEFT JOIN printed_base AS b ON b.fact_id = g.fact_id
    WHERE g.metric = 'growth_rate' AND g.value IS NOT NULL AND g.unit IN ('%', '％')
), based AS (
    SELECT
        * EXCLUDE (change, change_step),
        coalesce(change, abs(principal - base_printed)) AS change,
        CASE WHEN change IS NULL THEN principal_step + base_step ELSE change_step END AS change_step,
        coalesce(base_printed, principal - change * direction) AS base,
        CASE WHEN base_printed IS NOT NULL THEN coalesce(base_step, 0) ELSE principal_step + change_step END / 2 AS base_half
    FROM pair
    WHERE (change IS NOT NULL AND (base_printed IS NOT NULL OR (principal IS NOT NULL AND direction IS NOT NULL)))
        OR (change IS NULL AND base_printed IS NOT NULL AND principal IS NOT NULL)
), judged AS (
    SELECT
        *,
        100 * (change - change_step / 2) > (rate + rate_step / 2) * (base + base_half) AS too_low,
        100 * (change + change_step / 2) < (rate - rate_step / 2) * (base - base_half) AS too_high,
        (round(100 * change / base / nullif(rate_step, 0)) * rate_step)::DECIMAL(28, 8) AS rounded
    FROM based
    WHERE base > base_half
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
    format('增减额除以基数应为 {:.2f}%', (100 * change / base)::DOUBLE) AS detail,
    [
        {'fact_id': fact_id, 'role': 'stated', 'weight': 1},
        {'fact_id': coalesce(change_id, principal_id), 'role': 'numerator', 'weight': 1},
        {'fact_id': coalesce(base_id, principal_id), 'role': 'denominator', 'weight': 1}
    ] AS operands
FROM judged
QUALIFY row_number() OVER (PARTITION BY fact_id ORDER BY change_id) = 1
