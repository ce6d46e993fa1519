-- Amounts of one statement printed without separators of thousands (2002.80) among those that have them: typed by hand, not printed by the software.
WITH printed AS (
    SELECT f.filing_id, f.statement, f.fact_id, contains(l.printed_text, ',') OR contains(l.printed_text, '，') AS is_separated
    FROM facts AS f
    JOIN fact_line_item AS l ON l.line_item_id = f.src_id AND l.filing_id = f.filing_id
    WHERE f.src = 'line_item' AND f.state = 'number' AND NOT starts_with(f.statement, 'other_')
        AND regexp_matches(regexp_replace(l.printed_text, '[,，]', '', 'g'), '^[^0-9.]*[0-9]{4}')
), usual AS (
    SELECT filing_id, statement
    FROM printed
    GROUP BY ALL
    HAVING count(*) FILTER (is_separated) * 2 > count(*) AND count(*) >= 3
)
SELECT
    p.filing_id,
    'statement=' || p.statement AS instance_key,
    CASE WHEN bool_and(p.is_separated) THEN 'pass' ELSE 'fail' END AS status,
    format('{} 个金额没有千分位分隔符', count(*) FILTER (NOT p.is_separated)) AS detail,
    list({'fact_id': p.fact_id, 'role': 'stated', 'weight': 1} ORDER BY p.fact_id) FILTER (NOT p.is_separated) AS operands
FROM printed AS p
JOIN usual USING (filing_id, statement)
GROUP BY p.filing_id, p.statement
