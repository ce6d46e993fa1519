-- 截至 dates of a final account belong to its fiscal year.
SELECT
    d.filing_id,
    'date=' || d.ordinal AS instance_key,
    CASE WHEN left(d.code, 4) = s.fiscal_year::VARCHAR THEN 'pass' ELSE 'fail' END AS status,
    format('本件为 {} 年度，写的是 {}', s.fiscal_year, d.value) AS detail,
    [{'fact_id': f.fact_id, 'role': 'stated', 'weight': 1}] AS operands
FROM fact_disclosure AS d
JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
JOIN scope_filing AS s ON s.filing_id = d.filing_id
WHERE d.kind = 'date' AND d.key = 'as_of' AND d.code IS NOT NULL AND s.fiscal_year IS NOT NULL
