-- People and the like that the performance section counts, where the text says that every project has its form, and no form prints that number.
WITH printed AS (
    SELECT filing_id, list(DISTINCT number) AS numbers
    FROM form_fact
    WHERE field IN ('actual', 'target') AND number IS NOT NULL
    GROUP BY filing_id
    HAVING count(*) FILTER (field = 'actual') >= 3
), said AS (
    SELECT c.filing_id, f.fact_id, c.value, c.sentence_no, c.ordinal,
        list_contains(p.numbers, c.value) AS found
    FROM fact_claim AS c
    JOIN facts AS f ON f.src = 'claim' AND f.src_id = c.claim_id AND f.filing_id = c.filing_id
    JOIN printed AS p ON p.filing_id = c.filing_id
    WHERE c.topic = 'performance' AND c.value_kind = 'count' AND c.metric = 'people' AND c.value >= 10
)
SELECT
    filing_id,
    '' AS instance_key,
    CASE WHEN bool_or(NOT found) AND bool_or(found) THEN 'fail' ELSE 'pass' END AS status,
    format('{} 个数量在各自评表的目标值、完成值中均没有', count(*) FILTER (NOT found)) AS detail,
    list({'fact_id': fact_id, 'role': 'stated', 'weight': 1} ORDER BY sentence_no, ordinal) FILTER (NOT found) AS operands
FROM said
GROUP BY filing_id
