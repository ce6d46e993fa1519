-- A column of a table by functional class whose numbers stand some rows off their classes: four or more rows in a run print the number that another table
-- of the filing has for the class a fixed number of rows further on, and not the one that it has for their own.
WITH cell AS (
    SELECT
        f.filing_id, f.statement, f.instance, f.measure, f.basis, f.amount_year, f.functional_code, f.fact_id, f.value, f.state, f.unit, f.item,
        row_number() OVER (PARTITION BY f.filing_id, f.statement, f.instance, f.measure, f.basis, f.amount_year ORDER BY l.table_index, l.table_row) AS n
    FROM facts AS f
    JOIN fact_line_item AS l ON l.line_item_id = f.src_id AND l.filing_id = f.filing_id
    WHERE f.src = 'line_item'
        AND f.statement IN ('income', 'expenditure', 'general_budget_expenditure', 'budget_income', 'budget_expenditure', 'budget_general_expenditure')
        AND f.item = 'functional'
        AND f.functional_code IS NOT NULL
        AND f.measure IN ('total', 'basic', 'project')
        AND f.row_kind <> 'of_which'
        AND f.subject IS NULL
        AND NOT f.code_repeated
), pair AS (
    SELECT a.filing_id, a.statement, b.statement AS other, a.instance, a.measure, a.basis, a.amount_year
    FROM (SELECT DISTINCT filing_id, statement, instance, measure, basis, amount_year FROM cell) AS a
    JOIN (SELECT DISTINCT filing_id, statement, instance, measure, basis, amount_year FROM cell) AS b
        USING (filing_id, instance, measure, basis, amount_year)
    WHERE a.statement <> b.statement
), compared AS (
    SELECT a.*, p.other, own.value AS own_value
    FROM cell AS a
    JOIN pair AS p USING (filing_id, statement, instance, measure, basis, amount_year)
    LEFT JOIN cell AS own
        ON own.filing_id = a.filing_id AND own.statement = p.other AND own.instance = a.instance AND own.measure = a.measure
        AND own.basis IS NOT DISTINCT FROM a.basis AND own.amount_year = a.amount_year AND own.functional_code = a.functional_code
), agreement AS (
    SELECT filing_id, statement, instance, measure, basis, amount_year, count(*) FILTER (own_value IS NOT NULL) AS n_common
    FROM compared
    GROUP BY ALL
), parent AS (
    SELECT c.filing_id, c.statement, c.instance, c.measure, c.basis, c.amount_year, p.parent_id,
        abs(any_value(m.value) - sum(c.value)) > (count(*) + 1) * any_value(m.step) AS is_broken
    FROM cell AS c
    JOIN code_parent AS p ON p.fact_id = c.fact_id AND p.codes = 'functional_code'
    JOIN facts AS m ON m.fact_id = p.parent_id
    GROUP BY ALL
), broken AS (
    -- of two tables off against each other, the one whose own classes do not add up is the shifted one
    SELECT filing_id, statement, instance, measure, basis, amount_year, count(*) FILTER (is_broken) AS n_broken
    FROM parent
    GROUP BY ALL
), off AS (
    SELECT a.*, k.k
    FROM compared AS a
    CROSS JOIN (SELECT unnest([-4, -3, -2, -1, 1, 2, 3, 4]) AS k) AS k
    JOIN cell AS meant
        ON meant.filing_id = a.filing_id AND meant.statement = a.statement AND meant.instance = a.instance AND meant.measure = a.measure
        AND meant.basis IS NOT DISTINCT FROM a.basis AND meant.amount_year = a.amount_year AND meant.n = a.n + k.k
    JOIN cell AS b
        ON b.filing_id = a.filing_id AND b.statement = a.other AND b.instance = a.instance AND b.measure = a.measure
        AND b.basis IS NOT DISTINCT FROM a.basis AND b.amount_year = a.amount_year AND b.functional_code = meant.functional_code
    WHERE a.state = 'number' AND a.value <> 0 AND a.value = b.value AND a.own_value IS NOT NULL AND a.own_value <> a.value
), run AS (
    SELECT *, n - row_number() OVER (PARTITION BY filing_id, statement, other, instance, measure, basis, amount_year, k ORDER BY n) AS island
    FROM off
), shift AS (
    SELECT filing_id, statement, other, instance, measure, basis, amount_year, k, min(n) AS first_n, max(n) AS last_n
    FROM run
    GROUP BY filing_id, statement, other, instance, measure, basis, amount_year, k, island
    HAVING count(*) >= 4 AND count(DISTINCT value) >= 3
), one_witness AS (
    SELECT s.*
    FROM shift AS s
    JOIN broken AS mine USING (filing_id, statement, instance, measure, amount_year)
    JOIN broken AS theirs
        ON theirs.filing_id = s.filing_id AND theirs.statement = s.other AND theirs.instance = s.instance AND theirs.measure = s.measure
        AND theirs.basis IS NOT DISTINCT FROM s.basis AND theirs.amount_year = s.amount_year
    WHERE mine.basis IS NOT DISTINCT FROM s.basis AND mine.n_broken >= 2 AND theirs.n_broken * 4 <= mine.n_broken
    QUALIFY dense_rank() OVER (PARTITION BY s.filing_id, s.statement, s.instance, s.measure, s.basis, s.amount_year ORDER BY theirs.n_broken, s.other) = 1
), first AS (
    SELECT filing_id, statement, other, instance, measure, basis, amount_year, min(first_n) AS first_n, max(last_n) AS last_n
    FROM one_witness
    GROUP BY ALL
), reach AS (
    -- from there on until a class has its own number again, or the table ends
    SELECT f.filing_id, f.statement, f.instance, f.measure, f.basis, f.amount_year, f.first_n,
        coalesce(min(c.n) FILTER (c.n > f.last_n AND c.own_value = c.value AND c.value <> 0) - 1, max(c.n)) AS last_n, max(c.n) AS n_rows
    FROM first AS f
    JOIN compared AS c
        ON c.filing_id = f.filing_id AND c.statement = f.statement AND c.other = f.other AND c.instance = f.instance AND c.measure = f.measure
        AND c.basis IS NOT DISTINCT FROM f.basis AND c.amount_year = f.amount_year
    GROUP BY ALL
), touched AS (
    SELECT r.filing_id, r.statement, r.instance, r.measure, r.basis, r.amount_year, c.fact_id, c.n
    FROM reach AS r
    JOIN cell AS c
        ON c.filing_id = r.filing_id AND c.statement = r.statement AND c.instance = r.instance AND c.measure = r.measure
        AND c.basis IS NOT DISTINCT FROM r.basis AND c.amount_year = r.amount_year AND c.n BETWEEN r.first_n AND r.last_n
    UNION ALL
    -- where the run reaches the end of the table, its total stands off as well
    SELECT r.filing_id, r.statement, r.instance, r.measure, r.basis, r.amount_year, t.fact_id, r.last_n + 1
    FROM reach AS r
    JOIN facts AS t
        ON t.filing_id = r.filing_id AND t.src = 'line_item' AND t.statement = r.statement AND t.instance = r.instance AND t.measure = r.measure
        AND t.basis IS NOT DISTINCT FROM r.basis AND t.amount_year = r.amount_year AND t.item = 'total' AND t.subject IS NULL
    WHERE r.last_n = r.n_rows
)
SELECT
    filing_id,
    concat_ws(' ', statement, instance, amount_year) AS instance_key,
    'fail' AS status,
    'material' AS severity,
    'impossible' AS consistency,
    '自此处起的 ' || count(*) || ' 个数不是本科目的数，而与同一报告其他报表中相邻科目的数相同，疑整列错开' AS detail,
    list({'fact_id': fact_id, 'role': 'stated', 'weight': 1} ORDER BY measure = 'total' DESC, measure, n) AS operands
FROM touched
GROUP BY filing_id, statement, instance, amount_year
UNION ALL
SELECT filing_id, concat_ws(' ', statement, instance, amount_year), 'pass', NULL, NULL, NULL, NULL
FROM agreement AS a
WHERE n_common >= 4
    AND (filing_id, statement, instance, amount_year) NOT IN (SELECT (filing_id, statement, instance, amount_year) FROM reach)
GROUP BY filing_id, statement, instance, amount_year
