-- The overall total and the appropriation total of one year: the difference of their changes is what only one of the two lists of drivers names,
-- where both lists are complete to rounding and the amounts of this year are equal (so that nothing else separates the two).
WITH change AS (
    SELECT c.filing_id, c.group_key, c.concept, min(c.fact_id) AS fact_id, min(c.yuan) * min(c.direction) AS yuan, min(c.direction) AS direction,
        min(c.step_yuan) AS step_yuan, min(p.yuan) AS principal
    FROM claim AS c
    JOIN principal AS p ON p.filing_id = c.filing_id AND p.group_key = c.group_key AND p.period = coalesce(c.period, c.fiscal_year)
    WHERE c.metric = 'change' AND c.yuan IS NOT NULL AND c.direction IN (-1, 1) AND c.concept IN ('overall_total', 'appropriation_total')
    GROUP BY ALL
    HAVING count(*) = 1
), part AS (
    SELECT filing_id, group_key, fact_id, direction, yuan, regexp_replace(subject, '\s', '', 'g') AS subject
    FROM claim
    WHERE metric = 'component' AND yuan IS NOT NULL AND direction IN (-1, 1)
), complete AS (
    SELECT c.filing_id, c.group_key
    FROM change AS c
    JOIN part AS p USING (filing_id, group_key)
    GROUP BY ALL
    HAVING count(*) >= 2
        AND count(DISTINCT p.subject) = count(*)
        AND abs(any_value(c.yuan) - sum(p.direction * p.yuan)) <= (count(*) + 1) * any_value(c.step_yuan) / 2
), pair AS (
    SELECT a.filing_id, a.group_key AS whole_group, b.group_key AS part_group, a.fact_id AS whole_id, a.direction AS whole_weight, b.fact_id AS part_id, b.direction AS part_weight
    FROM change AS a
    JOIN change AS b USING (filing_id)
    WHERE a.concept = 'overall_total' AND b.concept = 'appropriation_total' AND a.principal = b.principal
        AND (a.filing_id, a.group_key) IN (SELECT (filing_id, group_key) FROM complete)
        AND (b.filing_id, b.group_key) IN (SELECT (filing_id, group_key) FROM complete)
    QUALIFY count(*) OVER (PARTITION BY filing_id) = 1
), alone AS (
    SELECT p.filing_id, c.fact_id, c.direction AS weight
    FROM pair AS p
    JOIN part AS c ON c.filing_id = p.filing_id AND c.group_key = p.whole_group
    WHERE c.subject NOT IN (SELECT o.subject FROM part AS o WHERE o.filing_id = p.filing_id AND o.group_key = p.part_group)
    UNION ALL
    SELECT p.filing_id, c.fact_id, -c.direction
    FROM pair AS p
    JOIN part AS c ON c.filing_id = p.filing_id AND c.group_key = p.part_group
    WHERE c.subject NOT IN (SELECT o.subject FROM part AS o WHERE o.filing_id = p.filing_id AND o.group_key = p.whole_group)
)
-- signs are those of the stated change, which the tie holds positive
SELECT filing_id, 'base' AS instance_key, 'stated' AS role, 1 AS weight, whole_id AS fact_id FROM pair
UNION ALL
SELECT filing_id, 'base', 'term', part_weight * whole_weight, part_id FROM pair
UNION ALL
SELECT a.filing_id, 'base', 'term', a.weight * p.whole_weight, a.fact_id FROM alone AS a JOIN pair AS p USING (filing_id)
