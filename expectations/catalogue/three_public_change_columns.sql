-- A table that prints last year's amounts, this year's and their differences side by side in the same order: each difference is this year's amount less
-- last year's. Certain where most of the differences of the table hold.
WITH cell AS (
    SELECT f.filing_id, f.statement, f.instance, l.table_index, l.table_row, l.table_col, f.fact_id, f.value, f.half,
        CASE WHEN f.measure = 'change' THEN 'change' ELSE f.rel_year END AS block
    FROM facts AS f
    JOIN fact_line_item AS l ON l.line_item_id = f.src_id AND l.filing_id = f.filing_id
    JOIN scope_filing AS s ON s.filing_id = f.filing_id
    WHERE f.src = 'line_item' AND f.statement = 'budget_three_public' AND (f.measure = 'change' OR f.rel_year IN ('this', 'last'))
        AND f.measure NOT IN ('growth_rate', 'unknown', 'count') AND f.value IS NOT NULL
), numbered AS (
    SELECT *, row_number() OVER (PARTITION BY filing_id, table_index, table_row, block ORDER BY table_col, fact_id) AS place
    FROM cell
), row_shape AS (
    SELECT filing_id, table_index, table_row
    FROM cell
    GROUP BY ALL
    HAVING count(*) FILTER (block = 'change') > 1
        AND count(*) FILTER (block = 'change') = count(*) FILTER (block = 'this') AND count(*) FILTER (block = 'this') = count(*) FILTER (block = 'last')
), trio AS (
    SELECT c.filing_id, c.instance, c.table_index, c.table_row, c.place, c.fact_id AS change_id, t.fact_id AS this_id, p.fact_id AS last_id,
        abs(c.value - t.value + p.value) <= c.half + t.half + p.half AS holds,
        c.value <> 0 OR t.value <> 0 OR p.value <> 0 AS is_filled
    FROM numbered AS c
    JOIN row_shape USING (filing_id, table_index, table_row)
    JOIN numbered AS t ON t.filing_id = c.filing_id AND t.table_index = c.table_index AND t.table_row = c.table_row AND t.place = c.place AND t.block = 'this'
    JOIN numbered AS p ON p.filing_id = c.filing_id AND p.table_index = c.table_index AND p.table_row = c.table_row AND p.place = c.place AND p.block = 'last'
    WHERE c.block = 'change'
), certain AS (
    SELECT *, concat_ws(';', 'row=' || table_index || ':' || table_row, 'column=' || place, 'instance=' || instance) AS instance_key,
        count(*) FILTER (holds) OVER w * 2 > count(*) OVER w AND count(*) OVER w >= 3 AS is_certain
    FROM trio
    WHERE is_filled
    WINDOW w AS (PARTITION BY filing_id, table_index)
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, change_id AS fact_id FROM certain
UNION ALL
SELECT filing_id, instance_key, 'term', 1, this_id FROM certain
UNION ALL
SELECT filing_id, instance_key, 'term', -1, last_id FROM certain
UNION ALL
SELECT filing_id, instance_key, 'unsure', 0, NULL FROM certain WHERE NOT is_certain
