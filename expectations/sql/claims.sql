-- The bound numbers of the text, each with its fact, and the cell of a statement that it speaks of.
CREATE OR REPLACE TEMP TABLE claim AS
WITH carried_over AS (
    SELECT DISTINCT filing_id FROM facts WHERE src = 'line_item' AND item = 'opening_balance' AND rel_year = 'this' AND value > 0
)
SELECT
    -- 当年拨款 leaves out what was carried over, which the table may hold: it is compared with other sentences only
    c.* REPLACE (
        CASE
            WHEN s.kind = 'budget'
                AND c.statement = 'budget_general_expenditure'
                AND contains(concat_ws(' ', c.section, c.subject), '当年')
                AND s.filing_id IN (FROM carried_over)
            THEN NULL
            ELSE c.statement
        END AS statement
    ),
    c.statement AS named_statement,
    f.fact_id,
    f.value AS yuan,
    f.step AS step_yuan,
    s.fiscal_year,
    s.kind,
    CASE
        WHEN c.concept = 'functional' AND c.functional_code IS NULL THEN NULL
        WHEN c.concept = 'economic' AND c.economic_code IS NULL THEN NULL
        WHEN c.concept = 'project' AND c.project_name IS NULL THEN NULL
        -- what was carried over is of one book or of one project: its name does not say of which; in the sections on all money the words before it do
        WHEN c.concept IN ('opening_balance', 'closing_balance') AND c.fund IS NULL AND coalesce(c.topic, '') NOT IN ('overall', 'income', 'appropriation')
        THEN NULL
        WHEN c.concept IN ('opening_balance', 'closing_balance') AND c.fund IS NULL THEN concat_ws('·', c.concept, c.section, c.subject)
        ELSE concat_ws('·', c.concept, c.functional_code, c.economic_code, c.fund, c.project_name)
    END AS about
FROM fact_claim AS c
JOIN facts AS f ON f.src = 'claim' AND f.src_id = c.claim_id AND f.filing_id = c.filing_id
JOIN scope_filing AS s ON s.filing_id = c.filing_id
WHERE c.state = 'bound';
-----
-- Where a concept is printed when the statement that names it does not print its total.
CREATE OR REPLACE TEMP TABLE stands_for AS
SELECT * FROM (VALUES
    ('general_budget_basic_expenditure', 'total', 'total', 'general_budget_expenditure', 'total', 'basic'),
    ('budget_general_basic_expenditure', 'total', 'total', 'budget_general_expenditure', 'total', 'basic'),
    ('budget_general_expenditure', 'total', 'basic', 'budget_general_basic_expenditure', 'total', 'total'),
    -- 人员经费 and 公用经费 as columns, not as rows
    ('general_budget_basic_expenditure', 'personnel_total', 'total', 'general_budget_basic_expenditure', 'total', 'personnel'),
    ('general_budget_basic_expenditure', 'public_total', 'total', 'general_budget_basic_expenditure', 'total', 'public'),
    ('budget_general_basic_expenditure', 'personnel_total', 'total', 'budget_general_basic_expenditure', 'total', 'personnel'),
    ('budget_general_basic_expenditure', 'public_total', 'total', 'budget_general_basic_expenditure', 'total', 'public'),
    ('budget_appropriation_basic_expenditure', 'personnel_total', 'total', 'budget_appropriation_basic_expenditure', 'total', 'personnel'),
    ('budget_appropriation_basic_expenditure', 'public_total', 'total', 'budget_appropriation_basic_expenditure', 'total', 'public')
) AS s(statement, item, measure, other_statement, other_item, other_measure);
-----
CREATE OR REPLACE TEMP TABLE claim_target AS
WITH has_own AS (
    SELECT DISTINCT filing_id, statement, item, measure, true AS own FROM facts WHERE src = 'line_item'
)
SELECT
    c.* EXCLUDE (statement, item, measure),
    CASE WHEN h.own IS NULL THEN coalesce(s.other_statement, c.statement) ELSE c.statement END AS statement,
    CASE WHEN h.own IS NULL THEN coalesce(s.other_item, c.item) ELSE c.item END AS item,
    CASE WHEN h.own IS NULL THEN coalesce(s.other_measure, c.measure) ELSE c.measure END AS measure
