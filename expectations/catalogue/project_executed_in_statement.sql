-- A project whose amount in the text is exactly one item's project expenditure in the statement is that item: then its form must say so too.
WITH item AS (
    SELECT filing_id, fact_id, value
    FROM facts
    WHERE src = 'line_item' AND statement = 'general_budget_expenditure' AND item = 'functional' AND measure = 'project' AND rel_year = 'this'
        AND functional_level = 7 AND value > 0
    QUALIFY count(*) OVER (PARTITION BY filing_id, value) = 1
), said AS (
    SELECT filing_id, project_key, min(yuan) AS yuan
    FROM project_claim
    WHERE metric = 'final' AND yuan > 0 AND coalesce(period, fiscal_year) = fiscal_year
    GROUP BY ALL
    HAVING count(DISTINCT yuan) = 1
), pair AS (
    SELECT f.filing_id, 'project=' || f.project_key AS instance_key, i.fact_id AS stated_id, f.executed_id AS term_id
    FROM form_funding AS f
    JOIN said AS s USING (filing_id, project_key)
    JOIN item AS i ON i.filing_id = f.filing_id AND i.value = s.yuan
    WHERE f.executed_id IS NOT NULL
        AND (SELECT count(DISTINCT project_key) FROM said AS o WHERE o.filing_id = f.filing_id AND o.yuan = s.yuan) = 1
        AND f.project_key IN (SELECT project_key FROM form_funding AS g WHERE g.filing_id = f.filing_id GROUP BY 1 HAVING count(*) = 1)
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM pair
UNION ALL
SELECT filing_id, instance_key, 'term', 1, term_id FROM pair
