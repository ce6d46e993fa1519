-- 0 / 0 written as 0 %: one finding per filing, with every place.
WITH rate AS (
    SELECT r.filing_id, r.fact_id
    FROM relation AS r
    WHERE r.value = 0
        AND r.unit IN ('%', '％')
        AND (
            (r.metric = 'completion_rate' AND EXISTS (
                FROM claim AS b
                WHERE b.filing_id = r.filing_id AND b.group_key = r.group_key AND b.yuan = 0 AND b.metric IN ('initial_budget', 'adjusted_budget', 'budget')))
            OR (r.metric = 'completion_rate' AND r.statement IS NOT NULL
                AND NOT EXISTS (
                    FROM claim AS b
                    WHERE b.filing_id = r.filing_id AND b.group_key = r.group_key AND b.metric IN ('initial_budget', 'adjusted_budget', 'budget'))
                AND EXISTS (
                    FROM facts AS b
                    WHERE b.filing_id = r.filing_id AND b.src = 'line_item' AND b.statement = r.statement AND b.item = r.item AND b.measure = r.measure
                        AND b.functional_code IS NOT DISTINCT FROM r.functional_code AND b.rel_year = 'this'
                        AND b.basis IN ('initial_budget', 'adjusted_budget') AND b.value = 0))
            OR (r.metric = 'share' AND EXISTS (FROM principal AS w WHERE w.filing_id = r.filing_id AND w.group_key = r.whole_key AND w.yuan = 0))
            OR (r.metric = 'growth_rate' AND r.principal_yuan = 0 AND EXISTS (
                FROM claim AS c WHERE c.filing_id = r.filing_id AND c.group_key = r.group_key AND c.metric = 'change' AND c.yuan = 0))
        )
)
SELECT
    filing_id,
    '' AS instance_key,
    'fail' AS status,
    'disclosure' AS severity,
    format('有 {} 处在基数为零时仍写了 0%', count(*)) AS detail,
    list({'fact_id': fact_id, 'role': 'stated', 'weight': 1} ORDER BY fact_id) AS operands
FROM rate
GROUP BY filing_id
