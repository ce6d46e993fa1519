-- A sentence about a class whose statement prints only the lower rows.
WITH open_claim AS (
    SELECT c.*
    FROM claim AS c
    WHERE c.metric IN ('final', 'initial_budget', 'adjusted_budget')
        AND c.yuan IS NOT NULL
        AND c.item = 'functional'
        AND length(c.functional_code) < 7
        AND NOT EXISTS (
            FROM facts AS l
            WHERE l.filing_id = c.filing_id AND l.src = 'line_item' AND l.statement = c.statement AND l.functional_code = c.functional_code
                AND l.item = 'functional'
        )
), term AS (
    SELECT c.claim_id, c.filing_id, c.fact_id AS stated_id, l.fact_id, 'claim=' || c.sentence_no || '.' || c.ordinal || ';' || coalesce(c.about, '') AS instance_key
    FROM open_claim AS c
    JOIN facts AS l
        ON l.filing_id = c.filing_id
        AND l.src = 'line_item'
        AND l.statement = c.statement
        AND l.item = 'functional'
        AND l.functional_top
        AND starts_with(l.functional_code, c.functional_code)
        AND l.measure = c.measure
        AND l.amount_year = coalesce(c.period, c.fiscal_year)
        AND l.basis = c.metric
        AND (c.fund IS NULL OR l.fund = c.fund)
        AND l.subject IS NULL
        AND l.instance = (SELECT min(instance) FROM statement_read AS r WHERE r.filing_id = c.filing_id AND r.statement = c.statement)
)
SELECT DISTINCT filing_id, instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM term
UNION ALL
SELECT filing_id, instance_key, 'term', 1, fact_id FROM term
