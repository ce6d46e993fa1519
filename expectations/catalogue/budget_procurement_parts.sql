-- A list of purchases in printed levels: 合计, the kinds of goods, works and services, their items, and below an item its own rows. A level
-- is the sum of the rows of the next one that follow it, where every row of the table belongs to one of them.
WITH cell AS (
    SELECT f.fact_id, f.filing_id, f.statement, f.instance, f.measure, f.fund, f.basis, f.amount_year, f.value, l.table_col, l.table_index * 10000 + l.table_row AS place,
        CASE
            WHEN f.item = 'total' THEN 0
            WHEN regexp_matches(replace(f.row_label, ' ', ''), '^([一二三四][、.．]|[ABC][-—]?)?(货物|工程|服务)(类)?[ABC]?$') THEN 1
            WHEN f.row_kind = 'subtotal' THEN 2
            WHEN f.row_label = '' AND f.item = 'other' THEN 3
            -- below items that are marked as headings every other row is a part of one
            WHEN bool_or(f.row_kind = 'subtotal') OVER (PARTITION BY f.filing_id, f.statement, f.instance) THEN 3
            WHEN f.row_label <> '' AND f.item = 'procurement' THEN 2
        END AS depth
    FROM facts AS f
    JOIN fact_line_item AS l ON l.line_item_id = f.src_id AND l.filing_id = f.filing_id
    WHERE f.src = 'line_item' AND f.statement = 'budget_procurement' AND f.row_kind <> 'of_which' AND f.measure NOT IN ('change', 'growth_rate', 'unknown')
), in_column AS (
    SELECT *,
        count(*) FILTER (depth = 0) OVER w AS n_totals,
        count(*) FILTER (depth IS NULL) OVER w AS n_unknown,
        count(*) FILTER (depth = 3) OVER w AS n_deepest,
        arg_min(depth, place) OVER w AS first_depth,
        last_value(CASE WHEN depth <= 1 THEN fact_id END IGNORE NULLS) OVER (w ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS kind_id,
        last_value(CASE WHEN depth <= 2 THEN fact_id END IGNORE NULLS) OVER (w ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS item_id,
        last_value(CASE WHEN depth <= 2 THEN depth END IGNORE NULLS) OVER (w ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS item_depth,
        last_value(CASE WHEN depth <= 1 THEN depth END IGNORE NULLS) OVER (w ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS kind_depth,
        first_value(fact_id) OVER (w ORDER BY depth NULLS LAST, place) AS total_id
    FROM cell
    WINDOW w AS (PARTITION BY filing_id, statement, instance, measure, fund, basis, amount_year, table_col)
), part AS (
    SELECT filing_id, measure, table_col, amount_year, fact_id, value, place,
        CASE depth
            WHEN 1 THEN total_id
            WHEN 2 THEN CASE WHEN kind_depth = 1 THEN kind_id END
            WHEN 3 THEN CASE WHEN item_depth IN (1, 2) THEN item_id END
        END AS parent_id
    FROM in_column
    WHERE n_totals = 1 AND first_depth = 0 AND n_unknown = 0 AND depth > 0 AND (n_deepest > 0 OR depth = 1)
), known AS (
    -- a total of kinds is certain, rows without a kind above them are not
    SELECT p.*, s.value AS whole, 'cell=' || s.src_id AS instance_key
    FROM part AS p
    JOIN facts AS s ON s.fact_id = p.parent_id
    WHERE s.state = 'number'
), running AS (
    SELECT parent_id, value, sum(value) OVER w AS upto, row_number() OVER w AS n
    FROM known
    WINDOW w AS (PARTITION BY parent_id ORDER BY place)
), heading AS (
    -- an item that is the sum of the items right below it may be their heading
    SELECT a.parent_id, a.n, a.value, bool_or(b.n > a.n + 1) AS of_several
    FROM running AS a
    JOIN running AS b ON b.parent_id = a.parent_id AND b.n > a.n AND b.upto - a.upto = a.value
    WHERE a.value <> 0
    GROUP BY ALL
), whole AS (
    SELECT k.filing_id, k.measure, k.table_col, k.amount_year, k.parent_id, k.instance_key, abs(any_value(k.whole) - sum(k.value)) <= 100 AS holds,
        coalesce(sum(k.value) - any_value(k.whole) = any_value(h.headings) OR list_contains(any_value(h.each_heading), sum(k.value) - any_value(k.whole)), false)
            AS is_explained
    FROM known AS k
    LEFT JOIN (SELECT parent_id, sum(value) AS headings, list(value) AS each_heading FROM heading GROUP BY ALL) AS h USING (parent_id)
    GROUP BY ALL
), sure AS (
    SELECT filing_id, measure, table_col, amount_year,
        -- rows below one that is marked as no heading: the levels of this list are not known
        count(*) FILTER (holds) * 2 >= count(*) AND count(*) >= 2 AND NOT bool_or(parent_id IN (SELECT parent_id FROM heading WHERE of_several)) AS is_sure
    FROM whole
    GROUP BY ALL
)
SELECT DISTINCT filing_id, instance_key, 'stated' AS role, 1 AS weight, parent_id AS fact_id FROM known
UNION ALL
SELECT filing_id, instance_key, 'term', 1, fact_id FROM known
UNION ALL
SELECT w.filing_id, w.instance_key, 'unsure', 0, NULL
FROM whole AS w
JOIN sure AS s ON s.filing_id = w.filing_id AND s.measure = w.measure AND s.table_col = w.table_col AND s.amount_year IS NOT DISTINCT FROM w.amount_year
WHERE w.is_explained OR NOT s.is_sure
