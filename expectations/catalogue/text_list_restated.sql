-- Parts listed behind a whole and gone through again one by one, each at the head of its own sentence: where the others of the list agree, so must this one.
WITH named AS (
    SELECT filing_id, fact_id, group_key, parent_key, metric, topic, yuan, coalesce(step_yuan, 0) AS step, sentence_no, ordinal,
        regexp_replace(regexp_replace(subject, '\s|的|[“”"]', '', 'g'), '(支出|经费|资金|费用|费|项目)+$', '') AS name,
        ordinal = min(ordinal) OVER (PARTITION BY filing_id, sentence_no) AS leads
    FROM claim
    WHERE yuan > 0 AND coalesce(period, fiscal_year) = fiscal_year AND metric = CASE kind WHEN 'budget' THEN 'initial_budget' ELSE 'final' END
), member AS (
    SELECT *
    FROM named
    WHERE parent_key IS NOT NULL AND length(name) >= 2
    QUALIFY count(*) OVER (PARTITION BY filing_id, parent_key, name) = 1
), again AS (
    SELECT m.*, n.fact_id AS again_id, abs(m.yuan - n.yuan) <= greatest(m.step, n.step) / 2 AS agrees
    FROM member AS m
    JOIN named AS n
        ON n.filing_id = m.filing_id AND n.name = m.name AND n.topic IS NOT DISTINCT FROM m.topic AND n.metric = m.metric
        AND n.sentence_no > m.sentence_no AND n.group_key <> m.group_key AND n.leads
    QUALIFY row_number() OVER (PARTITION BY m.fact_id ORDER BY n.ordinal) = 1
), sure AS (
    SELECT *
    FROM again
    QUALIFY count(*) FILTER (agrees) OVER (PARTITION BY filing_id, parent_key) >= 2
        AND count(*) FILTER (NOT agrees) OVER (PARTITION BY filing_id, parent_key) <= 1
)
SELECT filing_id, instance_key, role, 1 AS weight, fact_id
FROM (
    SELECT filing_id, 'list=' || parent_key || ';name=' || name AS instance_key,
        unnest([{'role': 'stated', 'fact_id': again_id}, {'role': 'term', 'fact_id': fact_id}], recursive := true)
    FROM sure
)
