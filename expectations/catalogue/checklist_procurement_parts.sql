-- 授予中小企业合同金额及其货物、工程、服务采购情况, answered yes, while the sentences on small and medium enterprises name some of the three and not all.
WITH said AS (
    SELECT c.filing_id, string_agg(DISTINCT c.sentence, '') AS text, list(c.fact_id ORDER BY c.sentence_no, c.ordinal) AS facts
    FROM claim AS c
    WHERE c.topic = 'procurement' AND regexp_matches(c.sentence, '中小企业|小微企业')
    GROUP BY c.filing_id
), judged AS (
    SELECT *, list_filter(['货物', '工程', '服务'], lambda part : contains(text, part)) AS there
    FROM said
)
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN len(j.there) BETWEEN 1 AND 2 THEN 'fail' ELSE 'pass' END AS status,
    format('自查回答“是”，而正文关于中小企业的说明没有提到{}采购', array_to_string(list_filter(['货物', '工程', '服务'], lambda part : NOT contains(j.text, part)), '、')) AS detail,
    question_and(i.question_id, j.facts[-2:]) AS operands
FROM checklist_item AS i
JOIN judged AS j USING (filing_id)
WHERE i.answer = 'yes' AND regexp_matches(i.question, '中小企业.*货物.*工程.*服务')
