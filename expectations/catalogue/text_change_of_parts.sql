-- The change of a whole against the changes of its parts, for sets that leave nothing out (三公 expenses, the three books, basic and project expenditure):
-- where this year's amounts of the parts add up to the whole and each of them says how it moved against the same base. 持平 moves by nothing.
WITH closed AS (
    SELECT * FROM (VALUES
        ('three_public', 'items', ['overseas_travel', 'vehicles', 'reception']),
        ('three_public', 'single_items', ['overseas_travel', 'vehicle_purchase', 'vehicle_operation', 'reception']),
        ('vehicles', 'items', ['vehicle_purchase', 'vehicle_operation']),
        ('general_budget_expenditure', 'use', ['general_basic', 'general_project']),
        ('overall_expenditure_total', 'use', ['basic', 'project_total']),
        ('expenditure_total', 'use', ['basic', 'project_total']),
        ('appropriation_expenditure', 'books', ['general_budget_expenditure', 'government_fund_expenditure', 'state_capital_expenditure']),
        ('general_basic_total', 'kinds', ['general_personnel', 'general_public']),
        ('appropriation_basic_total', 'kinds', ['appropriation_personnel', 'appropriation_public'])
    ) AS c(whole, by_what, parts)
), one AS (
    SELECT filing_id, concept, coalesce(period, fiscal_year) AS period, base_year, base_basis, topic,
        min(fact_id) FILTER (metric = 'change' AND value <> 0) AS fact_id, any_value(direction) AS direction,
        any_value(principal_yuan) AS principal, max(principal_step) AS step
    FROM relation
    WHERE concept IS NOT NULL AND about IS NOT NULL AND base_year < coalesce(period, fiscal_year)
        AND ((metric = 'change' AND yuan >= 0 AND direction IS NOT NULL)
            OR (metric = 'comparison' AND direction = 0 AND NOT regexp_matches(printed_text, '^(基本|大致|大体|略)')))
    GROUP BY ALL
    HAVING count(DISTINCT coalesce(yuan, 0) * direction) = 1 AND count(DISTINCT principal_yuan) = 1
), part AS (
    SELECT w.filing_id, c.by_what, len(c.parts) AS n_parts, w.fact_id AS whole_id, w.direction AS whole_direction, w.principal AS whole, w.step,
        p.fact_id, p.direction * w.direction AS weight, p.principal,
        concat_ws(';', 'whole=' || c.whole, 'by=' || c.by_what, 'year=' || w.period, 'base=' || w.base_year, 'basis=' || w.base_basis, 'topic=' || w.topic) AS instance_key
    FROM closed AS c
    JOIN one AS w ON w.concept = c.whole
    JOIN one AS p
        ON p.filing_id = w.filing_id AND list_contains(c.parts, p.concept) AND p.period = w.period AND p.base_year = w.base_year
        AND p.base_basis IS NOT DISTINCT FROM w.base_basis AND p.topic IS NOT DISTINCT FROM w.topic
    WHERE w.fact_id IS NOT NULL
), complete AS (
    SELECT filing_id, instance_key
    FROM part
    GROUP BY ALL
    HAVING count(*) = any_value(n_parts) AND abs(any_value(whole) - sum(principal)) <= (count(*) + 1) * any_value(step) / 2
)
SELECT DISTINCT filing_id, instance_key, 'stated' AS role, 1 AS weight, whole_id AS fact_id FROM part JOIN complete USING (filing_id, instance_key)
UNION ALL
SELECT filing_id, instance_key, 'term', weight, fact_id FROM part JOIN complete USING (filing_id, instance_key) WHERE fact_id IS NOT NULL
