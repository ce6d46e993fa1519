-- title: 读出的报表
-- grain: 一个文件中的一张报表一行
SELECT
    filing_id, statement, instance, printed_title, unit, step_yuan, pages,
    rows_printed, rows_parsed, rows_ignored, rows_unread, engine, layout_id,
    document_sha256, ignored_reasons, notes
FROM fact_statement
