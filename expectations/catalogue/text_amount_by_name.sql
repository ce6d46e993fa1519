-- A sentence's amount of a class, a project or the operating funds without a word of which table: where all the tables of the filing print one amount
-- for it, that amount.
WITH open_claim AS (
    SELECT c.*
    FROM claim AS c
    WHERE c.metric = CASE c.kind WHEN 'budget' THEN 'initial_budget' ELSE 'final' END
        AND c.yuan IS NOT NULL
        AND coalesce(c.period, c.fiscal_year) = c.fiscal_year
        AND c.statement IS NULL
        AND c.kind = 'budget'
        -- said as a part of something else, or of one fund: not the whole of the class
        AND c.parent_key IS NULL AND c.fund IS NULL
), cell AS (
    SELECT f.*
    FROM facts AS f
    WHERE f.src = 'line_item' AND f.rel_year = 'this' AND f.row_kind <> 'of_which' AND f.basis = 'initial_budget' AND f.state = 'number'
), named_project AS (
    SELECT c.claim_id, c.filing_id, c.fact_id AS stated_id, l.fact_id, l.value, c.yuan
    FROM open_claim AS c
    JOIN (
        SELECT filing_id, regexp_replace(project, '\s', '', 'g') AS project, min(fact_id) AS fact_id, min(value) AS value
        FROM cell
        WHERE statement = 'budget_projects' AND item = 'project' AND measure = 'total' AND project IS NOT NULL
        GROUP BY ALL
        HAVING count(*) = 1
    ) AS l ON l.filing_id = c.filing_id AND l.project = translate(regexp_replace(c.subject, '\s', '', 'g'), '()', '（）')
    WHERE c.concept IS NULL AND length(l.project) >= 3
), listed_project AS (
    -- a text that goes through the table's projects one by one: the others of it agree
    SELECT *
    FROM named_project
    QUALIFY count(*) FILTER (abs(value - yuan) <= 50) OVER (PARTITION BY filing_id) >= 2
        AND count(*) FILTER (abs(value - yuan) <= 50) OVER (PARTITION BY filing_id) >= count(*) FILTER (abs(value - yuan) > 50) OVER (PARTITION BY filing_id)
), candidate AS (
    SELECT c.claim_id, c.filing_id, c.fact_id AS stated_id, l.fact_id, l.value, c.yuan
    FROM open_claim AS c
    JOIN cell AS l ON l.filing_id = c.filing_id AND l.functional_code = c.functional_code
    WHERE c.concept = 'functional' AND l.item = 'functional' AND l.measure = 'total' AND l.subject IS NULL AND NOT l.code_repeated
        AND l.statement IN ('budget_income', 'budget_expenditure', 'budget_general_expenditure', 'budget_appropriation_expenditure')
        AND length(c.functional_code) = 7
    UNION ALL
    SELECT c.claim_id, c.filing_id, c.fact_id, l.fact_id, l.value, c.yuan
    FROM open_claim AS c
    JOIN cell AS l ON l.filing_id = c.filing_id
    WHERE c.concept = 'operating_funds' AND l.measure = 'operating_funds' AND l.subject IS NULL AND l.item IN ('total', 'three_public')
    UNION ALL
    SELECT claim_id, filing_id, stated_id, fact_id, value, yuan FROM listed_project
), one_amount AS (
    SELECT claim_id, filing_id, stated_id, min(fact_id) AS fact_id
    FROM candidate
    GROUP BY ALL
    HAVING count(DISTINCT value) = 1
), pair AS (
    SELECT o.filing_id, o.stated_id, o.fact_id, 'claim=' || c.sentence_no || '.' || c.ordinal || ';' || coalesce(c.about, '') AS instance_key
    FROM one_amount AS o
    JOIN claim AS c ON c.claim_id = o.claim_id AND c.filing_id = o.filing_id
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM pair
UNION ALL
SELECT filing_id, instance_key, 'term', 1, fact_id FROM pair
