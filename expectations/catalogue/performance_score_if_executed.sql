-- A consequence: had the project spent what the text says, the form's execution score would be weight x rate of that amount, and its total with it.
WITH pair AS (
    SELECT f.filing_id, f.form_id, f.project_key, c.fact_id AS claim_id, c.yuan, f.executed, f.executed_id, f.budget, f.score, f.score_id, f.weight,
        coalesce(f.score_decimals, 2) AS decimals,
        greatest(coalesce(f.executed_step, 0), coalesce(c.step_yuan, 0)) AS step
    FROM form_funding AS f
    JOIN project_claim AS c ON c.filing_id = f.filing_id AND c.project_key = f.project_key
    WHERE c.metric = 'final' AND c.topic = 'performance' AND c.yuan IS NOT NULL AND coalesce(c.period, c.fiscal_year) = c.fiscal_year
        AND f.executed IS NOT NULL AND f.budget > 0 AND f.score IS NOT NULL AND f.weight IS NOT NULL
        AND f.project_key IN (SELECT project_key FROM form_funding AS g WHERE g.filing_id = f.filing_id GROUP BY 1 HAVING count(*) = 1)
), total AS (
    SELECT filing_id, form_id, max(measured) AS total, min(fact_id) AS fact_id
    FROM form_fact
    WHERE row_kind = 'total' AND field = 'score'
    GROUP BY ALL
    HAVING count(*) = 1
), judged AS (
    SELECT p.*, t.total, t.fact_id AS total_id, round(p.weight * least(p.yuan / p.budget, 1), 2) AS other
    FROM pair AS p
    LEFT JOIN total AS t USING (filing_id, form_id)
)
SELECT
    filing_id,
    'project=' || project_key AS instance_key,
    -- only where the form is true to its own amount: otherwise the score says nothing about which amount is right
    CASE
        WHEN abs(yuan - executed) > step AND abs(score - weight * least(executed / budget, 1)) <= 0.01 AND abs(other - score) > 0.01 THEN 'fail'
        ELSE 'pass'
    END AS status,
    format('按文字说明的执行数，执行得分应为 {:.2f}（自评表 {:.2f}）', other::DOUBLE, score::DOUBLE)
        || coalesce(format('，总分应为 {:.2f}（自评表 {:.2f}）', (total - score + other)::DOUBLE, total::DOUBLE), '') AS detail,
    list_filter([
        {'fact_id': claim_id, 'role': 'stated', 'weight': 1},
        {'fact_id': executed_id, 'role': 'bound', 'weight': 1},
        {'fact_id': score_id, 'role': 'bound', 'weight': 1},
        {'fact_id': total_id, 'role': 'bound', 'weight': 1}
    ], lambda one : one.fact_id IS NOT NULL) AS operands
FROM judged
