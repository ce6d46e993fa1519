-- Income and expenditure balance, this year and last: of equal amounts the changes against one base are equal. Of a total and the one book that holds all
-- of it they need not be (another book may have held money last year): there only a slip of one digit is an error.
WITH pair AS (
    SELECT * FROM (VALUES
        ('overall_income_total', 'overall_expenditure_total', true),
        ('appropriation_income', 'appropriation_expenditure', true),
        ('general_budget_income', 'general_budget_expenditure', true),
        ('government_fund_income', 'government_fund_expenditure', true),
        ('overall_income_total', 'appropriation_income', false),
        ('appropriation_income', 'general_budget_income', false),
        ('overall_expenditure_total', 'appropriation_expenditure', false),
        ('appropriation_expenditure', 'general_budget_expenditure', false)
    ) AS c(concept, other, balances)
), one AS (
    SELECT filing_id, concept, coalesce(period, fiscal_year) AS period, base_year, base_basis, direction,
        min(fact_id) AS fact_id, any_value(yuan) AS yuan, any_value(principal_yuan) AS principal, any_value(printed_text) AS printed
    FROM relation
    WHERE metric = 'change' AND yuan > 0 AND direction IN (-1, 1) AND concept IS NOT NULL AND about IS NOT NULL
        AND base_year < coalesce(period, fiscal_year) AND principal_yuan > 0
    GROUP BY ALL
    HAVING count(DISTINCT yuan) = 1 AND count(DISTINCT principal_yuan) = 1
)
SELECT filing_id, instance_key, role, 1 AS weight, fact_id
FROM (
    SELECT a.filing_id, concat_ws(';', p.concept, p.other, 'year=' || a.period, 'base=' || a.base_year, 'basis=' || a.base_basis, 'direction=' || a.direction) AS instance_key,
        unnest([{'role': 'stated', 'fact_id': b.fact_id}, {'role': 'term', 'fact_id': a.fact_id}], recursive := true)
    FROM pair AS p
    JOIN one AS a ON a.concept = p.concept
    JOIN one AS b
        ON b.filing_id = a.filing_id AND b.concept = p.other AND b.period = a.period AND b.base_year = a.base_year
        AND b.base_basis IS NOT DISTINCT FROM a.base_basis AND b.direction = a.direction AND b.principal = a.principal
    WHERE p.balances OR a.yuan = b.yuan OR (length(replace(a.printed, ',', '')) >= 5 AND damerau_levenshtein(a.printed, b.printed) = 1)
)
