-- One driver named in two passages on totals with amounts that differ by no more than two last places: one number, typed twice. Drivers that differ by
-- more are of different wholes.
WITH named AS (
    SELECT c.filing_id, c.group_key, c.fact_id, c.yuan, c.direction, c.step_yuan, c.sentence_no, c.ordinal,
        regexp_replace(c.subject, '\s', '', 'g') AS subject
    FROM claim AS c
    WHERE c.metric = 'component' AND c.yuan > 0 AND c.direction IN (-1, 1) AND length(regexp_replace(c.subject, '\s', '', 'g')) >= 4
        AND c.topic IN ('overall', 'income', 'expenditure', 'appropriation', 'general_budget')
), pair AS (
    SELECT n.*, first_value(fact_id) OVER w AS first_id, first_value(yuan) OVER w AS first_yuan, first_value(group_key) OVER w AS first_group
    FROM named AS n
    WINDOW w AS (PARTITION BY filing_id, subject, direction ORDER BY sentence_no, ordinal)
), near AS (
    SELECT filing_id, 'driver=' || subject || ';claim=' || sentence_no || '.' || ordinal AS instance_key, fact_id, first_id
    FROM pair
    WHERE fact_id <> first_id AND group_key <> first_group AND abs(yuan - first_yuan) <= 2 * step_yuan
        -- amounts of a few last places are near each other by chance
        AND first_yuan >= 100 * step_yuan
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, fact_id FROM near
UNION ALL
SELECT filing_id, instance_key, 'term', 1, first_id FROM near
