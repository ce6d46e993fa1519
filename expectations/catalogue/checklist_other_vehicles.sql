-- 是否对其他用车作补充说明, answered yes, while the section on assets counts vehicles and never speaks of 其他用车.
WITH held AS (
    SELECT c.filing_id, max(c.value) AS n, min(c.fact_id) AS fact_id
    FROM claim AS c
    WHERE c.concept = 'vehicles_total'
    GROUP BY c.filing_id
), named AS (
    SELECT DISTINCT filing_id FROM fact_claim WHERE regexp_matches(sentence, '其[他它]用车|其[他它]车辆')
)
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN h.n > 0 AND n.filing_id IS NULL THEN 'fail' ELSE 'pass' END AS status,
    format('自查回答“是”，而正文只写共有车辆 {} 辆，没有写其他用车', h.n::INTEGER) AS detail,
    [
        {'fact_id': i.question_id, 'role': 'stated', 'weight': 1},
        {'fact_id': h.fact_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM checklist_item AS i
JOIN held AS h USING (filing_id)
LEFT JOIN named AS n USING (filing_id)
WHERE i.answer = 'yes' AND regexp_matches(i.question, '其[他它]用车')
