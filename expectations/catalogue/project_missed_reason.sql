-- A target missed by more than a twentieth, while the form's place for the reason is empty, or explains other missed targets by name and not this one.
-- A reason that names none is taken for all; one that shares four characters in a row with an indicator's name is taken for it.
WITH said AS (
    SELECT d.filing_id, d.document_sha256, try_cast(d.key AS INTEGER) AS form_no, min(f.fact_id) AS said_id,
        regexp_replace(string_agg(d.value, '' ORDER BY d.ordinal), '[\s“”"（）()]', '', 'g') AS words
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind = 'form_reason'
    GROUP BY ALL
), missed AS (
    SELECT
        i.*, s.said_id,
        coalesce(s.words, '') AS words,
        s.said_id IS NOT NULL OR i.reason IS NOT NULL AS asked,
        coalesce(nullif(regexp_replace(i.reason, '^[\s无—/-]+$', ''), ''), '') <> '' AS has_own,
        contains(s.words, i.name) AS named,
        length(i.name) < 4 OR len(list_filter(range(1, length(i.name) - 2), lambda start : contains(s.words, substring(i.name, start, 4)))) > 0 AS hinted
    FROM form_indicator AS i
    LEFT JOIN said AS s ON s.filing_id = i.filing_id AND s.document_sha256 = i.document_sha256 AND s.form_no = i.form_no
    WHERE i.missed AND i.reached < 0.95
), judged AS (
    SELECT
        *,
        NOT has_own AND (
            regexp_matches(words, '^[无—/-]*$')
            OR (NOT coalesce(hinted, true) AND bool_or(named) OVER (PARTITION BY filing_id, form_id))
        ) AS unexplained
    FROM missed
    WHERE asked
)
SELECT
    filing_id,
    'form=' || form_id AS instance_key,
    CASE WHEN bool_or(unexplained) THEN 'fail' ELSE 'pass' END AS status,
    format('{} 个未完成目标的指标没有写明原因：{}', count(*) FILTER (unexplained),
        string_agg(format('{}（目标值 {}，完成值 {}）', name, trim(target_text), trim(actual_text)), '、' ORDER BY row_ordinal) FILTER (unexplained)) AS detail,
    list_filter(
        list_append(list({'fact_id': actual_id, 'role': 'bound', 'weight': 1} ORDER BY row_ordinal) FILTER (unexplained), {'fact_id': any_value(said_id), 'role': 'stated', 'weight': 1}),
        lambda one : one.fact_id IS NOT NULL
    ) AS operands
FROM judged
GROUP BY filing_id, form_id
