-- One answer says that the department has no website, another that something is published on it.
WITH without AS (
    SELECT filing_id, min(note_id) AS note_id, arg_min(note, note_id) AS note
    FROM checklist_item
    WHERE answer = 'no' AND regexp_matches(note, '(?:无|没有|未建|未开通|未设).{0,6}网站') AND regexp_matches(question, '(?:部门|单位)?.{0,2}网站')
    GROUP BY filing_id
)
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN i.answer = 'yes' AND w.note_id IS NOT NULL THEN 'fail' ELSE 'pass' END AS status,
    format('自查回答“是”，而另一行备注“{}”', w.note) AS detail,
    [
        {'fact_id': i.question_id, 'role': 'stated', 'weight': 1},
        {'fact_id': coalesce(w.note_id, i.answer_id), 'role': 'bound', 'weight': 1}
    ] AS operands
FROM checklist_item AS i
LEFT JOIN without AS w USING (filing_id)
WHERE regexp_matches(i.question, '本(?:部门|单位).{0,2}(?:门户)?网站')
