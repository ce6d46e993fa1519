-- title: 非数字内容
-- grain: 一个标题、目录项、说明、名词、自查项等一行
SELECT
    disclosure_id, filing_id, document_sha256, kind, key, value, section, ordinal,
    page, x0, top, x1, bottom, locator, code, ocr_confidence
FROM fact_disclosure
