-- Headings of a list of projects (units, 通用项目, 专用项目) whose parts follow them: a heading right above detail rows is their sum, up to the next
-- heading. Certain where most of the list's headings of that kind are; a heading that exceeds its rows may hold the next one (委托咨询业务 below 通用项目) too.
WITH line AS (
    SELECT f.filing_id, f.instance, f.fund, f.measure, f.amount_year, f.item, f.row_kind, f.fact_id, f.value, f.half, l.table_index, l.table_row, l.table_col
    FROM facts AS f
    JOIN fact_line_item AS l ON l.line_item_id = f.src_id AND l.filing_id = f.filing_id
    JOIN scope_filing AS s ON s.filing_id = f.filing_id
    WHERE f.src = 'line_item' AND s.kind = 'budget' AND f.statement = 'budget_projects' AND f.row_kind IN ('detail', 'subtotal', 'total')
        AND f.item IN ('project', 'entity', 'total')
        -- a column that is printed twice in one row has no place
        AND NOT f.again_in_row
), numbered AS (
    SELECT *,
        -- each heading opens a stretch of rows
        count(*) FILTER (row_kind <> 'detail') OVER w AS stretch,
        lead(row_kind) OVER w AS next_kind
    FROM line
    WINDOW w AS (PARTITION BY filing_id, instance, fund, measure, amount_year, table_col ORDER BY table_index, table_row)
), heading AS (
    SELECT * FROM numbered WHERE row_kind = 'subtotal' AND next_kind = 'detail'
), part AS (
    SELECT h.fact_id AS heading_id, d.fact_id, d.value, d.half
    FROM heading AS h
    JOIN numbered AS d
        ON d.filing_id = h.filing_id AND d.instance = h.instance AND d.measure = h.measure AND d.table_col = h.table_col AND d.stretch = h.stretch
        AND d.fund IS NOT DISTINCT FROM h.fund AND d.amount_year IS NOT DISTINCT FROM h.amount_year AND d.row_kind = 'detail'
), judged AS (
    SELECT h.*, abs(h.value - p.value) <= h.half + p.half AS holds,
        coalesce(n.item = 'project' AND n.row_kind = 'subtotal' AND n.value <= h.value - p.value + h.half + p.half, false) AS may_hold_next
    FROM heading AS h
    LEFT JOIN numbered AS n
        ON n.filing_id = h.filing_id AND n.instance = h.instance AND n.measure = h.measure AND n.table_col = h.table_col AND n.stretch = h.stretch + 1
        AND n.fund IS NOT DISTINCT FROM h.fund AND n.amount_year IS NOT DISTINCT FROM h.amount_year AND n.row_kind <> 'detail'
    JOIN (
        SELECT heading_id, sum(value) AS value, sum(half) AS half FROM part GROUP BY heading_id HAVING bool_and(value IS NOT NULL)
    ) AS p ON p.heading_id = h.fact_id
    WHERE h.value IS NOT NULL
), certain AS (
    SELECT *, concat_ws(';', 'row=' || table_index || ':' || table_row, 'measure=' || measure, 'fund=' || fund, 'column=' || table_col) AS instance_key,
        count(*) FILTER (holds AND value <> 0) OVER w * 4 >= count(*) FILTER (value <> 0) OVER w * 3 AND count(*) FILTER (holds AND value <> 0) OVER w >= 2 AS is_certain
    FROM judged
    WINDOW w AS (PARTITION BY filing_id, instance, measure, fund, item)
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, fact_id FROM certain
UNION ALL
SELECT c.filing_id, c.instance_key, 'term', 1, p.fact_id FROM certain AS c JOIN part AS p ON p.heading_id = c.fact_id
UNION ALL
SELECT filing_id, instance_key, 'unsure', 0, NULL FROM certain WHERE NOT is_certain OR may_hold_next
