"""Group findings by the printed numbers that would explain them, and say which number is the likely culprit.

Hard findings (no rounding explains them) are localised over all ties of the filing, the ones that hold as witnesses. Rounding findings that
contain a culprit belong to its cause; the rest collapse by shared numbers, without a culprit.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from expectations import messages
from expectations.localise import Constraint, Explanation, localise

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TIES = """
WITH hard AS (SELECT DISTINCT filing_id FROM tie_results WHERE status = 'fail' AND declared_severity = 'by_difference')
SELECT t.filing_id, t.check_id, t.instance_key, t.relation, t.difference, t.tolerance, t.status,
    t.finest_place < t.last_place AS mixed, t.last_place,
    list(struct_pack(fact := o.fact_id, role := o.role, weight := o.weight, value := f.value, src := f.src) ORDER BY o.fact_id)
FROM tie_results AS t
JOIN hard USING (filing_id)
JOIN operands AS o USING (check_id, filing_id, instance_key)
JOIN facts AS f ON f.fact_id = o.fact_id
WHERE t.status IN ('pass', 'within_rounding', 'fail') AND o.role IN ('stated', 'term') AND t.declared_severity = 'by_difference'
GROUP BY ALL
ORDER BY t.filing_id, t.check_id, t.instance_key
"""
_FINDINGS = """
SELECT n.filing_id, n.finding_id, n.check_id, r.instance_key, n.title, n.severity, n.unit,
    list(p.fact_id ORDER BY p.fact_id) FILTER (p.fact_id IS NOT NULL)
FROM fact_finding AS n
JOIN results AS r USING (check_result_id)
LEFT JOIN operand_place AS p USING (check_result_id)
WHERE n.consistency <> 'not_numeric'
GROUP BY ALL
ORDER BY n.filing_id, n.check_id, r.instance_key
"""
# Where two numbers explain as much, people mistype sentences and forms; statements come out of software.
_PRIOR = {"claim": 2, "performance": 1, "line_item": 0}


@dataclass(frozen=True, slots=True)
class _Finding:
    finding_id: str
    check_key: str
    title: str
    severity: str
    unit: str | None
    facts: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Place:
    operand_id: str
    words: str
    label: str
    printed: str
    unit: str
    value: Decimal | None


def write_root_causes(connection: DuckDBPyConnection) -> int:
    """Fill ``fact_root_cause`` and the findings' ``root_cause_id`` and suspects; return the number of causes."""
    findings = _findings(connection)
    explanations = _explanations(connection)
    places = _places(connection)
    rows: list[tuple[Any, ...]] = []
    links: list[tuple[str, str]] = []
    suspects: list[tuple[str, int]] = []
    for filing_id, mine in findings.items():
        open_findings = list(mine)
        for explanation in explanations.get(filing_id, ()):
            for fact, proposed in explanation.changes:
                held = [one for one in open_findings if fact in one.facts]
                if not held:
                    continue
                open_findings = [one for one in open_findings if one not in held]
                cause = _cause_id(filing_id, held)
                rows.append(_culprit_row(cause, filing_id, held, places[fact], proposed, explanation, places))
                links += [(one.finding_id, cause) for one in held]
                suspects += [(one.finding_id, fact) for one in held]
        for group in _by_shared_facts(open_findings):
            cause = _cause_id(filing_id, group)
            rows.append(_group_row(cause, filing_id, group))
            links += [(one.finding_id, cause) for one in group]
    _store(connection, rows, links, suspects)
    return len(rows)


def _findings(connection: DuckDBPyConnection) -> dict[str, list[_Finding]]:
    found: dict[str, list[_Finding]] = defaultdict(list)
    for filing_id, finding_id, check_id, key, title, severity, unit, facts in connection.execute(_FINDINGS).fetchall():
        found[filing_id].append(
            _Finding(finding_id, f"{check_id}|{key}", title, severity, unit, frozenset(facts or ()))
        )
    return found


def _explanations(connection: DuckDBPyConnection) -> dict[str, tuple[Explanation, ...]]:
    constraints: dict[str, list[Constraint]] = defaultdict(list)
    values: dict[str, dict[int, Decimal]] = defaultdict(dict)
    prior: dict[str, dict[int, int]] = defaultdict(dict)
    for filing_id, check_id, key, relation, difference, tolerance, _, mixed, last_place, operands in connection.execute(
        _TIES
    ).fetchall():
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
    return {
        filing_id: localise(listed, values[filing_id], prior[filing_id]) for filing_id, listed in constraints.items()
    }


