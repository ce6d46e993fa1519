-- Money and counts of the 三公 expenses: a car bought, a guest received or a journey made costs something, and what was paid for was bought.
-- A number of any kind near the word (来访团组 3 个, 接待 13 人) is a count, whatever the sentence names it.
WITH topic AS (
    SELECT * FROM (VALUES
        ('vehicle_purchase', ['vehicles_purchased'], NULL),
        ('vehicle_operation', ['vehicles_held'], NULL),
        ('reception', ['reception_batches', 'reception_people'], '接待|来访|来宾'),
        ('overseas_travel', ['overseas_trips', 'overseas_people'], '出国|出境|出访')
    ) AS t(measure, concepts, words)
), money AS (
    SELECT f.filing_id, f.measure, min(f.fact_id) AS fact_id, min(f.value) AS value, any_value(f.unit) AS unit, any_value(f.per_yuan) AS per_yuan
    FROM facts AS f
    JOIN scope_filing AS s USING (filing_id)
    WHERE f.src = 'line_item' AND f.statement IN ('three_public_expenses', 'budget_three_public') AND f.rel_year = 'this' AND f.row_kind <> 'of_which'
        AND f.basis = CASE s.kind WHEN 'budget' THEN 'initial_budget' ELSE 'final' END
        AND f.value IS NOT NULL
    GROUP BY ALL
    HAVING count(DISTINCT f.value) = 1
), counted AS (
    SELECT c.filing_id, t.measure, arg_max(c.fact_id, (c.value, -c.sentence_no)) AS fact_id, max(c.value) AS value, arg_max(c.unit, c.value) AS unit
    FROM claim AS c
    JOIN topic AS t ON list_contains(t.concepts, c.concept)
    WHERE c.metric IN ('vehicles', 'batches', 'people', 'trips') AND c.value IS NOT NULL AND coalesce(c.period, c.fiscal_year) = c.fiscal_year
    GROUP BY ALL
), otherwise AS (
    SELECT DISTINCT c.filing_id, t.measure
    FROM fact_claim AS c
    JOIN topic AS t ON regexp_matches(c.sentence, t.words)
    WHERE c.metric IN ('batches', 'people', 'trips', 'other') AND c.value_kind = 'count' AND c.value > 0
)
SELECT
    m.filing_id,
    'measure=' || m.measure AS instance_key,
    CASE WHEN (m.value > 0) = (c.value > 0) THEN 'pass' ELSE 'fail' END AS status,
    -- a car kept may be run at another's expense, and one bought may be paid from other money
    CASE WHEN m.measure IN ('vehicle_operation', 'vehicle_purchase') AND m.value = 0 THEN 'unusual' WHEN m.measure = 'vehicle_operation' THEN 'unusual' ELSE 'disclosure' END
        AS severity,
    CASE WHEN m.value > 0 THEN '有金额，文字所述数量为零' ELSE '文字写有数量，金额为零' END AS detail,
    [
        {'fact_id': m.fact_id, 'role': 'stated', 'weight': 1},
        {'fact_id': c.fact_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM money AS m
JOIN counted AS c USING (filing_id, measure)
LEFT JOIN otherwise AS o USING (filing_id, measure)
WHERE NOT (m.value > 0 AND c.value = 0 AND o.filing_id IS NOT NULL)