FROM claim AS c
LEFT JOIN stands_for AS s ON s.statement = c.statement AND s.item = c.item AND s.measure = c.measure
LEFT JOIN has_own AS h ON h.filing_id = c.filing_id AND h.statement = c.statement AND h.item = c.item AND h.measure = c.measure;
-----
-- One cell per claim: of several that fit (both sides of a balance) one that agrees, otherwise none where they differ among themselves.
CREATE OR REPLACE TEMP TABLE claim_cell AS
WITH own_rows AS (
    -- a table of units that lists the filer alone: its row is the total
    SELECT l.filing_id, l.statement, l.instance
    FROM facts AS l
    JOIN scope_filing AS s USING (filing_id)
    WHERE l.src = 'line_item'
    GROUP BY ALL
    HAVING count(DISTINCT l.subject) = 1 AND bool_and(l.subject IS NOT NULL AND l.subject = s.entity_name)
), difference_row AS (
    -- a row of differences between two years, below the amounts: one of its cells is below nothing
    SELECT DISTINCT filing_id, instance, "row"
    FROM facts
    WHERE src = 'line_item' AND statement = 'budget_three_public' AND value < 0 AND "row" IS NOT NULL AND measure NOT IN ('change', 'growth_rate')
), fitting AS (
    SELECT c.claim_id, c.filing_id, l.fact_id AS cell_id, l.value, l.instance,
        abs(l.value - c.yuan) <= greatest(coalesce(c.step_yuan, 0), coalesce(l.step, 0)) / 2 AS agrees,
        l.item = c.item AS is_named
    FROM claim_target AS c
    JOIN facts AS l
        ON l.filing_id = c.filing_id
        AND l.src = 'line_item'
        AND l.statement = c.statement
        -- 预算支出 may be the total or this year's expenditure: words do not tell, so either will do
        AND (
            l.item = c.item
            OR (c.kind = 'budget' AND c.item = 'grand_total' AND l.item IN ('income_this_year', 'expenditure_this_year'))
        )
        AND (
            l.measure = c.measure
            OR (l.item = 'personnel_total' AND l.measure = 'personnel' AND c.measure = 'total')
            OR (l.item = 'public_total' AND l.measure = 'public' AND c.measure = 'total')
        )
        AND l.amount_year = coalesce(c.period, c.fiscal_year)
        AND l.functional_code IS NOT DISTINCT FROM c.functional_code
        AND l.economic_code IS NOT DISTINCT FROM c.economic_code
        AND (c.fund IS NULL OR l.fund = c.fund)
        AND (list_contains(
            CASE
                WHEN c.metric = 'initial_budget' THEN ['initial_budget']
                WHEN c.metric = 'adjusted_budget' THEN ['adjusted_budget']
                WHEN c.metric = 'budget' THEN ['initial_budget', 'adjusted_budget']
                WHEN c.metric = 'final' THEN ['final']
                WHEN c.kind = 'budget' THEN ['initial_budget']
                ELSE ['final']
            END,
            l.basis
        )
            -- 预算数 of the 三公 table is the initial or the adjusted budget: unknown, but blank it is neither
            OR (c.metric = 'initial_budget' AND l.statement = 'three_public_expenses' AND l.basis = 'adjusted_budget' AND l.state = 'blank')
        )
        AND l.row_kind <> 'of_which'
        AND NOT (l.statement = 'budget_three_public' AND coalesce(l.value < 0, false))
        AND NOT (l.statement = 'budget_three_public' AND (l.filing_id, l.instance, coalesce(l."row", '')) IN (SELECT (filing_id, instance, "row") FROM difference_row))
        AND (l.subject IS NULL OR (l.filing_id, l.statement, l.instance) IN (SELECT (filing_id, statement, instance) FROM own_rows))
    -- the words name no fund and one fund holds it all: that column is the amount
    QUALIFY NOT (
        l.subject IS NOT NULL AND c.fund IS NULL AND l.value = 0
        AND count(DISTINCT l.fund) OVER (PARTITION BY c.claim_id, l."row") > 1
        AND max(abs(l.value)) OVER (PARTITION BY c.claim_id, l."row") > 0
    )
    -- they name no fund and the row prints the sum over its funds
    AND NOT (
        c.kind = 'budget' AND c.fund IS NULL AND coalesce(l.fund IN ('general_budget', 'government_fund', 'state_capital'), false)
        AND bool_or(coalesce(l.fund = 'appropriation', false)) OVER (PARTITION BY c.claim_id, l."row", l.measure)
    )
), counted AS (
    SELECT *, count(DISTINCT coalesce(value, -0.01)) OVER (PARTITION BY claim_id) AS n_values, bool_or(agrees) OVER (PARTITION BY claim_id) AS any_agrees
    FROM fitting
    WHERE is_named OR agrees
)
SELECT claim_id, filing_id, min(cell_id) AS cell_id
FROM counted
WHERE n_values = 1 OR (any_agrees AND agrees)
GROUP BY ALL;
-----
-- The amount that a passage is about: what shares, growth and completion of its group refer to.
CREATE OR REPLACE TEMP TABLE principal AS
SELECT filing_id, group_key, coalesce(period, fiscal_year) AS period, min(fact_id) AS fact_id, min(claim_id) AS claim_id, min(yuan) AS yuan, min(step_yuan) AS step_yuan
FROM claim
WHERE yuan IS NOT NULL
    AND group_key IS NOT NULL
    AND metric = CASE kind WHEN 'budget' THEN 'initial_budget' ELSE 'final' END
