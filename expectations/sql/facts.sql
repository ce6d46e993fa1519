-- The printed numbers of all loaded filings in one table, each with the step that its rounding is judged by.
-- Runs once per evaluation; every rule selects from here. Statements are separated by a line of dashes.

-- Every loaded edition is judged by itself; only current ones are compared with other filings.
CREATE OR REPLACE TEMP TABLE scope_filing AS
SELECT filing_id, filing_key, kind, fiscal_year, entity_id, scope, parent_entity_id, entity_level, entity_name, is_current, revision,
    (row_number() OVER (ORDER BY filing_id))::INTEGER AS filing_no
FROM dim_filing
WHERE status = 'loaded';
-----
CREATE OR REPLACE TEMP TABLE current_filing AS
SELECT * FROM scope_filing WHERE is_current;
-----
CREATE OR REPLACE TEMP TABLE statement_read AS
SELECT s.filing_id, s.statement, s.instance, sum(s.rows_unread) AS rows_unread
FROM fact_statement AS s
JOIN scope_filing USING (filing_id)
GROUP BY ALL;
-----
-- The step is the statement's, not the cell's: the finest printed place, unless a lone cell is finer than all the rest.
CREATE OR REPLACE TEMP TABLE statement_step AS
WITH counted AS (
    SELECT filing_id, statement, instance, unit, step_yuan, count(*) AS n
    FROM fact_line_item
    JOIN scope_filing USING (filing_id)
    WHERE state = 'number' AND amount_yuan <> 0 AND step_yuan > 0
    GROUP BY ALL
), running AS (
    SELECT
        *,
        sum(n) OVER (PARTITION BY filing_id, statement, instance, unit ORDER BY step_yuan) AS n_as_fine,
        sum(n) OVER (PARTITION BY filing_id, statement, instance, unit) AS n_all
    FROM counted
)
SELECT filing_id, statement, instance, unit, min(step_yuan) AS step
FROM running
WHERE n_as_fine >= 3 OR n_as_fine * 100 >= n_all * 15
GROUP BY ALL;
-----
-- A claim's step is the finest of its unit in that kind of section, because a final zero need not be printed in text (16 beside 202.15);
-- other sections may round to whole 万元.
CREATE OR REPLACE TEMP TABLE claim_step AS
WITH counted AS (
    SELECT filing_id, unit, topic, length(regexp_extract(printed_text, '[.]([0-9]+)', 1)) AS decimals, count(*) AS n
    FROM fact_claim
    JOIN scope_filing USING (filing_id)
    WHERE value_kind = 'amount' AND value <> 0
    GROUP BY ALL
), running AS (
    SELECT
        *,
        sum(n) OVER (PARTITION BY filing_id, unit, topic ORDER BY decimals DESC) AS n_as_fine,
        sum(n) OVER (PARTITION BY filing_id, unit, topic) AS n_all
    FROM counted
)
SELECT filing_id, unit, topic, power(10, -max(decimals))::DECIMAL(12, 8) AS step
FROM running
WHERE n_as_fine >= 3 OR n_as_fine * 100 >= n_all * 15
GROUP BY ALL;
-----
CREATE OR REPLACE TEMP TABLE money_unit AS
SELECT unit, yuan::DECIMAL(12, 0) AS yuan, per_yuan::DECIMAL(9, 8) AS per_yuan
FROM (VALUES ('元', 1, 1.0), ('千元', 1000, 0.001), ('万元', 10000, 0.0001), ('百万元', 1000000, 0.000001), ('亿元', 100000000, 0.00000001))
    AS u(unit, yuan, per_yuan);
