-- The completion rate of one project in its form and in the text.
WITH pair AS (
    SELECT c.filing_id, f.project_key, c.sentence_no, c.ordinal, c.fact_id, c.value, coalesce(c.step, 0) AS step,
        f.rate_id, f.rate * 100 AS form_rate,
        CASE WHEN f.rate_is_percent THEN 1 ELSE 100 END * power(10, -coalesce(f.rate_decimals, 0))::DECIMAL(12, 8) AS form_step
    FROM form_funding AS f
    JOIN project_claim AS c ON c.filing_id = f.filing_id AND c.project_key = f.project_key
    WHERE c.metric = 'completion_rate' AND c.value IS NOT NULL AND f.rate IS NOT NULL
        AND f.project_key IN (SELECT project_key FROM form_funding AS g WHERE g.filing_id = f.filing_id GROUP BY 1 HAVING count(*) = 1)
)
SELECT
    filing_id,
    'project=' || project_key || ';claim=' || sentence_no || '.' || ordinal AS instance_key,
    CASE WHEN abs(value - form_rate) <= (step + form_step) / 2 THEN 'pass' ELSE 'fail' END AS status,
    value AS stated,
    form_rate::DECIMAL(28, 8) AS computed,
    (value - form_rate)::DECIMAL(28, 8) AS difference,
    ((step + form_step) / 2)::DECIMAL(28, 8) AS tolerance,
    greatest(step, form_step)::DECIMAL(28, 8) AS last_place,
    '%' AS unit,
    CASE WHEN abs(value - form_rate) <= greatest(step, form_step) THEN 'minor' ELSE 'material' END AS severity,
    'impossible' AS consistency,
    [
        {'fact_id': fact_id, 'role': 'stated', 'weight': 1},
        {'fact_id': rate_id, 'role': 'term', 'weight': 1}
    ] AS operands
FROM pair
