-- This year's opening balances against last year's closing balances, statement by statement and fund by fund.
WITH cell AS (
    SELECT f.filing_id, s.entity_id, s.scope, s.fiscal_year, f.statement, f.item, f.measure, f.fund, f.functional_code, f.fact_id, f.value
    FROM facts AS f
    JOIN current_filing AS s USING (filing_id)
    WHERE f.src = 'line_item' AND s.kind = 'final_account' AND f.rel_year = 'this' AND f.subject IS NULL AND f.value IS NOT NULL
        AND (
            (f.statement IN ('income_expenditure_summary', 'appropriation_summary') AND f.item IN ('opening_balance', 'closing_balance') AND f.measure = 'total'
                AND (f.fund IS NULL OR f.fund = 'appropriation'))
            OR (f.statement IN ('government_fund', 'state_capital') AND f.measure IN ('opening_balance', 'closing_balance') AND f.item = 'total')
        )
), typed AS (
    SELECT *, CASE WHEN item IN ('opening_balance', 'closing_balance') THEN item ELSE measure END AS balance
    FROM cell
    QUALIFY count(*) OVER (PARTITION BY filing_id, statement, item, measure) = 1
), pair AS (
    SELECT o.filing_id, c.filing_id AS filing_id_2, o.statement, o.fact_id AS stated_id, c.fact_id AS term_id
    FROM typed AS o
    JOIN typed AS c
        ON c.entity_id = o.entity_id
        AND c.scope = o.scope
        AND c.fiscal_year = o.fiscal_year - 1
        AND c.statement = o.statement
        AND c.balance = 'closing_balance'
    WHERE o.balance = 'opening_balance'
)
SELECT filing_id, filing_id_2, 'statement=' || statement AS instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM pair
UNION ALL
SELECT filing_id, filing_id_2, 'statement=' || statement, 'term', 1, term_id FROM pair
