-- What a form and the text say was spent on one project.
WITH pair AS (
    SELECT f.filing_id, 'project=' || f.project_key || ';claim=' || c.sentence_no || '.' || c.ordinal AS instance_key, c.fact_id AS stated_id, f.executed_id AS term_id
    FROM form_funding AS f
    JOIN project_claim AS c ON c.filing_id = f.filing_id AND c.project_key = f.project_key
    WHERE c.metric = 'final' AND c.yuan IS NOT NULL AND f.executed_id IS NOT NULL AND coalesce(c.period, c.fiscal_year) = c.fiscal_year
        AND f.project_key IN (SELECT project_key FROM form_funding AS g WHERE g.filing_id = f.filing_id GROUP BY 1 HAVING count(*) = 1)
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM pair
UNION ALL
SELECT filing_id, instance_key, 'term', 1, term_id FROM pair
