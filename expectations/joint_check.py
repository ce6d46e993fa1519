"""The check that all ties of a filing can hold together: its results, one per contradiction or improbable lean."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl

from expectations.joint import (
    LEAST_SQUARE,
    MIN_DRIFTING,
    Contradiction,
    Drift,
    Equation,
    combined,
    contradictions,
    drift,
)
from expectations.localise import Fact
from expectations.messages import plain
from expectations.scripts import run_script, script

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SHOWN_TITLES = 4
_SCHEMA = {
    "filing_id": pl.String(),
    "instance_key": pl.String(),
    "status": pl.String(),
    "difference": pl.Decimal(28, 8),
    "tolerance": pl.Decimal(28, 8),
    "last_place": pl.Decimal(28, 8),
    "unit": pl.String(),
    "difference_yuan": pl.Decimal(20, 2),
    "severity": pl.String(),
    "consistency": pl.String(),
    "detail": pl.String(),
    "fact_ids": pl.List(pl.Int64()),
}
# every filing with decided equations has a result: without another one, they hold together
_EXACT = """
INSERT INTO joint_result BY NAME
SELECT DISTINCT filing_id, 'all' AS instance_key, 'pass' AS status
FROM tie_results
WHERE status IN ('pass', 'within_rounding') AND relation IN ('equals', 'same')
    AND filing_id NOT IN (SELECT filing_id FROM joint_result)
"""


# the equations of what is open, and all sums of what may lean
_TIES = """
SELECT t.filing_id, t.tie_no, t.check_id, d.title, t.instance_key, t.difference, t.unit, t.per_yuan, t.last_place,
    t.tie_no IN (FROM joint_open) AS is_open
FROM joint_tie AS t
JOIN dim_check AS d USING (check_id)
WHERE is_open OR t.filing_id IN (SELECT unnest(?::VARCHAR[]))
ORDER BY t.tie_no
"""
_TERMS = """
SELECT tie_no, fact_id, coefficient FROM joint_term
WHERE tie_no IN (FROM joint_open) OR filing_id IN (SELECT unnest(?::VARCHAR[]))
ORDER BY tie_no, role, fact_id
"""
_HALVES = """
SELECT fact_id, any_value(half) FROM joint_term
WHERE tie_no IN (FROM joint_open) OR filing_id IN (SELECT unnest(?::VARCHAR[]))
GROUP BY fact_id
"""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the words of a result need to know of an equation: its rule's title, its unit and how many of the unit a
    yuan is, its last place in yuan."""

    title: str
    unit: str
    per_yuan: Decimal
    last_place: Decimal


@dataclass(slots=True)
class _Filing:
    """The equations of one filing: those that may not hold together, and all that was handed over."""

    open: list[Equation]
    all: list[Equation]
    known: dict[str, _Known]


def write_joint_results(connection: DuckDBPyConnection) -> None:
    """Create the working table ``joint_result``: what the rule ``filing.jointly_feasible`` reports.

    What certainly holds together is decided in SQL; only the rest is handed to the solver.
    """
    run_script(connection, "joint_ties.sql")
    limits = {"least": MIN_DRIFTING, "factor": LEAST_SQUARE}
    leaning = [str(row[0]) for row in connection.execute(script("joint_lean.sql"), limits).fetchall()]
    halves: dict[Fact, Decimal] = dict(connection.execute(_HALVES, [leaning]).fetchall())
    rows = [
        row
        for filing_id, one in _filings(connection, leaning).items()
        for row in _filing_rows(filing_id, one, halves, filing_id in leaning)
    ]
    connection.register("joint_rows", pl.DataFrame(rows, schema=_SCHEMA, orient="row", strict=False).to_arrow())
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE joint_result AS SELECT * EXCLUDE (fact_ids), "
        "list_transform(fact_ids, lambda one: {'fact_id': one, 'role': 'bound', 'weight': 1}) AS operands "
        "FROM joint_rows"
    )
    connection.unregister("joint_rows")
    connection.execute(_EXACT)


