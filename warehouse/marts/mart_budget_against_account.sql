-- title: 预算与决算对比
-- grain: 一个主体一个年度一个决算口径一个指标一行（预算、决算公开件均已收到者）
-- column year: 年度
-- column figure: 指标标识
-- column figure_name: 指标名称
-- column budget_yuan: 预算公开件所载年初预算数
-- column final_yuan: 决算公开件所载决算数
-- column difference_yuan: 决算数 − 年初预算数
-- column completion_rate: 完成率（比率）；预算为零则空
-- column budget_filing_id: 预算公开件
-- column budget_page: 预算公开件页码
-- column account_filing_id: 决算公开件
-- column account_page: 决算公开件页码
-- column account_scope: 决算口径
-- column budget_scope: 预算口径
SELECT
    a.region, a.entity_level, a.entity_id, a.entity_name, a.year, a.ordinal, a.figure, a.figure_name,
    b.amount_yuan AS budget_yuan, a.amount_yuan AS final_yuan, a.amount_yuan - b.amount_yuan AS difference_yuan,
    CAST(a.amount_yuan / nullif(b.amount_yuan, 0) AS DECIMAL(18, 6)) AS completion_rate,
    b.filing_id AS budget_filing_id, b.page AS budget_page, b.scope AS budget_scope,
    a.filing_id AS account_filing_id, a.page AS account_page, a.scope AS account_scope
FROM mart_key_figures AS a
JOIN mart_key_figures AS b
    ON b.kind = 'budget' AND b.entity_id = a.entity_id AND b.year = a.year AND b.figure = a.figure
    AND (b.scope = a.scope OR 'unknown' IN (b.scope, a.scope))
WHERE a.kind = 'final_account'
QUALIFY row_number() OVER (
    PARTITION BY a.filing_id, a.figure ORDER BY b.scope = a.scope DESC, b.filing_id
) = 1
