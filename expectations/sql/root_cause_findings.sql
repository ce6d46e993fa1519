-- Numeric findings with the facts that they rest on.
SELECT n.filing_id, n.finding_id, n.check_id, n.title, n.message, n.severity,
    list(p.fact_id ORDER BY p.fact_id) FILTER (p.fact_id IS NOT NULL)
FROM fact_finding AS n
JOIN results AS r USING (check_result_id)
LEFT JOIN operand_place AS p USING (check_result_id)
WHERE n.consistency <> 'not_numeric'
GROUP BY n.filing_id, n.finding_id, n.check_id, n.title, n.message, n.severity, r.instance_key
ORDER BY n.filing_id, n.check_id, r.instance_key
