-- 是否公开某事项并说明原因, answered yes, while the section of that name holds nothing but 无. The section is the one whose title the question contains.
WITH bare AS (
    SELECT d.filing_id, f.fact_id, d.section, d.value,
        regexp_replace(regexp_replace(d.key, '[\s“”"《》]', '', 'g'), '(?:支出|使用|执行|占用)?(?:情况|信息)?(?:的)?(?:说明)?$', '') AS subject
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind = 'empty_section'
)
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN count(b.fact_id) > 0 THEN 'fail' ELSE 'pass' END AS status,
    format('自查回答“是”，而正文“{}”{}', arg_min(b.section, b.fact_id), CASE WHEN arg_min(b.value, b.fact_id) = '' THEN '没有内容' ELSE '只写“' || arg_min(b.value, b.fact_id) || '”' END) AS detail,
    list_concat(
        [{'fact_id': i.question_id, 'role': 'stated', 'weight': 1}],
        coalesce(list({'fact_id': b.fact_id, 'role': 'bound', 'weight': 1}) FILTER (b.fact_id IS NOT NULL), [])
    ) AS operands
FROM checklist_item AS i
LEFT JOIN bare AS b ON b.filing_id = i.filing_id AND length(b.subject) >= 4 AND contains(i.question, b.subject)
WHERE i.answer = 'yes' AND regexp_matches(i.question, '公开.*说明|说明.*原因')
GROUP BY i.filing_id, i.instance_key, i.question_id
