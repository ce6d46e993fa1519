-- 报表金额保留两位小数, answered yes, while a table prints amounts with fewer places than its others.
WITH evidence AS (
    SELECT filing_id, count(DISTINCT (check_id, instance_key)) AS n, list(DISTINCT fact_id ORDER BY fact_id) AS facts
    FROM contradiction
    WHERE check_id = 'format.decimals'
    GROUP BY filing_id
)
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN e.n > 0 THEN 'fail' ELSE 'pass' END AS status,
    format('自查回答“是”，而本件有 {} 处金额小数位数不统一的单元格', coalesce(e.n, 0)) AS detail,
    list_concat(
        [{'fact_id': i.question_id, 'role': 'stated', 'weight': 1}],
        coalesce(list_transform(e.facts[1:4], lambda one : {'fact_id': one, 'role': 'bound', 'weight': 1}), [])
    ) AS operands
FROM checklist_item AS i
LEFT JOIN evidence AS e USING (filing_id)
WHERE i.answer = 'yes' AND regexp_matches(i.question, '(?:报表|表格|决算表|预算表).*小数')
