-- From the numbers that take a place in a rule to the operands of the cases that can be decided.
-- tie_member and rollup_member hold each number once per place; k is the hash of what stated and terms are matched on.
CREATE OR REPLACE TEMP TABLE tie_scope AS
SELECT t.case_no, s.filing_no
FROM tie_kind AS t
JOIN scope_filing AS s USING (kind)
ANTI JOIN (
    SELECT case_no, filing_no
    FROM (SELECT g.case_no, g.name, f.filing_no, f.filing_id FROM tie_guard AS g CROSS JOIN scope_filing AS f) AS guarded
    ANTI JOIN guard USING (name, filing_id)
) AS unguarded ON unguarded.case_no = t.case_no AND unguarded.filing_no = s.filing_no;
-----
-- What is stated: one number per key, or several that print the same; decided only where the statements of its terms were met as the same instance.
CREATE OR REPLACE TEMP TABLE tie_stated AS
WITH stated AS (
    SELECT m.case_no, m.filing_no, m.k, any_value(m.instance) AS instance, min(m.fact_id) AS fact_id
    FROM tie_member AS m
    JOIN tie_scope USING (case_no, filing_no)
    WHERE m.role = 'stated'
    GROUP BY m.case_no, m.filing_no, m.k
    HAVING min(coalesce(m.value, -0.01)) = max(coalesce(m.value, -0.01))
), unmet AS (
    SELECT s.case_no, s.filing_no, s.k
    FROM stated AS s
    JOIN tie_need AS n USING (case_no)
    ANTI JOIN (SELECT f.filing_no, r.statement, r.instance FROM statement_read AS r JOIN scope_filing AS f USING (filing_id)) AS r
        ON r.filing_no = s.filing_no AND r.instance = s.instance AND r.statement = n.statement
)
SELECT * FROM stated ANTI JOIN unmet USING (case_no, filing_no, k);
-----
-- Nothing of what is summed is printed: the check is not applicable, unless an absent row of a statement that was read means nothing was spent.
CREATE OR REPLACE TEMP TABLE tie_decided AS
SELECT s.case_no, s.filing_no, s.k, s.fact_id, s.fact_id AS key_fact_id
FROM tie_stated AS s
JOIN tie_case AS c USING (case_no)
WHERE c.absent_is_zero OR (s.case_no, s.filing_no, s.k) IN (
    SELECT (m.case_no, m.filing_no, m.k)
    FROM tie_member AS m
    JOIN tie_place AS p USING (case_no, term_no)
    JOIN tie_case AS o USING (case_no)
    WHERE m.role = 'term' AND (p.anchor OR o.n_anchors = 0)
);
-----
CREATE OR REPLACE TEMP TABLE tie_operand AS
SELECT case_no, filing_no, k, 'stated' AS role, 1 AS weight, fact_id
FROM tie_decided
UNION ALL
SELECT m.case_no, m.filing_no, m.k, m.role, p.weight, m.fact_id
FROM tie_member AS m
SEMI JOIN tie_decided USING (case_no, filing_no, k)
JOIN tie_place AS p USING (case_no, term_no)
WHERE m.role <> 'stated'
UNION ALL
SELECT d.case_no, d.filing_no, d.k, 'missing', 0, NULL
FROM tie_decided AS d
JOIN tie_place AS p ON p.case_no = d.case_no AND p.required
ANTI JOIN tie_member AS m ON m.case_no = d.case_no AND m.filing_no = d.filing_no AND m.k = d.k AND m.term_no = p.term_no;
-----
-- A printed class against its printed children, or the total against the printed top level; a column that prints a code twice has no hierarchy.
CREATE OR REPLACE TEMP TABLE rollup_row AS
SELECT m.case_no, m.filing_no, m.fact_id, m.k, p.parent_id
FROM rollup_member AS m
JOIN tie_case AS c USING (case_no)
JOIN tie_scope USING (case_no, filing_no)
JOIN code_row AS r ON r.fact_id = m.fact_id AND r.codes = c.codes
LEFT JOIN code_parent AS p ON p.fact_id = m.fact_id AND p.codes = c.codes
ANTI JOIN code_twice AS t ON t.codes = r.codes AND t.filing_id = r.filing_id AND t.column_key = r.column_key
WHERE m.role = 'term';
-----
INSERT INTO tie_operand
SELECT r.case_no, r.filing_no, r.parent_id::UBIGINT, 'term', 1, r.fact_id
FROM rollup_row AS r
JOIN tie_case AS c USING (case_no)
WHERE c.part = 'children' AND r.parent_id IS NOT NULL
UNION ALL
SELECT DISTINCT r.case_no, r.filing_no, r.parent_id::UBIGINT, 'stated', 1, r.parent_id
FROM rollup_row AS r
JOIN tie_case AS c USING (case_no)
WHERE c.part = 'children' AND r.parent_id IS NOT NULL;
-----
INSERT INTO tie_decided
SELECT DISTINCT t.case_no, t.filing_no, t.k, t.fact_id, t.fact_id
FROM tie_operand AS t
JOIN tie_case AS c USING (case_no)
WHERE c.part = 'children' AND t.role = 'stated';
-----
CREATE OR REPLACE TEMP TABLE rollup_total AS
SELECT m.case_no, m.filing_no, m.k, min(m.fact_id) AS fact_id
FROM rollup_member AS m
SEMI JOIN (SELECT case_no, filing_no, k FROM rollup_row WHERE parent_id IS NULL) AS top USING (case_no, filing_no, k)
WHERE m.role = 'stated'
GROUP BY m.case_no, m.filing_no, m.k
HAVING min(coalesce(m.value, -0.01)) = max(coalesce(m.value, -0.01));
-----
INSERT INTO tie_decided SELECT case_no, filing_no, k, fact_id, fact_id FROM rollup_total;
-----
INSERT INTO tie_operand
SELECT case_no, filing_no, k, 'stated', 1, fact_id FROM rollup_total
UNION ALL
SELECT r.case_no, r.filing_no, r.k, 'term', 1, r.fact_id
FROM rollup_row AS r
SEMI JOIN rollup_total USING (case_no, filing_no, k)
WHERE r.parent_id IS NULL;
