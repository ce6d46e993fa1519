-- A list of income by kind of money with a 小计 above the lines of each kind: 收入总计 is the sum of the 小计, and a 小计 of the lines below it.
WITH line AS (
    SELECT f.filing_id, f.instance, f.measure, f.amount_year, f.item, f.row_label, f.fact_id, f.value, l.table_index * 10000 + l.table_row AS place, l.table_col,
        f.item = 'total' AND regexp_matches(regexp_replace(f.row_label, '\s', '', 'g'), '^小计') AS is_subtotal,
        f.item = 'total' AND regexp_matches(regexp_replace(f.row_label, '\s', '', 'g'), '^(收入)?[总合]计$') AS is_whole
    FROM facts AS f
    JOIN fact_line_item AS l ON l.line_item_id = f.src_id AND l.filing_id = f.filing_id
    JOIN scope_filing AS s ON s.filing_id = f.filing_id
    WHERE f.src = 'line_item' AND s.kind = 'budget' AND f.statement = 'budget_income' AND f.row_kind <> 'of_which' AND f.subject IS NULL
        AND f.item NOT IN ('opening_balance', 'functional', 'entity')
), listed AS (
    SELECT *, count(*) FILTER (is_subtotal) OVER (w ORDER BY place) AS stretch
    FROM line
    WINDOW w AS (PARTITION BY filing_id, instance, measure, amount_year, table_col)
    QUALIFY count(*) FILTER (is_subtotal) OVER w >= 2 AND count(*) FILTER (is_whole) OVER w = 1 AND count(*) FILTER (item = 'total') OVER w = 1 + count(*) FILTER (is_subtotal) OVER w
        AND arg_min(is_whole, place) OVER w
), tie AS (
    SELECT w.fact_id AS stated_id, p.fact_id AS term_id, w.filing_id, concat_ws(';', 'whole', 'instance=' || w.instance, 'column=' || w.table_col) AS instance_key
    FROM listed AS w
    JOIN listed AS p USING (filing_id, instance, measure, table_col)
    WHERE w.is_whole AND p.is_subtotal AND p.amount_year IS NOT DISTINCT FROM w.amount_year
    UNION ALL
    SELECT s.fact_id, p.fact_id, s.filing_id, concat_ws(';', 'row=' || s.place, 'instance=' || s.instance, 'column=' || s.table_col)
    FROM listed AS s
    JOIN listed AS p USING (filing_id, instance, measure, table_col, stretch)
    WHERE s.is_subtotal AND p.item <> 'total' AND p.amount_year IS NOT DISTINCT FROM s.amount_year
)
SELECT DISTINCT filing_id, instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM tie
UNION ALL
SELECT filing_id, instance_key, 'term', 1, term_id FROM tie
