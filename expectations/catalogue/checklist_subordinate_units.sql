-- A question about 所属单位, answered yes, while the filing says that it has none and lists none.
WITH stated AS (
    SELECT d.filing_id, f.fact_id, try_cast(coalesce(d.code, d.value) AS INTEGER) AS n
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind = 'unit_count' AND d.key = 'stated'
), none AS (
    SELECT filing_id, max(n) AS n, min(fact_id) AS fact_id FROM stated GROUP BY filing_id
)
SELECT
    i.filing_id,
    i.instance_key,
    CASE
        WHEN s.n = 0 AND i.filing_id NOT IN (SELECT filing_id FROM fact_disclosure WHERE kind = 'unit' AND key IN ('listed', 'subordinate')) THEN 'fail'
        ELSE 'pass'
    END AS status,
    format('自查回答“是”，而正文所述下属单位为 {} 个', s.n) AS detail,
    [
        {'fact_id': i.question_id, 'role': 'stated', 'weight': 1},
        {'fact_id': s.fact_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM checklist_item AS i
JOIN none AS s USING (filing_id)
WHERE i.answer = 'yes' AND s.n IS NOT NULL AND regexp_matches(i.question, '(?:所属|下属|二级).{0,6}单位')
