-- 文中数字格式是否统一, answered yes: the percentages of the narrative against the number of decimals that the question itself prescribes.
WITH prescribed AS (
    SELECT
        *,
        CASE regexp_extract(question, '百分比[^，；。]{0,6}保留([0-9一二两三])位小数', 1)
            WHEN '1' THEN 1 WHEN '一' THEN 1
            WHEN '2' THEN 2 WHEN '二' THEN 2 WHEN '两' THEN 2
            WHEN '3' THEN 3 WHEN '三' THEN 3
        END AS places
    FROM checklist_item
    WHERE answer = 'yes' AND regexp_matches(question, '数字格式.*百分比|百分比.*小数')
), printed AS (
    SELECT c.filing_id, c.fact_id, c.sentence_no, c.ordinal, length(regexp_extract(c.printed_text, '[.]([0-9]+)', 1)) AS places
    FROM claim AS c
    WHERE c.unit = '%'
), evidence AS (
    SELECT p.filing_id, p.instance_key, count(*) AS n, list(r.fact_id ORDER BY r.sentence_no, r.ordinal) AS facts
    FROM prescribed AS p
    JOIN printed AS r ON r.filing_id = p.filing_id AND r.places > p.places
    GROUP BY ALL
)
SELECT
    p.filing_id,
    p.instance_key,
    CASE WHEN e.n > 0 THEN 'fail' ELSE 'pass' END AS status,
    format('自查回答“是”，要求百分比保留 {} 位小数，而正文有 {} 个百分比的小数位数更多', p.places, coalesce(e.n, 0)) AS detail,
    question_and(p.question_id, e.facts) AS operands
FROM prescribed AS p
LEFT JOIN evidence AS e USING (filing_id, instance_key)
WHERE p.places IS NOT NULL
