-- Projects listed under 项目支出…主要用于 against the project expenditure, only where the list is evidently complete.
WITH whole AS (
    SELECT filing_id, section, fact_id, yuan, step_yuan
    FROM claim
    WHERE metric = 'final' AND concept IN ('general_project', 'project_total') AND yuan > 0
), part AS (
    SELECT w.filing_id, w.section, w.fact_id AS whole_id, c.fact_id, c.yuan, w.yuan AS total, w.step_yuan
    FROM whole AS w
    JOIN project_claim AS c ON c.filing_id = w.filing_id AND c.section = w.section
    WHERE c.metric = 'final' AND c.yuan IS NOT NULL
), complete AS (
    SELECT filing_id, section, whole_id
    FROM part
    GROUP BY ALL
    HAVING count(*) >= 2 AND abs(any_value(total) - sum(yuan)) <= (count(*) + 1) * max(step_yuan) / 2
)
SELECT DISTINCT filing_id, 'section=' || section AS instance_key, 'stated' AS role, 1 AS weight, whole_id AS fact_id FROM complete
UNION ALL
SELECT filing_id, 'section=' || section, 'term', 1, fact_id FROM part JOIN complete USING (filing_id, section, whole_id)
