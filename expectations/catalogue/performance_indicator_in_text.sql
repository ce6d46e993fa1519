-- One indicator by its name, in the performance section and in a form: the ratio or count of the text against the actual value of every form that
-- has the indicator. Words that do not tell indicators apart (实际, 完成) are left out of the names; a passage about a target is not an actual value.
WITH said AS (
    SELECT c.filing_id, c.sentence_no, c.ordinal, f.fact_id, c.value, c.unit, coalesce(c.step, 1) AS step,
        regexp_replace(c.subject, '[^一-龥A-Za-z0-9]|实际', '', 'g') AS name
    FROM fact_claim AS c
    JOIN facts AS f ON f.src = 'claim' AND f.src_id = c.claim_id AND f.filing_id = c.filing_id
    WHERE c.topic = 'performance' AND c.value_kind IN ('ratio', 'count') AND c.value IS NOT NULL
        AND c.base_year IS NULL AND c.direction IS NULL
        AND NOT regexp_matches(c.subject, '目标|计划|预期|年初')
), form AS (
    SELECT f.filing_id, f.fact_id, f.number,
        regexp_replace(f.indicator, '[^一-龥A-Za-z0-9]|实际', '', 'g') AS name,
        trim(regexp_replace(f.text, '[-0-9.,，≥≤><=＞＜\s]', '', 'g')) AS unit,
        power(10, -coalesce(length(regexp_extract(f.text, '[.]([0-9]+)', 1)), 0))::DECIMAL(12, 8) AS step
    FROM form_fact AS f
    WHERE f.row_kind = 'indicator' AND f.field = 'actual' AND f.number IS NOT NULL
        AND regexp_matches(f.text, '^\s*[≥≤><=＞＜]*\s*[0-9][0-9,.]*\s*[^0-9]{0,6}$')
), pair AS (
    SELECT s.*, m.fact_id AS form_id, m.number, greatest(s.step, m.step) AS coarse,
        -- the coarser of the two is the finer one rounded
        abs(s.value - m.number) <= greatest(s.step, m.step) / 2 AS agrees
    FROM said AS s
    JOIN form AS m ON m.filing_id = s.filing_id AND m.name = s.name AND length(s.name) >= 4
        AND (m.unit = replace(s.unit, '％', '%') OR (m.unit = '' AND s.unit NOT IN ('%', '％')))
)
SELECT
    filing_id,
    'indicator=' || name || ';claim=' || sentence_no || '.' || ordinal AS instance_key,
    CASE WHEN bool_or(agrees) THEN 'pass' ELSE 'fail' END AS status,
    any_value(value)::DECIMAL(28, 8) AS stated,
    min(number)::DECIMAL(28, 8) AS computed,
    (any_value(value) - min(number))::DECIMAL(28, 8) AS difference,
    (max(coarse) / 2)::DECIMAL(28, 8) AS tolerance,
    max(coarse)::DECIMAL(28, 8) AS last_place,
    any_value(unit) AS unit,
    CASE WHEN abs(any_value(value) - min(number)) <= max(coarse) THEN 'minor' ELSE 'material' END AS severity,
    'impossible' AS consistency,
    list_concat(
        [{'fact_id': fact_id, 'role': 'stated', 'weight': 1}],
        list({'fact_id': form_id, 'role': 'term', 'weight': 1} ORDER BY form_id)
    ) AS operands
FROM pair
GROUP BY filing_id, name, sentence_no, ordinal, fact_id
-- forms that differ among themselves: which of them the text speaks of is not known
HAVING bool_or(agrees) OR count(DISTINCT number) = 1
