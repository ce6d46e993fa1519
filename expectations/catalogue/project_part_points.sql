-- Points that a form prints for a part of its indicators, over the column (分值权重（90分）) or beside the level (产出指标（50分）), are the sum of its rows'.
-- Levels are judged where every row names its level and theirs are all the points; a form whose points do not add up to 100 is shown by project.weights.
WITH row_part AS (
    SELECT *, regexp_extract(weight_header, '[(（]([0-9]+(?:[.][0-9]+)?)分?[)）]', 1) AS header_points,
        regexp_extract(level1, '指标[(（]?([0-9]+(?:[.][0-9]+)?)分?[)）]?$', 1) AS level_points
    FROM form_indicator
), whole AS (
    SELECT
        filing_id, form_id,
        min(header_points) AS header_points,
        bool_and(coalesce(header_points, '') <> '') AND count(DISTINCT header_points) = 1 AS has_header,
        bool_and(coalesce(level_points, '') <> '') AS has_levels,
        sum(weight) AS total,
        list({'fact_id': weight_id, 'role': 'term', 'weight': 1} ORDER BY row_ordinal) AS operands
    FROM row_part
    GROUP BY ALL
    HAVING bool_and(weight IS NOT NULL AND weight_source = 'printed') AND count(*) >= 3
), level_total AS (
    SELECT filing_id, form_id, sum(points) AS points
    FROM (SELECT DISTINCT filing_id, form_id, level1, level_points::DECIMAL(28, 8) AS points FROM row_part WHERE level_points <> '')
    GROUP BY ALL
), part AS (
    SELECT filing_id, form_id, '' AS part, 0 AS ordinal, '分值合计' AS words, header_points::DECIMAL(28, 8) AS points, total, operands
    FROM whole
    WHERE has_header
    UNION ALL
    SELECT r.filing_id, r.form_id, ';levels', min(r.row_ordinal), r.level1, any_value(r.level_points)::DECIMAL(28, 8), sum(r.weight),
        list({'fact_id': r.weight_id, 'role': 'term', 'weight': 1} ORDER BY r.row_ordinal)
    FROM row_part AS r
    JOIN whole AS w ON w.filing_id = r.filing_id AND w.form_id = r.form_id AND w.has_levels
    JOIN level_total AS t ON t.filing_id = r.filing_id AND t.form_id = r.form_id AND t.points = w.total
    GROUP BY r.filing_id, r.form_id, r.level1
)
SELECT
    filing_id,
    'form=' || form_id || part AS instance_key,
    CASE WHEN bool_or(points <> total) THEN 'fail' ELSE 'pass' END AS status,
    -- of several levels, the first that differs
    first(points ORDER BY points = total, ordinal) AS stated,
    first(total ORDER BY points = total, ordinal) AS computed,
    first(points - total ORDER BY points = total, ordinal) AS difference,
    0.00 AS tolerance,
    '分' AS unit,
    'material' AS severity,
    'impossible' AS consistency,
    string_agg(format('“{}”印 {:.0f} 分，各项分值之和为 {:.2f}', words, points::DOUBLE, total::DOUBLE), '；' ORDER BY ordinal) FILTER (points <> total) AS detail,
    coalesce(flatten(list(operands ORDER BY ordinal) FILTER (points <> total)), flatten(list(operands ORDER BY ordinal))) AS operands
FROM part
GROUP BY filing_id, form_id, part
