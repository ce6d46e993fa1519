-- 说明数据与表格是否一致, answered yes, while numbers of the text differ from tables or forms by more than rounding.
WITH evidence AS (
    SELECT filing_id, count(DISTINCT (check_id, instance_key)) AS n, list(DISTINCT fact_id ORDER BY fact_id) AS facts
    FROM contradiction
    WHERE severity IN ('material', 'minor') AND (family = 'text_vs_table' OR check_id IN ('project.executed', 'project.budget', 'project.rate_in_text'))
    GROUP BY filing_id
)
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN e.n > 0 THEN 'fail' ELSE 'pass' END AS status,
    'material' AS severity,
    'impossible' AS consistency,
    format('自查回答“是”，而本件有 {} 处文字与表格（含自评表）数据不一致', coalesce(e.n, 0)) AS detail,
    list_concat(
        [{'fact_id': i.question_id, 'role': 'stated', 'weight': 1}],
        coalesce(list_transform(e.facts[1:4], lambda one : {'fact_id': one, 'role': 'bound', 'weight': 1}), [])
    ) AS operands
FROM checklist_item AS i
LEFT JOIN evidence AS e USING (filing_id)
WHERE i.answer = 'yes' AND regexp_matches(i.question, '(?:说明|文字|文本|正文).{0,8}(?:数据|数字|金额).{0,6}(?:表格|报表|决算表|预算表|表)(?:数据|数字|金额)?(?:是否)?(?:相?一致|相符)')
