-- The equations of each filing that hold one by one, with their numbers, where not all of them hold exactly; in yuan.
-- What shares a number with a tie that fails is left out: that tie has its own finding.
WITH failing AS (
    SELECT DISTINCT o.fact_id
    FROM tie_results AS t
    JOIN operands AS o USING (check_id, filing_id, instance_key)
    WHERE t.status = 'fail' AND t.declared_severity = 'by_difference' AND o.fact_id IS NOT NULL
), touched AS (
    SELECT DISTINCT check_id, filing_id, instance_key FROM operands SEMI JOIN failing USING (fact_id)
), usable AS (
    SELECT check_id, filing_id, instance_key, difference, unit, per_yuan, last_place
    FROM tie_results
    ANTI JOIN touched USING (check_id, filing_id, instance_key)
    WHERE status IN ('pass', 'within_rounding') AND relation IN ('equals', 'same') AND declared_severity = 'by_difference' AND filing_id_2 IS NULL
        AND filing_id IN (SELECT filing_id FROM tie_results WHERE status IN ('pass', 'within_rounding') AND relation IN ('equals', 'same') AND difference <> 0)
)
SELECT
    u.filing_id, u.check_id, d.title, u.instance_key, u.difference, u.unit, u.per_yuan, u.last_place,
    list(o.fact_id ORDER BY o.role, o.fact_id),
    list((CASE WHEN o.role = 'stated' THEN 1 ELSE -o.weight END)::INTEGER ORDER BY o.role, o.fact_id),
    list(f.own_half ORDER BY o.role, o.fact_id)
FROM usable AS u
JOIN dim_check AS d USING (check_id)
JOIN operands AS o USING (check_id, filing_id, instance_key)
JOIN facts AS f ON f.fact_id = o.fact_id
WHERE o.role IN ('stated', 'term')
GROUP BY ALL
ORDER BY u.filing_id, u.check_id, u.instance_key
