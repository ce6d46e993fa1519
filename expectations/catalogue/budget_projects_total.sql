-- The total of the list of projects against 项目支出 of all money: of the year, or without what was carried over from last year, where the list leaves
-- that out. Where something was carried over and neither fits, what the list holds is not known.
WITH cell AS (
    SELECT f.filing_id, f.statement, f.instance, f.item, f.row_kind, f.measure, f.fund, f.side, f.amount_year, f.subject, f.fact_id, f.value
    FROM facts AS f
    JOIN scope_filing AS s USING (filing_id)
    WHERE f.src = 'line_item' AND s.kind = 'budget' AND f.rel_year = 'this' AND f.row_kind <> 'of_which' AND f.value IS NOT NULL
        AND f.statement IN ('budget_projects', 'budget_expenditure', 'budget_income_expenditure_summary')
), listed AS (
    SELECT filing_id, min(fact_id) AS fact_id, min(value) AS value
    FROM cell
    -- 一般公共预算项目支出表 lists the projects of one book
    ANTI JOIN (SELECT * FROM fact_statement WHERE regexp_matches(printed_title, '公共预算|基金|国有资本|财政拨款')) AS of_book
        USING (filing_id, statement, instance)
    WHERE statement = 'budget_projects' AND item = 'total' AND row_kind = 'total' AND measure = 'total' AND subject IS NULL AND value <> 0
    GROUP BY filing_id
    HAVING count(DISTINCT value) = 1 AND count(DISTINCT instance) = 1
), whole AS (
    SELECT filing_id, statement, min(fact_id) AS fact_id, min(value) AS value
    FROM cell
    WHERE value <> 0
        AND (
            (statement = 'budget_expenditure' AND item = 'total' AND row_kind = 'total' AND measure = 'project' AND subject IS NULL)
            OR (statement = 'budget_income_expenditure_summary' AND item = 'project_total' AND measure = 'project')
        )
    GROUP BY ALL
    HAVING count(DISTINCT value) = 1
), carried AS (
    SELECT filing_id, max(value) AS value
    FROM cell
    WHERE statement = 'budget_income_expenditure_summary' AND item = 'opening_balance' AND measure = 'total'
    GROUP BY ALL
    HAVING max(value) <> 0
), pair AS (
    SELECT l.filing_id, 'statement=' || w.statement AS instance_key, l.fact_id AS stated_id, w.fact_id,
        c.value IS NOT NULL AND l.value <> w.value AS is_unsure
    FROM listed AS l
    JOIN whole AS w USING (filing_id)
    LEFT JOIN carried AS c USING (filing_id)
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM pair
UNION ALL
SELECT filing_id, instance_key, 'term', 1, fact_id FROM pair
UNION ALL
SELECT filing_id, instance_key, 'unsure', 0, NULL FROM pair WHERE is_unsure
