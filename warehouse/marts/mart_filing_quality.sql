-- title: 公开件质量一览
-- grain: 一个公开件（版本）一行
-- column year: 年度
-- column n_line_items: 金额格数
-- column n_claims: 文字中的数
-- column n_claims_bound: 其中与报表对应上的
-- column rows_printed: 报表印出行数
-- column rows_unread: 报表未读懂行数
-- column n_unread: 未读懂的内容处数
-- column n_material: 重大问题数
-- column n_minor: 轻微问题数
-- column n_rounding: 尾差问题数
-- column n_other: 其他（异常、公开、格式）问题数
-- column n_checks: 检查次数（不含不适用）
WITH items AS (SELECT filing_id, count(*) AS n FROM fact_line_item GROUP BY filing_id),
claims AS (SELECT filing_id, count(*) AS n, count(*) FILTER (state = 'bound') AS bound FROM fact_claim GROUP BY filing_id),
rows AS (
    SELECT filing_id, sum(rows_printed) AS printed, sum(rows_unread) AS unread FROM fact_statement GROUP BY filing_id
),
unread AS (SELECT filing_id, count(*) AS n FROM fact_unread GROUP BY filing_id),
found AS (
    SELECT filing_id, count(*) FILTER (severity = 'material') AS material, count(*) FILTER (severity = 'minor') AS minor,
        count(*) FILTER (severity = 'rounding') AS rounding,
        count(*) FILTER (severity NOT IN ('material', 'minor', 'rounding')) AS other
    FROM fact_finding WHERE verdict <> 'dismissed' GROUP BY filing_id
),
checked AS (
    SELECT filing_id, count(*) FILTER (status <> 'not_applicable') AS n FROM fact_check_result GROUP BY filing_id
)
SELECT
    f.region, f.entity_level, f.entity_id, f.entity_name, f.fiscal_year AS year, f.kind, f.scope, f.filing_id,
    f.revision, f.is_current, f.status, f.reason,
    coalesce(items.n, 0) AS n_line_items, coalesce(claims.n, 0) AS n_claims, coalesce(claims.bound, 0) AS n_claims_bound,
    coalesce(rows.printed, 0) AS rows_printed, coalesce(rows.unread, 0) AS rows_unread, coalesce(unread.n, 0) AS n_unread,
    coalesce(found.material, 0) AS n_material, coalesce(found.minor, 0) AS n_minor,
    coalesce(found.rounding, 0) AS n_rounding, coalesce(found.other, 0) AS n_other, coalesce(checked.n, 0) AS n_checks
FROM dim_filing AS f
LEFT JOIN items ON items.filing_id = f.filing_id
LEFT JOIN claims ON claims.filing_id = f.filing_id
LEFT JOIN rows ON rows.filing_id = f.filing_id
LEFT JOIN unread ON unread.filing_id = f.filing_id
LEFT JOIN found ON found.filing_id = f.filing_id
LEFT JOIN checked ON checked.filing_id = f.filing_id
