-- The 三公 total of tables that print 会议费 and 培训费 beside it: the sum of its three parts, and of meetings and training too where it is a total of all
-- that the table shows. It is without them where the table prints such a total as well, or names its column after 三公.
WITH cell AS (
    SELECT f.filing_id, f.statement, f.instance, f.row, f.fund, f.basis, f.amount_year, f.measure, f.fact_id, f.value, f.half, l.measure_label
    FROM facts AS f
    JOIN fact_line_item AS l ON l.line_item_id = f.src_id AND l.filing_id = f.filing_id
    WHERE f.src = 'line_item' AND f.statement IN ('budget_three_public', 'three_public_expenses') AND f.row_kind <> 'of_which' AND NOT f.again_in_row
        AND f.measure IN ('total', 'total_with_meetings_training', 'overseas_travel', 'vehicles', 'reception', 'meetings', 'training')
), shape AS (
    SELECT filing_id, statement, instance, row, fund, basis, amount_year,
        max(value) FILTER (measure = 'total') AS total,
        sum(value) FILTER (measure IN ('overseas_travel', 'vehicles', 'reception')) AS three,
        coalesce(sum(value) FILTER (measure IN ('meetings', 'training')), 0) AS others,
        sum(half) AS tolerance,
        bool_or(measure = 'total_with_meetings_training') OR bool_or(measure = 'total' AND contains(measure_label, '三公') AND NOT contains(measure_label, '会议'))
            AS is_of_three
    FROM cell
    GROUP BY ALL
    HAVING count(*) = count(DISTINCT measure) AND count(*) FILTER (measure IN ('total', 'overseas_travel', 'vehicles', 'reception')) = 4
        AND others <> 0 AND bool_and(value IS NOT NULL)
), decided AS (
    SELECT *, concat_ws(';', 'row=' || row, 'fund=' || fund, 'basis=' || basis, 'year=' || amount_year, 'instance=' || instance) AS instance_key,
        NOT is_of_three AND abs(total - three - others) <= tolerance AS is_of_all,
        NOT is_of_three AND abs(total - three - others) > tolerance AND abs(total - three) > tolerance AS is_unsure
    FROM shape
)
SELECT d.filing_id, d.instance_key, CASE c.measure WHEN 'total' THEN 'stated' ELSE 'term' END AS role, 1 AS weight, c.fact_id
FROM decided AS d
JOIN cell AS c ON c.filing_id = d.filing_id AND c.statement = d.statement AND c.instance = d.instance AND c.row = d.row AND c.basis = d.basis
    AND c.fund IS NOT DISTINCT FROM d.fund AND c.amount_year IS NOT DISTINCT FROM d.amount_year
WHERE c.measure IN ('total', 'overseas_travel', 'vehicles', 'reception') OR (d.is_of_all AND c.measure IN ('meetings', 'training'))
UNION ALL
SELECT filing_id, instance_key, 'unsure', 0, NULL FROM decided WHERE is_unsure
