-- 是否存在…问题, answered yes: either there are problems that were published, or the answer is wrong.
SELECT
    filing_id,
    instance_key,
    CASE answer WHEN 'yes' THEN 'fail' ELSE 'pass' END AS status,
    '该问题问的是是否存在差错，回答“是”即承认存在问题，或为误填' AS detail,
    [
        {'fact_id': question_id, 'role': 'stated', 'weight': 1},
        {'fact_id': answer_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM checklist_item
WHERE regexp_matches(question, '是否(?:仍|还)?(?:存在|有).*(?:问题|不符|错误|有误|差错|不一致)')
    AND NOT regexp_matches(question, '整改|纠正|改正|更正|说明|处理')
