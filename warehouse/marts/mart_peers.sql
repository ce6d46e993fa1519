-- title: 同类比较
-- grain: 一个主体一个年度一种公开件一个口径一个指标一行；同类指同地区、同级次、同口径、同年度
-- column year: 年度
-- column figure: 指标标识
-- column figure_name: 指标名称
-- column share_of_expenditure: 占本年支出合计的比率
-- column n_peers: 同类主体数（含本身）
-- column median_yuan: 同类中位数
-- column rank_in_peers: 由大到小的名次
-- column ratio_to_median: 为中位数的倍数
-- column median_share: 同类占比的中位数
WITH shares AS (
    SELECT k.*, CAST(k.amount_yuan / nullif(e.amount_yuan, 0) AS DECIMAL(18, 6)) AS share_of_expenditure
    FROM mart_key_figures AS k
    LEFT JOIN mart_key_figures AS e ON e.filing_id = k.filing_id AND e.figure = 'expenditure'
)
SELECT
    region, entity_level, entity_id, entity_name, year, kind, scope, ordinal, figure, figure_name, amount_yuan,
    share_of_expenditure,
    count(*) OVER peers AS n_peers,
    CAST(median(amount_yuan) OVER peers AS DECIMAL(20, 2)) AS median_yuan,
    rank() OVER (
        PARTITION BY region_code, entity_level, year, kind, scope, figure ORDER BY amount_yuan DESC
    ) AS rank_in_peers,
    CAST(amount_yuan / nullif(median(amount_yuan) OVER peers, 0) AS DECIMAL(18, 6)) AS ratio_to_median,
    CAST(median(share_of_expenditure) OVER peers AS DECIMAL(18, 6)) AS median_share,
    filing_id, page
FROM shares
WINDOW peers AS (PARTITION BY region_code, entity_level, year, kind, scope, figure)
