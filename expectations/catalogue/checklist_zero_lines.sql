-- 政府性基金、国有资本经营 lines kept with 零值, answered yes, while their income cells in the appropriation summary are blank.
WITH blank AS (
    SELECT filing_id, count(*) AS n, list(fact_id ORDER BY src_id) AS facts
    FROM facts
    WHERE src = 'line_item' AND statement = 'appropriation_summary' AND side = 'income' AND fund IN ('government_fund', 'state_capital')
        AND rel_year = 'this' AND state = 'blank'
    GROUP BY filing_id
), met AS (
    SELECT DISTINCT filing_id FROM facts WHERE src = 'line_item' AND statement = 'appropriation_summary'
)
SELECT
    i.filing_id,
    i.instance_key,
    CASE WHEN b.n > 0 THEN 'fail' ELSE 'pass' END AS status,
    '自查回答“是”，而财政拨款总表中政府性基金、国有资本经营的收入为空白，没有列示 0' AS detail,
    question_and(i.question_id, b.facts) AS operands
FROM checklist_item AS i
SEMI JOIN met USING (filing_id)
LEFT JOIN blank AS b USING (filing_id)
WHERE i.answer = 'yes' AND regexp_matches(i.question, '保留.*(?:政府性基金|国有资本).*零值')
