-- title: 报表金额
-- grain: 一张报表印出的一个金额格一行（空格也是一行）
SELECT
    l.line_item_id, l.filing_id, d.document_name, l.document_sha256, f.entity_name, f.fiscal_year, f.kind,
    l.statement, l.instance, l.side, l.row_no, l.row_label, l.item, l.row_kind,
    l.functional_code, l.economic_code, l.government_economic_code, l.project_name, l.subject_entity, l.fund,
    l.measure, l.measure_label, l.basis, l.amount_year, l.printed_text, l.state,
    l.amount_yuan, l.unit, l.step_yuan, l.page, l.x0, l.top, l.x1, l.bottom, l.locator, l.ocr_confidence,
    f.entity_id, f.filing_key, f.scope, f.entity_level, f.region, f.is_current,
    fn.name AS functional_name, en.name AS economic_name, l.table_index, l.table_row, l.table_col
FROM fact_line_item AS l
LEFT JOIN dim_filing AS f ON f.filing_id = l.filing_id
LEFT JOIN dim_document AS d ON d.document_sha256 = l.document_sha256
LEFT JOIN dim_functional_year AS fn
    ON fn.functional_code = l.functional_code AND fn.fiscal_year = coalesce(l.amount_year, f.fiscal_year)
LEFT JOIN dim_economic_year AS en
    ON en.system = 'department' AND en.economic_code = l.economic_code
    AND en.fiscal_year = coalesce(l.amount_year, f.fiscal_year)
