-- Parts listed behind a whole, in the words of the document. A list may leave something out, so a difference is judged only where it is a slip of one digit
-- among numbers that are not round: what a list leaves out would hardly differ from nothing in one digit alone.
WITH part AS (
    SELECT c.filing_id, c.parent_key, c.metric, c.fact_id, c.yuan, coalesce(c.step_yuan, 0) AS step, c.subject, c.ordinal, c.unit,
        length(trim(replace(replace(c.printed_text, ',', ''), '.', ''), '0')) >= 3 AS is_odd
    FROM claim AS c
    WHERE c.parent_key IS NOT NULL AND c.yuan IS NOT NULL AND coalesce(c.period, c.fiscal_year) = c.fiscal_year AND c.metric IN ('final', 'initial_budget')
), whole AS (
    SELECT filing_id, group_key AS parent_key, metric, min(fact_id) AS whole_id, any_value(yuan) AS whole
    FROM claim
    WHERE group_key IS NOT NULL AND yuan IS NOT NULL AND coalesce(period, fiscal_year) = fiscal_year AND metric IN ('final', 'initial_budget')
    GROUP BY ALL
    HAVING count(DISTINCT yuan) = 1
), listed AS (
    SELECT filing_id, parent_key, metric, any_value(whole) AS whole, sum(yuan) AS parts, (count(*) + 1) * max(step) / 2 AS tolerance, max(step) AS step,
        any_value(unit) AS unit,
        list_prepend(
            {'fact_id': any_value(whole_id), 'role': 'stated', 'weight': 1},
            list({'fact_id': fact_id, 'role': 'term', 'weight': 1} ORDER BY ordinal) FILTER (yuan <> 0)
        ) AS operands
    FROM part
    JOIN whole USING (filing_id, parent_key, metric)
    GROUP BY ALL
    HAVING count(*) FILTER (yuan > 0) >= 2 AND count(*) >= 3 AND count(DISTINCT subject) = count(*) AND count(*) FILTER (is_odd) >= 2 AND max(step) > 0
), judged AS (
    SELECT *, gap <= tolerance AS closes,
        -- one digit, as far as rounding lets it be seen
        gap >= 10 * step AND (gap = slip OR (abs(gap - slip) <= tolerance AND slip >= 100 * tolerance)) AS one_digit
    FROM (SELECT *, round(gap::DOUBLE, (-floor(log10(greatest(gap, step)::DOUBLE)))::INTEGER) AS slip FROM (SELECT *, abs(whole - parts) AS gap FROM listed))
)
SELECT
    filing_id,
    'list=' || parent_key || ';' || metric AS instance_key,
    CASE WHEN closes THEN 'pass' WHEN one_digit THEN 'fail' ELSE 'missing_term' END AS status,
    whole * m.per_yuan AS stated,
    parts * m.per_yuan AS computed,
    (whole - parts) * m.per_yuan AS difference,
    tolerance * m.per_yuan AS tolerance,
    step * m.per_yuan AS last_place,
    j.unit,
    'impossible' AS consistency,
    CASE WHEN closes OR one_digit THEN '所列各项相加，与总额只差一位数字' ELSE '所列各项可能不是全部，合计不作判断' END AS detail,
    operands
FROM judged AS j
JOIN money_unit AS m ON m.unit = j.unit
