-- Functional subjects explained in the glossary that no statement of the filing uses. A name that several codes bear (其他社会保障和就业支出, by year) is
-- unused where none of them is.
WITH used AS (
    SELECT filing_id, list(DISTINCT functional_code) AS codes
    FROM facts
    WHERE src = 'line_item' AND item = 'functional' AND functional_level = 7
    GROUP BY filing_id
), named AS (
    SELECT name, list(functional_code) AS codes FROM dim_functional WHERE length(functional_code) = 7 GROUP BY name
), judged AS (
    SELECT d.filing_id, d.key, d.ordinal, f.fact_id, NOT list_has_any(u.codes, CASE WHEN d.code IS NULL THEN n.codes ELSE [d.code] END) AS unused
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    JOIN used AS u ON u.filing_id = d.filing_id
    LEFT JOIN named AS n ON n.name = d.key
    WHERE d.kind = 'glossary_subject' AND (length(d.code) = 7 OR (d.code IS NULL AND n.name IS NOT NULL))
)
SELECT
    filing_id,
    '' AS instance_key,
    CASE WHEN bool_or(unused) THEN 'fail' ELSE 'pass' END AS status,
    string_agg(key, '、' ORDER BY ordinal) FILTER (unused) AS detail,
    list({'fact_id': fact_id, 'role': 'stated', 'weight': 1} ORDER BY ordinal) FILTER (unused) AS operands
FROM judged
GROUP BY filing_id
