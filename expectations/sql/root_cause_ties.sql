-- The ties that localisation works on, with their operands: those of hard findings, and the witnesses that contain one of their numbers or one that
-- is held equal to it (two steps), so that statements agreeing with each other are seen.
WITH hard AS (
    SELECT DISTINCT o.filing_id, o.fact_id
    FROM tie_results AS t
    JOIN operands AS o USING (check_id, filing_id, instance_key)
    WHERE t.status = 'fail' AND t.declared_severity = 'by_difference' AND o.role IN ('stated', 'term')
), equal AS (
    SELECT a.fact_id AS one, b.fact_id AS other
    FROM tie_results AS t
    JOIN operands AS a USING (check_id, filing_id, instance_key)
    JOIN operands AS b USING (check_id, filing_id, instance_key)
    WHERE t.relation = 'same' AND t.status = 'pass' AND a.fact_id <> b.fact_id
        AND t.filing_id IN (SELECT filing_id FROM hard)
), near AS (
    SELECT fact_id FROM hard
    UNION
    SELECT e.other FROM hard AS h JOIN equal AS e ON e.one = h.fact_id
), linked AS (
    SELECT fact_id FROM near
    UNION
    SELECT e.other FROM near AS h JOIN equal AS e ON e.one = h.fact_id
), touching AS (
    SELECT DISTINCT check_id, filing_id, instance_key FROM operands JOIN linked USING (fact_id) WHERE role IN ('stated', 'term')
)
SELECT
    t.filing_id, t.check_id, t.instance_key, t.relation, t.difference, t.tolerance, t.status,
    t.finest_place < t.last_place AS mixed, t.last_place,
    list(struct_pack(fact := o.fact_id, role := o.role, weight := o.weight, value := f.value, src := f.src) ORDER BY o.fact_id)
FROM tie_results AS t
JOIN touching USING (check_id, filing_id, instance_key)
JOIN operands AS o USING (check_id, filing_id, instance_key)
JOIN facts AS f ON f.fact_id = o.fact_id
WHERE t.status IN ('pass', 'within_rounding', 'fail') AND o.role IN ('stated', 'term') AND t.declared_severity = 'by_difference'
GROUP BY ALL
ORDER BY t.filing_id, t.check_id, t.instance_key
