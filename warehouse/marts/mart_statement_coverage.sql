-- title: 报表齐全情况
-- grain: 一个现行决算公开件一张应有报表（九张表）一行
-- column year: 年度
-- column name: 报表名称
-- column is_present: 读到了该表
-- column n_amounts: 读出的金额数
-- column rows_unread: 未读懂的行数
SELECT
    f.region, f.entity_level, f.entity_id, f.entity_name, f.fiscal_year AS year, f.scope, f.filing_id,
    s.ordinal, s.statement, s.name, p.filing_id IS NOT NULL AS is_present, coalesce(p.n_amounts, 0) AS n_amounts,
    coalesce(p.rows_unread, 0) AS rows_unread, p.page
FROM dim_filing AS f
CROSS JOIN dim_statement AS s
LEFT JOIN (
    SELECT t.filing_id, t.statement, sum(t.rows_unread) AS rows_unread, min(t.pages[1]) AS page,
        (SELECT count(*) FROM fact_line_item AS l
         WHERE l.filing_id = t.filing_id AND l.statement = t.statement AND l.state = 'number') AS n_amounts
    FROM fact_statement AS t GROUP BY t.filing_id, t.statement
) AS p ON p.filing_id = f.filing_id AND p.statement = s.statement
WHERE f.is_current AND f.kind = 'final_account' AND s.family = 'final_account'
