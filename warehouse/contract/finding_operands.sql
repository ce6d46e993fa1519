-- title: 问题涉及的数
-- grain: 一个问题的一个数一行
SELECT
    finding_id, ordinal, role, is_suspect, place, label, filing_id, document_sha256, line_item_id, claim_id,
    weight, page, x0, top, x1, bottom, locator, printed_text, value
FROM fact_finding_operand
