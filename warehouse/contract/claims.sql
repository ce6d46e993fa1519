-- title: 文字中的数
-- grain: 一句话中的一个数一行
SELECT
    c.claim_id, c.filing_id, d.document_name, c.document_sha256, c.section, c.sentence, c.subject, c.metric,
    c.period, c.base_year, c.direction, c.printed_text, c.value_kind, c.value, c.amount_yuan, c.unit, c.step,
    c.statement, c.item, c.measure, c.state, c.page, c.x0, c.top, c.x1, c.bottom, c.locator,
    c.fund, c.functional_code, c.economic_code, c.project_name, c.basis, c.concept, c.topic, c.group_key,
    c.parent_key, c.whole, c.whole_concept, c.whole_key, c.base_basis, c.sentence_no, c.clause_no, c.ordinal, c.ocr_confidence,
    f.entity_name, f.fiscal_year, f.kind, f.is_current
FROM fact_claim AS c
LEFT JOIN dim_filing AS f ON f.filing_id = c.filing_id
LEFT JOIN dim_document AS d ON d.document_sha256 = c.document_sha256
