-- 名词解释规范、完整, answered yes, while subjects used are not explained or subjects explained are not used.
WITH evidence AS (
    SELECT filing_id, count(DISTINCT (check_id, instance_key)) AS n, list(DISTINCT fact_id ORDER BY fact_id) AS facts
    FROM contradiction
    WHERE check_id IN ('disclosure.glossary_missing', 'disclosure.glossary_unused', 'disclosure.glossary_name')
    GROUP BY filing_id
)
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN e.n > 0 THEN 'fail' ELSE 'pass' END AS status,
    format('自查回答“是”，而本件有 {} 处名词解释与决算表所用功能科目不符', coalesce(e.n, 0)) AS detail,
    list_concat(
        [{'fact_id': i.question_id, 'role': 'stated', 'weight': 1}],
        coalesce(list_transform(e.facts[1:4], lambda one : {'fact_id': one, 'role': 'bound', 'weight': 1}), [])
    ) AS operands
FROM checklist_item AS i
LEFT JOIN evidence AS e USING (filing_id)
WHERE i.answer = 'yes' AND regexp_matches(i.question, '名词解释.{0,8}(?:规范|完整|准确)')
