-- A checklist holds no amounts: a money unit over it is left from a form, and misleads where the statements print another.
SELECT
    d.filing_id,
    'unit=' || d.value AS instance_key,
    CASE WHEN list_contains(s.units, d.value) THEN 'pass' ELSE 'fail' END AS status,
    format('自查表没有金额，却标“金额单位：{}”；各报表的单位为 {}', d.value, array_to_string(s.units, '、')) AS detail,
    [{'fact_id': f.fact_id, 'role': 'stated', 'weight': 1}] AS operands
FROM fact_disclosure AS d
JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
JOIN (SELECT filing_id, list(DISTINCT unit ORDER BY unit) AS units FROM fact_statement WHERE unit <> '' GROUP BY filing_id) AS s
    ON s.filing_id = d.filing_id
WHERE d.kind = 'checklist_unit'
QUALIFY row_number() OVER (PARTITION BY d.filing_id, d.value ORDER BY d.ordinal) = 1
