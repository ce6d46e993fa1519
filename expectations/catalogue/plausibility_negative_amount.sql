-- Amounts below zero where a budget or an account has none: income, expenditure and their parts. Balances may be below zero, differences are; a number
-- that is the difference of two others above it, or before it in its row, is one, whatever its row or column is called.
WITH cell AS (
    SELECT f.filing_id, f.statement, f.instance, f.fact_id, f.item, f.measure, f.value, f.half, l.table_index, l.table_row, l.table_col
    FROM facts AS f
    -- few tables have any: the places of the others are not asked for
    SEMI JOIN (SELECT filing_id, statement, instance FROM facts WHERE src = 'line_item' AND value < 0) AS n USING (filing_id, statement, instance)
    JOIN fact_line_item AS l ON l.line_item_id = f.src_id AND l.filing_id = f.filing_id
    WHERE f.src = 'line_item' AND f.value IS NOT NULL
        AND NOT starts_with(f.statement, 'other_')
        AND f.measure NOT IN ('change', 'growth_rate', 'unknown', 'opening_balance', 'closing_balance', 'project_net', 'count')
        AND f.item NOT IN ('opening_balance', 'closing_balance', 'surplus_distribution', 'other', 'unnumbered')
), negative AS (
    SELECT * FROM cell WHERE value < 0
), near AS (
    -- the rows right above it, or its own row
    SELECT n.fact_id, n.value AS negative, n.half, c.value, c.table_row = n.table_row AS in_row
    FROM negative AS n
    JOIN cell AS c
        ON c.filing_id = n.filing_id AND c.table_index = n.table_index AND c.value >= 0
        AND (
            (c.table_col = n.table_col AND c.table_row BETWEEN n.table_row - 3 AND n.table_row - 1)
            OR (c.table_row = n.table_row AND c.table_col < n.table_col)
        )
), difference AS (
    SELECT DISTINCT a.fact_id
    FROM near AS a
    JOIN near AS b USING (fact_id, in_row)
    WHERE abs(b.value - a.value - a.negative) <= 4 * a.half
)
SELECT
    filing_id,
    concat_ws(';', 'statement=' || statement, 'instance=' || instance, 'row=' || table_index || ':' || table_row) AS instance_key,
    CASE WHEN bool_or(value < 0) THEN 'fail' ELSE 'pass' END AS status,
    '金额为负数' AS detail,
    list({'fact_id': fact_id, 'role': 'stated', 'weight': 1} ORDER BY table_col, fact_id) FILTER (value < 0) AS operands
FROM cell
ANTI JOIN difference USING (fact_id)
WHERE (filing_id, statement, instance, table_index, table_row) IN (SELECT (filing_id, statement, instance, table_index, table_row) FROM negative)
GROUP BY filing_id, statement, instance, table_index, table_row
HAVING bool_or(value < 0)
