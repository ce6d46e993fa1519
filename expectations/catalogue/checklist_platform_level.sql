-- A district or county unit that says it published on the platform of the city.
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN i.answer = 'yes' AND regexp_matches(s.entity_name, '市[^市]{1,6}[区县]') THEN 'fail' ELSE 'pass' END AS status,
    '自查回答“是”，而本件为区县单位，所问为市级平台，请核实' AS detail,
    [
        {'fact_id': i.question_id, 'role': 'stated', 'weight': 1},
        {'fact_id': i.answer_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM checklist_item AS i
JOIN scope_filing AS s USING (filing_id)
WHERE regexp_matches(i.question, '市政府.{0,12}市级.{0,8}平台|市级预决算.{0,6}平台')
