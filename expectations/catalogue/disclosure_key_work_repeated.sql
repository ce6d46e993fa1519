-- Rows of the key work table whose content is the item over again.
WITH work AS (
    SELECT d.filing_id, d.section, d.key, d.kind, regexp_replace(d.value, '[\s。；;]', '', 'g') AS text, f.fact_id
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind IN ('key_work', 'key_work_content')
), judged AS (
    SELECT w.filing_id, c.fact_id, w.text <> '' AND w.text = c.text AS repeated
    FROM work AS w
    JOIN work AS c ON c.filing_id = w.filing_id AND c.section = w.section AND c.key = w.key AND c.kind = 'key_work_content'
    WHERE w.kind = 'key_work'
)
SELECT
    filing_id,
    '' AS instance_key,
    CASE WHEN count(*) FILTER (repeated) >= 2 THEN 'fail' ELSE 'pass' END AS status,
    format('{} 项中有 {} 项只重复事项名称', count(*), count(*) FILTER (repeated)) AS detail,
    list({'fact_id': fact_id, 'role': 'stated', 'weight': 1} ORDER BY fact_id) FILTER (repeated) AS operands
FROM judged
GROUP BY filing_id
