-- The operands of everything that failed, each with its place on the page, its words and its printed text.
INSERT INTO operands
SELECT q.check_id, q.filing_id, q.filing_id_2, q.instance_key, o.operand.role, o.operand.weight, o.operand.fact_id
FROM query_results AS q, unnest(q.operands) AS o(operand)
WHERE q.status IN ('fail', 'within_rounding');
-----
CREATE OR REPLACE TEMP TABLE failed AS
SELECT * FROM results WHERE status IN ('fail', 'within_rounding');
-----
CREATE OR REPLACE TEMP TABLE failed_operand AS
SELECT
    r.check_result_id,
    o.role,
    o.weight,
    f.fact_id,
    f.src,
    f.src_id,
    f.field,
    f.filing_id,
    f.statement,
    f.fund,
    f.measure,
    f.item,
    f.basis,
    f.year_offset,
    f.value,
    f.state
FROM failed AS r
JOIN operands AS o USING (check_id, filing_id, instance_key)
JOIN facts AS f ON f.fact_id = o.fact_id
WHERE o.role <> 'blocking';
-----
CREATE OR REPLACE TEMP TABLE operand_place AS
WITH place AS (
    SELECT DISTINCT o.src, o.src_id, o.field,
        l.document_sha256, l.page, l.x0, l.top, l.x1, l.bottom, l.locator, l.printed_text, l.row_no, l.row_label AS label, l.measure_label,
        s.printed_title AS heading, l.line_item_id, NULL AS claim_id, l.table_row AS sort_1, l.table_col AS sort_2, l.ocr_confidence
    FROM failed_operand AS o
    JOIN fact_line_item AS l ON o.src = 'line_item' AND l.line_item_id = o.src_id
    LEFT JOIN fact_statement AS s
        ON s.document_sha256 = l.document_sha256 AND s.statement = l.statement AND s.instance = l.instance AND s.filing_id = l.filing_id
    UNION ALL
    SELECT DISTINCT o.src, o.src_id, o.field,
        c.document_sha256, c.page, c.x0, c.top, c.x1, c.bottom, c.locator, c.printed_text || c.unit, NULL, c.subject, c.metric,
        c.section, NULL, c.claim_id, c.sentence_no, c.ordinal, c.ocr_confidence
    FROM failed_operand AS o
    JOIN fact_claim AS c ON o.src = 'claim' AND c.claim_id = o.src_id
    UNION ALL
    SELECT DISTINCT o.src, o.src_id, o.field,
        p.document_sha256,
        coalesce(json_extract(p.boxes, '$.' || o.field || '.page')::INTEGER, p.page),
        coalesce(json_extract(p.boxes, '$.' || o.field || '.box[0]')::DOUBLE, p.x0),
        coalesce(json_extract(p.boxes, '$.' || o.field || '.box[1]')::DOUBLE, p.top),
        coalesce(json_extract(p.boxes, '$.' || o.field || '.box[2]')::DOUBLE, p.x1),
        coalesce(json_extract(p.boxes, '$.' || o.field || '.box[3]')::DOUBLE, p.bottom),
        coalesce(json_extract_string(p.boxes, '$.' || o.field || '.locator'), p.locator),
        coalesce(json_extract_string(p.printed, '$.' || o.field), ''),
        NULL, coalesce(p.indicator, p.label, p.project_name), o.field, p.form_title, NULL, NULL, p.row_ordinal, 0,
        json_extract(p.boxes, '$.' || o.field || '.confidence')::DOUBLE
    FROM failed_operand AS o
    JOIN fact_performance AS p ON o.src = 'performance' AND p.performance_row_id = o.src_id
    UNION ALL
    SELECT DISTINCT o.src, o.src_id, o.field,
        d.document_sha256, d.page, d.x0, d.top, d.x1, d.bottom, d.locator,
        -- the value of a word that a filing calls itself by is how often it does so
        CASE d.kind WHEN 'self_reference' THEN d.key ELSE d.value END,
        NULL, d.key, NULL, d.section, NULL, NULL, d.ordinal, 0, d.ocr_confidence
    FROM failed_operand AS o
    JOIN fact_disclosure AS d ON o.src = 'disclosure' AND d.disclosure_id = o.src_id
)
SELECT o.*, p.* EXCLUDE (src, src_id, field)
FROM failed_operand AS o
JOIN place AS p ON p.src = o.src AND p.src_id = o.src_id AND p.field IS NOT DISTINCT FROM o.field;
