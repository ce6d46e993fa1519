-- All check results in one table: the decided ties, the queries, and what did not apply or broke.

-- Two applications of one rule under one key are told apart by their order: a key that is not unique costs no result.
CREATE OR REPLACE TEMP TABLE query_results AS
SELECT * EXCLUDE (n) REPLACE (CASE WHEN n = 1 THEN instance_key ELSE instance_key || '#' || n END AS instance_key)
FROM (
    SELECT *, row_number() OVER (PARTITION BY check_id, filing_id, instance_key ORDER BY stated, computed, detail, operands::VARCHAR) AS n
    FROM query_results
);
-----
CREATE OR REPLACE TEMP TABLE results AS
SELECT
    md5(concat_ws('|', filing_id, check_id, instance_key)) AS check_result_id,
    check_id,
    filing_id,
    filing_id_2,
    instance_key,
    status,
    (stated * per_yuan)::DECIMAL(28, 8) AS stated,
    (computed * per_yuan)::DECIMAL(28, 8) AS computed,
    (difference * per_yuan)::DECIMAL(28, 8) AS difference,
    (CASE WHEN relation = 'same' THEN 0 ELSE tolerance END * per_yuan)::DECIMAL(28, 8) AS tolerance,
    (last_place * per_yuan)::DECIMAL(28, 8) AS last_place,
    unit,
    difference::DECIMAL(20, 2) AS difference_yuan,
    severity,
    CASE WHEN possible_by_rounding THEN 'possible_by_rounding' ELSE 'impossible' END AS consistency,
    detail
FROM tie_results
ANTI JOIN said_again USING (check_id, filing_id, instance_key)
UNION ALL
SELECT
    md5(concat_ws('|', filing_id, check_id, instance_key)),
    check_id,
    filing_id,
    filing_id_2,
    instance_key,
    status,
    stated,
    computed,
    difference,
    tolerance,
    last_place,
    unit,
    difference_yuan,
    CASE WHEN r.severity <> 'by_difference' THEN r.severity ELSE coalesce(q.severity, 'disclosure') END,
    coalesce(q.consistency, 'not_numeric'),
    detail
FROM query_results AS q
JOIN rule_info AS r USING (check_id);
-----
-- A spreadsheet that only repeats a PDF is compared with it, and not judged a second time.
DELETE FROM results
WHERE filing_id IN (SELECT filing_id FROM sheet_copy WHERE is_whole);
-----
-- What was not decided anywhere in a filing that the rule is for: visible, so that coverage can be counted.
INSERT INTO results BY NAME
SELECT
    md5(concat_ws('|', f.filing_id, r.check_id, '')) AS check_result_id,
    r.check_id,
    f.filing_id,
    '' AS instance_key,
    'not_applicable' AS status,
    '本件没有这项检查所需的内容' AS detail
FROM rule_info AS r
JOIN rule_kind AS k USING (check_id)
JOIN scope_filing AS f USING (kind)
ANTI JOIN results AS s ON s.filing_id = f.filing_id AND s.check_id = r.check_id
WHERE r.check_id NOT IN (SELECT check_id FROM broken_rule);
-----
INSERT INTO results BY NAME
SELECT
    md5(concat_ws('|', f.filing_id, b.check_id, 'error')) AS check_result_id,
    b.check_id,
    f.filing_id,
    '' AS instance_key,
    'error' AS status,
    b.detail
FROM broken_rule AS b
JOIN rule_info AS r USING (check_id)
JOIN rule_kind AS k USING (check_id)
JOIN scope_filing AS f USING (kind);
