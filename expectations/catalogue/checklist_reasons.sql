-- 与年初预算对比并说明增减原因, answered yes, while a departure from the budget is left unexplained.
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN e.n > 0 THEN 'fail' ELSE 'pass' END AS status,
    format('自查回答“是”，而本件有 {} 处与年初预算的差异没有说明原因', coalesce(e.n, 0)) AS detail,
    question_and(i.question_id, e.facts) AS operands
FROM checklist_item AS i
LEFT JOIN checklist_evidence AS e ON e.filing_id = i.filing_id AND e.topic = 'reasons'
WHERE i.answer = 'yes' AND regexp_matches(i.question, '预算.{0,12}(?:对比|比较|相比).*(?:原因)')
