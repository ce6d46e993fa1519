-- A spreadsheet against the PDF of the same filing: every cell that both print under one key, as often in the one as in the other, in order.
-- A row with a code or a known meaning is known by it; any other by its words. Files that differ in most of their cells are not two
-- printings of one account (another unit of money, another scope): nothing is said. Instances are not compared: a table cut in two is one.
WITH cell AS (
    SELECT
        f.filing_id, f.fact_id, f.value, f.unit, f.half,
        concat_ws(
            '·', f.statement, coalesce(f.side, '-'), f.item, f.row_kind,
            CASE
                WHEN coalesce(f.functional_code, f.economic_code, f.government_economic_code) IS NULL
                    AND f.item IN ('other', 'project', 'entity', 'functional', 'economic', 'unnumbered')
                THEN regexp_replace(f.row_label, '\s', '', 'g')
            END,
            coalesce(f.functional_code, '-'), coalesce(f.economic_code, '-'), coalesce(f.government_economic_code, '-'),
            coalesce(f.subject, '-'), coalesce(f.project, '-'), coalesce(f.fund, '-'), f.measure, f.basis, f.amount_year
        ) AS key,
        l.table_index, l.table_row, l.table_col
    FROM facts AS f
    JOIN fact_line_item AS l ON l.line_item_id = f.src_id
    WHERE f.src = 'line_item' AND f.value IS NOT NULL AND f.measure <> 'unknown'
        AND f.filing_id IN (SELECT filing_id FROM sheet_copy UNION ALL SELECT of_filing FROM sheet_copy)
), numbered AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY filing_id, key ORDER BY table_index, table_row, table_col) AS n,
        count(*) OVER (PARTITION BY filing_id, key) AS n_all
    FROM cell
), pair AS (
    SELECT
        c.of_filing AS filing_id, c.filing_id AS sheet, p.key, p.n, p.fact_id, s.fact_id AS sheet_id,
        abs(p.value - s.value) > CASE WHEN p.unit = s.unit THEN 0 ELSE p.half + s.half END AS differs,
        count(*) FILTER (abs(p.value - s.value) > p.half + s.half) OVER (PARTITION BY c.filing_id) AS n_other,
        count(*) FILTER (p.value <> 0 OR s.value <> 0) OVER (PARTITION BY c.filing_id) AS n_both
    FROM sheet_copy AS c
    JOIN numbered AS p ON p.filing_id = c.of_filing
    JOIN numbered AS s ON s.filing_id = c.filing_id AND s.key = p.key AND s.n = p.n AND s.n_all = p.n_all
), changed AS (
    SELECT filing_id, concat_ws(' ', 'cell=' || key, nullif(n, 1), sheet) AS instance_key, fact_id, sheet_id
    FROM pair
    WHERE differs AND (n_both <= 20 OR 2 * n_other <= n_both)
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, fact_id FROM changed
UNION ALL
SELECT filing_id, instance_key, 'term', 1, sheet_id FROM changed
