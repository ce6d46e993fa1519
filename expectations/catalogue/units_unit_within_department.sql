-- What a unit (or the department itself) spends of the general budget is part of what its consolidated department spends, whether or not the other units
-- are loaded. Appropriations only: transfers between a department and its units are left out of consolidated totals.
WITH cell AS (
    SELECT s.filing_id, s.entity_id, s.parent_entity_id, s.scope, s.kind, s.fiscal_year, min(f.fact_id) AS fact_id
    FROM facts AS f
    JOIN current_filing AS s USING (filing_id)
    WHERE f.src = 'line_item' AND f.measure = 'total' AND f.rel_year = 'this' AND f.row_kind = 'total' AND f.item = 'total' AND f.subject IS NULL
        AND f.state = 'number' AND f.value IS NOT NULL
        AND f.statement = CASE s.kind WHEN 'budget' THEN 'budget_general_expenditure' ELSE 'general_budget_expenditure' END
        AND f.basis = CASE s.kind WHEN 'budget' THEN 'initial_budget' ELSE 'final' END
    GROUP BY ALL
    HAVING count(DISTINCT f.value) = 1
), pair AS (
    SELECT u.filing_id, d.filing_id AS filing_id_2, 'department=' || d.entity_id AS instance_key, u.fact_id AS stated_id, d.fact_id
    FROM cell AS u
    JOIN cell AS d
        ON d.kind = u.kind AND d.fiscal_year = u.fiscal_year AND d.scope = 'consolidated'
        AND (d.entity_id = u.parent_entity_id OR d.entity_id = u.entity_id)
    WHERE u.scope = 'own'
)
SELECT filing_id, filing_id_2, instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM pair
UNION ALL
SELECT filing_id, filing_id_2, instance_key, 'term', 1, fact_id FROM pair
