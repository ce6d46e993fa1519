-- A unit without subordinate units that calls itself 本部门 here and 本单位 there, each three times or more.
WITH word AS (
    SELECT d.filing_id, f.fact_id, d.key, try_cast(d.value AS INTEGER) AS n, contains(d.key, '部门') AS department, contains(d.key, '单位') AS unit
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind = 'self_reference'
)
SELECT
    filing_id,
    '' AS instance_key,
    CASE
        WHEN coalesce(sum(n) FILTER (department AND NOT unit), 0) >= 3 AND coalesce(sum(n) FILTER (unit AND NOT department), 0) >= 3 THEN 'fail'
        ELSE 'pass'
    END AS status,
    string_agg(format('“{}”{} 处', key, n), '，' ORDER BY fact_id) AS detail,
    list({'fact_id': fact_id, 'role': 'stated', 'weight': 1} ORDER BY fact_id) AS operands
FROM word
GROUP BY filing_id
