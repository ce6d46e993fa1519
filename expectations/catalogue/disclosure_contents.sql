-- Contents entries whose title the body prints otherwise: no equal heading, but one with the same number and nearly the same words.
WITH toc AS (
    SELECT d.filing_id, d.key, d.value, d.ordinal, f.fact_id, regexp_extract(d.value, '^[一二三四五六七八九十]+、') AS number
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind = 'toc' AND d.key <> ''
), heading AS (
    SELECT d.filing_id, d.key, d.value, d.ordinal, f.fact_id, regexp_extract(d.value, '^[一二三四五六七八九十]+、') AS number
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind = 'heading' AND d.key <> ''
), differing AS (
    SELECT t.filing_id, t.value AS listed, h.value AS printed, t.fact_id, h.fact_id AS heading_id
    FROM toc AS t
    ANTI JOIN heading AS e ON e.filing_id = t.filing_id AND e.key = t.key
    JOIN heading AS h ON h.filing_id = t.filing_id AND h.number = t.number AND t.number <> ''
        AND jaro_winkler_similarity(h.key, t.key) >= 0.85
        AND NOT EXISTS (FROM toc AS o WHERE o.filing_id = h.filing_id AND o.key = h.key)
    QUALIFY row_number() OVER (PARTITION BY t.fact_id ORDER BY jaro_winkler_similarity(h.key, t.key) DESC) = 1
)
SELECT
    filing_id,
    '' AS instance_key,
    'fail' AS status,
    string_agg(format('目录“{}”，正文“{}”', listed, printed), '；' ORDER BY fact_id) AS detail,
    list_concat(
        list({'fact_id': fact_id, 'role': 'stated', 'weight': 1} ORDER BY fact_id),
        list({'fact_id': heading_id, 'role': 'bound', 'weight': 1} ORDER BY fact_id)
    ) AS operands
FROM differing
GROUP BY filing_id
