-- 政府采购 total = goods + works + services, all stated once in the text.
WITH one AS (
    SELECT filing_id, concept, metric, coalesce(period, fiscal_year) AS period, min(fact_id) AS fact_id
    FROM claim
    WHERE concept IN ('procurement_total', 'procurement_goods', 'procurement_works', 'procurement_services')
        AND yuan IS NOT NULL
        AND metric IN ('final', 'initial_budget')
    GROUP BY ALL
    HAVING count(DISTINCT yuan) = 1
), whole AS (
    SELECT filing_id, metric, period FROM one GROUP BY ALL HAVING count(*) = 4
)
SELECT filing_id, metric || ';' || period AS instance_key, CASE concept WHEN 'procurement_total' THEN 'stated' ELSE 'term' END AS role, 1 AS weight, fact_id
FROM one
JOIN whole USING (filing_id, metric, period)
