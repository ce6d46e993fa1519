-- What the rules about a filing's own self-checklist (自查表) read: the contradictions found so far, and its questions with their answers.
CREATE OR REPLACE TEMP TABLE contradiction AS
SELECT t.filing_id, t.check_id, d.family, t.severity, t.instance_key, o.fact_id
FROM tie_results AS t
JOIN dim_check AS d USING (check_id)
JOIN operands AS o USING (check_id, filing_id, instance_key)
WHERE t.status = 'fail' AND o.role IN ('stated', 'term')
UNION ALL
SELECT q.filing_id, q.check_id, d.family, CASE WHEN r.severity = 'by_difference' THEN coalesce(q.severity, 'disclosure') ELSE r.severity END,
    q.instance_key, o.operand.fact_id
FROM query_results AS q
JOIN dim_check AS d USING (check_id)
JOIN rule_info AS r USING (check_id),
unnest(q.operands) AS o(operand)
WHERE q.status = 'fail';
-----
-- A question and its answer stand in one row: they share the printed group and row number.
CREATE OR REPLACE TEMP TABLE checklist_item AS
WITH cell AS (
    SELECT d.*, f.fact_id
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind IN ('checklist', 'checklist_answer', 'checklist_note')
)
SELECT
    q.filing_id,
    'question=' || concat_ws('.', q.section, q.key) AS instance_key,
    regexp_replace(q.value, '[\s“”"''《》]', '', 'g') AS question,
    a.code AS answer,
    n.value AS note,
    q.fact_id AS question_id,
    a.fact_id AS answer_id,
    n.fact_id AS note_id
FROM cell AS q
JOIN cell AS a ON a.kind = 'checklist_answer' AND a.filing_id = q.filing_id AND a.section = q.section AND a.key = q.key
LEFT JOIN cell AS n ON n.kind = 'checklist_note' AND n.filing_id = q.filing_id AND n.section = q.section AND n.key = q.key
WHERE q.kind = 'checklist' AND a.code IS NOT NULL
-- two rows of one number cannot be told apart
QUALIFY count(*) OVER (PARTITION BY q.filing_id, q.section, q.key) = 1;
-----
-- What the other rules found, by the question that it answers: how many findings and the facts of some of them.
CREATE OR REPLACE TEMP TABLE checklist_evidence AS
WITH about(topic, check_id) AS (
    VALUES ('glossary', 'disclosure.glossary_missing'), ('glossary', 'disclosure.glossary_unused'), ('glossary', 'disclosure.glossary_name'),
        ('layout', 'disclosure.misplaced_label'), ('layout', 'disclosure.missing_statement'),
        ('reasons', 'disclosure.deviation_reason'),
        ('table_decimals', 'format.decimals'),
        ('vehicle_date', 'disclosure.as_of_date'),
        ('text_agrees', 'project.executed'), ('text_agrees', 'project.budget'), ('text_agrees', 'project.rate_in_text')
), found AS (
    SELECT c.filing_id, coalesce(a.topic, 'text_agrees') AS topic, c.check_id, c.instance_key, c.fact_id, f.src, f.src_id, f.field
    FROM contradiction AS c
    JOIN facts AS f USING (fact_id)
    LEFT JOIN about AS a USING (check_id)
    LEFT JOIN fact_disclosure AS d ON f.src = 'disclosure' AND d.disclosure_id = f.src_id AND d.filing_id = c.filing_id
    WHERE CASE coalesce(a.topic, c.family)
        WHEN 'text_agrees' THEN c.severity IN ('material', 'minor')
        WHEN 'text_vs_table' THEN c.severity IN ('material', 'minor')
        WHEN 'vehicle_date' THEN coalesce(regexp_matches(d.section, '三公|用车|车辆'), false)
        ELSE a.topic IS NOT NULL
    END
)
SELECT filing_id, topic, n, facts
FROM (SELECT filing_id, topic, count(DISTINCT (check_id, instance_key)) AS n FROM found GROUP BY ALL)
JOIN (
    SELECT filing_id, topic, list(fact_id ORDER BY src, src_id, field) AS facts
    FROM (SELECT DISTINCT filing_id, topic, fact_id, src, src_id, field FROM found)
    GROUP BY ALL
) USING (filing_id, topic);
-----
-- The operands of a rule about a question: the question, and at most four facts that speak against its answer.
CREATE OR REPLACE TEMP MACRO question_and(question_id, facts) AS list_concat(
    [{'fact_id': question_id, 'role': 'stated', 'weight': 1}],
    coalesce(list_transform(facts[1:4], lambda one : {'fact_id': one, 'role': 'bound', 'weight': 1}), [])
);
