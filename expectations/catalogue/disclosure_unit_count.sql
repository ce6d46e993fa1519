-- The stated number of subordinate units against the units listed.
WITH stated AS (
    SELECT d.filing_id, try_cast(coalesce(d.code, d.value) AS INTEGER) AS n, f.fact_id
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind = 'unit_count' AND d.key = 'stated'
), listed AS (
    SELECT d.filing_id, count(DISTINCT d.value) AS n, min(f.fact_id) AS fact_id
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind = 'unit' AND d.key = 'listed'
    GROUP BY ALL
)
SELECT
    s.filing_id,
    'units' AS instance_key,
    CASE WHEN s.n = l.n THEN 'pass' ELSE 'fail' END AS status,
    s.n::DECIMAL(28, 8) AS stated,
    l.n::DECIMAL(28, 8) AS computed,
    (s.n - l.n)::DECIMAL(28, 8) AS difference,
    '个' AS unit,
    format('写 {} 个，列出 {} 个', s.n, l.n) AS detail,
    [
        {'fact_id': s.fact_id, 'role': 'stated', 'weight': 1},
        {'fact_id': l.fact_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM stated AS s
JOIN listed AS l USING (filing_id)
WHERE s.n IS NOT NULL
