"""Which findings of a warehouse the recorded verdicts are about, over editions and re-runs.

A verdict is about a finding by its id, or by its key: the filing, the check and what is printed, wherever on whatever
page of whichever edition. So it stays with a finding that a republished filing repeats, and does not go over to one
whose numbers have changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from expectations.verdicts import Decision, Verdict, VerdictError, VerdictStore

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

State = Literal["here", "replaced", "gone"]
"""Of a verdict: a current edition has its finding; only a replaced one has it; no loaded edition has it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The verdict that holds for one finding, and the findings of the warehouse that it is about."""

    verdict: Verdict
    state: State
    finding_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    finding_id: str
    key: str
    is_current: bool


_KNOWN = """
WITH asked AS (
    SELECT g.filing_key FROM fact_finding AS f JOIN dim_filing AS g ON g.filing_id = f.filing_id
    WHERE f.finding_id IN (SELECT unnest($ids::VARCHAR[]))
    UNION
    SELECT unnest($filing_keys::VARCHAR[])
),
mine AS MATERIALIZED (
    SELECT f.finding_id, f.filing_id, f.check_id, f.title, g.filing_key, g.is_current
    FROM fact_finding AS f JOIN dim_filing AS g ON g.filing_id = f.filing_id
    WHERE g.filing_key IN (SELECT filing_key FROM asked)
),
numbers AS MATERIALIZED (
    SELECT o.finding_id, min(o.page) AS page, min(o.top) AS top,
        string_agg(
            concat_ws(chr(30), o.role, o.label, o.printed_text), chr(31) ORDER BY o.role, o.label, o.printed_text
        ) AS words
    FROM fact_finding_operand AS o
    WHERE o.finding_id IN (SELECT finding_id FROM mine)
    GROUP BY o.finding_id
),
printed AS (
    SELECT m.finding_id, m.filing_id, m.filing_key, m.is_current, n.page, n.top,
        md5(concat_ws(chr(31), m.check_id, coalesce(n.words, m.title))) AS words
    FROM mine AS m LEFT JOIN numbers AS n ON n.finding_id = m.finding_id
)
SELECT finding_id, is_current, concat_ws(':', filing_key, words,
    row_number() OVER (PARTITION BY filing_id, words ORDER BY page, top, finding_id)) AS key
FROM printed
ORDER BY finding_id
"""

_ABOUT = """
SELECT concat_ws(' ', g.entity_name, g.fiscal_year, f.title)
FROM fact_finding AS f JOIN dim_filing AS g ON g.filing_id = f.filing_id
WHERE f.finding_id = ?
"""


def finding_key(connection: DuckDBPyConnection, finding_id: str) -> str | None:
    """The key of a finding of this warehouse; None where it has no such finding."""
    return next((one.key for one in _known(connection, [finding_id], []) if one.finding_id == finding_id), None)


def record(
    connection: DuckDBPyConnection, store: VerdictStore, finding_id: str, verdict: Decision, *, note: str, name: str
) -> Verdict:
    """Add a decision about a finding of this warehouse to ``store`` and return it.

    Raises:
        VerdictError: the warehouse has no such finding, or the verdict is none of the four.
    """
    key = finding_key(connection, finding_id)
    if key is None:
        raise VerdictError(f"仓库中没有问题 {finding_id}")
    row = connection.execute(_ABOUT, [finding_id]).fetchone()
    about = str(row[0]) if row else ""
    return store.append(finding_id, verdict, note=note, name=name, finding_key=key, about=about)


def standing(connection: DuckDBPyConnection, verdicts: Sequence[Verdict]) -> tuple[Standing, ...]:
    """The verdicts that hold (the last about each finding, ``open`` ones left out), oldest first."""
    known = _known(
        connection,
        [verdict.finding_id for verdict in verdicts],
        [verdict.finding_key.rsplit(":", 2)[0] for verdict in verdicts if verdict.finding_key],
    )
    key_of = {one.finding_id: one.key for one in known}
    latest: dict[str, Verdict] = {}
    for verdict in verdicts:
        key = key_of.get(verdict.finding_id) or verdict.finding_key or verdict.finding_id
        latest.pop(key, None)
        latest[key] = verdict
    found: dict[str, list[_Known]] = {}
    for one in known:
        found.setdefault(one.key, []).append(one)
    return tuple(
        Standing(verdict, _state(found.get(key, ())), tuple(one.finding_id for one in found.get(key, ())))
        for key, verdict in latest.items()
        if verdict.verdict != "open"
    )


def decided(connection: DuckDBPyConnection, verdicts: Iterable[Verdict]) -> dict[str, Verdict]:
    """The verdict that holds for each finding of the warehouse that has one."""
    held = standing(connection, tuple(verdicts))
    return {finding_id: one.verdict for one in held for finding_id in one.finding_ids}


def apply_verdicts(connection: DuckDBPyConnection, verdicts: Iterable[Verdict]) -> int:
    """Set the verdict of the findings that have one; return how many findings that were."""
    from expectations.frames import fill

    latest = decided(connection, verdicts)
    if not latest:
        return 0
    rows = [(finding_id, entry.verdict) for finding_id, entry in latest.items()]
    fill(connection, "latest_verdict", {"finding_id": str, "verdict": str}, rows)
    connection.execute(
        "UPDATE fact_finding SET verdict = v.verdict FROM latest_verdict AS v "
        "WHERE v.finding_id = fact_finding.finding_id"
    )
    return len(rows)


def _state(found: Sequence[_Known]) -> State:
    if not found:
        return "gone"
    return "here" if any(one.is_current for one in found) else "replaced"


def _known(connection: DuckDBPyConnection, ids: Sequence[str], filing_keys: Sequence[str]) -> list[_Known]:
    """All findings of the filings that the ids and keys are about."""
    if not ids and not filing_keys:
        return []
    parameters: Mapping[str, object] = {"ids": list(ids), "filing_keys": sorted(set(filing_keys))}
    rows = connection.execute(_KNOWN, parameters).fetchall()
    return [_Known(finding_id, key, bool(is_current)) for finding_id, is_current, key in rows]
