-- An entry of the contents whose place in the body, between the titles of its two neighbours, is taken by one heading of the same number with other
-- words. Nearly the same words are another wording (disclosure_contents.sql), and no heading at all may be one that was not recognised.
WITH titled AS (
    SELECT d.kind, d.filing_id, d.document_sha256, d.key, d.value, d.ordinal, f.fact_id,
        regexp_extract(d.value, '^[一二三四五六七八九十]+、') AS number
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind IN ('toc', 'heading') AND d.key <> ''
), once AS (
    SELECT * FROM titled QUALIFY count(*) OVER (PARTITION BY kind, filing_id, document_sha256, key) = 1
), listed AS (
    SELECT t.*, h.ordinal AS place, lag(h.ordinal) OVER w AS after_place, lead(h.ordinal) OVER w AS before_place
    FROM once AS t
    LEFT JOIN once AS h ON h.filing_id = t.filing_id AND h.document_sha256 = t.document_sha256 AND h.key = t.key AND h.kind = 'heading'
    WHERE t.kind = 'toc'
    WINDOW w AS (PARTITION BY t.filing_id, t.document_sha256 ORDER BY t.ordinal, t.fact_id)
), taken AS (
    SELECT l.filing_id, l.value, l.fact_id, l.key, h.value AS other, h.key AS other_key, h.fact_id AS other_id,
        -- what the titles are about: 部门人员情况说明 is about 人员
        regexp_replace(l.key, '[0-9]{4}年?度?|部门|单位|预算|决算|情况|说明|安排|的|等', '', 'g') AS subject,
        regexp_replace(h.key, '[0-9]{4}年?度?|部门|单位|预算|决算|情况|说明|安排|的|等', '', 'g') AS other_subject
    FROM listed AS l
    JOIN titled AS h
        ON h.filing_id = l.filing_id AND h.document_sha256 = l.document_sha256 AND h.kind = 'heading' AND h.number = l.number
        AND h.ordinal > l.after_place AND h.ordinal < l.before_place
    WHERE l.place IS NULL AND l.number <> '' AND NOT regexp_matches(l.key, '(表|部分)$')
        AND NOT EXISTS (FROM titled AS s WHERE s.kind = 'heading' AND s.filing_id = l.filing_id AND s.key = l.key)
    QUALIFY count(*) OVER (PARTITION BY l.fact_id) = 1
)
SELECT
    filing_id,
    'entry=' || key AS instance_key,
    'fail' AS status,
    format('目录列“{}”，正文此处为“{}”', value, other) AS detail,
    [
        {'fact_id': fact_id, 'role': 'stated', 'weight': 1},
        {'fact_id': other_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM taken
WHERE jaro_winkler_similarity(key, other_key) < 0.85 AND NOT contains(other_subject, subject) AND NOT contains(subject, other_subject)
