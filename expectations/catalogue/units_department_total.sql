-- A consolidated department against its own account (budget) and its units', only where every unit that it lists is loaded.
WITH named AS (
    SELECT filing_id, key, regexp_replace(translate(value, '（）', '()'), '[\s　。；;，,]', '', 'g') AS name
    FROM fact_disclosure
    WHERE kind = 'unit'
), listed AS (
    SELECT filing_id, count(DISTINCT name) FILTER (key = 'listed') AS n_units, count(DISTINCT name) FILTER (key = 'self') AS n_self
    FROM named
    GROUP BY ALL
), part AS (
    SELECT d.filing_id, u.filing_id AS unit_filing, u.entity_id
    FROM current_filing AS d
    JOIN current_filing AS u
        ON u.kind = d.kind
        AND u.fiscal_year = d.fiscal_year
        AND u.scope = 'own'
        AND (
            u.parent_entity_id = d.entity_id
            OR u.entity_id = d.entity_id
            -- few units name their department; the department names them
            OR EXISTS (
                FROM named AS n
                WHERE n.filing_id = d.filing_id AND n.key = 'listed' AND n.name = regexp_replace(translate(u.entity_name, '（）', '()'), '[\s　]', '', 'g')
            )
        )
    WHERE d.kind IN ('final_account', 'budget') AND d.scope = 'consolidated'
), whole AS (
    SELECT p.filing_id
    FROM part AS p
    JOIN listed AS l USING (filing_id)
    GROUP BY p.filing_id, l.n_units, l.n_self
    HAVING count(DISTINCT p.entity_id) = l.n_units + l.n_self AND l.n_units > 0 AND count(*) = count(DISTINCT p.entity_id)
), cell AS (
    SELECT filing_id, min(fact_id) AS fact_id, item
    FROM facts
    WHERE src = 'line_item' AND measure = 'total' AND rel_year = 'this' AND row_kind <> 'of_which' AND value IS NOT NULL
        AND (
            (statement = 'income_expenditure_summary' AND item IN ('income_this_year', 'expenditure_this_year'))
            -- a budget's grand totals hold what was carried over too
            OR (statement = 'budget_income_expenditure_summary' AND item = 'grand_total' AND side = 'income')
        )
    GROUP BY ALL
    HAVING count(*) = 1
), counted AS (
    SELECT p.filing_id, count(*) AS n FROM part AS p JOIN whole USING (filing_id) GROUP BY ALL
), found AS (
    SELECT p.filing_id, c.item, count(*) AS n
    FROM part AS p
    JOIN whole USING (filing_id)
    JOIN cell AS c ON c.filing_id = p.unit_filing
    GROUP BY ALL
), complete AS (
    SELECT f.filing_id, f.item FROM found AS f JOIN counted AS c USING (filing_id) WHERE f.n = c.n
)
SELECT k.filing_id, 'item=' || k.item AS instance_key, 'stated' AS role, 1 AS weight, c.fact_id
FROM complete AS k
JOIN cell AS c USING (filing_id, item)
UNION ALL
SELECT k.filing_id, 'item=' || k.item, 'term', 1, c.fact_id
FROM complete AS k
JOIN part AS p USING (filing_id)
JOIN cell AS c ON c.filing_id = p.unit_filing AND c.item = k.item
UNION ALL
-- what passes between a department and its units is left out of the consolidated total
SELECT DISTINCT k.filing_id, 'item=' || k.item, 'unsure', 0, NULL
FROM complete AS k
JOIN part AS p USING (filing_id)
JOIN facts AS f ON f.filing_id = p.unit_filing
WHERE f.src = 'line_item' AND f.statement IN ('income_expenditure_summary', 'budget_income_expenditure_summary') AND f.rel_year = 'this'
    AND f.item IN ('superior_subsidy_income', 'affiliated_unit_income', 'affiliated_subsidy_expenditure', 'to_superior_expenditure') AND f.value <> 0
