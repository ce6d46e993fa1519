-- title: 主要指标
-- grain: 一个主体一个年度一种公开件一个口径一个指标一行（现行版、本年数），各带出处
-- stored: entity_id, year, kind, scope, ordinal, filing_id
-- column year: 年度
-- column figure: 指标标识
-- column figure_name: 指标名称
WITH figure(ordinal, figure, figure_name, kind, statement, item, side, measure, fund, basis) AS (
    VALUES
    (1, 'income', '本年收入合计', 'final_account', 'income_expenditure_summary', 'income_this_year', 'income', 'total', NULL, 'final'),
    (2, 'expenditure', '本年支出合计', 'final_account', 'income_expenditure_summary', 'expenditure_this_year', 'expenditure', 'total', NULL, 'final'),
    (3, 'grand_total', '收入总计', 'final_account', 'income_expenditure_summary', 'grand_total', 'income', 'total', NULL, 'final'),
    (4, 'opening_balance', '年初结转和结余', 'final_account', 'income_expenditure_summary', 'opening_balance', 'income', 'total', NULL, 'final'),
    (5, 'closing_balance', '年末结转和结余', 'final_account', 'income_expenditure_summary', 'closing_balance', 'expenditure', 'total', NULL, 'final'),
    (6, 'basic_expenditure', '基本支出', 'final_account', 'expenditure', 'total', NULL, 'basic', NULL, 'final'),
    (7, 'project_expenditure', '项目支出', 'final_account', 'expenditure', 'total', NULL, 'project', NULL, 'final'),
    (8, 'general_budget_expenditure', '一般公共预算财政拨款支出', 'final_account', 'general_budget_expenditure', 'total', NULL, 'total', 'general_budget', 'final'),
    (9, 'personnel', '人员经费', 'final_account', 'general_budget_basic_expenditure', 'personnel_total', NULL, NULL, 'general_budget', 'final'),
    (10, 'public', '公用经费', 'final_account', 'general_budget_basic_expenditure', 'public_total', NULL, NULL, 'general_budget', 'final'),
    (11, 'three_public', '“三公”经费', 'final_account', 'three_public_expenses', 'three_public', NULL, 'total', 'appropriation', 'final'),
    (1, 'income', '本年收入合计', 'budget', 'budget_income_expenditure_summary', 'income_this_year', 'income', 'total', NULL, 'initial_budget'),
    (2, 'expenditure', '本年支出合计', 'budget', 'budget_income_expenditure_summary', 'expenditure_this_year', 'expenditure', 'total', NULL, 'initial_budget'),
    (3, 'grand_total', '收入总计', 'budget', 'budget_income_expenditure_summary', 'grand_total', 'income', 'total', NULL, 'initial_budget'),
    (6, 'basic_expenditure', '基本支出', 'budget', 'budget_expenditure', 'total', NULL, 'basic', NULL, 'initial_budget'),
    (7, 'project_expenditure', '项目支出', 'budget', 'budget_expenditure', 'total', NULL, 'project', NULL, 'initial_budget'),
    (8, 'general_budget_expenditure', '一般公共预算财政拨款支出', 'budget', 'budget_general_expenditure', 'total', NULL, 'total', 'general_budget', 'initial_budget'),
    (9, 'personnel', '人员经费', 'budget', 'budget_general_basic_expenditure', 'personnel_total', NULL, NULL, 'general_budget', 'initial_budget'),
    (10, 'public', '公用经费', 'budget', 'budget_general_basic_expenditure', 'public_total', NULL, NULL, 'general_budget', 'initial_budget'),
    (11, 'three_public', '“三公”经费', 'budget', 'budget_three_public', 'three_public', NULL, 'total', NULL, 'initial_budget')
)
SELECT
    l.region, l.region_code, l.entity_level, l.entity_id, l.entity_name, l.fiscal_year AS year, l.kind, l.scope,
    g.ordinal, g.figure, g.figure_name, l.amount_yuan, l.printed_text, l.line_item_id, l.filing_id, l.page
FROM figure AS g
JOIN current_line_items AS l
    ON l.kind = g.kind AND l.statement = g.statement AND l.item = g.item AND l.basis = g.basis
    AND (g.side IS NULL OR l.side IS NULL OR l.side = g.side)
    AND (g.measure IS NULL OR l.measure = g.measure)
    AND (g.fund IS NULL OR l.fund IS NULL OR l.fund = g.fund)
WHERE l.is_this_year AND l.state = 'number' AND l.subject_entity IS NULL AND l.row_kind <> 'of_which'
QUALIFY row_number() OVER (PARTITION BY l.filing_id, g.figure ORDER BY l.page, l.line_item_id) = 1
