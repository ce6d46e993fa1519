-- Contracts given to (or purchases reserved for) small and micro firms are among those of small and medium firms, and these among all purchases.
WITH one AS (
    SELECT filing_id, concept, metric, coalesce(period, fiscal_year) AS period, min(fact_id) AS fact_id
    FROM claim
    WHERE concept IN ('procurement_total', 'procurement_sme', 'procurement_small') AND yuan IS NOT NULL AND metric IN ('final', 'initial_budget')
    GROUP BY ALL
    HAVING count(DISTINCT yuan) = 1
), pair AS (
    SELECT a.filing_id, concat_ws(';', a.concept, a.metric, a.period) AS instance_key, a.fact_id AS stated_id, b.fact_id
    FROM one AS a
    JOIN one AS b USING (filing_id, metric, period)
    WHERE (a.concept = 'procurement_small' AND b.concept = 'procurement_sme') OR (a.concept = 'procurement_sme' AND b.concept = 'procurement_total')
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM pair
UNION ALL
SELECT filing_id, instance_key, 'term', 1, fact_id FROM pair
