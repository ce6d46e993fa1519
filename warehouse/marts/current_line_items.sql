-- title: 现行版报表金额
-- grain: 现行公开件中每种报表（取第一张）的一个金额格一行；各专题视图的共同来源
-- column year: 金额年度；未印出时取公开件年度
-- column is_this_year: 金额属于公开件本年度（上年对比栏为否）
WITH first_of_its_kind AS (
    SELECT s.filing_id, s.statement, arg_min(
        {'document_sha256': s.document_sha256, 'instance': s.instance}, (s.rows_parsed = 0, b.ordinal, s.instance)
    ) AS place
    FROM fact_statement AS s
    JOIN bridge_filing_document AS b ON b.filing_id = s.filing_id AND b.document_sha256 = s.document_sha256
    GROUP BY s.filing_id, s.statement
)
SELECT
    f.region, f.region_code, f.entity_level, f.entity_id, f.entity_name, f.fiscal_year, f.kind, f.scope,
    coalesce(l.amount_year, f.fiscal_year) AS year,
    coalesce(l.amount_year, f.fiscal_year) = f.fiscal_year AS is_this_year,
    l.filing_id, l.document_sha256, l.line_item_id, l.statement, l.side, l.row_no, l.row_label, l.item, l.row_kind,
    l.functional_code, l.economic_code, l.government_economic_code, l.project_name, l.subject_entity, l.fund,
    l.measure, l.measure_label, l.basis, l.state, l.printed_text, l.amount_yuan, l.page
FROM fact_line_item AS l
JOIN dim_filing AS f ON f.filing_id = l.filing_id AND f.is_current
JOIN first_of_its_kind AS c
    ON c.filing_id = l.filing_id AND c.statement = l.statement
    AND c.place.document_sha256 = l.document_sha256 AND c.place.instance = l.instance
