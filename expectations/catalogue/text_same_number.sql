-- Ratios and counts of one concept stated in two places.
WITH stated AS (
    SELECT *,
        first_value(fact_id) OVER w AS first_id,
        first_value(value) OVER w AS first_value,
        first_value(step) OVER w AS first_step,
        first_value(group_key) OVER w AS first_group,
        first_value(topic) OVER w AS first_topic
    FROM claim
    WHERE value IS NOT NULL
        AND value_kind IN ('count', 'ratio')
        AND concept IS NOT NULL
        AND about IS NOT NULL
        AND concept <> 'project'
        -- 主要是购置2辆机要通信用车: some of them
        AND NOT (metric = 'vehicles' AND starts_with(subject, '主要'))
        AND (value_kind = 'count' OR base_year IS NOT NULL OR base_basis IS NOT NULL)
        AND metric IN ('people', 'vehicles', 'batches', 'trips', 'units', 'equipment', 'growth_rate', 'completion_rate')
    WINDOW w AS (
        PARTITION BY filing_id, about, metric, unit, basis, coalesce(period, fiscal_year), base_year, base_basis, whole_key, coalesce(direction, 0)
        ORDER BY sentence_no, ordinal
    )
)
SELECT
    filing_id,
    concat_ws('·', about, metric) || ';claim=' || sentence_no || '.' || ordinal AS instance_key,
    CASE
        WHEN value = first_value OR abs(value - first_value) <= greatest(coalesce(step, 0), coalesce(first_step, 0)) / 2 THEN 'pass'
        ELSE 'fail'
    END AS status,
    value AS stated,
    first_value AS computed,
    value - first_value AS difference,
    0.00 AS tolerance,
    unit,
    CASE
        WHEN value_kind = 'count' AND topic IS NOT DISTINCT FROM first_topic THEN 'material'
        WHEN value_kind = 'count' THEN 'unusual'
        WHEN abs(value - first_value) <= greatest(coalesce(step, 0), coalesce(first_step, 0)) THEN 'rounding'
        ELSE 'material'
    END AS severity,
    CASE
        WHEN value_kind = 'ratio' AND abs(value - first_value) <= greatest(coalesce(step, 0), coalesce(first_step, 0)) THEN 'possible_by_rounding'
        ELSE 'impossible'
    END AS consistency,
    [
        {'fact_id': fact_id, 'role': 'stated', 'weight': 1},
        {'fact_id': first_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM stated
WHERE fact_id <> first_id
    AND group_key IS DISTINCT FROM first_group
    AND (value_kind = 'count' OR topic IS NOT DISTINCT FROM first_topic)
