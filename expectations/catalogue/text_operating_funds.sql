-- 机关运行经费 is the public funds of administrative units: never more than all public funds of the basic expenditure.
WITH pair AS (
    SELECT c.filing_id, c.fact_id AS stated_id, min(l.fact_id) AS fact_id, 'claim=' || c.sentence_no || '.' || c.ordinal AS instance_key
    FROM claim AS c
    JOIN facts AS l ON l.filing_id = c.filing_id AND l.src = 'line_item' AND l.statement = 'general_budget_basic_expenditure' AND l.item = 'public_total'
    WHERE c.concept = 'operating_funds' AND c.metric = 'final' AND c.yuan IS NOT NULL AND coalesce(c.period, c.fiscal_year) = c.fiscal_year
        AND l.measure IN ('total', 'public') AND l.rel_year = 'this' AND l.subject IS NULL AND l.state = 'number'
    GROUP BY ALL
    HAVING count(DISTINCT l.value) = 1
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM pair
UNION ALL
SELECT filing_id, instance_key, 'term', 1, fact_id FROM pair
