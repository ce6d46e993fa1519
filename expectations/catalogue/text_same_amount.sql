-- The same concept, metric and year stated in two places without a statement to compare with: each against the first.
WITH stated AS (
    SELECT *,
        concat_ws('·', about, metric, basis, coalesce(period, fiscal_year), base_year, base_basis, coalesce(direction, 0)) AS subject_key,
        first_value(fact_id) OVER w AS first_id,
        first_value(group_key) OVER w AS first_group,
        first_value(topic) OVER w AS first_topic,
        count(DISTINCT yuan) OVER (
            PARTITION BY filing_id, about, metric, basis, coalesce(period, fiscal_year), base_year, base_basis, coalesce(direction, 0), topic
        ) AS n_amounts
    FROM claim
    WHERE yuan IS NOT NULL
        AND concept IS NOT NULL
        AND about <> ''
        -- lists of evaluated projects name several of one name: what differs there is another project
        AND NOT (concept = 'project' AND topic = 'performance')
        AND concept <> 'performance_funds'  -- of all projects, of the whole unit, of one evaluation: never the same sum
        AND metric IN ('final', 'initial_budget', 'adjusted_budget', 'change')
        AND claim_id NOT IN (SELECT claim_id FROM claim_cell WHERE claim.metric <> 'change')
    WINDOW w AS (
        PARTITION BY filing_id, about, metric, basis, coalesce(period, fiscal_year), base_year, base_basis, coalesce(direction, 0)
        ORDER BY sentence_no, ordinal
    )
), pair AS (
    SELECT filing_id, subject_key || ';claim=' || sentence_no || '.' || ordinal AS instance_key, fact_id, first_id, n_amounts
    FROM stated
    WHERE fact_id <> first_id
        AND group_key IS DISTINCT FROM first_group
        -- words alone do not say of which fund, with or without what was carried over: the section does
        AND topic IS NOT DISTINCT FROM first_topic
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, fact_id FROM pair
UNION ALL
SELECT filing_id, instance_key, 'term', 1, first_id FROM pair
UNION ALL
-- three amounts or more: several things of one name, not one thing that is contradicted
SELECT filing_id, instance_key, 'unsure_same_name', 0, NULL FROM pair WHERE n_amounts > 2
