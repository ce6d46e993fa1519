-- A contents entry that is the title of a statement which was not met in the document; only where most statements were.
WITH known AS (
    SELECT statement, unnest(titles) AS title
    FROM (VALUES
        ('income_expenditure_summary', ['收入支出决算总表', '收入支出决算总体情况表', '收支决算总表']),
        ('income', ['收入决算表']),
        ('expenditure', ['支出决算表']),
        ('appropriation_summary', ['财政拨款收入支出决算总表', '财政拨款收支决算总表']),
        ('general_budget_expenditure', ['一般公共预算财政拨款支出决算表']),
        ('general_budget_basic_expenditure', ['一般公共预算财政拨款基本支出决算表', '一般公共预算财政拨款基本支出决算明细表']),
        ('government_fund', ['政府性基金预算财政拨款收入支出决算表']),
        ('state_capital', ['国有资本经营预算财政拨款支出决算表', '国有资本经营预算财政拨款收入支出决算表'])
    ) AS k(statement, titles)
), read_enough AS (
    SELECT filing_id FROM statement_read GROUP BY ALL HAVING count(DISTINCT statement) >= 5
)
SELECT
    d.filing_id,
    'statement=' || k.statement AS instance_key,
    CASE WHEN bool_or(r.statement IS NOT NULL) THEN 'pass' ELSE 'fail' END AS status,
    format('目录有“{}”', any_value(d.value)) AS detail,
    [{'fact_id': min(f.fact_id), 'role': 'stated', 'weight': 1}] AS operands
FROM fact_disclosure AS d
JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
JOIN known AS k ON k.title = d.key
JOIN read_enough AS e ON e.filing_id = d.filing_id
LEFT JOIN statement_read AS r ON r.filing_id = d.filing_id AND r.statement = k.statement
WHERE d.kind = 'toc'
GROUP BY d.filing_id, k.statement
