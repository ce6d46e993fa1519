-- The changes of listed parts against the change of their whole, where this year's amounts of the parts add up to the whole and each says how it moved
-- against the same base. What the list held last year and holds no more is not in it, so a difference is judged only where it is a slip of one digit.
WITH moved AS (
    SELECT filing_id, group_key, parent_key, base_year, base_basis, min(fact_id) FILTER (metric = 'change' AND value <> 0) AS fact_id,
        any_value(coalesce(yuan, 0) * direction) AS change, max(coalesce(step_yuan, 0)) AS step, any_value(principal_yuan) AS principal,
        max(principal_step) AS principal_step, any_value(unit) FILTER (metric = 'change') AS unit, min(ordinal) AS ordinal
    FROM relation
    WHERE group_key IS NOT NULL AND principal_yuan IS NOT NULL AND base_year < coalesce(period, fiscal_year)
        AND ((metric = 'change' AND yuan >= 0 AND direction IS NOT NULL)
            OR (metric = 'comparison' AND direction = 0 AND NOT regexp_matches(printed_text, '^(基本|大致|大体|略)')))
    GROUP BY ALL
    HAVING count(DISTINCT coalesce(yuan, 0) * direction) = 1
), listed AS (
    SELECT w.filing_id, w.group_key, any_value(w.change) AS whole, sum(p.change) AS parts, max(greatest(w.step, p.step)) AS step, (count(*) + 1) * max(greatest(w.step, p.step)) / 2 AS tolerance,
        any_value(w.unit) AS unit,
        list_prepend(
            {'fact_id': any_value(w.fact_id), 'role': 'stated', 'weight': 1},
            list({'fact_id': p.fact_id, 'role': 'term', 'weight': 1} ORDER BY p.ordinal) FILTER (p.fact_id IS NOT NULL)
        ) AS operands
    FROM moved AS w
    JOIN moved AS p
        ON p.filing_id = w.filing_id AND p.parent_key = w.group_key AND p.base_year = w.base_year AND p.base_basis IS NOT DISTINCT FROM w.base_basis
    WHERE w.fact_id IS NOT NULL
    GROUP BY w.filing_id, w.group_key, w.base_year, w.base_basis
    HAVING count(*) >= 2 AND count(p.fact_id) >= 1
        AND abs(any_value(w.principal) - sum(p.principal)) <= (count(*) + 1) * max(greatest(w.principal_step, p.principal_step)) / 2
), judged AS (
    SELECT *, gap <= tolerance AS closes,
        -- one digit, as far as rounding lets it be seen
        gap >= 10 * step AND (gap = slip OR (abs(gap - slip) <= tolerance AND slip >= 100 * tolerance)) AS one_digit
    FROM (SELECT *, round(gap::DOUBLE, (-floor(log10(greatest(gap, step)::DOUBLE)))::INTEGER) AS slip FROM (SELECT *, abs(whole - parts) AS gap FROM listed WHERE step > 0))
)
SELECT
    filing_id,
    'list=' || group_key AS instance_key,
    CASE WHEN closes THEN 'pass' WHEN one_digit THEN 'fail' ELSE 'missing_term' END AS status,
    whole * m.per_yuan AS stated,
    parts * m.per_yuan AS computed,
    (whole - parts) * m.per_yuan AS difference,
    tolerance * m.per_yuan AS tolerance,
    step * m.per_yuan AS last_place,
    j.unit,
    'impossible' AS consistency,
    CASE WHEN closes OR one_digit THEN '所列各项的增减额相加，与总额的增减额只差一位数字' ELSE '上年所列各项可能不同，合计不作判断' END AS detail,
    operands
FROM judged AS j
JOIN money_unit AS m ON m.unit = j.unit