GROUP BY ALL
HAVING count(DISTINCT yuan) = 1;
-----
CREATE OR REPLACE TEMP TABLE relation AS
WITH elsewhere AS (
    -- neither the passage nor a table prints the amount, but other passages do, all the same one
    SELECT filing_id, about, coalesce(period, fiscal_year) AS period, min(fact_id) AS fact_id, min(yuan) AS yuan, min(step_yuan) AS step_yuan
    FROM claim
    WHERE yuan IS NOT NULL AND about IS NOT NULL AND metric = CASE kind WHEN 'budget' THEN 'initial_budget' ELSE 'final' END
    GROUP BY ALL
    HAVING count(DISTINCT yuan) = 1
)
SELECT
    r.*,
    coalesce(p.fact_id, l.fact_id, e.fact_id) AS principal_id,
    coalesce(p.yuan, l.value, e.yuan) AS principal_yuan,
    coalesce(p.step_yuan, l.step, e.step_yuan, 0) AS principal_step
FROM claim AS r
LEFT JOIN principal AS p
    ON p.filing_id = r.filing_id AND p.group_key = r.group_key AND p.period = coalesce(r.period, r.fiscal_year)
LEFT JOIN claim_cell AS cc ON cc.claim_id = r.claim_id AND cc.filing_id = r.filing_id
LEFT JOIN facts AS l ON l.fact_id = cc.cell_id AND NOT l.unfilled
LEFT JOIN elsewhere AS e ON e.filing_id = r.filing_id AND e.about = r.about AND e.period = coalesce(r.period, r.fiscal_year)
WHERE r.metric IN ('growth_rate', 'change', 'share', 'completion_rate', 'comparison');
-----
-- The amount that a relation is measured against, where its passage prints it: 2025年执行数为 A, 2026年预算 B, 比2025年执行数增加 C.
CREATE OR REPLACE TEMP TABLE printed_base AS
SELECT r.fact_id, min(b.fact_id) AS base_id, min(b.yuan) AS base_yuan, min(coalesce(b.step_yuan, 0)) AS base_step
FROM relation AS r
JOIN claim AS b ON b.filing_id = r.filing_id AND b.group_key = r.group_key AND coalesce(b.period, b.fiscal_year) = r.base_year
WHERE r.metric IN ('growth_rate', 'comparison')
    AND b.metric IN ('final', 'initial_budget', 'adjusted_budget', 'budget')
    AND b.yuan IS NOT NULL
    AND b.fact_id IS DISTINCT FROM r.principal_id
    AND (
        (r.base_year < coalesce(r.period, r.fiscal_year) AND (r.base_basis IS NULL OR b.basis IS NULL OR b.basis = r.base_basis))
        OR (r.base_year = coalesce(r.period, r.fiscal_year) AND b.basis = r.base_basis AND r.basis <> r.base_basis)
    )
GROUP BY ALL
HAVING count(DISTINCT b.yuan) = 1;
