-- 是否在M月D日前公开, answered yes, while the cover is dated later. A final account is published the year after its fiscal year, a budget in it.
WITH cover AS (
    SELECT d.filing_id, min(f.fact_id) AS fact_id, min(try_cast(d.code AS DATE)) AS day, any_value(d.value) AS printed
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind = 'date' AND d.key = 'cover' AND length(d.code) = 10
    GROUP BY d.filing_id
    HAVING count(DISTINCT d.code) = 1
), asked AS (
    SELECT
        i.*,
        regexp_extract(i.question, '在?(?:20[0-9]{2}年)?([0-9]{1,2}月[0-9]{1,2}日)[^，。；]{0,8}前公开', 1) AS words,
        regexp_extract(i.question, '(20[0-9]{2})年[0-9]{1,2}月[0-9]{1,2}日', 1) AS named_year
    FROM checklist_item AS i
    WHERE i.answer = 'yes' AND NOT regexp_matches(i.question, '(?:所属|下属|二级).{0,6}单位')
)
SELECT
    a.filing_id,
    a.instance_key,
    CASE WHEN c.day > d.day THEN 'fail' ELSE 'pass' END AS status,
    format('自查回答“是”，问的是 {} 前公开，封面日期为 {}', strftime(d.day, '%Y-%m-%d'), c.printed) AS detail,
    [
        {'fact_id': a.question_id, 'role': 'stated', 'weight': 1},
        {'fact_id': c.fact_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM asked AS a
JOIN cover AS c USING (filing_id)
JOIN scope_filing AS s USING (filing_id),
LATERAL (
    SELECT try_cast(
        coalesce(nullif(a.named_year, '')::INTEGER, s.fiscal_year + CASE s.kind WHEN 'budget' THEN 0 ELSE 1 END)
        || '-' || regexp_extract(a.words, '([0-9]+)月', 1) || '-' || regexp_extract(a.words, '([0-9]+)日', 1) AS DATE
    ) AS day
) AS d
-- a cover of another year says nothing about this deadline
WHERE a.words <> '' AND d.day IS NOT NULL AND year(c.day) = year(d.day)
