-- 是否公开部门整体支出自评结果, answered yes, while the text says that an overall evaluation of 0 departments or 0 yuan was made and names none above zero.
WITH said AS (
    SELECT c.filing_id, count(*) AS n, max(c.value) AS most, list(f.fact_id ORDER BY c.sentence_no, c.ordinal) AS facts
    FROM fact_claim AS c
    JOIN facts AS f ON f.src = 'claim' AND f.src_id = c.claim_id AND f.filing_id = c.filing_id
    WHERE c.topic = 'performance' AND regexp_matches(c.sentence, '整体(?:支出)?(?:绩效)?(?:开展)?(?:绩效)?自评|整体支出绩效') AND c.value_kind IN ('amount', 'count')
    GROUP BY c.filing_id
)
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN s.most = 0 THEN 'fail' ELSE 'pass' END AS status,
    '自查回答“是”，而正文所述整体支出自评的单位个数、资金均为 0' AS detail,
    question_and(i.question_id, s.facts) AS operands
FROM checklist_item AS i
JOIN said AS s USING (filing_id)
WHERE i.answer = 'yes' AND regexp_matches(i.question, '整体支出.{0,6}自评')
