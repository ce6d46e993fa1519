-- A heading about this filing's accounts that names another year.
WITH heading AS (
    SELECT d.filing_id, d.ordinal, d.value, f.fact_id, s.fiscal_year, regexp_extract(d.value, '(20[0-9]{2})\s*年', 1) AS year
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    JOIN scope_filing AS s ON s.filing_id = d.filing_id
    WHERE d.kind = 'heading' AND s.fiscal_year IS NOT NULL AND regexp_matches(d.value, '决算|预算')
)
SELECT
    filing_id,
    'heading=' || ordinal AS instance_key,
    CASE WHEN year = fiscal_year::VARCHAR THEN 'pass' ELSE 'fail' END AS status,
    format('本件为 {} 年度，标题写 {} 年', fiscal_year, year) AS detail,
    [{'fact_id': fact_id, 'role': 'stated', 'weight': 1}] AS operands
FROM heading
WHERE year <> ''
