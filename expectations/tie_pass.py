# ruff: noqa: S608  (only ids and quoted literals of the validated catalogue enter the text)
"""All declared ties and roll-ups over all filings in one pass.

Which rule a printed number belongs to depends on a few of its columns only. Numbers alike in those columns (one
*signature*: a few hundred in a filing, a few thousand in a country) are tested against every selector of the catalogue
once; each number then finds its places in the rules by its signature, and what is stated meets its terms by a key.
The steps that do not depend on the catalogue are ``sql/tie_pass.sql``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from expectations.compile import key_columns, key_text, literal, predicate
from expectations.declared import Rollup, Selector, Tie
from expectations.frames import fill
from expectations.scripts import run_script

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Place = tuple[int, str, int, int, bool, bool]
"""A place in a case: case_no, role, term_no, weight, required, anchor."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One case of a tie, or one roll-up: its rule, and which numbers take which place in it."""

    rule: Tie | Rollup
    label: str
    by: tuple[str, ...]
    places: tuple[tuple[Place, tuple[Selector, ...]], ...]
    needs: tuple[str, ...]
    codes: str | None
    part: str | None


def run_ties(connection: DuckDBPyConnection, rules: Sequence[Tie | Rollup]) -> tuple[tuple[str, str], ...]:
    """Add the operands of all ties and roll-ups to ``operands``; return the rules that broke, with the reason.

    A rule whose selectors DuckDB refuses costs only itself.

    Raises:
        duckdb.Error: the facts are not as the pass needs them.
    """
    broken: list[tuple[str, str]] = []
    cases: list[_Case] = []
    for rule in rules:
        cases.extend(_cases(rule, len(cases)))
    keys = sorted({case.by for case in cases})
    _fill_cases(connection, cases, keys)
    columns = _signature_columns(cases)
    listed = ", ".join(f'"{column}"' for column in columns)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE signature AS
        SELECT hash({listed}) AS signature, {", ".join(f'any_value("{column}") AS "{column}"' for column in columns)}
        FROM facts WHERE src = 'line_item' GROUP BY 1
    """)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE signature_place (signature UBIGINT, case_no INTEGER, term_no INTEGER)"
    )
    tested = [(place, selectors) for case in cases for place, selectors in case.places]
    try:
        connection.execute(_membership(tested))
    except duckdb.Error:
        broken += _one_by_one(connection, cases)
    whole = f"hash({listed})"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE tie_member AS
        SELECT p.case_no, p.term_no, p.role, f.filing_no, f.instance, f.fact_id, f.value, {_key(keys)} AS k
        FROM facts AS f
        JOIN signature_place AS s ON f.src = 'line_item' AND s.signature = {whole}
        JOIN tie_place AS p USING (case_no, term_no)
        JOIN tie_case AS c USING (case_no)
        WHERE c.part IS NULL
            AND (p.role = 'stated' OR NOT CASE WHEN c.in_row THEN f.again_in_row ELSE f.again_in_column END)
    """)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE rollup_member AS
        SELECT p.case_no, p.role, f.filing_no, f.fact_id, f.value, {_key(keys)} AS k
        FROM facts AS f
        JOIN signature_place AS s ON f.src = 'line_item' AND s.signature = {whole}
        JOIN tie_place AS p USING (case_no, term_no)
        JOIN tie_case AS c USING (case_no)
        WHERE c.part IS NOT NULL
    """)
    run_script(connection, "tie_pass.sql")
    connection.execute(f"""
        INSERT INTO operands (check_id, filing_id, instance_key, role, weight, fact_id)
        WITH keyed AS (
            SELECT d.case_no, d.filing_no, d.k, c.check_id, f.filing_id, c.label || {_key_text(keys)} AS instance_key
            FROM tie_decided AS d
            JOIN tie_case AS c USING (case_no)
            JOIN facts AS f ON f.fact_id = d.key_fact_id
        )
        SELECT check_id, filing_id, instance_key, role, weight, o.fact_id
        FROM tie_operand AS o JOIN keyed USING (case_no, filing_no, k)
    """)
    for table in ("tie_member", "rollup_member", "tie_operand", "tie_decided"):
        connection.execute(f"DROP TABLE {table}")
    return tuple(broken)


def _cases(rule: Tie | Rollup, first: int) -> list[_Case]:
    if isinstance(rule, Rollup):
        return [_rollup(rule, first)]
    found: list[_Case] = []
    for number, case in enumerate(rule.all_cases(), start=first):
        places: list[tuple[Place, tuple[Selector, ...]]] = [
            ((number, "stated", -1, 1, False, False), (rule.where, case.stated))
        ]
        for index, term in enumerate(case.terms):
            role = "blocking" if term.blocking else "term"
            place = (number, role, index, term.weight, term.required, term.anchor)
            places.append((place, (rule.where, term.select)))
        if rule.shape == "row_total":
            # A column with an unknown heading may hold any part of the row's total.
            statements: Selector = {key: rule.where[key] for key in ("statement", "side") if key in rule.where}
            unknown = (number, "blocking", len(case.terms), 1, False, False)
            places.append((unknown, (statements, {"measure": "unknown"})))
        selected = [rule.where | term.select for term in case.terms]
        needs = {str(one["statement"]) for one in selected if isinstance(one.get("statement"), str)}
        label = f"{case.key};" if case.key else ""
        found.append(_Case(rule, label, rule.by, tuple(places), tuple(sorted(needs)), None, None))
    return found


def _rollup(rule: Rollup, number: int) -> _Case:
    """A roll-up's rows are matched to their parent, or to the total of their column, which has no code."""
    where = {column: value for column, value in rule.where.items() if column != "item"}
    places: list[tuple[Place, tuple[Selector, ...]]] = [((number, "term", 0, 1, False, False), (rule.where,))]
    by: tuple[str, ...] = ("statement", "measure", "fund", rule.codes)
    if rule.part == "total":
        by = ("statement", "measure", "fund", "side")
        places.append(((number, "stated", -1, 1, False, False), (where, rule.total or {"item": "total"})))
    return _Case(rule, "", by, tuple(places), (), rule.codes, rule.part)


