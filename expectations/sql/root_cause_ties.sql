-- Every decided tie of the filings that have a hard finding, with its operands: what localisation works on.
WITH hard AS (SELECT DISTINCT filing_id FROM tie_results WHERE status = 'fail' AND declared_severity = 'by_difference')
SELECT t.filing_id, t.check_id, t.instance_key, t.relation, t.difference, t.tolerance, t.status,
    t.finest_place < t.last_place AS mixed, t.last_place,
    list(struct_pack(fact := o.fact_id, role := o.role, weight := o.weight, value := f.value, src := f.src) ORDER BY
    o.fact_id)
FROM tie_results AS t
JOIN hard USING (filing_id)
JOIN operands AS o USING (check_id, filing_id, instance_key)
JOIN facts AS f ON f.fact_id = o.fact_id
WHERE t.status IN ('pass', 'within_rounding', 'fail') AND o.role IN ('stated', 'term') AND t.declared_severity =
'by_difference'
GROUP BY ALL
ORDER BY t.filing_id, t.check_id, t.instance_key
