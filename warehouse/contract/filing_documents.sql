-- title: 公开件的文件
-- grain: 一个公开件的一个文件一行
SELECT filing_id, document_sha256, ordinal, part
FROM bridge_filing_document
