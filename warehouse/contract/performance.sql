-- title: 绩效表
-- grain: 一张绩效表的一行一行
SELECT
    form_id, filing_id, row_kind, project_name, indicator_level1, indicator_level2, indicator,
    target_text, actual_text, weight, weight_source, score, initial_budget_yuan, budget_yuan, executed_yuan, rate,
    page, locator,
    performance_row_id, document_sha256, form_no, form_title, row_ordinal, label, printed, boxes, x0, top, x1, bottom,
    ocr_confidence
FROM fact_performance
