-- What no single tie shows: the equations of each filing that hold one by one, and which of them may not hold together. In yuan.
-- What shares a number with a tie that fails is left out: that tie has its own finding.
CREATE OR REPLACE TEMP TABLE joint_tie AS
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
    WHERE status IN ('pass', 'within_rounding') AND relation IN ('equals', 'same') AND declared_severity = 'by_difference' AND filing_id_2 IS NULL
        AND filing_id IN (SELECT filing_id FROM tie_results WHERE status IN ('pass', 'within_rounding') AND relation IN ('equals', 'same') AND difference <> 0)
)
SELECT row_number() OVER (ORDER BY filing_id, check_id, instance_key) AS tie_no, *
FROM usable
ANTI JOIN touched USING (check_id, filing_id, instance_key);
-----
CREATE OR REPLACE TEMP TABLE joint_term AS
SELECT t.tie_no, t.filing_id, o.role, o.fact_id, (CASE WHEN o.role = 'stated' THEN 1 ELSE -o.weight END)::INTEGER AS coefficient, f.own_half AS half
FROM joint_tie AS t
JOIN operands AS o USING (check_id, filing_id, instance_key)
JOIN facts AS f USING (fact_id)
WHERE o.role IN ('stated', 'term');
-----
-- Where the numbers that no other tie contains can take up a tie's whole difference, it holds with all other numbers exactly as printed.
-- Ties that all do so hold together; those that do not are open, with all that hang on them by shared numbers.
CREATE OR REPLACE TEMP TABLE joint_open AS
WITH RECURSIVE number_of AS (
    SELECT tie_no, fact_id, abs(sum(coefficient)) * any_value(half) AS reach, count(*) OVER (PARTITION BY fact_id) AS n_ties
    FROM joint_term
    GROUP BY tie_no, fact_id
), link AS (
    SELECT tie_no, fact_id FROM number_of WHERE n_ties > 1
), open AS (
    SELECT tie_no
    FROM joint_tie
    LEFT JOIN (SELECT tie_no, sum(reach) AS reach FROM number_of WHERE n_ties = 1 GROUP BY tie_no) AS own USING (tie_no)
    WHERE abs(difference) > coalesce(own.reach, 0)
    UNION
    SELECT other.tie_no
    FROM open
    JOIN link USING (tie_no)
    JOIN link AS other USING (fact_id)
)
SELECT tie_no FROM open;
