-- The same total printed in the columns side by side of one summary table (by function, by use, by economic class): each against the first.
WITH cell AS (
    SELECT f.fact_id, f.filing_id, f.statement, f.instance, f.item, f.fund, f.basis, f.amount_year, f.value, f.state, l.table_col,
        first_value(f.fact_id) OVER w AS first_id, count(*) OVER w AS n
    FROM facts AS f
    JOIN fact_line_item AS l ON l.line_item_id = f.src_id AND l.filing_id = f.filing_id
    WHERE f.src = 'line_item'
        AND f.statement IN ('budget_income_expenditure_summary', 'budget_appropriation_summary')
        AND f.side = 'expenditure'
        AND f.item IN ('expenditure_this_year', 'grand_total', 'department_budget')
        AND f.measure = 'total'
        AND f.row_kind <> 'of_which'
        AND f.state = 'number'
    WINDOW w AS (
        PARTITION BY f.filing_id, f.statement, f.instance, f.item, f.fund, f.basis, f.amount_year, f.row
        ORDER BY l.table_index, l.table_row, l.table_col ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
), pair AS (
    SELECT filing_id, concat_ws(';', 'statement=' || statement, 'item=' || item, 'column=' || table_col, 'year=' || amount_year, 'instance=' || instance) AS instance_key,
        fact_id, first_id
    FROM cell
    WHERE fact_id <> first_id
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, fact_id FROM pair
UNION ALL
SELECT filing_id, instance_key, 'term', 1, first_id FROM pair
