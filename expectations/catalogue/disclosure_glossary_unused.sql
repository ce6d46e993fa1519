-- Functional subjects explained in the glossary that no statement of the filing uses.
WITH used AS (
    SELECT DISTINCT filing_id, functional_code FROM facts WHERE src = 'line_item' AND item = 'functional' AND functional_level = 7
), judged AS (
    SELECT d.filing_id, d.key, d.ordinal, f.fact_id, u.functional_code IS NULL AS unused
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    LEFT JOIN used AS u ON u.filing_id = d.filing_id AND u.functional_code = d.code
    WHERE d.kind = 'glossary_subject' AND length(d.code) = 7 AND d.filing_id IN (SELECT filing_id FROM used)
)
SELECT
    filing_id,
    '' AS instance_key,
    CASE WHEN bool_or(unused) THEN 'fail' ELSE 'pass' END AS status,
    string_agg(key, '、' ORDER BY ordinal) FILTER (unused) AS detail,
    list({'fact_id': fact_id, 'role': 'stated', 'weight': 1} ORDER BY ordinal) FILTER (unused) AS operands
FROM judged
GROUP BY filing_id
