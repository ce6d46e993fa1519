-- Listed drivers against the change they explain, only where the list is evidently complete: what is missing is of rounding size.
WITH change AS (
    SELECT filing_id, group_key, min(fact_id) AS fact_id, min(yuan) AS yuan, min(direction) AS direction, min(step_yuan) AS step_yuan
    FROM claim
    WHERE metric = 'change' AND yuan IS NOT NULL AND direction IN (-1, 1)
    GROUP BY ALL
    HAVING count(*) = 1
), part AS (
    SELECT c.filing_id, c.group_key, c.fact_id AS stated_id, p.fact_id, p.direction * c.direction AS weight, p.yuan, c.yuan AS total, c.step_yuan
    FROM change AS c
    JOIN claim AS p USING (filing_id, group_key)
    WHERE p.metric = 'component' AND p.yuan IS NOT NULL AND p.direction IN (-1, 1)
), complete AS (
    SELECT filing_id, group_key
    FROM part
    GROUP BY ALL
    HAVING count(*) >= 2 AND abs(any_value(total) - sum(weight * yuan)) <= (count(*) + 1) * max(step_yuan) / 2
)
SELECT DISTINCT filing_id, 'group=' || group_key AS instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM part JOIN complete USING (filing_id, group_key)
UNION ALL
SELECT filing_id, 'group=' || group_key, 'term', weight, fact_id FROM part JOIN complete USING (filing_id, group_key)
