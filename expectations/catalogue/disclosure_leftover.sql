-- Placeholders and unchosen alternatives of the template, one finding per kind of leftover.
SELECT
    d.filing_id,
    'pattern=' || d.key AS instance_key,
    'fail' AS status,
    format('共 {} 处', count(*)) AS detail,
    list({'fact_id': f.fact_id, 'role': 'stated', 'weight': 1} ORDER BY d.ordinal) AS operands
FROM fact_disclosure AS d
JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
WHERE d.kind = 'leftover'
GROUP BY d.filing_id, d.key
