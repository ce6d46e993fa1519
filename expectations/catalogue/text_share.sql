-- share = part / whole, where the sentence's whole is certain.
WITH pair AS (
    SELECT
        r.filing_id,
        'claim=' || r.sentence_no || '.' || r.ordinal || ';' || r.about AS instance_key,
        r.fact_id,
        abs(r.value) AS rate,
        coalesce(r.step, 0) AS rate_step,
        r.principal_id,
        r.principal_yuan AS part,
        coalesce(r.principal_step, 0) AS part_step,
        w.fact_id AS whole_id,
        w.yuan AS whole_yuan,
        coalesce(w.step_yuan, 0) AS whole_step
    FROM relation AS r
    JOIN principal AS w
        ON w.filing_id = r.filing_id AND w.group_key = r.whole_key AND w.period = coalesce(r.period, r.fiscal_year)
    WHERE r.metric = 'share' AND r.value IS NOT NULL AND r.unit IN ('%', '％') AND r.principal_yuan IS NOT NULL
), judged AS (
    SELECT
        *,
        100 * (part - part_step / 2) > (rate + rate_step / 2) * (whole_yuan + whole_step / 2) AS too_low,
        100 * (part + part_step / 2) < (rate - rate_step / 2) * (whole_yuan - whole_step / 2) AS too_high,
        (round(100 * part / whole_yuan / nullif(rate_step, 0)) * rate_step)::DECIMAL(28, 8) AS rounded
    FROM pair
    WHERE whole_yuan > whole_step / 2
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
    CASE WHEN abs(rate - rounded) <= rate_step THEN 'minor' ELSE 'material' END AS severity,
    'impossible' AS consistency,
    format('部分除以整体应为 {:.2f}%', (100 * part / whole_yuan)::DOUBLE) AS detail,
    [
        {'fact_id': fact_id, 'role': 'stated', 'weight': 1},
        {'fact_id': principal_id, 'role': 'numerator', 'weight': 1},
        {'fact_id': whole_id, 'role': 'denominator', 'weight': 1}
    ] AS operands
FROM judged
