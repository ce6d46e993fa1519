-- The same classified spending in two tables of a budget. Their printed totals (or, without a total row, the sums of their detail rows) are equal, so
-- that both hold the same money; then each code that both print holds the same. Rows of one code (units one below the other, economic rows of
-- one function) are added.
WITH pair AS (
    SELECT * FROM (VALUES
        ('budget_expenditure', 'total', 'budget_general_expenditure', 'total'),
        ('budget_expenditure', 'basic', 'budget_general_expenditure', 'basic'),
        ('budget_expenditure', 'project', 'budget_general_expenditure', 'project'),
        ('budget_expenditure', 'basic', 'budget_general_basic_expenditure', 'total'),
        ('budget_expenditure', 'basic', 'budget_basic_expenditure', 'total'),
        ('budget_expenditure', 'total', 'budget_appropriation_expenditure', 'total'),
        ('budget_expenditure', 'total', 'budget_income', 'total'),
        ('budget_general_expenditure', 'total', 'budget_appropriation_expenditure', 'total'),
        ('budget_general_expenditure', 'basic', 'budget_general_basic_expenditure', 'total'),
        ('budget_general_expenditure', 'personnel', 'budget_general_basic_expenditure', 'personnel'),
        ('budget_general_expenditure', 'public', 'budget_general_basic_expenditure', 'public'),
        ('budget_general_expenditure', 'basic', 'budget_basic_expenditure', 'total'),
        ('budget_general_basic_expenditure', 'total', 'budget_basic_expenditure', 'total'),
        ('budget_general_basic_expenditure', 'total', 'budget_appropriation_basic_expenditure', 'total'),
        ('budget_income_expenditure_summary', 'total', 'budget_expenditure', 'total'),
        ('budget_appropriation_summary', 'total', 'budget_general_expenditure', 'total'),
        ('budget_appropriation_summary', 'total', 'budget_appropriation_expenditure', 'total')
    ) AS p(statement, measure, other, other_measure)
), code AS (
    SELECT f.*, k.kind, CASE k.kind WHEN 'functional' THEN f.functional_code ELSE f.economic_code END AS code
    FROM facts AS f, unnest(['functional', 'economic']) AS k(kind)
    WHERE f.src = 'line_item' AND f.item IN ('functional', 'economic') AND f.row_kind IN ('detail', 'subtotal')
        AND CASE k.kind WHEN 'functional' THEN f.functional_code ELSE f.economic_code END IS NOT NULL
        -- of the amounts by kind of money in a summary the one over all kinds
        AND NOT (f.statement = 'budget_appropriation_summary' AND f.fund IN ('government_fund', 'state_capital', 'general_budget')
            AND (f.filing_id, f.statement, f.instance) IN (
                SELECT (a.filing_id, a.statement, a.instance) FROM facts AS a
                WHERE a.src = 'line_item' AND a.statement = 'budget_appropriation_summary' AND a.fund = 'appropriation' AND a.item = 'functional'))
), held AS (
    -- rows of one code in one table: all of them details, or one of a hierarchy
    SELECT filing_id, statement, instance, measure, basis, amount_year, kind, code, subject, list(fact_id ORDER BY fact_id) AS ids, sum(value) AS value,
        count(*) FILTER (value IS NULL) AS n_unread
    FROM code
    GROUP BY ALL
    HAVING count(*) = 1 OR bool_and(row_kind = 'detail')
), money AS (
    -- by what code a table is summed and its total
    SELECT c.filing_id, c.statement, c.instance, c.measure, c.basis, c.amount_year, c.kind,
        sum(c.value) FILTER (c.row_kind = 'detail') AS of_details,
        any_value(t.value) AS of_total
    FROM code AS c
    LEFT JOIN (
        SELECT filing_id, statement, instance, measure, basis, amount_year, max(value) AS value
        FROM facts
        WHERE src = 'line_item' AND subject IS NULL
            AND ((item = 'total' AND row_kind = 'total')
                OR (item IN ('expenditure_this_year', 'grand_total') AND side = 'expenditure' AND contains(statement, 'summary')
                    AND (fund IS NULL OR fund = 'appropriation')))
        GROUP BY ALL
        HAVING count(DISTINCT value) = 1
    ) AS t USING (filing_id, statement, instance, measure, basis, amount_year)
    GROUP BY ALL
), same_money AS (
    SELECT a.filing_id, p.statement, p.measure, p.other, p.other_measure, a.instance, b.instance AS other_instance, a.basis, a.amount_year, a.kind
    FROM money AS a
    JOIN pair AS p ON p.statement = a.statement AND p.measure = a.measure
    JOIN money AS b
        ON b.filing_id = a.filing_id AND b.statement = p.other AND b.measure = p.other_measure AND b.basis = a.basis
        AND b.amount_year IS NOT DISTINCT FROM a.amount_year AND b.kind = a.kind
    WHERE coalesce(a.of_total, a.of_details) = coalesce(b.of_total, b.of_details) AND coalesce(a.of_total, a.of_details) <> 0
), compared AS (
    SELECT s.*, x.code, x.subject, x.ids, y.ids AS other_ids,
        count(*) FILTER (x.value = y.value AND x.value <> 0) OVER w AS n_agree,
        count(*) FILTER (x.value <> y.value) OVER w AS n_differ
    FROM same_money AS s
    JOIN held AS x
        ON x.filing_id = s.filing_id AND x.statement = s.statement AND x.instance = s.instance AND x.measure = s.measure AND x.basis = s.basis
        AND x.amount_year IS NOT DISTINCT FROM s.amount_year AND x.kind = s.kind
    JOIN held AS y
        ON y.filing_id = s.filing_id AND y.statement = s.other AND y.instance = s.other_instance AND y.measure = s.other_measure AND y.basis = s.basis
        AND y.amount_year IS NOT DISTINCT FROM s.amount_year AND y.kind = s.kind AND y.code = x.code
    WHERE x.subject IS NOT DISTINCT FROM y.subject AND x.n_unread = 0 AND y.n_unread = 0
    WINDOW w AS (PARTITION BY s.filing_id, s.statement, s.measure, s.other, s.other_measure, s.instance, s.other_instance, s.amount_year, s.kind)
), keyed AS (
    SELECT *, concat_ws(';', statement || '.' || measure, other || '.' || other_measure, kind || '=' || code, 'subject=' || coalesce(subject, ''), 'year=' || amount_year,
        'instance=' || instance || '.' || other_instance) AS instance_key
    FROM compared
    WHERE n_agree >= 2 AND n_agree >= n_differ
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, ids[1] AS fact_id FROM keyed
UNION ALL
SELECT filing_id, instance_key, 'term', -1, unnest(ids[2:]) FROM keyed
UNION ALL
SELECT filing_id, instance_key, 'term', 1, unnest(other_ids) FROM keyed
