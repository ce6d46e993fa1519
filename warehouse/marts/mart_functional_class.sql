-- title: 部门 × 年度 × 功能分类（类）
-- grain: 一个主体一个年度一种公开件一个口径一张报表一个资金一个类一行（现行版、本年数，有金额者）
-- stored: entity_id, year, kind, scope, statement, fund, class_code, filing_id
-- column year: 年度
-- column class_code: 功能分类“类”编码
-- column class_name: 类名称（当年）
-- column total_yuan: 支出合计
-- column basic_yuan: 其中基本支出
-- column project_yuan: 其中项目支出
-- column taken_from: 取数层级：类（印有类级行）、款、项（由款级、项级行相加）
-- column n_rows: 相加的行数
WITH ranked AS (
    SELECT *, left(functional_code, 3) AS class_code,
        -- The printed row of the 类 itself; where there is none, the sum of the next level printed.
        (subject_entity IS NOT NULL)::INTEGER * 10 + length(functional_code) AS level_rank
    FROM current_line_items
    WHERE item = 'functional' AND functional_code IS NOT NULL AND row_kind <> 'of_which' AND is_this_year
      AND coalesce(side, 'expenditure') = 'expenditure' AND measure IN ('total', 'basic', 'project')
      AND basis = CASE kind WHEN 'budget' THEN 'initial_budget' ELSE 'final' END
),
best AS (
    SELECT * FROM ranked
    QUALIFY level_rank = min(level_rank) OVER (PARTITION BY filing_id, statement, fund, class_code)
)
SELECT
    b.region, b.entity_level, b.entity_id, b.entity_name, b.fiscal_year AS year, b.kind, b.scope, b.statement, b.fund,
    b.class_code, any_value(d.class_name) AS class_name,
    sum(b.amount_yuan) FILTER (b.measure = 'total') AS total_yuan,
    sum(b.amount_yuan) FILTER (b.measure = 'basic') AS basic_yuan,
    sum(b.amount_yuan) FILTER (b.measure = 'project') AS project_yuan,
    CASE any_value(b.level_rank % 10) WHEN 3 THEN '类' WHEN 5 THEN '款' WHEN 7 THEN '项' END AS taken_from,
    count(DISTINCT (b.page, b.row_no, b.row_label, b.functional_code, b.subject_entity)) AS n_rows,
    b.filing_id
FROM best AS b
LEFT JOIN dim_functional_year AS d ON d.functional_code = b.functional_code AND d.fiscal_year = b.fiscal_year
GROUP BY b.region, b.entity_level, b.entity_id, b.entity_name, b.fiscal_year, b.kind, b.scope, b.statement, b.fund,
    b.class_code, b.filing_id
HAVING count(b.amount_yuan) > 0