def _filings(connection: DuckDBPyConnection, leaning: Sequence[str]) -> dict[str, _Filing]:
    terms: dict[int, list[tuple[Fact, int]]] = defaultdict(list)
    columns = connection.execute(_TERMS, [leaning]).fetchnumpy()
    for tie, fact, coefficient in zip(*(columns[name].tolist() for name in columns), strict=True):
        terms[tie].append((fact, coefficient))
    found: dict[str, _Filing] = {}
    for row in connection.execute(_TIES, [leaning]).fetchall():
        filing_id, tie, check_id, title, instance_key, difference, unit, per_yuan, last_place, is_open = row
        one = found.setdefault(filing_id, _Filing([], [], {}))
        equation = Equation(f"{check_id}|{instance_key}", tuple(terms[tie]), difference)
        one.all.append(equation)
        if is_open:
            one.open.append(equation)
        one.known[equation.key] = _Known(title, unit or "元", Decimal(per_yuan or 1), Decimal(last_place or 0))
    return found


def _filing_rows(
    filing_id: str, one: _Filing, halves: Mapping[Fact, Decimal], may_lean: bool
) -> Iterator[tuple[Any, ...]]:
    found = contradictions(one.open, halves)
    leaning = drift(one.all, halves) if may_lean and not found else None
    for contradiction in found:
        yield _impossible(filing_id, contradiction, one.known, halves)
    if leaning is not None:
        yield _improbable(filing_id, leaning, one.known)


def _impossible(
    filing_id: str, found: Contradiction, known: Mapping[str, _Known], halves: Mapping[Fact, Decimal]
) -> tuple[Any, ...]:
    smallest = min(abs(weight) for _, weight in found.weights)
    first = known[found.weights[0][0].key]
    difference = _decimal(abs(found.difference) / smallest)
    tolerance = _decimal(found.tolerance / smallest)
    last_place = max(known[one.key].last_place for one, _ in found.weights)
    _, _, coefficients = combined(found.weights, halves)
    titles = _titles((one for one, _ in found.weights), known)
    detail = (
        f"{len(found.weights)} 个等式单独看都在四舍五入允许之内，但没有任何一组真实数值能使它们同时成立：合并后相差 "
        f"{plain(difference * first.per_yuan)} {first.unit}，四舍五入最多解释 {plain(tolerance * first.per_yuan)} "
        f"{first.unit}。等式：{titles}"
    )
    return (
        filing_id,
        _key(one.key for one, _ in found.weights),
        "fail",
        difference * first.per_yuan,
        tolerance * first.per_yuan,
        last_place * first.per_yuan,
        first.unit,
        difference,
        "minor" if difference - tolerance > last_place else "rounding",
        "impossible",
        detail,
        sorted(fact for fact, coefficient in coefficients.items() if coefficient),
    )


def _improbable(filing_id: str, found: Drift, known: Mapping[str, _Known]) -> tuple[Any, ...]:
    off = [one for one in found.equations if one.difference]
    first = known[off[0].key]
    detail = (
        f"{len(off)} 个合计式的尾差偏向一边，共 {plain(abs(found.difference) * first.per_yuan)} {first.unit}：各数独立"
        f"四舍五入时这样的概率不超过 {found.probability:.0e}，可能是直接舍去尾数，或漏了小额项目。"
        f"等式：{_titles(off, known)}"
    )
    return (
        filing_id,
        "drift",
        "within_rounding",
        abs(found.difference) * first.per_yuan,
        None,
        first.last_place * first.per_yuan,
        first.unit,
        abs(found.difference),
        "rounding",
        "possible_by_rounding",
        detail,
        sorted({one.coefficients[0][0] for one in off}),
    )


def _titles(equations: Iterable[Equation], known: Mapping[str, _Known]) -> str:
    titles = list(dict.fromkeys(known[one.key].title for one in equations))
    more = f"等 {len(titles)} 类" if len(titles) > _SHOWN_TITLES else ""
    return "；".join(titles[:_SHOWN_TITLES]) + more


def _key(keys: Iterable[str]) -> str:
    return "ties=" + hashlib.sha256("\x1f".join(sorted(keys)).encode()).hexdigest()[:12]


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