-----
-- The numbers of project forms, one row each. The unit follows from the printed number and the amount; the step is the form's finest.
CREATE OR REPLACE TEMP TABLE form_cell AS
WITH cell AS (
    SELECT
        p.*,
        f.fiscal_year,
        c.field,
        c.yuan,
        c.value,
        json_extract_string(p.printed, '$.' || c.field) AS text
    FROM fact_performance AS p
    JOIN scope_filing AS f USING (filing_id),
    unnest([
        {'field': 'initial_budget', 'yuan': p.initial_budget_yuan, 'value': NULL},
        {'field': 'budget', 'yuan': p.budget_yuan, 'value': NULL},
        {'field': 'executed', 'yuan': p.executed_yuan, 'value': NULL},
        {'field': 'rate', 'yuan': NULL, 'value': p.rate},
        {'field': 'score', 'yuan': NULL, 'value': p.score},
        {'field': 'weight', 'yuan': NULL, 'value': p.weight},
        {'field': 'target', 'yuan': NULL, 'value': NULL},
        {'field': 'actual', 'yuan': NULL, 'value': NULL}
    ]) AS n(c)
    WHERE c.yuan IS NOT NULL OR c.value IS NOT NULL OR c.field IN ('target', 'actual')
), typed AS (
    SELECT
        *,
        try_cast(regexp_extract(replace(text, ',', ''), '-?[0-9]+(?:[.][0-9]+)?') AS DECIMAL(28, 8)) AS number,
        length(regexp_extract(text, '[.]([0-9]+)', 1)) AS decimals
    FROM cell
), in_unit AS (
    SELECT
        t.*,
        CASE WHEN t.yuan IS NOT NULL THEN coalesce(list_filter(u.units, lambda one: t.number <> 0 AND t.yuan = one.yuan * t.number)[1].unit, '万元') END AS unit
    FROM typed AS t, (SELECT list({'unit': unit, 'yuan': yuan}) AS units FROM money_unit) AS u
)
SELECT
    i.*,
    min(m.yuan * power(10, -coalesce(decimals, 2))::DECIMAL(12, 8)) OVER (PARTITION BY i.form_id, i.unit)::DECIMAL(20, 6) AS step
