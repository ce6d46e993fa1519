-- 公务用车保有量 disclosed, answered yes, while the date of that number belongs to another year.
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN e.n > 0 THEN 'fail' ELSE 'pass' END AS status,
    format('自查回答“是”，而本件有 {} 处“三公”经费说明的时点不属于本年度', coalesce(e.n, 0)) AS detail,
    question_and(i.question_id, e.facts) AS operands
FROM checklist_item AS i
LEFT JOIN checklist_evidence AS e ON e.filing_id = i.filing_id AND e.topic = 'vehicle_date'
WHERE i.answer = 'yes' AND regexp_matches(i.question, '保有量')
