-- A 上年 column against last year's own filing: final amounts against the final account, budget amounts against the budget.
WITH cell AS (
    SELECT f.*, s.entity_id, s.scope, s.kind, concat_ws('|', f.statement, f.side, f.item, f.functional_code, f.economic_code, f.fund, f.measure, f.basis) AS concept
    FROM facts AS f
    JOIN current_filing AS s USING (filing_id)
    WHERE f.src = 'line_item' AND f.row_kind <> 'of_which' AND f.subject IS NULL AND f.value IS NOT NULL AND f.item NOT IN ('other', 'unnumbered', 'project')
        AND NOT f.code_repeated
    QUALIFY count(*) OVER (PARTITION BY f.filing_id, concept, f.amount_year) = 1
), pair AS (
    SELECT l.filing_id, t.filing_id AS filing_id_2, l.concept, l.fact_id AS stated_id, t.fact_id AS term_id
    FROM cell AS l
    JOIN cell AS t
        ON t.entity_id = l.entity_id
        AND t.scope = l.scope
        AND t.kind = l.kind
        AND t.concept = l.concept
        AND t.amount_year = l.amount_year
        AND t.rel_year = 'this'
    WHERE l.rel_year = 'last'
)
SELECT filing_id, filing_id_2, concept AS instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM pair
UNION ALL
SELECT filing_id, filing_id_2, concept, 'term', 1, term_id FROM pair
