-- Contents entries whose title the body prints otherwise: no equal heading, but one of the same part with the same number and nearly the same words.
-- Titles of tables are held against titles of tables only: the part that explains the tables numbers its sections alike.
WITH titled AS (
    SELECT d.kind, d.filing_id, d.key, d.value, d.ordinal, f.fact_id,
        regexp_extract(d.value, '^[一二三四五六七八九十]+、') AS number,
        regexp_matches(d.key, '表([（(][^（）()]*[）)])?$') AS is_table,
        nullif(coalesce(nullif(regexp_extract(d.value, '^第([一二三四五六七八九十]+)部分', 1), ''), regexp_extract(d.section, '^第([一二三四五六七八九十]+)部分', 1)), '') AS own_part
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind IN ('toc', 'heading') AND d.key <> ''
), placed AS (
    SELECT *, last_value(own_part IGNORE NULLS) OVER (PARTITION BY filing_id, kind ORDER BY ordinal, fact_id) AS part
    FROM titled
), toc AS (
    FROM placed WHERE kind = 'toc'
), heading AS (
    FROM placed WHERE kind = 'heading'
), differing AS (
    SELECT t.filing_id, t.value AS listed, h.value AS printed, t.fact_id, h.fact_id AS heading_id,
        -- 预算 for 决算, 收入 for 支出: a title of something else, not another wording
        list_bool_or([
            contains(t.key, pair[1]) AND NOT contains(h.key, pair[1]) AND contains(h.key, pair[2]) AND NOT contains(t.key, pair[2])
            FOR pair IN [['预算', '决算'], ['决算', '预算'], ['收入', '支出'], ['支出', '收入']]
        ]) AS is_other
    FROM toc AS t
    ANTI JOIN heading AS e ON e.filing_id = t.filing_id AND e.key = t.key
    JOIN heading AS h ON h.filing_id = t.filing_id AND h.number = t.number AND t.number <> ''
        AND (h.part = t.part OR h.part IS NULL OR t.part IS NULL)
        AND h.is_table = t.is_table
        AND jaro_winkler_similarity(h.key, t.key) >= 0.85
        AND NOT EXISTS (FROM toc AS o WHERE o.filing_id = h.filing_id AND o.key = h.key)
    QUALIFY row_number() OVER (PARTITION BY t.fact_id ORDER BY jaro_winkler_similarity(h.key, t.key) DESC) = 1
)
SELECT
    filing_id,
    '' AS instance_key,
    'fail' AS status,
    CASE WHEN bool_or(is_other) THEN 'disclosure' ELSE 'format' END AS severity,
    string_agg(format('目录“{}”，正文“{}”', listed, printed), '；' ORDER BY fact_id) AS detail,
    list_concat(
        list({'fact_id': fact_id, 'role': 'stated', 'weight': 1} ORDER BY fact_id),
        list({'fact_id': heading_id, 'role': 'bound', 'weight': 1} ORDER BY fact_id)
    ) AS operands
FROM differing
GROUP BY filing_id
