-- 30240 taxes and surcharges of a single unit whose income statement prints no income of its own.
WITH tax AS (
    SELECT filing_id, min(fact_id) AS fact_id, max(value) AS value
    FROM facts
    WHERE src = 'line_item' AND statement = 'general_budget_basic_expenditure' AND economic_code = '30240' AND measure = 'total' AND rel_year = 'this'
    GROUP BY filing_id
), own AS (
    SELECT filing_id, sum(value) AS value, min(fact_id) FILTER (measure = 'business') AS business_id, min(fact_id) FILTER (measure = 'operating') AS operating_id
    FROM facts
    WHERE src = 'line_item' AND statement = 'income' AND item = 'total' AND measure IN ('business', 'operating', 'other') AND rel_year = 'this'
    GROUP BY filing_id
    HAVING count(DISTINCT measure) >= 2 AND count(*) = count(value)
)
SELECT
    t.filing_id,
    '' AS instance_key,
    CASE WHEN t.value > 0 AND o.value = 0 THEN 'fail' ELSE 'pass' END AS status,
    [
        {'fact_id': t.fact_id, 'role': 'stated', 'weight': 1},
        {'fact_id': coalesce(o.business_id, o.operating_id), 'role': 'bound', 'weight': 1}
    ] AS operands
FROM tax AS t
JOIN own AS o USING (filing_id)
WHERE coalesce(o.business_id, o.operating_id) IS NOT NULL
