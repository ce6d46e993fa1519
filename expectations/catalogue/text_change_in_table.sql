-- The change that a sentence states, against this year's and last year's amounts of one table that prints both.
WITH change AS (
    SELECT c.*
    FROM claim AS c
    WHERE c.metric = 'change' AND c.yuan > 0 AND c.direction IN (-1, 1) AND c.statement IS NOT NULL
        AND c.base_year = c.fiscal_year - 1 AND coalesce(c.period, c.fiscal_year) = c.fiscal_year
), cell AS (
    SELECT f.*
    FROM facts AS f
    JOIN scope_filing AS s USING (filing_id)
    WHERE f.src = 'line_item' AND f.row_kind <> 'of_which' AND f.state = 'number' AND f.value >= 0 AND (f.subject IS NULL OR f.subject = s.entity_name)
        AND f.rel_year IN ('this', 'last')
), candidate AS (
    SELECT c.claim_id, c.filing_id, c.fact_id AS stated_id, c.direction, l.fact_id, l.value, l.rel_year, l.instance, l.basis
    FROM change AS c
    JOIN cell AS l
        ON l.filing_id = c.filing_id AND l.statement = c.statement AND l.item = c.item AND l.measure = c.measure
        AND l.functional_code IS NOT DISTINCT FROM c.functional_code AND l.economic_code IS NOT DISTINCT FROM c.economic_code
    WHERE (c.fund IS NULL OR l.fund = c.fund)
        AND (l.rel_year = 'this' OR l.basis = coalesce(c.base_basis, l.basis))
), one AS (
    SELECT claim_id, filing_id, stated_id, direction, rel_year, arg_max(fact_id, (abs(value), -fact_id)) AS fact_id
    FROM candidate
    GROUP BY ALL
    -- books without money beside the one that holds all
    HAVING count(DISTINCT value) FILTER (value <> 0) <= 1 AND count(DISTINCT basis) = 1
), pair AS (
    SELECT t.filing_id, t.stated_id, t.direction, t.fact_id AS this_id, l.fact_id AS last_id,
        'claim=' || c.sentence_no || '.' || c.ordinal || ';' || coalesce(c.about, '') AS instance_key
    FROM one AS t
    JOIN one AS l ON l.claim_id = t.claim_id AND l.filing_id = t.filing_id AND l.rel_year = 'last'
    JOIN claim AS c ON c.claim_id = t.claim_id AND c.filing_id = t.filing_id
    WHERE t.rel_year = 'this'
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM pair
UNION ALL
SELECT filing_id, instance_key, 'term', direction, this_id FROM pair
UNION ALL
SELECT filing_id, instance_key, 'term', -direction, last_id FROM pair
