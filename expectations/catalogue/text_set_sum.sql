-- A whole and all of its parts in one sentence or list: the three public expenses, cars bought and run, and goods, works and services of one purchase
-- (but for the filing's own total of procurement, which text.procurement_total judges).
WITH procured AS (
    SELECT filing_id
    FROM (
        SELECT filing_id, metric, coalesce(period, fiscal_year) AS period, concept
        FROM claim
        WHERE concept IN ('procurement_total', 'procurement_goods', 'procurement_works', 'procurement_services') AND yuan IS NOT NULL
            AND metric IN ('final', 'initial_budget')
        GROUP BY ALL
        HAVING count(DISTINCT yuan) = 1
    )
    GROUP BY filing_id, metric, period
    HAVING count(*) = 4
), member AS (
    SELECT *, count(*) OVER (PARTITION BY filing_id, parent_key, name, metric, period) AS n_same
    FROM (
        SELECT filing_id, parent_key, fact_id, yuan, metric, coalesce(period, fiscal_year) AS period,
            CASE
                WHEN concept IN ('overseas_travel', 'vehicles', 'vehicle_purchase', 'vehicle_operation', 'reception') THEN concept
                WHEN topic = 'procurement' AND regexp_matches(subject, '货物') THEN 'goods'
                WHEN topic = 'procurement' AND regexp_matches(subject, '工程') THEN 'works'
                WHEN topic = 'procurement' AND regexp_matches(subject, '服务') THEN 'services'
            END AS name
        FROM claim
        WHERE parent_key IS NOT NULL AND yuan IS NOT NULL AND metric IN ('final', 'initial_budget')
    )
    WHERE name IS NOT NULL
), whole AS (
    SELECT filing_id, group_key AS parent_key, metric, coalesce(period, fiscal_year) AS period, min(fact_id) AS whole_id, any_value(concept) AS concept
    FROM claim
    WHERE yuan IS NOT NULL AND metric IN ('final', 'initial_budget') AND group_key IS NOT NULL
    GROUP BY ALL
    HAVING count(DISTINCT yuan) = 1
), held AS (
    SELECT w.filing_id, w.parent_key, w.metric, w.period, w.whole_id, w.concept, m.name, m.fact_id,
        list(m.name) OVER (PARTITION BY w.filing_id, w.parent_key, w.metric, w.period) AS names, max(m.n_same) OVER (PARTITION BY w.filing_id, w.parent_key, w.metric, w.period) AS n_same
    FROM whole AS w
    JOIN member AS m USING (filing_id, parent_key, metric, period)
), sure AS (
    SELECT *, concat_ws(';', 'list=' || parent_key, metric, period) AS instance_key
    FROM held
    WHERE n_same = 1 AND (
        (concept = 'three_public' AND list_has_all(names, ['overseas_travel', 'reception'])
            AND CASE WHEN list_contains(names, 'vehicles') THEN name NOT IN ('vehicle_purchase', 'vehicle_operation')
                ELSE list_has_all(names, ['vehicle_purchase', 'vehicle_operation']) END)
        OR (concept = 'vehicles' AND list_has_all(names, ['vehicle_purchase', 'vehicle_operation']) AND name IN ('vehicle_purchase', 'vehicle_operation'))
        OR (list_has_all(names, ['goods', 'works', 'services'])
            AND (concept IS DISTINCT FROM 'procurement_total' OR filing_id NOT IN (FROM procured)) AND name IN ('goods', 'works', 'services'))
    )
)
SELECT DISTINCT filing_id, instance_key, 'stated' AS role, 1 AS weight, whole_id AS fact_id FROM sure
UNION ALL
SELECT filing_id, instance_key, 'term', 1, fact_id FROM sure
