-- 名词解释规范、完整, answered yes, while subjects used are not explained or subjects explained are not used.
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN e.n > 0 THEN 'fail' ELSE 'pass' END AS status,
    format('自查回答“是”，而本件有 {} 处名词解释与决算表所用功能科目不符', coalesce(e.n, 0)) AS detail,
    question_and(i.question_id, e.facts) AS operands
FROM checklist_item AS i
LEFT JOIN checklist_evidence AS e ON e.filing_id = i.filing_id AND e.topic = 'glossary'
WHERE i.answer = 'yes' AND regexp_matches(i.question, '名词解释.{0,8}(?:规范|完整|准确)')
