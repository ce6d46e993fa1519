-- Words of a city's template (市级财政, 市直部门) in the document of a unit of a district or county.
SELECT
    d.filing_id,
    '' AS instance_key,
    CASE WHEN any_value(regexp_matches(s.entity_name, '市[^市]{1,6}[区县]')) THEN 'fail' ELSE 'pass' END AS status,
    string_agg(DISTINCT '“' || d.value || '”', '、' ORDER BY '“' || d.value || '”') AS detail,
    list({'fact_id': f.fact_id, 'role': 'stated', 'weight': 1} ORDER BY f.fact_id) AS operands
FROM fact_disclosure AS d
JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
JOIN scope_filing AS s ON s.filing_id = d.filing_id
WHERE d.kind = 'level_term' AND d.key = 'municipal'
GROUP BY d.filing_id
