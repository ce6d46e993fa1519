-- title: 未读懂的内容
-- grain: 一处未读懂的印刷内容一行
SELECT
    unread_id, filing_id, document_sha256, what, reason, text,
    page, x0, top, x1, bottom, locator
FROM fact_unread
