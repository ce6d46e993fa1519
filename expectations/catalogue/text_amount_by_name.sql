-- A sentence's amount of a class, a project, the operating funds or one book's income without a word of which table: where all the tables of the filing print one amount
-- for it, that amount.
WITH open_claim AS (
    SELECT c.*
    FROM claim AS c
    WHERE c.metric = CASE c.kind WHEN 'budget' THEN 'initial_budget' ELSE 'final' END
        AND c.yuan IS NOT NULL
        AND coalesce(c.period, c.fiscal_year) = c.fiscal_year
        AND c.statement IS NULL
        AND c.kind = 'budget'
        AND c.fund IS NULL
), whole_claim AS (
    -- said as a part of something else: not the whole of the class
    SELECT * FROM open_claim WHERE parent_key IS NULL
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
), unit_claim AS (
    -- a unit that the text names, whose row the tables print: 某某局（本级）预算 28,283.46 万元，包括…、项目支出 22,701.77 万元
    SELECT c.claim_id, c.filing_id, c.fact_id AS stated_id, c.yuan, 'total' AS measure, translate(c.subject, '()', '（）') AS unit
    FROM open_claim AS c
    WHERE c.concept IS NULL AND c.topic = 'expenditure'
    UNION ALL
    SELECT c.claim_id, c.filing_id, c.fact_id, c.yuan, CASE c.subject WHEN '项目支出' THEN 'project' ELSE 'basic' END, translate(u.subject, '()', '（）')
    FROM open_claim AS c
    JOIN open_claim AS u ON u.filing_id = c.filing_id AND u.group_key = c.parent_key AND u.topic = 'expenditure'
    WHERE c.subject IN ('项目支出', '基本支出') AND u.concept IS NULL
), of_unit AS (
    SELECT c.claim_id, c.filing_id, c.stated_id, l.fact_id, l.value, c.yuan
    FROM unit_claim AS c
    JOIN cell AS l
        ON l.filing_id = c.filing_id AND l.statement = 'budget_expenditure' AND l.item IN ('entity', 'total') AND l.measure = c.measure
        AND translate(l.subject, '()', '（）') = c.unit
), candidate AS (
    SELECT c.claim_id, c.filing_id, c.fact_id AS stated_id, l.fact_id, l.value, c.yuan
    FROM whole_claim AS c
    JOIN cell AS l ON l.filing_id = c.filing_id AND l.functional_code = c.functional_code
    WHERE c.concept = 'functional' AND l.item = 'functional' AND l.measure = 'total' AND l.subject IS NULL AND NOT l.code_repeated
        AND l.statement IN ('budget_income', 'budget_expenditure', 'budget_general_expenditure', 'budget_appropriation_expenditure')
        AND length(c.functional_code) = 7
    UNION ALL
    SELECT c.claim_id, c.filing_id, c.fact_id, l.fact_id, l.value, c.yuan
    FROM whole_claim AS c
    JOIN cell AS l ON l.filing_id = c.filing_id
    WHERE c.concept = 'operating_funds' AND l.measure = 'operating_funds' AND l.subject IS NULL AND l.item IN ('total', 'three_public')
    UNION ALL
    SELECT claim_id, filing_id, stated_id, fact_id, value, yuan FROM listed_project
    UNION ALL
    SELECT claim_id, filing_id, stated_id, fact_id, value, yuan FROM of_unit
), book AS (
    -- the income of a book, and what all books spend, in whichever summary prints it. Where money was carried over the words do not tell whether it is meant.
    SELECT c.claim_id, c.filing_id, c.fact_id AS stated_id, l.fact_id, l.value, abs(l.value - c.yuan) <= greatest(c.step_yuan, l.step) / 2 AS agrees,
        length(replace(c.printed_text, ',', '')) >= 6 AND abs(l.value - c.yuan) >= 10 * greatest(c.step_yuan, l.step)
            AND damerau_levenshtein(
                round((l.value * m.per_yuan)::DOUBLE, length(regexp_extract(c.printed_text, '[.]([0-9]+)', 1))::INTEGER)::DECIMAL(20, 6)::VARCHAR,
                c.value::DECIMAL(20, 6)::VARCHAR
            ) = 1 AS is_near
    FROM claim AS c
    JOIN money_unit AS m ON m.unit = c.unit
    JOIN facts AS l
        ON l.filing_id = c.filing_id AND l.src = 'line_item' AND l.rel_year = 'this' AND l.measure = 'total' AND l.subject IS NULL AND l.value > 0
        AND l.row_kind <> 'of_which' AND l.basis = 'initial_budget'
    WHERE c.kind = 'budget' AND c.metric = 'initial_budget' AND c.yuan > 0 AND coalesce(c.period, c.fiscal_year) = c.fiscal_year
        AND c.claim_id NOT IN (SELECT claim_id FROM claim_cell)
        AND (
            (c.concept IN ('general_budget_income', 'government_fund_income', 'state_capital_income', 'fiscal_account_income', 'superior_subsidy_income',
                    'business_income', 'operating_income', 'affiliated_unit_income', 'other_income')
                AND l.item = c.concept AND l.statement IN ('budget_income_expenditure_summary', 'budget_appropriation_summary'))
            OR (c.concept = 'appropriation_income' AND l.statement = 'budget_appropriation_summary' AND l.item IN ('income_this_year', 'grand_total'))
            OR (c.concept = 'appropriation_expenditure' AND l.statement = 'budget_appropriation_summary' AND l.item IN ('expenditure_this_year', 'grand_total'))
        )
), of_book AS (
    SELECT claim_id, filing_id, stated_id, coalesce(min(fact_id) FILTER (agrees), min(fact_id) FILTER (is_near), min(fact_id)) AS fact_id
    FROM book
    GROUP BY ALL
    HAVING bool_or(agrees)
        -- with what was carried over or without it: a slip of one digit is neither
        OR count(DISTINCT value) FILTER (is_near) = 1
        OR (count(DISTINCT value) = 1 AND filing_id NOT IN (
            SELECT filing_id FROM facts WHERE src = 'line_item' AND item = 'opening_balance' AND rel_year = 'this' AND value > 0))
), one_amount AS (
    SELECT claim_id, filing_id, stated_id, min(fact_id) AS fact_id
    FROM candidate
    GROUP BY ALL
    HAVING count(DISTINCT value) = 1
    UNION ALL
    FROM of_book
), pair AS (
    SELECT o.filing_id, o.stated_id, o.fact_id, 'claim=' || c.sentence_no || '.' || c.ordinal || ';' || coalesce(c.about, '') AS instance_key
    FROM one_amount AS o
    JOIN claim AS c ON c.claim_id = o.claim_id AND c.filing_id = o.filing_id
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM pair
UNION ALL
SELECT filing_id, instance_key, 'term', 1, fact_id FROM pair
