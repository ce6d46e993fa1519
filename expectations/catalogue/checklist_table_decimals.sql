-- 报表金额保留两位小数, answered yes, while a table prints amounts with fewer places than its others.
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN e.n > 0 THEN 'fail' ELSE 'pass' END AS status,
    format('自查回答“是”，而本件有 {} 处金额小数位数不统一的单元格', coalesce(e.n, 0)) AS detail,
    question_and(i.question_id, e.facts) AS operands
FROM checklist_item AS i
LEFT JOIN checklist_evidence AS e ON e.filing_id = i.filing_id AND e.topic = 'table_decimals'
WHERE i.answer = 'yes' AND regexp_matches(i.question, '(?:报表|表格|决算表|预算表).*小数')
