-- 表格与规定格式一致, 表格数据完整, answered yes, while a line's label is misplaced or a statement is missing.
WITH evidence AS (
    SELECT filing_id, count(DISTINCT (check_id, instance_key)) AS n, list(DISTINCT fact_id ORDER BY fact_id) AS facts
    FROM contradiction
    WHERE check_id IN ('disclosure.misplaced_label', 'disclosure.missing_statement')
    GROUP BY filing_id
)
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN e.n > 0 THEN 'fail' ELSE 'pass' END AS status,
    format('自查回答“是”，而本件有 {} 处表格标签错位或缺表', coalesce(e.n, 0)) AS detail,
    list_concat(
        [{'fact_id': i.question_id, 'role': 'stated', 'weight': 1}],
        coalesce(list_transform(e.facts[1:4], lambda one : {'fact_id': one, 'role': 'bound', 'weight': 1}), [])
    ) AS operands
FROM checklist_item AS i
LEFT JOIN evidence AS e USING (filing_id)
WHERE i.answer = 'yes' AND regexp_matches(i.question, '(?:决算表|预算表|报表|表格)(?:的)?格式.{0,4}一致|与.{0,12}格式(?:是否)?一致|(?:表格|报表)(?:数据|内容)?是否(?:完整|齐全)')
    -- a question about the workbook handed in is not about the published document
    AND NOT regexp_matches(i.question, 'Excel|EXCEL|工作簿|工作表')