FROM in_unit AS i
LEFT JOIN money_unit AS m USING (unit);
-----
CREATE OR REPLACE TEMP TABLE printed AS
WITH line_item AS (
    SELECT
        'line_item' AS src,
        l.line_item_id AS src_id,
        NULL AS field,
        l.filing_id,
        l.statement,
        l.instance,
        l.side,
        concat_ws(':', l.table_index, l.table_row, l.side, l.row_no, l.row_label) AS "row",
        l.row_label,
        l.item,
        l.row_kind,
        l.functional_code,
        l.economic_code,
        l.government_economic_code,
        l.subject_entity AS subject,
        l.project_name AS project,
        l.fund,
        l.measure,
        l.basis,
        coalesce(l.amount_year, f.fiscal_year) AS amount_year,
        coalesce(l.amount_year - f.fiscal_year, 0) AS year_offset,
        l.state,
        CASE l.state WHEN 'number' THEN l.amount_yuan WHEN 'blank' THEN 0.00 WHEN 'dash' THEN 0.00 END AS value,
        CASE WHEN l.state = 'number' THEN coalesce(s.step, l.step_yuan) END AS step,
        l.unit,
        -- a cell of many digits with fewer decimals than its table: its column may have been too narrow
        CASE
            WHEN l.state = 'number' AND length(regexp_replace(l.printed_text, '[^0-9]', '', 'g')) >= 7 AND m.place > s.step THEN m.place
        END AS own_step,
        coalesce(length(regexp_replace(l.printed_text, '[^0-9]', '', 'g')) >= 9, false) AS width_limited,
        1 AS place_kind, l.table_index AS place_1, l.table_row AS place_2, l.table_col AS place_3
    FROM fact_line_item AS l
    JOIN scope_filing AS f USING (filing_id)
    LEFT JOIN statement_step AS s USING (filing_id, statement, instance, unit)
    LEFT JOIN (
        SELECT unit, decimals, (yuan * power(10, -decimals))::DECIMAL(20, 6) AS place
        FROM money_unit, unnest(range(0, 7)) AS d(decimals)
    ) AS m ON m.unit = l.unit AND m.decimals = length(regexp_extract(l.printed_text, '[.]([0-9]+)', 1))
), claim AS (
    SELECT
        'claim', c.claim_id, NULL, c.filing_id, c.statement, NULL, NULL,
        NULL,
        c.subject, c.item, NULL, c.functional_code, c.economic_code, NULL, NULL, c.project_name, c.fund, c.measure, c.basis,
        coalesce(c.period, f.fiscal_year), coalesce(c.period - f.fiscal_year, 0),
        CASE WHEN c.amount_yuan IS NULL THEN 'text' ELSE 'number' END,
        c.amount_yuan,
        coalesce(s.step, 0.01) * u.yuan,
        c.unit,
        NULL, false,
        2, c.sentence_no, c.clause_no, c.ordinal
    FROM fact_claim AS c
    JOIN scope_filing AS f USING (filing_id)
    LEFT JOIN claim_step AS s ON s.filing_id = c.filing_id AND s.unit = c.unit AND s.topic IS NOT DISTINCT FROM c.topic
    LEFT JOIN money_unit AS u ON u.unit = c.unit
), form AS (
    SELECT
        'performance', p.performance_row_id, p.field, p.filing_id, NULL, NULL, NULL,
        NULL,
        p.label, NULL, p.row_kind, NULL, NULL, NULL, NULL, p.project_name, NULL, p.field, NULL,
        p.fiscal_year, 0,
        CASE WHEN p.yuan IS NULL THEN 'text' ELSE 'number' END,
        p.yuan,
        p.step,
        p.unit,
        NULL, false,
        3, p.form_no, p.row_ordinal, 0
    FROM form_cell AS p
), disclosed AS (
    SELECT
        'disclosure', d.disclosure_id, NULL, d.filing_id, NULL, NULL, NULL,
        NULL,
        d.key, d.kind, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        f.fiscal_year, 0, 'text', NULL, NULL, NULL, NULL, false,
        4, d.page, d.ordinal, 0
    FROM fact_disclosure AS d
    JOIN scope_filing AS f USING (filing_id)
)
SELECT
    -- in the order of the documents, whatever the order of the rows in the file
    row_number() OVER (ORDER BY f.filing_no, place_kind, place_1, place_2, place_3, src_id, field) AS fact_id,
    n.* EXCLUDE (place_kind, place_1, place_2, place_3),
    f.filing_no,
    -- exact: a division would give binary fractions
    CASE WHEN state = 'number' THEN 0.5 * step ELSE 0 END::DECIMAL(18, 7) AS half,
    CASE WHEN state = 'number' THEN 0.5 * greatest(step, own_step) ELSE 0 END::DECIMAL(18, 7) AS own_half,
    u.per_yuan,
    left(functional_code, 3) AS functional_class,
    length(functional_code) AS functional_level,
    left(economic_code, 3) AS economic_class,
    length(economic_code) AS economic_level,
    CASE year_offset WHEN 0 THEN 'this' WHEN -1 THEN 'last' ELSE 'other' END AS rel_year
FROM (
    SELECT * FROM line_item
    UNION ALL SELECT * FROM claim
    UNION ALL SELECT * FROM form
    UNION ALL SELECT * FROM disclosed
) AS n
JOIN scope_filing AS f USING (filing_id)
LEFT JOIN money_unit AS u USING (unit);
-----
-- Rows by code, grouped by what makes them one column of one table.
CREATE OR REPLACE TEMP TABLE code_row AS
WITH coded AS (
    SELECT 'functional_code' AS codes, functional_code AS code, * FROM printed WHERE item = 'functional'
    UNION ALL
    SELECT 'economic_code', economic_code, * FROM printed WHERE item = 'economic'
    UNION ALL
    SELECT 'government_economic_code', government_economic_code, * FROM printed WHERE item = 'economic'
)
SELECT
    codes,
    code,
    fact_id,
    filing_id,
    hash(statement, instance, side, subject, fund, measure, basis, amount_year) AS column_key
