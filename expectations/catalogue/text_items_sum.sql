-- 项-level amounts of the text against the total that it states, where the list is evidently complete: what is missing is of rounding size.
WITH whole AS (
    SELECT filing_id, metric, min(fact_id) AS fact_id, min(yuan) AS yuan, min(step_yuan) AS step_yuan
    FROM claim
    WHERE statement = 'general_budget_expenditure' AND item = 'total' AND measure = 'total' AND yuan > 0
        AND metric IN ('initial_budget', 'final') AND coalesce(period, fiscal_year) = fiscal_year
    GROUP BY ALL
    HAVING count(DISTINCT yuan) = 1
), part AS (
    SELECT filing_id, metric, functional_code, min(fact_id) AS fact_id, min(yuan) AS yuan
    FROM claim
    WHERE statement = 'general_budget_expenditure' AND item = 'functional' AND measure = 'total' AND yuan IS NOT NULL
        AND length(functional_code) = 7 AND coalesce(period, fiscal_year) = fiscal_year
    GROUP BY ALL
    HAVING count(DISTINCT yuan) = 1
), complete AS (
    SELECT w.filing_id, w.metric, any_value(w.fact_id) AS stated_id
    FROM whole AS w
    JOIN part AS p USING (filing_id, metric)
    GROUP BY w.filing_id, w.metric
    HAVING count(*) >= 3 AND abs(any_value(w.yuan) - sum(p.yuan)) <= (count(*) + 1) * any_value(w.step_yuan) / 2
)
SELECT filing_id, 'metric=' || metric AS instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM complete
UNION ALL
SELECT filing_id, 'metric=' || metric, 'term', 1, fact_id FROM part JOIN complete USING (filing_id, metric)
