-- title: 逐年对比
-- grain: 一个主体一个年度一种公开件一个口径一个指标一行
-- column year: 年度
-- column figure: 指标标识
-- column figure_name: 指标名称
-- column previous_yuan: 上年数（上年公开件所载；上年未公开则空）
-- column change_yuan: 增减额
-- column growth_rate: 增减率（比率，0.05 即 5%）；上年为零或无上年则空
-- column previous_filing_id: 上年公开件
SELECT
    k.region, k.entity_level, k.entity_id, k.entity_name, k.year, k.kind, k.scope, k.ordinal, k.figure, k.figure_name,
    k.amount_yuan, p.amount_yuan AS previous_yuan, k.amount_yuan - p.amount_yuan AS change_yuan,
    CAST((k.amount_yuan - p.amount_yuan) / nullif(p.amount_yuan, 0) AS DECIMAL(18, 6)) AS growth_rate,
    k.filing_id, k.page, p.filing_id AS previous_filing_id
FROM mart_key_figures AS k
LEFT JOIN mart_key_figures AS p
    ON p.entity_id = k.entity_id AND p.kind = k.kind AND p.scope = k.scope AND p.figure = k.figure AND p.year = k.year - 1
