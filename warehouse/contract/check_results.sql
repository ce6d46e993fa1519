-- title: 检查结果
-- grain: 一条检查在一处的一次应用一行
SELECT
    check_result_id, filing_id, filing_id_2, check_id, scope, instance_key, status,
    stated, computed, difference, tolerance, unit, detail
FROM fact_check_result
