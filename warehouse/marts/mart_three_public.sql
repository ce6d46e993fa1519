-- title: “三公”经费
-- grain: 一个主体一个年度一种公开件一个口径一个基准（预算数、决算数）一行（现行版）
-- stored: entity_id, year, kind, scope, basis, filing_id
-- column year: 年度
-- column total_yuan: “三公”经费合计
-- column overseas_travel_yuan: 因公出国（境）费
-- column vehicles_yuan: 公务用车购置及运行维护费
-- column vehicle_purchase_yuan: 公务用车购置费
-- column vehicle_operation_yuan: 公务用车运行维护费
-- column reception_yuan: 公务接待费
-- column meetings_yuan: 会议费（部分地区同表公开）
-- column training_yuan: 培训费（部分地区同表公开）
WITH cells AS (
    SELECT *,
        -- One row per cell: the statement's own row, not those of single units.
        row_number() OVER (
            PARTITION BY filing_id, statement, year, basis, measure
            ORDER BY subject_entity IS NOT NULL, item <> 'three_public', row_kind <> 'total', page, line_item_id
        ) AS nth
    FROM current_line_items
    WHERE statement IN ('three_public_expenses', 'budget_three_public') AND row_kind <> 'of_which'
)
SELECT
    region, entity_level, entity_id, entity_name, year, kind, scope, basis,
    max(amount_yuan) FILTER (measure = 'total') AS total_yuan,
    max(amount_yuan) FILTER (measure = 'overseas_travel') AS overseas_travel_yuan,
    max(amount_yuan) FILTER (measure = 'vehicles') AS vehicles_yuan,
    max(amount_yuan) FILTER (measure = 'vehicle_purchase') AS vehicle_purchase_yuan,
    max(amount_yuan) FILTER (measure = 'vehicle_operation') AS vehicle_operation_yuan,
    max(amount_yuan) FILTER (measure = 'reception') AS reception_yuan,
    max(amount_yuan) FILTER (measure = 'meetings') AS meetings_yuan,
    max(amount_yuan) FILTER (measure = 'training') AS training_yuan,
    filing_id, statement, min(page) AS page
FROM cells
WHERE nth = 1
GROUP BY region, entity_level, entity_id, entity_name, year, kind, scope, basis, filing_id, statement
