-- The initial budget that a final account states (text or 三公 table) against the budget that was published for that year.
WITH said AS (
    SELECT c.filing_id, s.entity_id, s.scope, s.fiscal_year, c.fact_id, c.functional_code,
        'claim=' || c.sentence_no || '.' || c.ordinal AS instance_key, 'budget_general_expenditure' AS statement, c.item, c.measure
    FROM claim AS c
    JOIN current_filing AS s USING (filing_id)
    WHERE s.kind = 'final_account' AND c.metric = 'initial_budget' AND c.yuan IS NOT NULL AND c.statement = 'general_budget_expenditure'
        AND c.item IN ('total', 'functional') AND c.measure = 'total'
    UNION ALL
    SELECT f.filing_id, s.entity_id, s.scope, s.fiscal_year, f.fact_id, NULL, 'measure=' || f.measure, 'budget_three_public', f.item, f.measure
    FROM facts AS f
    JOIN current_filing AS s USING (filing_id)
    WHERE s.kind = 'final_account' AND f.src = 'line_item' AND f.statement = 'three_public_expenses' AND f.basis = 'initial_budget' AND f.rel_year = 'this'
        AND f.value IS NOT NULL
), pair AS (
    SELECT a.filing_id, b.filing_id AS filing_id_2, a.instance_key, a.fact_id AS stated_id, min(l.fact_id) AS term_id
    FROM said AS a
    JOIN current_filing AS b ON b.entity_id = a.entity_id AND b.scope = a.scope AND b.fiscal_year = a.fiscal_year AND b.kind = 'budget'
    JOIN facts AS l
        ON l.filing_id = b.filing_id
        AND l.src = 'line_item'
        AND l.rel_year = 'this'
        AND l.statement = a.statement
        AND l.item = a.item
        AND l.measure = a.measure
        AND l.functional_code IS NOT DISTINCT FROM a.functional_code
        AND l.row_kind <> 'of_which'
        AND l.subject IS NULL
        AND NOT l.code_repeated
    GROUP BY ALL
    HAVING count(DISTINCT l.value) = 1
)
SELECT filing_id, filing_id_2, instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM pair
UNION ALL
SELECT filing_id, filing_id_2, instance_key, 'term', 1, term_id FROM pair