FROM coded
WHERE src = 'line_item' AND code IS NOT NULL AND row_kind <> 'of_which';
-----
-- A column that prints one code twice (several economic rows of one class, units one below the other) has no hierarchy to check.
CREATE OR REPLACE TEMP TABLE code_twice AS
SELECT codes, filing_id, column_key
FROM code_row
GROUP BY ALL
HAVING count(*) > count(DISTINCT code);
-----
-- A total that a continuation page prints again is one number, not two: in one column, and in one row.
CREATE OR REPLACE TEMP TABLE printed_again AS
WITH summary AS (
    SELECT fact_id, filing_no, "row",
        hash(statement, instance, side, item, fund, measure, basis, amount_year, subject, functional_code, economic_code, government_economic_code, value)
            AS cell_key
    FROM printed
    WHERE src = 'line_item' AND item NOT IN ('functional', 'economic', 'project', 'entity', 'other', 'unnumbered')
), counted AS (
    SELECT fact_id,
        row_number() OVER (PARTITION BY filing_no, cell_key ORDER BY fact_id) AS in_column,
        row_number() OVER (PARTITION BY filing_no, cell_key, "row" ORDER BY fact_id) AS in_row
    FROM summary
)
SELECT fact_id, in_column > 1 AS in_column, in_row > 1 AS in_row FROM counted WHERE in_column > 1 OR in_row > 1;
-----
-- A row's parent is the longest printed proper prefix of its code: works with and without 类 and 款 rows.
CREATE OR REPLACE TEMP TABLE code_parent AS
SELECT child.codes, child.fact_id, arg_max(parent.fact_id, length(parent.code)) AS parent_id
FROM (SELECT *, unnest([3, 5]) AS n FROM code_row) AS child
JOIN code_row AS parent
    ON parent.filing_id = child.filing_id
    AND parent.codes = child.codes
    AND parent.column_key = child.column_key
    AND parent.code = left(child.code, child.n)
    AND child.n < length(child.code)
