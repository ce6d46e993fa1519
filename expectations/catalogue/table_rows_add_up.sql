-- The total row of a list against its detail rows, column by column, where codes cannot say what belongs to what: rows by function and economic
-- class at once, units, projects, purchases. That the detail rows are the parts is certain where another column of the table adds up by them, or
-- where no row of a lone column could be the sum of those below it.
WITH cell AS (
    SELECT f.fact_id, f.filing_id, f.statement, f.instance, f.measure, f.fund, f.basis, f.amount_year, f.item, f.row_kind, f.subject, f.value, f.half,
        f.code_repeated, l.table_index, l.table_row, l.table_col
    FROM facts AS f
    JOIN fact_line_item AS l ON l.line_item_id = f.src_id AND l.filing_id = f.filing_id
    WHERE f.src = 'line_item'
        AND f.row_kind <> 'of_which'
        AND f.measure NOT IN ('change', 'growth_rate', 'unknown')
        AND f.statement NOT IN ('income_expenditure_summary', 'appropriation_summary', 'budget_income_expenditure_summary', 'budget_appropriation_summary')
        AND NOT starts_with(f.statement, 'other_')
), first_row AS (
    -- a table without 合计 whose first row is the filer itself, above all that it spends on
    SELECT filing_id, statement, instance, min(table_index * 10000 + table_row) AS place
    FROM cell
    GROUP BY ALL
    HAVING arg_min(item, table_index * 10000 + table_row) = 'entity' AND arg_min(row_kind, table_index * 10000 + table_row) = 'subtotal'
        AND count(*) FILTER (item = 'total') = 0
), stated AS (
    SELECT c.filing_id, c.statement, c.instance, c.measure, c.fund, c.basis, c.amount_year, c.table_col, min(c.fact_id) AS fact_id, min(c.value) AS value,
        min(c.half) AS half, bool_or(c.item = 'entity') AS is_filer, any_value(h.filing_id) IS NOT NULL AS has_headings
    FROM cell AS c
    LEFT JOIN (SELECT DISTINCT filing_id, statement, instance FROM cell WHERE row_kind = 'subtotal') AS h USING (filing_id, statement, instance)
    LEFT JOIN first_row AS r USING (filing_id, statement, instance)
    WHERE (c.item IN ('total', 'three_public') AND c.row_kind = 'total' AND c.subject IS NULL)
        OR (c.item = 'entity' AND c.table_index * 10000 + c.table_row = r.place)
    GROUP BY ALL
    HAVING count(*) = 1
), part AS (
    SELECT s.fact_id AS stated_id, s.is_filer, s.has_headings, c.*
    FROM stated AS s
    JOIN cell AS c USING (filing_id, statement, instance, measure, table_col)
    WHERE c.fund IS NOT DISTINCT FROM s.fund AND c.basis = s.basis AND c.amount_year IS NOT DISTINCT FROM s.amount_year
        AND c.fact_id <> s.fact_id AND c.row_kind = 'detail'
        AND c.item <> 'total'
), summed AS (
    SELECT s.*, count(*) AS n, sum(p.value) AS parts, sum(p.half) + any_value(s.half) AS tolerance, count(*) FILTER (p.value IS NULL) AS n_unread,
        count(*) FILTER (p.value <> 0) AS n_parts,
        bool_or(p.code_repeated OR p.item NOT IN ('functional', 'economic') OR p.is_filer) AS is_list
    FROM stated AS s
    JOIN part AS p ON p.stated_id = s.fact_id
    GROUP BY ALL
), running AS (
    SELECT stated_id, value, sum(value) OVER w AS upto, row_number() OVER w AS n
    FROM part
    WHERE value IS NOT NULL
    WINDOW w AS (PARTITION BY stated_id ORDER BY table_index, table_row)
), nested AS (
    -- a row that is the sum of the rows right below it may be their heading
    SELECT DISTINCT a.stated_id, a.n, a.value
    FROM running AS a
    JOIN running AS b ON b.stated_id = a.stated_id AND b.n > a.n AND b.n <= a.n + 60 AND b.upto - a.upto = a.value
    WHERE a.value <> 0
), judged AS (
    SELECT s.*, abs(s.value - s.parts) <= s.tolerance AS holds, n.stated_id IS NOT NULL AS is_nested,
        -- the excess is what headings repeat of the rows below them
        coalesce(s.parts - s.value = n.headings OR list_contains(n.each_heading, s.parts - s.value), false) AS is_explained
    FROM summed AS s
    LEFT JOIN (SELECT stated_id, sum(value) AS headings, list(value) AS each_heading FROM nested GROUP BY ALL) AS n ON n.stated_id = s.fact_id
), in_table AS (
    SELECT *,
        count(*) FILTER (holds AND value <> 0 AND n_parts >= 2) OVER w AS n_hold,
        count(*) FILTER (value <> 0) OVER w AS n_columns,
        -- a column with a total and no parts: the table does not show all that it holds
        count(*) FILTER (value <> 0 AND n_parts = 0) OVER w AS n_undivided
    FROM judged
    WINDOW w AS (PARTITION BY filing_id, statement, instance)
), certain AS (
    SELECT *,
        concat_ws(';', 'statement=' || statement, 'measure=' || measure, 'fund=' || coalesce(fund, ''), 'column=' || table_col, 'instance=' || instance) AS instance_key,
        NOT (
            n_undivided > 0
            OR is_explained
            OR (n_columns > 1 AND n_hold - (holds AND value <> 0 AND n_parts >= 2)::INTEGER = 0)
            OR (n_columns = 1 AND ((is_nested AND NOT has_headings) OR n_parts < 2 OR parts NOT BETWEEN value * 0.5 AND value * 1.5))
        ) AS is_certain
    FROM in_table
    WHERE is_list AND value IS NOT NULL
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, fact_id FROM certain
UNION ALL
SELECT c.filing_id, c.instance_key, 'term', 1, p.fact_id FROM certain AS c JOIN part AS p ON p.stated_id = c.fact_id
UNION ALL
SELECT filing_id, instance_key, 'unsure', 0, NULL FROM certain WHERE NOT is_certain
