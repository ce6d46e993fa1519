-- 与年初预算对比并说明增减原因, answered yes, while a departure from the budget is left unexplained.
WITH evidence AS (
    SELECT filing_id, count(DISTINCT (check_id, instance_key)) AS n, list(DISTINCT fact_id ORDER BY fact_id) AS facts
    FROM contradiction
    WHERE check_id = 'disclosure.deviation_reason'
    GROUP BY filing_id
)
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN e.n > 0 THEN 'fail' ELSE 'pass' END AS status,
    format('自查回答“是”，而本件有 {} 处与年初预算的差异没有说明原因', coalesce(e.n, 0)) AS detail,
    list_concat(
        [{'fact_id': i.question_id, 'role': 'stated', 'weight': 1}],
        coalesce(list_transform(e.facts[1:4], lambda one : {'fact_id': one, 'role': 'bound', 'weight': 1}), [])
    ) AS operands
FROM checklist_item AS i
LEFT JOIN evidence AS e USING (filing_id)
WHERE i.answer = 'yes' AND regexp_matches(i.question, '预算.{0,12}(?:对比|比较|相比).*(?:原因)')
