-- title: 部门 × 年度 × 经济分类（类）
-- grain: 一个主体一个年度一种公开件一个口径一张报表一个资金一个部门经济分类的类一行（现行版、本年数，有金额者）
-- stored: entity_id, year, kind, scope, statement, fund, class_code, filing_id
-- column year: 年度
-- column class_code: 部门预算支出经济分类“类”编码
-- column class_name: 类名称（当年）
-- column total_yuan: 支出合计
-- column taken_from: 取数层级：类（印有类级行）、款（由款级行相加）
WITH ranked AS (
    SELECT *, left(economic_code, 3) AS class_code,
        (subject_entity IS NOT NULL)::INTEGER * 10 + length(economic_code) AS level_rank
    FROM current_line_items
    WHERE item = 'economic' AND economic_code IS NOT NULL AND row_kind <> 'of_which' AND is_this_year
      AND measure = 'total' AND basis = CASE kind WHEN 'budget' THEN 'initial_budget' ELSE 'final' END
),
best AS (
    SELECT * FROM ranked
    QUALIFY level_rank = min(level_rank) OVER (PARTITION BY filing_id, statement, fund, class_code)
)
SELECT
    b.region, b.entity_level, b.entity_id, b.entity_name, b.fiscal_year AS year, b.kind, b.scope, b.statement, b.fund,
    b.class_code, any_value(d.class_name) AS class_name, sum(b.amount_yuan) AS total_yuan,
    CASE any_value(b.level_rank % 10) WHEN 3 THEN '类' WHEN 5 THEN '款' END AS taken_from, b.filing_id
FROM best AS b
LEFT JOIN dim_economic_year AS d
    ON d.system = 'department' AND d.economic_code = b.economic_code AND d.fiscal_year = b.fiscal_year
GROUP BY b.region, b.entity_level, b.entity_id, b.entity_name, b.fiscal_year, b.kind, b.scope, b.statement, b.fund,
    b.class_code, b.filing_id
HAVING count(b.amount_yuan) > 0
