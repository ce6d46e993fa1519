-- A contents entry that is the title of a statement which was not met in the document; only where most statements were. In a budget titles vary: neither
-- the statement nor a table or heading of the entry's words may stand in the body, where it would be a table that was not understood.
WITH final_title AS (
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
), budget_title AS (
    SELECT * FROM (VALUES
        ('budget_income_expenditure_summary', '^(财务)?收支(预算)?总表$'),
        ('budget_income', '^收入(预算)?总表$'),
        ('budget_expenditure', '^支出(预算)?总表$'),
        ('budget_appropriation_summary', '^财政拨款收支(预算)?总表$'),
        ('budget_general_expenditure', '^一般公共预算(财政拨款)?支出(功能分类)?(预算)?表([(]按功能分类[)])?$'),
        ('budget_general_basic_expenditure', '^一般公共预算基本支出(部门预算经济分类)?(预算)?表$'),
        ('budget_government_fund', '^政府性基金(预算)?(财政拨款)?支出(功能分类)?(预算)?表$'),
        ('budget_state_capital', '^国有资本经营预算(财政拨款)?支出(功能分类)?(预算)?表$'),
        ('budget_three_public', '^(财政拨款|一般公共预算)?“三公”经费.*表$')
    ) AS b(statement, pattern)
), entry AS (
    SELECT d.filing_id, s.kind, d.key, d.value, f.fact_id,
        regexp_replace(translate(d.key, '（）', '()'), '^([0-9]{4}年(度)?)?(预算单位|部门综合预算|部门|单位)?|\s', '', 'g') AS words
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    JOIN scope_filing AS s ON s.filing_id = d.filing_id
    WHERE d.kind = 'toc' AND contains(d.key, '表')
), body AS (
    SELECT s.filing_id, regexp_replace(translate(s.printed_title, '（）', '()'), '\s', '', 'g') AS title FROM fact_statement AS s JOIN scope_filing USING (filing_id)
    UNION ALL
    SELECT filing_id, regexp_replace(translate(key, '（）', '()'), '\s', '', 'g') FROM fact_disclosure WHERE kind = 'heading' AND contains(key, '表')
), known AS (
    SELECT e.*, k.statement FROM entry AS e JOIN final_title AS k ON k.title = e.key WHERE e.kind = 'final_account'
    UNION ALL
    SELECT e.*, b.statement FROM entry AS e JOIN budget_title AS b ON regexp_matches(e.words, b.pattern) WHERE e.kind = 'budget'
), read_enough AS (
    SELECT filing_id FROM statement_read GROUP BY ALL HAVING count(DISTINCT statement) >= 5
)
SELECT
    k.filing_id,
    'statement=' || k.statement AS instance_key,
    CASE
        WHEN bool_or(r.statement IS NOT NULL) THEN 'pass'
        WHEN any_value(k.kind) = 'budget' AND bool_or(b.filing_id IS NOT NULL) THEN 'missing_term'
        ELSE 'fail'
    END AS status,
    format('目录有“{}”', arg_min(k.value, k.fact_id)) AS detail,
    [{'fact_id': min(k.fact_id), 'role': 'stated', 'weight': 1}] AS operands
FROM known AS k
JOIN read_enough AS e USING (filing_id)
LEFT JOIN statement_read AS r ON r.filing_id = k.filing_id AND r.statement = k.statement
LEFT JOIN body AS b ON b.filing_id = k.filing_id AND k.kind = 'budget' AND r.statement IS NULL AND contains(b.title, k.words)
GROUP BY k.filing_id, k.statement
