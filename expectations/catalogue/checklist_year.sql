-- A question about handing in or publishing the accounts of another year. Questions that compare with last year name it rightly.
WITH asked AS (
    SELECT
        *,
        regexp_extract(question, '(?:反馈|公开|报送|上报|提交)[^，。；]{0,4}(20[0-9]{2})年度[^，。；]{0,8}(?:决算|预算)', 1) AS named_year
    FROM checklist_item
    WHERE NOT regexp_matches(question, '对比|比较|相比|上年')
)
SELECT
    a.filing_id,
    a.instance_key,
    CASE WHEN a.named_year = s.fiscal_year::VARCHAR THEN 'pass' ELSE 'fail' END AS status,
    format('本件为 {} 年度，自查表写的是 {} 年度', s.fiscal_year, a.named_year) AS detail,
    [{'fact_id': a.question_id, 'role': 'stated', 'weight': 1}] AS operands
FROM asked AS a
JOIN scope_filing AS s USING (filing_id)
WHERE a.named_year <> '' AND s.fiscal_year IS NOT NULL