def _fill_cases(connection: DuckDBPyConnection, cases: Sequence[_Case], keys: Sequence[tuple[str, ...]]) -> None:
    fill(
        connection,
        "tie_case",
        {"case_no": int, "check_id": str, "label": str, "key_no": int, "in_row": bool, "n_anchors": int}
        | {"absent_is_zero": bool, "codes": str, "part": str},
        [
            (
                number,
                case.rule.id,
                case.label,
                keys.index(case.by),
                "row" in case.by,
                sum(place[5] for place, _ in case.places),
                isinstance(case.rule, Tie) and case.rule.absent_is_zero,
                case.codes,
                case.part,
            )
            for number, case in enumerate(cases)
        ],
    )
    fill(
        connection,
        "tie_place",
        {"case_no": int, "role": str, "term_no": int, "weight": int, "required": bool, "anchor": bool},
        [place for case in cases for place, _ in case.places],
    )
    pairs: dict[str, tuple[str, list[tuple[int, str]]]] = {
        "tie_need": ("statement", [(n, name) for n, case in enumerate(cases) for name in case.needs]),
        "tie_guard": ("name", [(n, name) for n, case in enumerate(cases) for name in case.rule.guards]),
        "tie_kind": ("kind", [(n, name) for n, case in enumerate(cases) for name in case.rule.kinds]),
    }
    for table, (column, rows) in pairs.items():
        fill(connection, table, {"case_no": int, column: str}, rows)


def _signature_columns(cases: Sequence[_Case]) -> tuple[str, ...]:
    named = {"item", "row_kind", "statement"}
    for case in cases:
        for _, selectors in case.places:
            named.update(column for selector in selectors for column in selector)
    return tuple(sorted(named))


def _membership(tested: Iterable[tuple[Place, tuple[Selector, ...]]]) -> str:
    """Return the INSERT that tests every signature against every place's selectors."""
    conditions = ", ".join(
        f"CASE WHEN {predicate(*selectors)} THEN {{'c': {place[0]}, 't': {place[2]}}} END"
        for place, selectors in tested
    )
    return (
        "INSERT INTO signature_place SELECT signature, place.c, place.t FROM ("
        f"SELECT signature, unnest([{conditions}]) AS place FROM signature) WHERE place IS NOT NULL"
    )


def _one_by_one(connection: DuckDBPyConnection, cases: Sequence[_Case]) -> list[tuple[str, str]]:
    """Test rule by rule, so that one with a condition that DuckDB refuses is found out and the others hold."""
    broken: dict[str, str] = {}
    for case in cases:
        try:
            connection.execute(_membership(case.places))
        except duckdb.Error as error:
            broken[case.rule.id] = str(error).splitlines()[0]
    for rule_id in broken:
        connection.execute(
            "DELETE FROM signature_place WHERE case_no IN (SELECT case_no FROM tie_case WHERE check_id = ?)", [rule_id]
        )
    return list(broken.items())


def _key(keys: Sequence[tuple[str, ...]]) -> str:
    """Return the expression of the hash that matches stated and terms of one filing."""
    branches = " ".join(
        f"WHEN {number} THEN hash({', '.join(_text(column) for column in key_columns(by))})"
        for number, by in enumerate(keys)
    )
    return f"CASE c.key_no {branches} END" if keys else "0::UBIGINT"


def _text(column: str) -> str:
    return f"""coalesce(f."{column}"::VARCHAR, '')"""


def _key_text(keys: Sequence[tuple[str, ...]]) -> str:
    branches = " ".join(f"WHEN {number} THEN {key_text(by, 'f.')}" for number, by in enumerate(keys))
    return f"CASE c.key_no {branches} END" if keys else literal("")
