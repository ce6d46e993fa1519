-- One row of a table of kinds of money or kinds of spending: its total against its columns, a subtotal column (本年收入, 财政拨款小计, 单位资金小计)
-- giving way to its own parts. Which columns are parts is certain where other rows of the table add up by them, or where it is the only row and
-- its parts are all of known kinds.
WITH cell AS (
    SELECT f.fact_id, f.filing_id, f.statement, f.instance, f.row, f.basis, f.amount_year, f.subject, f.measure, f.fund, f.value, f.half, f.item, f.row_kind
    FROM facts AS f
    WHERE f.src = 'line_item'
        AND f.statement IN ('budget_income', 'budget_expenditure', 'budget_basic_expenditure', 'budget_projects', 'budget_procurement')
        AND f.row IS NOT NULL
), shape AS (
    SELECT filing_id, statement, instance, row, basis, amount_year,
        bool_or(measure = 'appropriation' AND fund IN ('general_budget', 'government_fund', 'state_capital') AND row_kind <> 'of_which') AS has_books,
        bool_or(fund = 'unit_funds' AND measure IN ('business', 'operating', 'superior_subsidy', 'affiliated', 'other')) AS has_unit_parts,
        bool_or(measure = 'opening_balance' AND fund IS NOT NULL) AS has_opening_books,
        bool_or(measure = 'income') AS has_income,
        bool_or(measure IN ('basic', 'project') AND row_kind <> 'of_which') AS by_kind,
        bool_or(measure IN ('appropriation', 'fiscal_account', 'business', 'unit_funds')) AS by_source,
        count(*) FILTER (measure = 'total' AND row_kind <> 'of_which') AS n_totals
    FROM cell
    GROUP BY ALL
), stated AS (
    SELECT c.*, s.has_books, s.has_unit_parts, s.has_opening_books, s.by_kind, s.by_source, s.has_income
    FROM cell AS c
    JOIN shape AS s USING (filing_id, statement, instance, row, basis, amount_year)
    WHERE c.measure = 'total' AND c.row_kind <> 'of_which' AND s.n_totals = 1 AND s.by_kind <> s.by_source
), part AS (
    SELECT s.fact_id AS stated_id, c.fact_id, c.value, c.half, c.measure, c.fund, c.row_kind
    FROM stated AS s
    JOIN cell AS c USING (filing_id, statement, instance, row, basis, amount_year)
    WHERE CASE
        WHEN s.by_kind THEN c.measure IN ('basic', 'project', 'reserve', 'to_superior', 'operating', 'affiliated_subsidy', 'closing_balance') AND c.row_kind <> 'of_which'
        ELSE c.row_kind <> 'of_which'
            AND (
                c.measure IN ('fiscal_account', 'superior_subsidy', 'business', 'operating', 'affiliated', 'other', 'non_appropriation_balance_used')
                OR (c.measure = 'appropriation' AND (NOT s.has_books OR c.fund IN ('general_budget', 'government_fund', 'state_capital')))
                OR (c.measure = 'unit_funds' AND NOT s.has_unit_parts)
                OR (c.measure = 'opening_balance' AND (NOT s.has_opening_books OR c.fund IS NOT NULL))
            )
    END
), unknown AS (
    SELECT DISTINCT s.fact_id AS stated_id
    FROM stated AS s
    JOIN cell AS c USING (filing_id, statement, instance, row, basis, amount_year)
    WHERE coalesce(c.value, 1) <> 0
        AND (c.measure = 'unknown' OR (s.by_kind AND c.row_kind = 'of_which' AND c.measure IN ('to_superior', 'operating', 'affiliated_subsidy')))
), summed AS (
    SELECT s.*, u.stated_id IS NOT NULL AS has_unknown, p.n_parts, abs(s.value - p.parts) <= p.tolerance + s.half AS holds
    FROM stated AS s
    JOIN (
        SELECT stated_id, sum(value) AS parts, sum(half) AS tolerance, count(DISTINCT (measure, fund)) AS n_parts
        FROM part
        GROUP BY ALL
    ) AS p ON p.stated_id = s.fact_id
    LEFT JOIN unknown AS u ON u.stated_id = s.fact_id
), certain AS (
    SELECT *,
        concat_ws(';', 'statement=' || statement, 'row=' || row, 'basis=' || basis, 'year=' || amount_year, 'instance=' || instance) AS instance_key,
        count(*) FILTER (value <> 0) OVER w AS n_rows,
        count(*) FILTER (holds AND value <> 0) OVER w AS n_hold
    FROM summed
    WHERE n_parts >= 2
    WINDOW w AS (PARTITION BY filing_id, statement, instance)
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, fact_id FROM certain
UNION ALL
SELECT c.filing_id, c.instance_key, 'term', 1, p.fact_id FROM certain AS c JOIN part AS p ON p.stated_id = c.fact_id
UNION ALL
SELECT filing_id, instance_key, 'unsure', 0, NULL FROM certain WHERE has_unknown OR (n_rows > 1 AND n_hold * 2 < n_rows)
