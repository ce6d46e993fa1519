-- Income labels on the expenditure side (or the reverse), and rows of the summaries with an amount but no label.
WITH odd AS (
    SELECT f.filing_id, f.statement, f.fact_id
    FROM facts AS f
    WHERE f.src = 'line_item'
        AND f.statement IN ('income_expenditure_summary', 'appropriation_summary')
        AND f.rel_year = 'this'
        AND (
            (f.side = 'expenditure' AND f.item IN ('income_this_year', 'opening_balance') AND (f.value > 0 OR f.item = 'income_this_year'))
            OR (f.side = 'income' AND f.item IN ('expenditure_this_year', 'closing_balance'))
            OR (f.item = 'unnumbered' AND f.value > 0)
        )
)
SELECT
    filing_id,
    'statement=' || statement AS instance_key,
    'fail' AS status,
    list({'fact_id': fact_id, 'role': 'stated', 'weight': 1} ORDER BY fact_id) AS operands
FROM odd
GROUP BY filing_id, statement
