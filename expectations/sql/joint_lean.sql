-- The filings whose sums may lean one way: at least $least of them are not exact, and the square of their summed differences is more than
-- $factor times what independent rounding errors vary.
WITH sums AS (
    SELECT tie_no FROM joint_term GROUP BY tie_no HAVING count(*) > 2
), lean AS (
    SELECT filing_id, sum(difference) AS difference
    FROM joint_tie
    SEMI JOIN sums USING (tie_no)
    GROUP BY filing_id
    HAVING count(*) FILTER (difference <> 0) >= $least
), number_in AS (
    SELECT filing_id, sum(coefficient) * any_value(half) AS reach
    FROM joint_term
    SEMI JOIN sums USING (tie_no)
    SEMI JOIN lean USING (filing_id)
    GROUP BY filing_id, fact_id
)
SELECT filing_id
FROM lean
JOIN number_in USING (filing_id)
GROUP BY filing_id, difference
HAVING difference::DOUBLE ^ 2 > $factor * sum(reach::DOUBLE ^ 2)
ORDER BY filing_id
