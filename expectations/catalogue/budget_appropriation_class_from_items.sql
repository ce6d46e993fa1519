-- A class of the appropriation summary against the codes of that class in the statements of the books, where nothing is carried over: what was is in the
-- summary, and in some layouts not in the statements.
WITH carried AS (
    SELECT DISTINCT filing_id
    FROM facts
    WHERE src = 'line_item' AND statement IN ('budget_appropriation_summary', 'budget_income_expenditure_summary')
        AND item IN ('opening_balance', 'closing_balance') AND rel_year = 'this' AND coalesce(value, 1) <> 0
), cell AS (
    SELECT filing_id, statement, instance, functional_class, basis, fact_id, functional_level, functional_top, fund, side
    FROM facts
    WHERE src = 'line_item' AND item = 'functional' AND measure = 'total' AND rel_year = 'this' AND row_kind <> 'of_which' AND subject IS NULL
        AND statement IN ('budget_appropriation_summary', 'budget_general_expenditure', 'budget_government_fund', 'budget_state_capital')
), stated AS (
    SELECT s.*, concat_ws(';', 'class=' || s.functional_class, 'basis=' || s.basis, 'instance=' || s.instance) AS instance_key
    FROM cell AS s
    ANTI JOIN carried USING (filing_id)
    WHERE s.statement = 'budget_appropriation_summary' AND s.side = 'expenditure' AND s.functional_level = 3 AND s.fund = 'appropriation'
    QUALIFY count(*) OVER (PARTITION BY s.filing_id, s.instance, s.functional_class, s.basis) = 1
), part AS (
    SELECT s.filing_id, s.instance_key, p.fact_id, p.statement
    FROM stated AS s
    JOIN cell AS p ON p.filing_id = s.filing_id AND p.instance = s.instance AND p.functional_class = s.functional_class AND p.basis = s.basis
    WHERE p.statement <> 'budget_appropriation_summary' AND p.functional_top
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, fact_id
FROM stated
WHERE (filing_id, instance_key) IN (SELECT (filing_id, instance_key) FROM part WHERE statement = 'budget_general_expenditure')
UNION ALL
SELECT filing_id, instance_key, 'term', 1, fact_id
FROM part
WHERE (filing_id, instance_key) IN (SELECT (filing_id, instance_key) FROM part WHERE statement = 'budget_general_expenditure')
