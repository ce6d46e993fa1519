"""Group findings by the printed numbers that would explain them, and say which number is the likely culprit.

A finding that explains others (rows shifted against their classes) takes with it those about its numbers.
Hard findings (no rounding explains them) are localised over all ties of the filing, the ones that hold as witnesses.
Rounding findings that
contain a culprit belong to its cause; the rest collapse by shared numbers, without a culprit.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from expectations import messages
from expectations.frames import fill, insert_rows
from expectations.localise import Constraint, Explanation, localise
from expectations.scripts import run_script, script

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NOTES = "SELECT filing_id, min(value) FROM fact_disclosure WHERE kind = 'note' AND key = 'rounding' GROUP BY filing_id"
# Where two numbers explain as much, people mistype sentences and forms; statements come out of software.
_PRIOR = {"claim": 2, "performance": 1, "line_item": 0}


@dataclass(frozen=True, slots=True)
class _Finding:
    finding_id: str
    check_id: str
    title: str
    message: str
    severity: str
    facts: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Place:
    operand_id: str
    words: str
    label: str
    printed: str
    unit: str
    value: Decimal | None
    step: Decimal | None


@dataclass(frozen=True, slots=True)
class _Culprit:
    """A wrong number, at every place where it was copied to, and what it should be."""

    facts: tuple[int, ...]
    proposed: Decimal
    explanation: Explanation


def write_root_causes(connection: DuckDBPyConnection, explaining: frozenset[str]) -> int:
    """Fill ``fact_root_cause`` and the findings' ``root_cause_id`` and suspects; return the number of causes.

    ``explaining`` are the rules whose findings are causes by themselves.
    """
    findings = _findings(connection)
    explanations = _explanations(connection)
    places = _places(connection, explanations)
    notes = dict(connection.execute(_NOTES).fetchall())
    rows: list[tuple[Any, ...]] = []
    links: list[tuple[str, str]] = []
    suspects: list[tuple[str, int]] = []
    for filing_id, mine in findings.items():
        open_findings = list(mine)
        for one in (finding for finding in mine if finding.check_id in explaining):
            held = [one, *(other for other in open_findings if other is not one and one.facts & other.facts)]
            open_findings = [other for other in open_findings if other not in held]
            cause = _cause_id(filing_id, held)
            rows.append((cause, filing_id, one.title, one.message, None, None, None, len(held), 0))
            links += [(other.finding_id, cause) for other in held]
        for culprit in _culprits(explanations.get(filing_id, ()), places):
            held = [one for one in open_findings if one.facts & set(culprit.facts)]
            if not held:
                continue
            open_findings = [one for one in open_findings if one not in held]
            cause = _cause_id(filing_id, held)
            rows.append(_culprit_row(cause, filing_id, held, culprit, places))
            links += [(one.finding_id, cause) for one in held]
            suspects += [(one.finding_id, fact) for one in held for fact in culprit.facts if fact in one.facts]
        for group in _by_shared_facts(open_findings):
            cause = _cause_id(filing_id, group)
            rows.append(_group_row(cause, filing_id, group, notes.get(filing_id)))
            links += [(one.finding_id, cause) for one in group]
    _store(connection, rows, links, suspects)
    return len(rows)


def _findings(connection: DuckDBPyConnection) -> dict[str, list[_Finding]]:
    found: dict[str, list[_Finding]] = defaultdict(list)
    for filing_id, finding_id, check_id, title, message, severity, facts in connection.execute(
        script("root_cause_findings.sql")
    ).fetchall():
        found[filing_id].append(_Finding(finding_id, check_id, title, message, severity, frozenset(facts or ())))
    return found


def _explanations(connection: DuckDBPyConnection) -> dict[str, tuple[Explanation, ...]]:
    constraints: dict[str, list[Constraint]] = defaultdict(list)
    values: dict[str, dict[int, Decimal]] = defaultdict(dict)
    prior: dict[str, dict[int, int]] = defaultdict(dict)
    # a sentence states a decrease by its words, without a minus sign
    said: dict[str, set[int]] = defaultdict(set)
    for row in connection.execute(script("root_cause_ties.sql")).fetchall():
        filing_id, check_id, key, relation, difference, tolerance, _, mixed, last_place, operands = row
        coefficients = tuple(
            (one["fact"], Decimal(1) if one["role"] == "stated" else -Decimal(one["weight"])) for one in operands
        )
        allowed = Decimal(tolerance)
        if relation == "same":
            allowed = Decimal(last_place or 0) / 2 if mixed else Decimal(0)
        lower = None if relation == "at_most" else -allowed
        upper = None if relation == "at_least" else allowed
        constraints[filing_id].append(Constraint(f"{check_id}|{key}", coefficients, Decimal(difference), lower, upper))
        for one in operands:
            values[filing_id][one["fact"]] = one["value"]
            prior[filing_id][one["fact"]] = _PRIOR.get(one["src"], 0)
            if one["src"] == "claim":
                said[filing_id].add(one["fact"])
    return {
        filing_id: localise(listed, values[filing_id], prior[filing_id], said[filing_id])
        for filing_id, listed in constraints.items()
    }


def _culprits(explanations: Iterable[Explanation], places: Mapping[int, _Place]) -> list[_Culprit]:
    """Return the numbers to change. One printed number that should be one other at several places is one mistake."""
    grouped: dict[tuple[object, ...], _Culprit] = {}
    for explanation in explanations:
        for fact, proposed in explanation.changes:
            place = places.get(fact)
            if place is None:
                continue  # a number of ties that hold: no finding speaks of it
            printable = _as_printable(proposed, place.step)
            key = (fact,) if explanation.n_equal_for(fact) else (place.printed, place.unit, printable)
            known = grouped.get(key)
            facts = (*known.facts, fact) if known else (fact,)
            grouped[key] = _Culprit(facts, proposed, known.explanation if known else explanation)
    return list(grouped.values())


def _places(connection: DuckDBPyConnection, explanations: Mapping[str, Iterable[Explanation]]) -> dict[int, _Place]:
    """Return the places of the numbers that explanations name, as far as findings speak of them."""
    named: set[int] = set()
    for one in (explanation for listed in explanations.values() for explanation in listed):
        named.update(one.alternatives, (fact for fact, _ in one.changes))
    rows = connection.execute(script("root_cause_places.sql"), [sorted(named)]).fetchall()
    found: dict[int, _Place] = {}
    for row in rows:
        fact, operand_id, src, statement, heading, label, measure_label, row_no = row[:8]
        page, locator, text, unit, value, state, step = row[8:]
        operand = messages.Operand(
            fact_id=fact,
            role="stated",
            weight=Decimal(1),
            src=src,
            src_id=operand_id,
            filing_id="",
            document_sha256="",
            statement=statement,
            heading=heading or "",
            label=label or "",
            measure_label=measure_label or "",
            row_no=row_no,
            fund=None,
            value_yuan=value,
            state=state or "",
            page=page,
            box=(None, None, None, None),
            locator=locator or "",
            printed_text=text or "",
            line_item_id=None,
            claim_id=None,
        )
        found[fact] = _Place(
            operand_id,
            messages.place_of(operand),
            messages.label_of(operand),
            messages.printed(operand),
            unit or "元",
            value,
            step,
        )
    return found


def _by_shared_facts(findings: Sequence[_Finding]) -> Iterable[list[_Finding]]:
    """Group findings that share a printed number, directly or through others; what is only unusual stays by itself."""
    yield from ([one] for one in findings if one.severity == "unusual")
    groups: list[tuple[set[int], list[_Finding]]] = []
    for finding in (one for one in findings if one.severity != "unusual"):
        touching = [group for group in groups if group[0] & finding.facts]
        facts = set(finding.facts).union(*(group[0] for group in touching))
        members = [one for group in touching for one in group[1]] + [finding]
        groups = [group for group in groups if group not in touching]
        groups.append((facts, members))
    yield from (members for _, members in groups)


def _cause_id(filing_id: str, findings: Sequence[_Finding]) -> str:
    text = "\x1f".join([filing_id, *sorted(one.finding_id for one in findings)])
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _culprit_row(
    cause: str,
    filing_id: str,
    findings: Sequence[_Finding],
    culprit: _Culprit,
    places: Mapping[int, _Place],
) -> tuple[Any, ...]:
    place, explanation = places[culprit.facts[0]], culprit.explanation
    n_equal = explanation.n_equal_for(culprit.facts[0])
    value = messages.in_unit(_as_printable(culprit.proposed, place.step), place.unit)
    shown = messages.plain(value)
    printed = f"{place.words}{place.label}印 {place.printed}"
    if copies := culprit.facts[1:]:
        printed += f"（{'、'.join(places[fact].words + places[fact].label for fact in copies)}同）"
    words = f"{printed}，其余各处一致指向 {shown} {place.unit}；改为 {shown} 后，相关的勾稽关系都成立。"
    if n_equal:
        others = "；".join(
            f"{places[fact].words}{places[fact].label}印 {places[fact].printed}"
            for fact in explanation.alternatives[:3]
            if fact in places
        )
        words = (
            f"{printed}，改为 {shown} {place.unit} 可使相关的勾稽关系都成立。"
            f"同样可能的解释还有 {n_equal} 种{'：' + others if others else ''}。"
        )
    title = f"{place.label}：{place.printed} 疑应为 {shown}"
    return (cause, filing_id, title, words, place.operand_id, place.printed, value, len(findings), n_equal)


def _as_printable(value: Decimal, step: Decimal | None) -> Decimal:
    """Return the value rounded to what its place could print: a sentence in whole 万元 has no cents."""
    if not step:
        return value
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _group_row(cause: str, filing_id: str, findings: Sequence[_Finding], note: str | None) -> tuple[Any, ...]:
    first = findings[0]
    if all(one.severity == "rounding" for one in findings):
        words = f"{len(findings)} 处差异都在四舍五入允许的范围之内，可能是尾差。"
        words += f"本件注明：“{note}”。" if note else ""
    else:
        words = (
            f"{len(findings)} 处差异涉及相同的数，没有找到能单独解释它们的一个数，需整体核对。"
            if len(findings) > 1
            else "没有其他勾稽关系可以判断是哪个数有误。"
        )
    title = first.title if len(findings) == 1 else f"{first.title}等 {len(findings)} 处"
    return (cause, filing_id, title, words, None, None, None, len(findings), 0)


def _store(
    connection: DuckDBPyConnection,
    rows: Sequence[tuple[Any, ...]],
    links: Sequence[tuple[str, str]],
    suspects: Sequence[tuple[str, int]],
) -> None:
    columns = (
        "root_cause_id, filing_id, title, message, suspect_operand, printed_text, proposed_value, n_findings, "
        "n_equal_explanations"
    )
    insert_rows(connection, "fact_root_cause", columns, rows)
    fill(connection, "cause_link", {"finding_id": str, "root_cause_id": str}, links)
    fill(connection, "cause_suspect", {"finding_id": str, "fact_id": int}, suspects)
    run_script(connection, "root_cause_links.sql")
