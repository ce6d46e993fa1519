-- 说明数据与表格是否一致, answered yes, while numbers of the text differ from tables or forms by more than rounding.
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN e.n > 0 THEN 'fail' ELSE 'pass' END AS status,
    'material' AS severity,
    'impossible' AS consistency,
    format('自查回答“是”，而本件有 {} 处文字与表格（含自评表）数据不一致', coalesce(e.n, 0)) AS detail,
    question_and(i.question_id, e.facts) AS operands
FROM checklist_item AS i
LEFT JOIN checklist_evidence AS e ON e.filing_id = i.filing_id AND e.topic = 'text_agrees'
WHERE i.answer = 'yes' AND regexp_matches(i.question, '(?:说明|文字|文本|正文).{0,8}(?:数据|数字|金额).{0,6}(?:表格|报表|决算表|预算表|表)(?:数据|数字|金额)?(?:是否)?(?:相?一致|相符)')
