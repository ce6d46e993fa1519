-- All appropriation is said to be level with last year, while the one book that holds it is said to have changed: years apart only by what was carried over.
WITH flat AS (
    SELECT r.*
    FROM relation AS r
    WHERE r.direction = 0 AND r.concept = 'appropriation_total' AND r.base_year = r.fiscal_year - 1
        AND (r.metric = 'comparison' OR (r.metric IN ('change', 'growth_rate') AND r.value = 0))
        AND NOT regexp_matches(r.printed_text, '^(基本|大致|大体|略)')
), moved AS (
    SELECT c.filing_id, c.fact_id, c.yuan, c.base_year
    FROM relation AS c
    WHERE c.metric = 'change' AND c.concept = 'general_budget_expenditure' AND c.direction IN (-1, 1) AND c.base_year = c.fiscal_year - 1
        -- a hundredth of the amount: more than balances carried over explain by themselves
        AND c.yuan >= 0.01 * c.principal_yuan
)
SELECT
    f.filing_id,
    'claim=' || f.sentence_no || '.' || f.ordinal AS instance_key,
    CASE WHEN bool_or(m.fact_id IS NOT NULL) THEN 'fail' ELSE 'pass' END AS status,
    '财政拨款收支总计称与上年持平，一般公共预算财政拨款支出却有增减' AS detail,
    list_filter(
        [{'fact_id': min(f.fact_id), 'role': 'stated', 'weight': 1}, {'fact_id': min(m.fact_id), 'role': 'bound', 'weight': 1}],
        lambda o : o.fact_id IS NOT NULL
    ) AS operands
FROM flat AS f
LEFT JOIN moved AS m USING (filing_id, base_year)
WHERE f.filing_id IN (SELECT filing_id FROM guard WHERE name = 'only_general_budget')
GROUP BY f.filing_id, f.sentence_no, f.ordinal
