-- Statements without a single amount must say that there was none; a blank form (nothing printed in any statement) is not judged. A budget may say so
-- below the table, in its text, or in the list of its tables.
WITH filled AS (
    SELECT filing_id FROM facts WHERE src = 'line_item' AND state = 'number' AND value <> 0 GROUP BY ALL
), judged AS (
    SELECT * FROM (VALUES
        ('government_fund', NULL), ('state_capital', NULL), ('three_public_expenses', NULL),
        ('budget_government_fund', '政府性基金'), ('budget_state_capital', '国有资本经营'), ('budget_three_public', '三公')
    ) AS j(statement, words)
), empty AS (
    SELECT f.filing_id, f.statement, j.words, min(f.fact_id) AS fact_id, bool_and(coalesce(f.value, 1) = 0) AS is_empty
    FROM facts AS f
    JOIN filled USING (filing_id)
    JOIN judged AS j USING (statement)
    WHERE f.src = 'line_item'
    GROUP BY ALL
), said AS (
    SELECT DISTINCT filing_id, key AS statement
    FROM fact_disclosure
    WHERE kind = 'empty_statement' AND (coalesce(code, 'table') = 'table' OR starts_with(key, 'budget_'))
), said_near AS (
    SELECT DISTINCT d.filing_id, s.statement
    FROM fact_disclosure AS d
    JOIN fact_statement AS s ON s.filing_id = d.filing_id AND list_contains(s.pages, d.page)
    WHERE d.kind = 'empty_statement' AND d.key = ''
), said_in_words AS (
    SELECT DISTINCT e.filing_id, e.statement
    FROM empty AS e
    JOIN fact_disclosure AS d ON d.filing_id = e.filing_id AND contains(d.key || d.value, e.words)
    WHERE (d.kind = 'listed_statement' AND d.code = 'yes') OR d.kind IN ('listed_statement_reason', 'empty_statement')
    UNION
    -- 政府性基金预算拨款支出预算0万元
    SELECT e.filing_id, e.statement
    FROM empty AS e
    JOIN fact_claim AS c ON c.filing_id = e.filing_id AND c.value = 0 AND contains(c.sentence, e.words)
), tables_only AS (
    -- the text of such a budget is another file
    SELECT filing_id FROM scope_filing WHERE kind = 'budget'
    EXCEPT
    SELECT filing_id FROM fact_claim GROUP BY filing_id HAVING count(*) >= 20
)
SELECT
    e.filing_id,
    'statement=' || e.statement AS instance_key,
    CASE WHEN s.filing_id IS NOT NULL OR n.filing_id IS NOT NULL OR w.filing_id IS NOT NULL THEN 'pass' ELSE 'fail' END AS status,
    '表中没有任何金额' AS detail,
    [{'fact_id': e.fact_id, 'role': 'stated', 'weight': 1}] AS operands
FROM empty AS e
LEFT JOIN said AS s USING (filing_id, statement)
LEFT JOIN said_near AS n USING (filing_id, statement)
LEFT JOIN said_in_words AS w USING (filing_id, statement)
ANTI JOIN tables_only USING (filing_id)
WHERE e.is_empty AND EXISTS (FROM fact_disclosure AS d WHERE d.filing_id = e.filing_id)
