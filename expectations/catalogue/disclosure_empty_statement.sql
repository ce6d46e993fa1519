-- Statements without a single amount must say that there was none; a blank form (nothing printed in any statement) is not judged.
WITH filled AS (
    SELECT filing_id FROM facts WHERE src = 'line_item' AND state = 'number' AND value <> 0 GROUP BY ALL
), empty AS (
    SELECT f.filing_id, f.statement, min(f.fact_id) AS fact_id, bool_and(coalesce(f.value, 1) = 0) AS is_empty
    FROM facts AS f
    JOIN filled USING (filing_id)
    WHERE f.src = 'line_item' AND f.statement IN ('government_fund', 'state_capital', 'three_public_expenses')
    GROUP BY ALL
), said AS (
    SELECT DISTINCT filing_id, key AS statement FROM fact_disclosure WHERE kind = 'empty_statement' AND coalesce(code, 'table') = 'table'
), said_near AS (
    SELECT DISTINCT d.filing_id, s.statement
    FROM fact_disclosure AS d
    JOIN fact_statement AS s ON s.filing_id = d.filing_id AND list_contains(s.pages, d.page)
    WHERE d.kind = 'empty_statement' AND d.key = ''
)
SELECT
    e.filing_id,
    'statement=' || e.statement AS instance_key,
    CASE
        WHEN EXISTS (FROM said AS s WHERE s.filing_id = e.filing_id AND s.statement = e.statement) THEN 'pass'
        WHEN EXISTS (FROM said_near AS s WHERE s.filing_id = e.filing_id AND s.statement = e.statement) THEN 'pass'
        ELSE 'fail'
    END AS status,
    '表中没有任何金额' AS detail,
    [{'fact_id': e.fact_id, 'role': 'stated', 'weight': 1}] AS operands
FROM empty AS e
WHERE e.is_empty AND EXISTS (FROM fact_disclosure AS d WHERE d.filing_id = e.filing_id)
