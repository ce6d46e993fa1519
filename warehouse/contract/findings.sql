-- title: 发现的问题
-- grain: 一个问题一行
SELECT
    n.finding_id, n.filing_id, n.filing_id_2, coalesce(p.document_name, d.document_name) AS document_name, f.entity_name,
    f.fiscal_year, n.check_id, n.check_result_id, n.family, n.severity, n.consistency, n.title, n.message,
    n.difference, n.tolerance, n.unit, n.difference_yuan, n.root_cause_id, n.verdict,
    f.kind, f.entity_id, f.is_current, f.known_from, f.known_to
FROM fact_finding AS n
LEFT JOIN dim_filing AS f ON f.filing_id = n.filing_id
LEFT JOIN dim_document AS d ON d.document_sha256 = f.document_sha256
-- A filing may have several documents: its own one that prints the suspect, or else the first number.
LEFT JOIN (
    SELECT finding_id, filing_id, arg_min(document_sha256, (NOT is_suspect, ordinal)) AS document_sha256
    FROM fact_finding_operand
    WHERE document_sha256 IS NOT NULL
    GROUP BY ALL
) AS o ON o.finding_id = n.finding_id AND o.filing_id = n.filing_id
LEFT JOIN dim_document AS p ON p.document_sha256 = o.document_sha256
