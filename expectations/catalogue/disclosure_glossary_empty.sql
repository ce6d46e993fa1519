-- 其他专用名词 and the like: an entry that announces explanations and brings none.
SELECT
    d.filing_id,
    'entry=' || d.ordinal AS instance_key,
    CASE WHEN trim(coalesce(d.value, '')) = '' THEN 'fail' ELSE 'pass' END AS status,
    format('“{}”之后没有解释', d.key) AS detail,
    [{'fact_id': f.fact_id, 'role': 'stated', 'weight': 1}] AS operands
FROM fact_disclosure AS d
JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
WHERE d.kind = 'glossary' AND regexp_matches(d.key, '其[他它].{0,6}(?:名词|术语|用语)')
    -- only the last entry: what follows another one may belong to it
    AND d.ordinal = (SELECT max(o.ordinal) FROM fact_disclosure AS o WHERE o.filing_id = d.filing_id AND o.kind = 'glossary')
