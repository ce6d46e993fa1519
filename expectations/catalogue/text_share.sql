-- share = part / whole, where the whole is certain: the sentence states it; or it is the total of the row that the part belongs to; or all parts of it
-- are listed, with shares that add up to 100 %; or it is the total of the statement, which the shares of one section add up to (占 34.64%
-- without saying of what).
WITH listed AS (
    SELECT r.*, sum(abs(r.value)) OVER (PARTITION BY r.filing_id, r.section, r.statement) AS all_shares
    FROM relation AS r
    WHERE r.metric = 'share' AND r.value IS NOT NULL AND r.unit IN ('%', '％') AND r.principal_yuan IS NOT NULL
), stated_whole AS (
    SELECT l.fact_id, w.fact_id AS whole_id, w.yuan AS whole_yuan, coalesce(w.step_yuan, 0) AS whole_step
    FROM listed AS l
    JOIN principal AS w
        ON w.filing_id = l.filing_id
        AND w.group_key = coalesce(l.whole_key, CASE WHEN l.whole IS NULL THEN l.parent_key END)
        AND w.period = coalesce(l.period, l.fiscal_year)
), printed_whole AS (
    SELECT l.fact_id, min(t.fact_id) AS whole_id, min(t.value) AS whole_yuan, min(coalesce(t.step, 0)) AS whole_step
    FROM listed AS l
    JOIN facts AS t
        ON t.filing_id = l.filing_id
        AND t.src = 'line_item'
        AND t.statement = l.statement
        AND t.item = 'total'
        AND t.measure = 'total'
        AND t.amount_year = coalesce(l.period, l.fiscal_year)
        AND t.value IS NOT NULL
        AND t.subject IS NULL
    WHERE l.whole IS NULL AND l.whole_key IS NULL AND l.parent_key IS NULL AND l.all_shares BETWEEN 98 AND 102 AND l.item = 'functional'
    GROUP BY ALL
    HAVING count(DISTINCT t.value) = 1
), row_whole AS (
    SELECT l.fact_id, min(t.fact_id) AS whole_id, min(t.value) AS whole_yuan, min(coalesce(t.step, 0)) AS whole_step
    FROM listed AS l
    JOIN facts AS t
        ON t.filing_id = l.filing_id
        AND t.src = 'line_item'
        AND t.statement = l.statement
        AND t.item = l.item
        AND t.measure = 'total'
        AND t.functional_code IS NOT DISTINCT FROM l.functional_code
        AND t.amount_year = coalesce(l.period, l.fiscal_year)
        AND t.basis = CASE l.kind WHEN 'budget' THEN 'initial_budget' ELSE 'final' END
        AND t.value IS NOT NULL
        AND NOT t.unfilled
        AND t.row_kind <> 'of_which'
        AND t.subject IS NULL
    WHERE l.whole_key IS NULL
        AND (
            (l.whole_concept = 'three_public' AND contains(l.statement, 'three_public') AND l.measure IN ('overseas_travel', 'vehicles', 'vehicle_purchase', 'vehicle_operation', 'reception'))
            OR (l.whole_concept = 'expenditure_total' AND l.statement IN ('expenditure', 'budget_expenditure') AND l.measure IN ('basic', 'project'))
        )
    GROUP BY ALL
    HAVING count(DISTINCT t.value) = 1
), sibling AS (
    SELECT fact_id, filing_id, sum(principal_yuan) OVER w AS whole_yuan, sum(coalesce(principal_step, 0)) OVER w AS whole_step,
        list(principal_id) OVER w AS whole_ids
    FROM relation AS r
    WHERE metric = 'share' AND unit IN ('%', '％') AND whole_key IS NULL AND whole IS NOT NULL AND fact_id NOT IN (SELECT fact_id FROM row_whole)
    WINDOW w AS (PARTITION BY filing_id, topic, whole, coalesce(period, fiscal_year))
    QUALIFY count(*) OVER w BETWEEN 2 AND 12
        AND count(*) OVER w = count(DISTINCT group_key) OVER w
        AND count(*) OVER w = count(principal_yuan) OVER w
        AND sum(abs(value)) OVER w BETWEEN 100 - count(*) OVER w * max(step) OVER w / 2 AND 100 + count(*) OVER w * max(step) OVER w / 2
), parts AS (
    -- A budget's 本年支出 may leave out what the stated total holds: then the parts' own sum is the whole.
    SELECT fact_id, sum(principal_yuan) OVER w AS sum_of_parts, sum(abs(value)) OVER w AS sum_of_shares
    FROM listed
    WHERE kind = 'budget'
    WINDOW w AS (PARTITION BY filing_id, whole_key)
), pair AS (
    SELECT
        l.filing_id,
        s.sum_of_parts,
        s.sum_of_shares,
        'claim=' || l.sentence_no || '.' || l.ordinal || ';' || coalesce(l.about, '') AS instance_key,
        l.fact_id,
        abs(l.value) AS rate,
        coalesce(l.step, 0) AS rate_step,
        l.principal_id,
        l.principal_yuan AS part,
        coalesce(l.principal_step, 0) AS part_step,
        w.whole_ids,
        w.whole_yuan,
        w.whole_step
    FROM listed AS l
    JOIN (
        SELECT fact_id, [whole_id] AS whole_ids, whole_yuan, whole_step
        FROM (SELECT * FROM stated_whole UNION ALL SELECT * FROM printed_whole UNION ALL SELECT * FROM row_whole)
        UNION ALL
        SELECT fact_id, whole_ids, whole_yuan, whole_step FROM sibling
    ) AS w USING (fact_id)
    LEFT JOIN parts AS s USING (fact_id)
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
    CASE
        WHEN sum_of_shares BETWEEN 99.9 AND 100.1 AND abs(100 * part - rate * sum_of_parts) <= rate_step / 2 * sum_of_parts + 50 * part_step THEN 'pass'
        WHEN too_low OR too_high THEN 'fail'
        ELSE 'pass'
    END AS status,
    rate AS stated,
    rounded AS computed,
    rate - rounded AS difference,
    rate_step / 2 AS tolerance,
    rate_step AS last_place,
    '%' AS unit,
    -- a tenth of a percentage point misleads nobody
    CASE WHEN abs(rate - rounded) <= greatest(rate_step, 0.1) THEN 'minor' ELSE 'material' END AS severity,
    'impossible' AS consistency,
    format('部分除以整体应为 {:.2f}%', (100 * part / whole_yuan)::DOUBLE) AS detail,
    list_concat(
        [{'fact_id': fact_id, 'role': 'stated', 'weight': 1}, {'fact_id': principal_id, 'role': 'numerator', 'weight': 1}],
        list_transform(whole_ids, lambda one : {'fact_id': one, 'role': 'denominator', 'weight': 1})
    ) AS operands
FROM judged
UNION ALL
-- a part is never more than its whole, whatever that is
SELECT
    c.filing_id, 'claim=' || c.sentence_no || '.' || c.ordinal || ';' || coalesce(c.about, '') || ';above', 'fail', c.value, 100, c.value - 100, 0, c.step, '%', 'material', 'impossible',
    '占比不可能大于 100%', [{'fact_id': c.fact_id, 'role': 'stated', 'weight': 1}]
FROM claim AS c
WHERE c.metric = 'share' AND c.value > 100 AND c.unit IN ('%', '％')
    AND c.fact_id NOT IN (SELECT fact_id FROM judged)
