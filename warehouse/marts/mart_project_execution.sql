-- title: 项目预算与执行
-- grain: 一张项目绩效表一行，另加没有绩效表的预算项目各一行（按主体、年度、去除空白的项目名称合并；同名多表时预算数列于第一张）
-- stored: entity_id, year, form_page, project_name, form_id
-- column year: 年度
-- column budget_filing_yuan: 预算公开件项目表所载预算数
-- column form_budget_yuan: 自评表所载全年预算数
-- column form_executed_yuan: 自评表所载执行数
-- column form_rate: 自评表所印执行率（比率）
-- column computed_rate: 执行数 ÷ 预算数
-- column form_score: 自评总分
-- column n_indicators: 指标数
-- column form_filing_id: 自评表所在公开件
-- column form_page: 自评表页码
-- column budget_filing_id: 预算公开件
-- column budget_page: 预算项目表页码
WITH forms AS (
    SELECT
        f.region, f.entity_level, f.entity_id, f.entity_name, f.fiscal_year AS year, f.filing_id,
        p.form_id, min(p.project_name) AS project_name, min(p.page) AS page,
        -- The first funding row is the form's total; rows by source of money follow it.
        arg_min(p.budget_yuan, p.row_ordinal) FILTER (p.row_kind = 'funding' AND p.budget_yuan IS NOT NULL) AS budget_yuan,
        arg_min(p.executed_yuan, p.row_ordinal) FILTER (p.row_kind = 'funding' AND p.executed_yuan IS NOT NULL) AS executed_yuan,
        arg_min(p.rate, p.row_ordinal) FILTER (p.row_kind = 'funding' AND p.rate IS NOT NULL) AS rate,
        max(p.score) FILTER (p.row_kind = 'total') AS score,
        count(*) FILTER (p.row_kind = 'indicator') AS n_indicators
    FROM fact_performance AS p
    JOIN dim_filing AS f ON f.filing_id = p.filing_id AND f.is_current
    GROUP BY f.region, f.entity_level, f.entity_id, f.entity_name, f.fiscal_year, f.filing_id, p.form_id
),
form AS (
    SELECT *, regexp_replace(project_name, '\s', '', 'g') AS name_key,
        -- Several forms of one name: the budget is shown beside the first. A form without a name stands for itself.
        row_number() OVER (
            PARTITION BY entity_id, year, regexp_replace(project_name, '\s', '', 'g') ORDER BY page, form_id
        ) AS nth
    FROM forms
),
budgeted AS (
    SELECT
        region, entity_level, entity_id, entity_name, year, regexp_replace(project_name, '\s', '', 'g') AS name_key,
        min(project_name) AS project_name, sum(amount_yuan) AS budget_yuan, min(filing_id) AS filing_id, min(page) AS page
    FROM current_line_items
    WHERE statement = 'budget_projects' AND kind = 'budget' AND measure = 'total' AND project_name IS NOT NULL
      AND fund IS NULL AND row_kind = 'detail' AND is_this_year
    GROUP BY region, entity_level, entity_id, entity_name, year, name_key
)
SELECT
    coalesce(f.region, b.region) AS region, coalesce(f.entity_level, b.entity_level) AS entity_level,
    coalesce(f.entity_id, b.entity_id) AS entity_id, coalesce(f.entity_name, b.entity_name) AS entity_name,
    coalesce(f.year, b.year) AS year, coalesce(nullif(f.project_name, ''), b.project_name) AS project_name,
    f.form_id,
    b.budget_yuan AS budget_filing_yuan, f.budget_yuan AS form_budget_yuan, f.executed_yuan AS form_executed_yuan,
    f.rate AS form_rate,
    CAST(f.executed_yuan / nullif(f.budget_yuan, 0) AS DECIMAL(18, 6)) AS computed_rate,
    f.score AS form_score, f.n_indicators,
    f.filing_id AS form_filing_id, f.page AS form_page, b.filing_id AS budget_filing_id, b.page AS budget_page
FROM form AS f
FULL JOIN budgeted AS b
    ON b.entity_id = f.entity_id AND b.year = f.year AND b.name_key = f.name_key AND f.nth = 1 AND f.name_key <> ''