def _places(connection: DuckDBPyConnection) -> dict[int, _Place]:
    rows = connection.execute(
        "SELECT DISTINCT ON (fact_id) fact_id, coalesce(line_item_id, claim_id, src_id), src, statement, heading, label, measure_label, row_no, "
        "page, locator, printed_text, u.unit, value, state FROM operand_place JOIN (SELECT fact_id, unit FROM facts) AS u USING (fact_id)"
    ).fetchall()
    found: dict[int, _Place] = {}
    for (
        fact,
        operand_id,
        src,
        statement,
        heading,
        label,
        measure_label,
        row_no,
        page,
        locator,
        text,
        unit,
        value,
        state,
    ) in rows:
        operand = messages.Operand(
            fact, "stated", Decimal(1), src, operand_id, "", "", statement, heading or "", label or "", measure_label or "", row_no, None,
            value, state or "", page, (None, None, None, None), locator or "", text or "", None, None,
        )  # fmt: skip
        found[fact] = _Place(
            operand_id,
            messages.place_of(operand),
            messages.label_of(operand),
            messages.printed(operand),
            unit or "元",
            value,
        )
    return found


def _by_shared_facts(findings: Sequence[_Finding]) -> Iterable[list[_Finding]]:
    """Group findings that share a printed number, directly or through others."""
    groups: list[tuple[set[int], list[_Finding]]] = []
    for finding in findings:
        touching = [group for group in groups if group[0] & finding.facts]
        facts = set(finding.facts).union(*(group[0] for group in touching))
        members = [one for group in touching for one in group[1]] + [finding]
        groups = [group for group in groups if group not in touching]
        groups.append((facts, members))
    return [members for _, members in groups]


def _cause_id(filing_id: str, findings: Sequence[_Finding]) -> str:
    text = "\x1f".join([filing_id, *sorted(one.finding_id for one in findings)])
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _culprit_row(
    cause: str,
    filing_id: str,
    findings: Sequence[_Finding],
    place: _Place,
    proposed: Decimal,
    explanation: Explanation,
    places: dict[int, _Place],
) -> tuple[Any, ...]:
    value = messages.in_unit(proposed, place.unit)
    shown = messages.plain(value)
    words = f"{place.words}{place.label}印 {place.printed}，其余各处一致指向 {shown} {place.unit}；改为 {shown} 后，相关的勾稽关系都成立。"
    if explanation.n_equal:
        others = "；".join(
            f"{places[fact].words}{places[fact].label}印 {places[fact].printed}"
            for fact in explanation.alternatives[:3]
            if fact in places
        )
        words = f"{place.words}{place.label}印 {place.printed}，改为 {shown} {place.unit} 可使相关的勾稽关系都成立。同样可能的解释还有 {explanation.n_equal} 种{'：' + others if others else ''}。"
    title = f"{place.label}：{place.printed} 疑应为 {shown}"
    return (cause, filing_id, title, words, place.operand_id, place.printed, value, len(findings), explanation.n_equal)


def _group_row(cause: str, filing_id: str, findings: Sequence[_Finding]) -> tuple[Any, ...]:
    first = findings[0]
    if all(one.severity == "rounding" for one in findings):
        words = f"{len(findings)} 处差异都在四舍五入允许的范围之内，可能是尾差。"
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
    from expectations.findings import insert_rows

    columns = "root_cause_id, filing_id, title, message, suspect_operand, printed_text, proposed_value, n_findings, n_equal_explanations"
    insert_rows(connection, "fact_root_cause", columns, rows)
    connection.execute("CREATE OR REPLACE TEMP TABLE cause_link (finding_id VARCHAR, root_cause_id VARCHAR)")
    connection.execute("CREATE OR REPLACE TEMP TABLE cause_suspect (finding_id VARCHAR, fact_id BIGINT)")
    if links:
        connection.executemany("INSERT INTO cause_link VALUES (?, ?)", links)
    if suspects:
        connection.executemany("INSERT INTO cause_suspect VALUES (?, ?)", suspects)
    connection.execute(
        "UPDATE fact_finding SET root_cause_id = l.root_cause_id FROM cause_link AS l WHERE l.finding_id = fact_finding.finding_id"
    )
    connection.execute(
        "UPDATE fact_finding_operand AS o SET is_suspect = true FROM cause_suspect AS s JOIN operand_place AS p USING (fact_id) "
        "WHERE o.finding_id = s.finding_id AND coalesce(o.line_item_id, o.claim_id, '') = coalesce(p.line_item_id, p.claim_id, '') "
        "AND o.page IS NOT DISTINCT FROM p.page AND o.printed_text = p.printed_text AND o.x0 IS NOT DISTINCT FROM p.x0"
    )
