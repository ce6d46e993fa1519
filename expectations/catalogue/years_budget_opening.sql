-- What a budget expects to carry over from last year against what last year's account closed with: of all money, and of appropriations.
WITH cell AS (
    SELECT s.entity_id, s.scope, s.fiscal_year, s.kind, f.filing_id, contains(f.statement, 'appropriation') AS is_appropriation, f.fact_id, f.value
    FROM facts AS f
    JOIN current_filing AS s USING (filing_id)
    WHERE f.src = 'line_item' AND f.rel_year = 'this' AND f.measure = 'total' AND f.subject IS NULL AND f.value IS NOT NULL AND f.row_kind <> 'of_which'
        AND (
            (s.kind = 'budget' AND f.statement IN ('budget_income_expenditure_summary', 'budget_appropriation_summary') AND f.side = 'income' AND f.item = 'opening_balance')
            OR (s.kind = 'final_account' AND f.statement IN ('income_expenditure_summary', 'appropriation_summary') AND f.side = 'expenditure'
                AND f.item = 'closing_balance')
        )
        AND (f.fund IS NULL OR f.fund = 'appropriation')
    QUALIFY count(*) OVER (PARTITION BY f.filing_id, f.statement) = 1
), pair AS (
    SELECT b.filing_id, a.filing_id AS filing_id_2, CASE WHEN b.is_appropriation THEN 'appropriation' ELSE 'all' END AS instance_key, b.fact_id AS stated_id, a.fact_id
    FROM cell AS b
    JOIN cell AS a
        ON a.entity_id = b.entity_id AND a.scope = b.scope AND a.kind = 'final_account' AND a.fiscal_year = b.fiscal_year - 1
        AND a.is_appropriation = b.is_appropriation
    WHERE b.kind = 'budget'
)
SELECT filing_id, filing_id_2, instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM pair
UNION ALL
SELECT filing_id, filing_id_2, instance_key, 'term', 1, fact_id FROM pair
