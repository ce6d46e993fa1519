-- Totals left blank beside the numbers that they should hold: one finding per statement, with every place.
SELECT
    f.filing_id,
    f.statement || '·' || f.instance AS instance_key,
    CASE WHEN count(*) FILTER (f.unfilled) > 0 THEN 'fail' ELSE 'pass' END AS status,
    format('表中有 {} 处合计或小计没有填写，所属各项却有数', count(*) FILTER (f.unfilled)) AS detail,
    list({'fact_id': f.fact_id, 'role': 'stated', 'weight': 1} ORDER BY f.fact_id) FILTER (f.unfilled) AS operands
FROM facts AS f
WHERE f.src = 'line_item' AND (f.row_kind IN ('total', 'subtotal') OR f.unfilled)
GROUP BY f.filing_id, f.statement, f.instance
