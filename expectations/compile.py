# ruff: noqa: S608  (only ids and quoted literals of the validated catalogue enter the text)
"""From a declared rule to SQL: the conditions and keys of ties, the statements of rules that bring their own SELECT.

Only ids from the validated catalogue enter the text, each as a quoted literal. How ties find their operands is
:mod:`expectations.tie_pass`; what follows from the operands (sums, intervals, status) is the same for every rule and is
computed once, in ``sql/ties.sql``.
"""

from __future__ import annotations

from expectations.declared import CATALOGUE, Found, Query, Selector

_ALWAYS = ("instance", "basis", "amount_year", "subject")
"""What every tie is matched on: the same table of a document, basis, year of the amount and unit of the row."""


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
    """Return the condition of selectors joined by AND, on amounts of statements. Rows of 其中 are left out unless a
    selector speaks of row_kind."""
    parts = [_condition(column, value) for selector in selectors for column, value in selector.items()]
    if not any("row_kind" in selector for selector in selectors):
        parts.append("row_kind <> 'of_which'")
    return " AND ".join(parts)


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


def key_columns(by: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that match stated and terms of one filing: the declared ones, then what every tie is matched
    on."""
    return (*by, *(column for column in _ALWAYS if column not in by))


def key_text(by: tuple[str, ...], prefix: str = "") -> str:
    """Return the expression of the key in words: the instance key of a tie."""
    parts = ", ".join(f"""'{column}=' || coalesce({prefix}"{column}"::VARCHAR, '')""" for column in key_columns(by))
    return f"concat_ws(';', {parts})"


def rule_sql(rule: Found | Query) -> str:
    """Return the INSERT that finds the operands (or, for a query, the results) of a rule over all filings."""
    return query_sql(rule) if isinstance(rule, Query) else found_sql(rule)


def _kinds(rule: Found | Query) -> str:
    kinds = ", ".join(literal(kind) for kind in rule.kinds)
    held = "".join(
        f" AND filing_id IN (SELECT filing_id FROM guard WHERE name = {literal(guard)})" for guard in rule.guards
    )
    return f"filing_id IN (SELECT filing_id FROM scope_filing WHERE kind IN ({kinds})){held}"


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
