-- The reporting entity's name spelled in two ways that differ by a few characters (not an abbreviation).
WITH name AS (
    SELECT d.filing_id, d.value, min(f.fact_id) AS fact_id, count(*) AS n
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind = 'entity_name' AND length(d.value) >= 6
    GROUP BY ALL
), near AS (
    SELECT a.filing_id, a.value AS one, b.value AS other, a.fact_id, b.fact_id AS other_id
    FROM name AS a
    JOIN name AS b ON b.filing_id = a.filing_id AND b.value <> a.value AND length(b.value) >= length(a.value)
    -- levenshtein counts bytes: three to a Chinese character
    WHERE levenshtein(a.value, b.value) BETWEEN 1 AND 12
        AND NOT starts_with(b.value, a.value)
        AND NOT ends_with(b.value, a.value)
        AND (length(b.value) > length(a.value) OR a.value < b.value)
)
SELECT
    filing_id,
    'name=' || one || '|' || other AS instance_key,
    'fail' AS status,
    format('“{}”与“{}”', one, other) AS detail,
    [
        {'fact_id': fact_id, 'role': 'stated', 'weight': 1},
        {'fact_id': other_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM near