GROUP BY ALL;
-----
-- A total, subtotal or row total left blank beside the numbers that it should hold: not filled in, and so not the number 0.
CREATE OR REPLACE TEMP TABLE unfilled AS
WITH cell AS (
    SELECT fact_id, filing_id, statement, instance, side, subject, fund, measure, basis, amount_year, "row", item, row_kind, state,
        coalesce(value, 0) <> 0 AND row_kind <> 'of_which' AS holds
    FROM printed
    WHERE src = 'line_item' AND NOT starts_with(statement, 'other_')
), blank AS (
    SELECT * FROM cell WHERE state = 'blank' AND row_kind <> 'of_which'
), lone_blank AS (
    -- of several totals in one column (小计 by kind of money) it is not certain what each holds
    SELECT b.*
    FROM blank AS b
    JOIN (
        SELECT filing_id, statement, instance, item, measure, basis, amount_year, side, fund, subject
        FROM cell
        WHERE row_kind <> 'of_which'
        GROUP BY ALL
        HAVING count(*) = 1
    ) AS o USING (filing_id, statement, instance, item, measure, basis, amount_year)
    WHERE o.side IS NOT DISTINCT FROM b.side AND o.fund IS NOT DISTINCT FROM b.fund AND o.subject IS NOT DISTINCT FROM b.subject
), in_column AS (
    SELECT DISTINCT b.fact_id
    FROM lone_blank AS b
    JOIN cell AS c USING (filing_id, statement, instance, measure, basis, amount_year)
    WHERE b.item IN ('total', 'grand_total', 'income_this_year', 'expenditure_this_year', 'personnel_total', 'public_total')
        AND c.holds
        AND c.fact_id <> b.fact_id
        AND c.side IS NOT DISTINCT FROM b.side
        AND (b.fund IS NULL OR c.fund IS NOT DISTINCT FROM b.fund)
        AND c.subject IS NOT DISTINCT FROM b.subject
        AND (
            (b.item = 'grand_total' AND c.item <> 'grand_total')
            OR (b.item IN ('income_this_year', 'expenditure_this_year', 'total') AND c.row_kind IN ('detail', 'subtotal')
                AND c.item NOT IN ('opening_balance', 'closing_balance', 'surplus_distribution', 'non_appropriation_balance_used', 'business_fund_used'))
            OR (b.item IN ('personnel_total', 'public_total') AND c.item = 'economic')
        )
), in_row AS (
    SELECT DISTINCT b.fact_id
    FROM blank AS b
    JOIN cell AS c USING (filing_id, statement, instance, "row", basis, amount_year)
    WHERE c.holds
        AND c.fund IS NOT DISTINCT FROM b.fund
        AND (
            (b.measure = 'total' AND c.measure IN ('basic', 'project', 'personnel', 'public', 'overseas_travel', 'vehicles', 'vehicle_purchase', 'vehicle_operation', 'reception'))
            OR (b.measure = 'basic' AND c.measure IN ('personnel', 'public'))
            OR (b.measure = 'vehicles' AND c.measure IN ('vehicle_purchase', 'vehicle_operation'))
        )
        -- a heading nobody knows: what the total covers is not certain
        AND (b.filing_id, b.statement, b.instance, b."row") NOT IN (SELECT (filing_id, statement, instance, "row") FROM cell WHERE measure = 'unknown')
), above_parts AS (
    SELECT DISTINCT p.parent_id AS fact_id
    FROM code_parent AS p
    JOIN cell AS c ON c.fact_id = p.fact_id
    JOIN blank AS b ON b.fact_id = p.parent_id
    WHERE c.holds
)
SELECT fact_id FROM in_column
UNION
SELECT fact_id FROM in_row
UNION
SELECT fact_id FROM above_parts;
-----
CREATE OR REPLACE TEMP TABLE facts AS
SELECT
    p.*,
    t.fact_id IS NOT NULL AS code_repeated,
    n.fact_id IS NOT NULL AS unfilled,
    coalesce(a.in_column, false) AS again_in_column,
    coalesce(a.in_row, false) AS again_in_row,
    CASE WHEN p.src = 'line_item' THEN
        hash(p.filing_no, p.statement, p.item, p.functional_code, p.economic_code, p.government_economic_code, p.fund, p.measure, p.project, p.side)
    END AS concept_key,
    coalesce(p.item = 'functional' AND p.functional_code IS NOT NULL, false) AND f.parent_id IS NULL AS functional_top,
    coalesce(p.item = 'economic' AND p.economic_code IS NOT NULL, false) AND e.parent_id IS NULL AS economic_top,
    coalesce(p.item = 'economic' AND p.government_economic_code IS NOT NULL, false) AND g.parent_id IS NULL AS government_top
FROM printed AS p
LEFT JOIN code_parent AS f ON f.fact_id = p.fact_id AND f.codes = 'functional_code'
LEFT JOIN code_parent AS e ON e.fact_id = p.fact_id AND e.codes = 'economic_code'
LEFT JOIN (
    SELECT DISTINCT r.fact_id FROM code_row AS r JOIN code_twice USING (codes, filing_id, column_key) WHERE r.codes <> 'government_economic_code'
) AS t ON t.fact_id = p.fact_id
LEFT JOIN unfilled AS n ON n.fact_id = p.fact_id
LEFT JOIN printed_again AS a ON a.fact_id = p.fact_id
LEFT JOIN code_parent AS g ON g.fact_id = p.fact_id AND g.codes = 'government_economic_code'
-- every rule reads one or two statements: together on disk, the others are skipped
ORDER BY p.src, p.statement, p.item, p.filing_id;
-----
DROP TABLE printed;
