-- A form that states its formula and prints the points of the whole part (年度绩效目标1（80分）), not of each row: a row that reached its target scored its
-- points, one that missed it scored points x B/A. The points that the scores imply must add up to the part's, as intervals.
WITH part AS (
    SELECT i.*, try_cast(regexp_extract(i.section, '[(（]([0-9]+(?:[.][0-9]+)?)分[)）]', 1) AS DECIMAL(28, 8)) AS points
    FROM form_indicator AS i
    JOIN form_rule AS r ON r.filing_id = i.filing_id AND r.form_id = i.form_id AND r.rule = 'proportional'
), implied AS (
    SELECT
        *,
        CASE
            WHEN score IS NULL OR score = 0 THEN NULL
            WHEN missed AND sense = 'at_least' THEN score / nullif(reached, 0)
            WHEN comparable AND NOT missed THEN score
            WHEN replace(target_text, ' ', '') = replace(actual_text, ' ', '') THEN score
        END AS ideal,
        CASE WHEN missed THEN (score_step / 2 + score * actual_step / 2 / greatest(actual, actual_step, 0.00000001)) / nullif(reached, 0) ELSE score_step / 2 END AS allowed
    FROM part
    WHERE points > 0
), summed AS (
    SELECT
        filing_id, form_id, section, any_value(points) AS points,
        sum(ideal) AS computed,
        -- met rows print their points exactly
        sum(CASE WHEN missed THEN allowed ELSE 0 END) AS allowed,
        list({'fact_id': score_id, 'role': 'stated', 'weight': 1} ORDER BY row_ordinal) AS operands
    FROM implied
    GROUP BY ALL
    HAVING bool_and(ideal IS NOT NULL AND weight IS NULL AND score_id IS NOT NULL) AND count(*) >= 2
)
SELECT
    filing_id,
    'form=' || form_id || ';part=' || section AS instance_key,
    CASE WHEN abs(points - computed) <= allowed + 0.000001 THEN 'pass' ELSE 'fail' END AS status,
    points AS stated,
    computed::DECIMAL(28, 8) AS computed,
    (points - computed)::DECIMAL(28, 8) AS difference,
    allowed::DECIMAL(28, 8) AS tolerance,
    '分' AS unit,
    -- one last place of one score at most
    CASE WHEN abs(points - computed) <= 3 * allowed THEN 'minor' ELSE 'material' END AS severity,
    'impossible' AS consistency,
    format('“{}”，按表中所列计分规则由各项得分倒推的分值之和为 {:.2f} 分', section, computed::DOUBLE) AS detail,
    operands
FROM summed
