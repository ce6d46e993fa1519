-- title: 同源问题
-- grain: 一个可能的错处一行
SELECT
    root_cause_id, filing_id, title, message, suspect_operand, printed_text, proposed_value,
    n_findings, n_equal_explanations
FROM fact_root_cause
