-- A list of tables that says of each whether it is empty, against the tables: listed as empty and yet printing amounts, or the other way about. Only
-- for tables that were met and whose title is the listed one but for the year and the words around it.
WITH listed AS (
    SELECT d.filing_id, d.key, d.code, f.fact_id, regexp_replace(translate(d.key, '（）、', '()'), '\s|[0-9]{4}年(度)?', '', 'g') AS title
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind = 'listed_statement' AND d.code IN ('yes', 'no')
), printed AS (
    SELECT s.filing_id, s.statement, s.instance,
        regexp_replace(translate(s.printed_title, '（）、', '()'), '\s|[0-9]{4}年(度)?|[(]不含上年结转[)]', '', 'g') AS title
    FROM fact_statement AS s
    JOIN scope_filing USING (filing_id)
    WHERE s.rows_unread = 0 AND s.rows_parsed > 0
), filled AS (
    SELECT filing_id, statement, instance, count(*) FILTER (state = 'number' AND value <> 0) AS n_amounts,
        min(fact_id) FILTER (state = 'number' AND value <> 0) AS amount_id, min(fact_id) AS cell_id
    FROM facts
    WHERE src = 'line_item'
    GROUP BY ALL
)
SELECT
    l.filing_id,
    'title=' || l.key AS instance_key,
    CASE WHEN (l.code = 'yes') = (c.n_amounts = 0) THEN 'pass' ELSE 'fail' END AS status,
    format('目录列“{}”为{}，表中{}金额', l.key, CASE l.code WHEN 'yes' THEN '空表' ELSE '非空表' END, CASE WHEN c.n_amounts = 0 THEN '没有' ELSE '有' END) AS detail,
    [
        {'fact_id': l.fact_id, 'role': 'stated', 'weight': 1},
        {'fact_id': coalesce(c.amount_id, c.cell_id), 'role': 'bound', 'weight': 1}
    ] AS operands
FROM listed AS l
JOIN printed AS p ON p.filing_id = l.filing_id AND ends_with(p.title, l.title)
JOIN filled AS c ON c.filing_id = p.filing_id AND c.statement = p.statement AND c.instance = p.instance
QUALIFY count(*) OVER (PARTITION BY l.filing_id, l.key) = 1
