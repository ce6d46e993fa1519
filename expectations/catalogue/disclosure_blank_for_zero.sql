-- The text states zeros for the 三公 expenses of the year while the table leaves every one of them blank.
WITH blank AS (
    SELECT filing_id, statement, count(*) AS n, list(fact_id ORDER BY fact_id) AS ids
    FROM facts
    WHERE src = 'line_item' AND statement = 'three_public_expenses' AND basis = 'final' AND rel_year = 'this' AND subject IS NULL
        AND measure IN ('total', 'overseas_travel', 'vehicles', 'vehicle_purchase', 'vehicle_operation', 'reception')
    GROUP BY ALL
    HAVING bool_and(state = 'blank') AND count(*) >= 3
), said AS (
    SELECT filing_id, min(fact_id) AS fact_id, count(*) AS n
    FROM claim
    WHERE metric = 'final' AND statement = 'three_public_expenses' AND value = 0 AND coalesce(period, fiscal_year) = fiscal_year
    GROUP BY ALL
), budgeted AS (
    -- a table without any number is an empty table, for which another rule asks
    SELECT DISTINCT filing_id FROM facts WHERE src = 'line_item' AND statement = 'three_public_expenses' AND state = 'number'
)
SELECT
    s.filing_id,
    'three_public' AS instance_key,
    CASE WHEN b.filing_id IS NOT NULL THEN 'fail' ELSE 'pass' END AS status,
    format('正文有 {} 处写 0，表中决算数全部空白', s.n) AS detail,
    list_filter(
        [{'fact_id': s.fact_id, 'role': 'stated', 'weight': 1}, {'fact_id': b.ids[1], 'role': 'bound', 'weight': 1}],
        lambda o : o.fact_id IS NOT NULL
    ) AS operands
FROM said AS s
LEFT JOIN blank AS b ON b.filing_id = s.filing_id AND b.filing_id IN (SELECT filing_id FROM budgeted)
