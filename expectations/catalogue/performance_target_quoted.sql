-- 产出和效益 given as "≥60000元/年": the text prints the form's target with its comparison sign, while the form's actual value is another one.
WITH said AS (
    SELECT c.filing_id, c.sentence_no, c.ordinal, f.fact_id, c.value, c.unit,
        regexp_replace(c.subject, '[^一-龥A-Za-z0-9]', '', 'g') AS name
    FROM fact_claim AS c
    JOIN facts AS f ON f.src = 'claim' AND f.src_id = c.claim_id AND f.filing_id = c.filing_id
    WHERE c.topic = 'performance' AND c.value IS NOT NULL
        AND regexp_matches(c.sentence, '产出|效益|完成')
        AND NOT regexp_matches(c.subject, '目标|计划|预期|年初')
        AND regexp_matches(c.sentence, '[≥≤＞＜><]\s*' || regexp_escape(c.printed_text))
), form AS (
    SELECT t.filing_id, t.number AS target, a.number AS actual, t.fact_id AS target_id, a.fact_id AS actual_id, t.text AS target_text,
        regexp_replace(t.indicator, '[^一-龥A-Za-z0-9]', '', 'g') AS name
    FROM form_fact AS t
    JOIN form_fact AS a ON a.filing_id = t.filing_id AND a.performance_row_id = t.performance_row_id AND a.field = 'actual'
    WHERE t.row_kind = 'indicator' AND t.field = 'target' AND t.number IS NOT NULL AND a.number IS NOT NULL
)
SELECT
    s.filing_id,
    'indicator=' || m.name || ';claim=' || s.sentence_no || '.' || s.ordinal AS instance_key,
    CASE WHEN s.value = m.target AND s.value <> m.actual THEN 'fail' ELSE 'pass' END AS status,
    '文字说明与自评表的目标值相同，与完成值不同' AS detail,
    [
        {'fact_id': s.fact_id, 'role': 'stated', 'weight': 1},
        {'fact_id': m.target_id, 'role': 'bound', 'weight': 1},
        {'fact_id': m.actual_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM said AS s
JOIN form AS m
    ON m.filing_id = s.filing_id
    AND contains(m.target_text, replace(s.unit, '％', '%'))
    AND length(s.name) >= 4
    AND length(s.name) * 10 >= length(m.name) * 7
    AND (m.name = s.name OR regexp_matches(m.name, array_to_string(list_transform(string_split(s.name, ''), lambda one : regexp_escape(one)), '.*')))
