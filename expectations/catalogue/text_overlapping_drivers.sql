-- 基本支出 and a functional subject named side by side as drivers of one change, while all that the subject spent is basic expenditure.
WITH part AS (
    SELECT filing_id, group_key, fact_id, regexp_replace(subject, '\s|(?:收支|支出|经费)$', '', 'g') AS name, concept
    FROM claim
    WHERE metric = 'component' AND yuan > 0 AND direction IN (-1, 1)
), basic AS (
    SELECT filing_id, group_key, min(fact_id) AS fact_id FROM part WHERE name = '基本' GROUP BY ALL
), spent AS (
    SELECT filing_id, functional_code, regexp_replace(row_label, '\s|支出$', '', 'g') AS name,
        sum(value) FILTER (measure = 'basic') AS basic, sum(value) FILTER (measure = 'project') AS project,
        min(fact_id) FILTER (measure = 'basic') AS basic_id
    FROM facts
    WHERE src = 'line_item' AND statement = 'expenditure' AND item = 'functional' AND functional_level = 7 AND rel_year = 'this'
    GROUP BY ALL
)
SELECT
    p.filing_id,
    'code=' || s.functional_code AS instance_key,
    CASE WHEN any_value(s.basic) > 0 AND coalesce(any_value(s.project), 0) = 0 THEN 'fail' ELSE 'pass' END AS status,
    '该科目的支出全部是基本支出，与“基本支出”并列为增减因素' AS detail,
    list_concat(
        list({'fact_id': p.fact_id, 'role': 'stated', 'weight': 1} ORDER BY p.fact_id),
        list({'fact_id': b.fact_id, 'role': 'bound', 'weight': 1} ORDER BY b.fact_id),
        [{'fact_id': any_value(s.basic_id), 'role': 'bound', 'weight': 1}]
    ) AS operands
FROM part AS p
JOIN basic AS b USING (filing_id, group_key)
JOIN spent AS s ON s.filing_id = p.filing_id AND s.name = p.name
WHERE s.basic IS NOT NULL
GROUP BY p.filing_id, s.functional_code
