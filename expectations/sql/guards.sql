-- Facts about a whole filing that decide whether a rule applies: guard(name, filing_id).
CREATE OR REPLACE TEMP TABLE guard AS
WITH cell AS (
    SELECT f.*
    FROM facts AS f
    JOIN (SELECT filing_id, statement, min(instance) AS instance FROM statement_read GROUP BY ALL) USING (filing_id, statement, instance)
    WHERE src = 'line_item' AND rel_year = 'this' AND measure = 'total' AND row_kind <> 'of_which' AND subject IS NULL AND basis = 'final'
), totals AS (
    SELECT
        filing_id,
        max(value) FILTER (statement = 'income_expenditure_summary' AND item = 'expenditure_this_year') AS all_money,
        max(value) FILTER (statement = 'expenditure' AND item = 'total') AS all_money_by_code,
        coalesce(
            max(value) FILTER (statement = 'appropriation_summary' AND item = 'expenditure_this_year' AND fund = 'appropriation'),
            max(value) FILTER (statement = 'general_budget_expenditure' AND item = 'total')
                + coalesce(max(value) FILTER (statement = 'government_fund' AND item = 'total'), 0)
                + coalesce(max(value) FILTER (statement = 'state_capital' AND item = 'total'), 0)
        ) AS appropriation,
        max(value) FILTER (statement = 'general_budget_expenditure' AND item = 'total') AS general_budget,
        max(step) AS step
    FROM cell
    GROUP BY filing_id
), units AS (
    SELECT
        filing_id,
        max(try_cast(value AS INTEGER)) FILTER (kind = 'unit_count') AS n_stated,
        count(*) FILTER (kind = 'unit' AND key = 'listed') AS n_listed
    FROM fact_disclosure
    GROUP BY filing_id
), own_numbers AS (
    SELECT n.filing_id
    FROM (
        SELECT DISTINCT filing_id, economic_code, regexp_replace(row_label, '[\s　]', '', 'g') AS label
        FROM facts
        WHERE src = 'line_item' AND item = 'economic' AND economic_level = 5
    ) AS n
    JOIN dim_economic AS own ON own.system = 'department' AND own.economic_code = n.economic_code AND own.name <> n.label
    JOIN dim_economic AS other
        ON other.system = 'department' AND other.name = n.label AND other.economic_code <> n.economic_code
        AND starts_with(other.economic_code, left(n.economic_code, 3))
    GROUP BY n.filing_id
    HAVING count(DISTINCT n.economic_code) >= 3
), single AS (
    SELECT s.filing_id, coalesce(u.n_stated = 0, u.n_stated IS NULL AND s.entity_level = 'unit', false) AND coalesce(u.n_listed, 0) = 0 AS is_single
    FROM scope_filing AS s
    LEFT JOIN units AS u USING (filing_id)
)
SELECT 'all_appropriation' AS name, filing_id FROM totals WHERE all_money > 0 AND abs(all_money - appropriation) <= step
UNION ALL
SELECT 'not_all_appropriation', filing_id FROM totals WHERE all_money IS NULL OR appropriation IS NULL OR all_money = 0 OR abs(all_money - appropriation) > step
UNION ALL
SELECT 'all_general_budget', filing_id FROM totals WHERE all_money_by_code > 0 AND abs(all_money_by_code - general_budget) <= step
UNION ALL
SELECT 'not_all_general_budget', filing_id
FROM totals
WHERE all_money_by_code IS NULL OR general_budget IS NULL OR all_money_by_code = 0 OR abs(all_money_by_code - general_budget) > step
UNION ALL
SELECT 'single_unit', filing_id FROM single WHERE is_single
UNION ALL
SELECT 'several_units', filing_id FROM single WHERE NOT is_single
UNION ALL
-- all appropriation is of one book
SELECT 'only_general_budget', filing_id FROM totals WHERE appropriation > 0 AND abs(appropriation - general_budget) <= step
UNION ALL
-- the codes are the published ones: a filing that numbers its own list prints under them the names of other codes
SELECT 'standard_economic_codes', filing_id FROM scope_filing ANTI JOIN own_numbers USING (filing_id);

-----
-- Spreadsheets of statements that a document of another kind prints: each with the edition that it repeats, the one before it.
-- ``is_whole``: all that it prints is printed there; it is compared, and not judged a second time.
CREATE OR REPLACE TEMP TABLE sheet_copy AS
WITH edition AS (
    SELECT
        s.filing_id, s.filing_key, s.revision, list(DISTINCT t.statement) AS statements,
        bool_and(coalesce(d.media_type, '') IN (
            'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.ms-excel'
        )) AS is_sheet
    FROM scope_filing AS s
    JOIN fact_statement AS t USING (filing_id)
    JOIN dim_document AS d USING (document_sha256)
    GROUP BY ALL
)
SELECT c.filing_id, o.filing_id AS of_filing, list_has_all(o.statements, c.statements) AS is_whole
FROM edition AS c
JOIN edition AS o ON o.filing_key = c.filing_key AND o.revision < c.revision AND NOT o.is_sheet AND list_has_any(o.statements, c.statements)
WHERE c.is_sheet
QUALIFY o.revision = max(o.revision) OVER (PARTITION BY c.filing_id);
