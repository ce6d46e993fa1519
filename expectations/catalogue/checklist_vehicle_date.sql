-- 公务用车保有量 disclosed, answered yes, while the date of that number belongs to another year.
WITH evidence AS (
    SELECT filing_id, count(DISTINCT (check_id, instance_key)) AS n, list(DISTINCT fact_id ORDER BY fact_id) AS facts
    FROM contradiction
    WHERE check_id = 'disclosure.as_of_date' AND fact_id IN (SELECT f.fact_id FROM facts AS f JOIN fact_disclosure AS d ON d.disclosure_id = f.src_id WHERE f.src = 'disclosure' AND regexp_matches(d.section, '三公|用车|车辆'))
    GROUP BY filing_id
)
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN e.n > 0 THEN 'fail' ELSE 'pass' END AS status,
    format('自查回答“是”，而本件有 {} 处“三公”经费说明的时点不属于本年度', coalesce(e.n, 0)) AS detail,
    list_concat(
        [{'fact_id': i.question_id, 'role': 'stated', 'weight': 1}],
        coalesce(list_transform(e.facts[1:4], lambda one : {'fact_id': one, 'role': 'bound', 'weight': 1}), [])
    ) AS operands
FROM checklist_item AS i
LEFT JOIN evidence AS e USING (filing_id)
WHERE i.answer = 'yes' AND regexp_matches(i.question, '保有量')
