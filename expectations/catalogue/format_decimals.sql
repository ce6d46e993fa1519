-- Amounts of one statement printed with different numbers of decimals (360 beside 202.14), where two decimals are the rule in it: two of three, or no
-- rule can be seen.
WITH printed AS (
    SELECT f.filing_id, f.statement, f.fact_id, length(regexp_extract(l.printed_text, '[.]([0-9]+)\s*$', 1)) AS decimals
    FROM facts AS f
    JOIN fact_line_item AS l ON l.line_item_id = f.src_id AND l.filing_id = f.filing_id
    WHERE f.src = 'line_item' AND f.state = 'number' AND f.value <> 0 AND f.unit = '万元' AND NOT starts_with(f.statement, 'other_') AND f.measure <> 'growth_rate'
), usual AS (
    SELECT filing_id, statement
    FROM printed
    GROUP BY ALL
    HAVING count(*) FILTER (decimals = 2) * 3 >= count(*) * 2
)
SELECT
    p.filing_id,
    'statement=' || p.statement AS instance_key,
    CASE WHEN count(*) FILTER (p.decimals <> 2) > 0 THEN 'fail' ELSE 'pass' END AS status,
    format('{} 个金额不是两位小数', count(*) FILTER (p.decimals <> 2)) AS detail,
    list({'fact_id': p.fact_id, 'role': 'stated', 'weight': 1} ORDER BY p.fact_id) FILTER (p.decimals <> 2) AS operands
FROM printed AS p
JOIN usual USING (filing_id, statement)
GROUP BY p.filing_id, p.statement
