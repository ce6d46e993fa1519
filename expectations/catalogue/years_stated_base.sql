-- Last year's amount as printed then = this year's amount less the change that the text states.
WITH change AS (
    SELECT
        r.filing_id, r.sentence_no, r.ordinal, r.statement, r.item, r.measure, r.functional_code, r.economic_code, r.fund, r.fact_id, r.principal_id,
        CASE WHEN r.yuan < 0 THEN 1 ELSE -r.direction END AS weight,
        r.base_year, s.entity_id, s.scope
    FROM relation AS r
    JOIN current_filing AS s USING (filing_id)
    WHERE r.metric = 'change' AND r.yuan IS NOT NULL AND r.direction IN (-1, 1) AND r.base_basis IS NULL
        AND r.base_year = s.fiscal_year - 1 AND r.statement IS NOT NULL AND r.principal_id IS NOT NULL AND s.kind = 'final_account'
), base AS (
    SELECT c.filing_id, l.filing_id AS filing_id_2, 'claim=' || c.sentence_no || '.' || c.ordinal AS instance_key, min(l.fact_id) AS stated_id,
        any_value(c.principal_id) AS principal_id, any_value(c.fact_id) AS change_id, any_value(c.weight) AS weight
    FROM change AS c
    JOIN current_filing AS p ON p.entity_id = c.entity_id AND p.scope = c.scope AND p.fiscal_year = c.base_year AND p.kind = 'final_account'
    JOIN facts AS l
        ON l.filing_id = p.filing_id
        AND l.src = 'line_item'
        AND l.rel_year = 'this'
        AND l.basis = 'final'
        AND l.statement = c.statement
        AND l.item = c.item
        AND l.measure = c.measure
        AND l.functional_code IS NOT DISTINCT FROM c.functional_code
        AND l.economic_code IS NOT DISTINCT FROM c.economic_code
        AND (c.fund IS NULL OR l.fund = c.fund)
        AND l.row_kind <> 'of_which'
        AND l.subject IS NULL
    GROUP BY ALL
    HAVING count(DISTINCT l.value) = 1
)
SELECT filing_id, filing_id_2, instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM base
UNION ALL
SELECT filing_id, filing_id_2, instance_key, 'term', 1, principal_id FROM base
UNION ALL
SELECT filing_id, filing_id_2, instance_key, 'term', weight, change_id FROM base
