-- One row under one heading of several columns (一般公共预算: 小计, 基本支出, 项目支出; 工资福利支出: 合计, 基本工资, 津贴补贴 …): its first
-- column against the others, where no other rule sums them. Certain where nearly all rows of the table add up so, one of them over several parts.
WITH cell AS (
    SELECT f.fact_id, f.filing_id, f.statement, f.instance, f.basis, f.amount_year, f.value, f.half, f.row_kind, f.measure,
        l.table_index, l.table_row, l.table_col, coalesce(l.side, '') AS side, l.row_label,
        regexp_extract(l.measure_label, '^(.*)/[^/]*$', 1) AS heading,
        regexp_extract(l.measure_label, '([^/]*)$', 1) AS leaf
    FROM facts AS f
    JOIN fact_line_item AS l ON l.line_item_id = f.src_id
    WHERE f.src = 'line_item' AND contains(l.measure_label, '/') AND f.measure NOT IN ('change', 'growth_rate', 'count')
), stated AS (
    SELECT * FROM cell WHERE leaf IN ('合计', '小计', '总计') AND (row_kind <> 'of_which' OR measure = 'economic_class')
), part AS (
    SELECT s.fact_id AS stated_id, c.fact_id, c.table_col, c.value, c.half, c.leaf LIKE '其中%' OR c.leaf IN ('合计', '小计', '总计') AS is_open,
        c.row_kind = 'of_which' OR c.measure IN ('unknown', 'economic_class') AS is_unsummed
    FROM stated AS s
    JOIN cell AS c USING (filing_id, statement, instance, table_index, table_row, side, row_label, heading, basis, amount_year)
    WHERE c.fact_id <> s.fact_id
), deeper AS (
    SELECT DISTINCT s.fact_id AS stated_id
    FROM stated AS s
    JOIN cell AS c USING (filing_id, table_index, table_row)
    WHERE starts_with(c.heading, s.heading || '/')
), summed AS (
    SELECT s.*, p.n_printed, abs(s.value - p.parts) <= p.half + s.half AS holds
    FROM stated AS s
    JOIN (
        SELECT stated_id, sum(value) AS parts, sum(half) AS half, count(*) FILTER (value <> 0) AS n_printed, min(table_col) AS first_col
        FROM part
        GROUP BY stated_id
        HAVING count(*) >= 2 AND bool_and(is_unsummed) AND NOT bool_or(is_open)
    ) AS p ON p.stated_id = s.fact_id
    ANTI JOIN deeper AS d ON d.stated_id = s.fact_id
    WHERE p.first_col > s.table_col
), certain AS (
    SELECT *,
        concat_ws(';', 'table=' || table_index, 'row=' || table_row, 'side=' || side, 'heading=' || heading) AS instance_key,
        count(*) FILTER (value <> 0) OVER w AS n_rows,
        count(*) FILTER (value <> 0 AND holds) OVER w AS n_hold,
        count(*) FILTER (holds AND n_printed >= 2) OVER w AS n_several
    FROM summed
    WINDOW w AS (PARTITION BY filing_id, statement, instance, heading, side)
), judged AS (
    SELECT * FROM certain WHERE n_rows >= 4 AND n_hold * 5 >= n_rows * 4 AND n_several >= 1
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, fact_id FROM judged
UNION ALL
SELECT j.filing_id, j.instance_key, 'term', 1, p.fact_id FROM judged AS j JOIN part AS p ON p.stated_id = j.fact_id
