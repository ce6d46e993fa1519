# ruff: noqa: S608  (only ids and quoted literals of the validated catalogue enter the text)
"""From a declared rule to the set-based SQL that finds its operands over all filings at once.

Every template fills ``operands(check_id, filing_id, filing_id_2, instance_key, role, weight, fact_id)``: which
printed facts one application of a rule
consists of. Only ids from the validated catalogue enter the text, each as a quoted literal. What follows from the
operands (sums,
intervals, status) is the same for every rule and is computed once, in ``sql/ties.sql``.
"""

from __future__ import annotations

from expectations.declared import CATALOGUE, AnyRule, Case, Found, Query, Rollup, Selector, Term, Tie

OPERAND_COLUMNS = "check_id, filing_id, filing_id_2, instance_key, role, weight, fact_id"
_ALWAYS = ("instance", "basis", "amount_year", "subject")
"""What every tie is matched on: the same table of a document, basis, year of the amount and unit of the row."""


# A total that a continuation page prints again is one number, not two.
_PRINTED_AGAIN = """QUALIFY item IN ('functional', 'economic', 'project', 'entity', 'other', 'unnumbered')
        OR row_number() OVER (
            PARTITION BY filing_id, {key}, statement, side, item, fund, measure, value ORDER BY fact_id
        ) = 1"""


def literal(value: object) -> str:
    """Return a scalar as a SQL literal."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def predicate(*selectors: Selector) -> str:
    """Return the WHERE text of selectors joined by AND. Rows of 其中 are left out unless a selector speaks of
    row_kind."""
    parts = [_condition(column, value) for selector in selectors for column, value in selector.items()]
    if not any("row_kind" in selector for selector in selectors):
        parts.append("row_kind <> 'of_which'")
    return " AND ".join(["src = 'line_item'", *parts])


def _condition(column: str, value: object) -> str:
    name = f'"{column}"'
    if isinstance(value, dict):
        if "prefix" in value:
            prefixes = value["prefix"] if isinstance(value["prefix"], list) else [value["prefix"]]
            return "(" + " OR ".join(f"starts_with({name}, {literal(prefix)})" for prefix in prefixes) + ")"
        listed = ", ".join(literal(one) for one in value["not"])
        return f"({name} IS NULL OR {name} NOT IN ({listed}))"
    if value is None:
        return f"{name} IS NULL"
    if isinstance(value, list):
        listed = ", ".join(literal(one) for one in value if one is not None)
        return f"({name} IN ({listed}) OR {name} IS NULL)" if None in value else f"{name} IN ({listed})"
    return f"{name} = {literal(value)}"


def group_key(by: tuple[str, ...]) -> str:
    """Return the expression that matches stated and terms: readable, so that it also serves as the instance key."""
    columns = (*by, *(column for column in _ALWAYS if column not in by))
    parts = ", ".join(f"""'{column}=' || coalesce("{column}"::VARCHAR, '')""" for column in columns)
    return f"concat_ws(';', {parts})"


def statements_of(rule: Tie | Rollup) -> tuple[str, ...]:
    """Return the statements that a rule needs, sorted."""
    selectors: list[Selector] = [rule.where]
    if isinstance(rule, Tie):
        for case in rule.all_cases():
            selectors += [case.stated, *(term.select for term in case.terms)]
    found: set[str] = set()
    for selector in selectors:
        named = selector.get("statement")
        found.update(named if isinstance(named, list) else [named] if isinstance(named, str) else [])
    return tuple(sorted(found))


def rule_sql(rule: AnyRule) -> str:
    """Return the INSERT that finds the operands (or, for a query, the results) of a rule over all filings."""
    if isinstance(rule, Query):
        return query_sql(rule)
    if isinstance(rule, Found):
        return found_sql(rule)
    if isinstance(rule, Rollup):
        return _rollup(rule)
    return ";\n".join(_tie(rule, case) for case in rule.all_cases())


def _kinds(rule: Tie | Rollup | Found | Query) -> str:
    kinds = ", ".join(literal(kind) for kind in rule.kinds)
    held = "".join(
        f" AND filing_id IN (SELECT filing_id FROM guard WHERE name = {literal(guard)})" for guard in rule.guards
    )
    return f"filing_id IN (SELECT filing_id FROM scope_filing WHERE kind IN ({kinds})){held}"


def _term(term: Term, index: int, rule: Tie, key: str) -> str:
    role = "blocking" if term.blocking else "term"
    return (
        f"SELECT {index} AS term_no, {literal(role)} AS role, {term.weight} AS weight, fact_id, filing_id, {key} AS k "
        f"FROM facts WHERE {predicate(rule.where, term.select)} {_PRINTED_AGAIN.format(key=key)}"
    )


def _reads(rule: Tie, case: Case) -> str:
    """A group is decided only where the statements of its terms were met as the same instance."""
    selectors = [rule.where | term.select for term in case.terms]
    needed = sorted({str(one["statement"]) for one in selectors if isinstance(one.get("statement"), str)})
    return "".join(
        f"\n        AND (filing_id, instance) IN "
        f"(SELECT (filing_id, instance) FROM statement_read WHERE statement = {literal(name)})"
        for name in needed
    )


def _tie(rule: Tie, case: Case) -> str:
    key = group_key(rule.by)
    terms = "\n    UNION ALL\n    ".join(_term(term, index, rule, key) for index, term in enumerate(case.terms))
    rule_id = literal(rule.id)
    label = f"{literal(case.key + ';')} || " if case.key else ""
    missing = "".join(
        f"\nUNION ALL\nSELECT {rule_id}, filing_id, NULL, {label}k, 'missing', 0, NULL FROM decided\n"
        f"ANTI JOIN (FROM term WHERE term_no = {index}) USING (filing_id, k)"
        for index, term in enumerate(case.terms)
        if term.required
    )
    # Nothing of what is summed is printed: the check is not applicable, unless an absent row of a statement that was
    # read means nothing was spent.
    anchors = [str(index) for index, term in enumerate(case.terms) if term.anchor]
    anchored = f" AND term_no IN ({', '.join(anchors)})" if anchors else ""
    decided = "" if rule.absent_is_zero else f"SEMI JOIN (FROM term WHERE role = 'term'{anchored}) USING (filing_id, k)"
    return f"""INSERT INTO operands ({OPERAND_COLUMNS})
