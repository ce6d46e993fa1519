-- Two neighbouring entries of the contents whose titles the same document's body prints in the other order. Only titles that stand once in each.
WITH titled AS (
    SELECT d.kind, d.filing_id, d.document_sha256, d.key, min(d.ordinal) AS ordinal, min(d.value) AS value, min(f.fact_id) AS fact_id
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind IN ('toc', 'heading') AND d.key <> ''
    GROUP BY ALL
    HAVING count(*) = 1
), listed AS (
    SELECT t.filing_id, t.value, t.fact_id, h.fact_id AS heading_id, h.ordinal AS place,
        lag(t.value) OVER w AS before, lag(t.fact_id) OVER w AS before_id, lag(h.fact_id) OVER w AS before_heading_id, lag(h.ordinal) OVER w AS before_place
    FROM titled AS t
    JOIN titled AS h ON h.filing_id = t.filing_id AND h.document_sha256 = t.document_sha256 AND h.key = t.key AND h.kind = 'heading'
    WHERE t.kind = 'toc'
    WINDOW w AS (PARTITION BY t.filing_id, t.document_sha256 ORDER BY t.ordinal, t.fact_id)
)
SELECT
    filing_id,
    '' AS instance_key,
    CASE WHEN bool_or(place < before_place) THEN 'fail' ELSE 'pass' END AS status,
    coalesce(string_agg(format('目录先列“{}”后列“{}”，正文次序相反', before, value), '；' ORDER BY fact_id) FILTER (place < before_place), '') AS detail,
    coalesce(
        flatten(list([
            {'fact_id': before_id, 'role': 'stated', 'weight': 1},
            {'fact_id': fact_id, 'role': 'stated', 'weight': 1},
            {'fact_id': before_heading_id, 'role': 'bound', 'weight': 1},
            {'fact_id': heading_id, 'role': 'bound', 'weight': 1}
        ] ORDER BY fact_id) FILTER (place < before_place)), []
    ) AS operands
FROM listed
GROUP BY filing_id
HAVING count(*) > 1
