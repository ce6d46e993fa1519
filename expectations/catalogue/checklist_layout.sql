-- 表格与规定格式一致, 表格数据完整, answered yes, while a line's label is misplaced or a statement is missing.
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN e.n > 0 THEN 'fail' ELSE 'pass' END AS status,
    format('自查回答“是”，而本件有 {} 处表格标签错位或缺表', coalesce(e.n, 0)) AS detail,
    question_and(i.question_id, e.facts) AS operands
FROM checklist_item AS i
LEFT JOIN checklist_evidence AS e ON e.filing_id = i.filing_id AND e.topic = 'layout'
WHERE i.answer = 'yes' AND regexp_matches(i.question, '(?:决算表|预算表|报表|表格)(?:的)?格式.{0,4}一致|与.{0,12}格式(?:是否)?一致|(?:表格|报表)(?:数据|内容)?是否(?:完整|齐全)')
    -- a question about the workbook handed in is not about the published document
    AND NOT regexp_matches(i.question, 'Excel|EXCEL|工作簿|工作表')
