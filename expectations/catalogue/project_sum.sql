-- All forms against the project expenditure, only where the text says that all projects were evaluated and their number is that of the forms.
WITH said AS (
    SELECT filing_id, max(value) AS n_projects
    FROM claim
    WHERE concept = 'performance_projects' AND metric = 'projects' AND value > 0
    GROUP BY ALL
    HAVING count(DISTINCT value) = 1
), covered AS (
    SELECT filing_id, count(*) AS n_forms
    FROM form_funding
    WHERE executed_id IS NOT NULL AND filing_id IN (SELECT filing_id FROM guard WHERE name = 'all_projects_covered')
    GROUP BY ALL
), whole AS (
    SELECT f.filing_id, min(f.fact_id) AS fact_id
    FROM facts AS f
    JOIN covered AS c USING (filing_id)
    JOIN said AS s USING (filing_id)
    WHERE f.src = 'line_item' AND f.statement = 'general_budget_expenditure' AND f.item = 'total' AND f.measure = 'project' AND f.rel_year = 'this'
        AND s.n_projects = c.n_forms
    GROUP BY ALL
    HAVING count(*) = 1
)
SELECT filing_id, '' AS instance_key, 'stated' AS role, 1 AS weight, fact_id FROM whole
UNION ALL
SELECT filing_id, '', 'term', 1, executed_id FROM form_funding WHERE executed_id IS NOT NULL AND filing_id IN (SELECT filing_id FROM whole)