WITH stated AS (
    SELECT min(fact_id) AS fact_id, s.filing_id, {key} AS k
    FROM facts AS s
    WHERE {predicate(rule.where, case.stated)} AND {_kinds(rule)}{_reads(rule, case)}
    GROUP BY ALL
    HAVING count(DISTINCT coalesce(value, -0.01)) = 1
), term AS MATERIALIZED (
    {terms}
), decided AS MATERIALIZED (
    FROM stated {decided}
)
SELECT {rule_id}, filing_id, NULL, {label}k, 'stated', 1, fact_id FROM decided
UNION ALL
SELECT {rule_id}, filing_id, NULL, {label}k, term.role, term.weight, term.fact_id
FROM term JOIN decided USING (filing_id, k){missing}"""


def _rollup(rule: Rollup) -> str:
    code = rule.codes
    row = f"""SELECT c.fact_id, c.filing_id, c.column_key, p.parent_id
    FROM code_row AS c
    JOIN facts AS f USING (fact_id, filing_id)
    LEFT JOIN code_parent AS p ON p.fact_id = c.fact_id AND p.codes = c.codes
    WHERE c.codes = {literal(code)} AND {predicate(rule.where)} AND {_kinds(rule)}
      AND (c.codes, c.filing_id, c.column_key) NOT IN (SELECT (codes, filing_id, column_key) FROM code_twice)"""
    key = group_key((*(("statement", "measure", "fund")), code))
    if rule.part == "children":
        return f"""INSERT INTO operands ({OPERAND_COLUMNS})
WITH child AS MATERIALIZED (
    {row}
      AND p.parent_id IS NOT NULL
), stated AS (
    SELECT fact_id, filing_id, {key} AS k FROM facts WHERE fact_id IN (SELECT parent_id FROM child)
)
SELECT {literal(rule.id)}, filing_id, NULL, k, 'stated', 1, fact_id FROM stated
UNION ALL
SELECT {literal(rule.id)}, child.filing_id, NULL, k, 'term', 1, child.fact_id
FROM child JOIN stated ON stated.fact_id = child.parent_id"""
    key = group_key(("statement", "measure", "fund", "side"))
    total = rule.total or {"item": "total"}
    where = {column: value for column, value in rule.where.items() if column != "item"}
    return f"""INSERT INTO operands ({OPERAND_COLUMNS})
WITH top AS MATERIALIZED (
    SELECT fact_id, filing_id, {key} AS k FROM facts WHERE fact_id IN (SELECT fact_id FROM (
    {row}
      AND p.parent_id IS NULL))
), stated AS MATERIALIZED (
    SELECT min(fact_id) AS fact_id, filing_id, {key} AS k
    FROM facts
    WHERE {predicate(where, total)}
    GROUP BY ALL
    HAVING count(DISTINCT coalesce(value, -0.01)) = 1
)
SELECT {literal(rule.id)}, filing_id, NULL, k, 'stated', 1, fact_id FROM stated SEMI JOIN top USING (filing_id, k)
UNION ALL
SELECT {literal(rule.id)}, filing_id, NULL, k, 'term', 1, top.fact_id FROM top JOIN stated USING (filing_id, k)"""


def found_sql(rule: Found) -> str:
    """Return the INSERT of a tie that brings its own SELECT of operands."""
    text = (CATALOGUE / rule.sql).read_text("utf-8")
    return f"INSERT INTO operands BY NAME SELECT {literal(rule.id)} AS check_id, * FROM ({text}) WHERE {_kinds(rule)}"


def query_sql(rule: Query) -> str:
    """Return the INSERT of a rule that brings its own SELECT of results."""
    text = (CATALOGUE / rule.sql).read_text("utf-8")
    return (
        f"INSERT INTO query_results BY NAME SELECT {literal(rule.id)} AS check_id, * FROM ({text}) WHERE {_kinds(rule)}"
    )
