-- One project under names that differ in more than the year and a generic ending.
WITH named AS (
    SELECT c.filing_id, c.project_key, c.fact_id, c.project_name AS said, f.project_name AS printed, f.executed_id, f.budget_id
    FROM form_funding AS f
    JOIN project_claim AS c ON c.filing_id = f.filing_id AND c.project_key = f.project_key
), differing AS (
    SELECT n.*
    FROM named AS n
    JOIN project_core AS a ON a.name = n.said
    JOIN project_core AS b ON b.name = n.printed
    -- a department's text often puts the unit's name before the project's
    WHERE NOT ends_with(a.core, b.core) AND NOT ends_with(b.core, a.core)
)
SELECT
    filing_id,
    'project=' || project_key AS instance_key,
    'fail' AS status,
    format('文字说明写“{}”，自评表写“{}”', string_agg(DISTINCT said, '”“'), any_value(printed)) AS detail,
    list_concat(
        list(DISTINCT {'fact_id': fact_id, 'role': 'stated', 'weight': 1}),
        [{'fact_id': coalesce(any_value(executed_id), any_value(budget_id)), 'role': 'bound', 'weight': 1}]
    ) AS operands
FROM differing
GROUP BY filing_id, project_key
