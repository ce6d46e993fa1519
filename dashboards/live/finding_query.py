"""Findings by filters, in SQL: totals, pages of root causes, pages of single findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboards.findings_view import SEVERITY_NAMES
from dashboards.live.snapshot import query
from dashboards.rounding import ONLY_ROUNDING

PER_PAGE = 15
UNGROUPED_SHOWN = 4
"""Findings of one root cause that are listed at once."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for. Empty tuples and texts ask for everything."""

    severities: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    entity_text: str = ""
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    text: str = ""
    replaced_too: bool = False


_CHOSEN = """
WITH only_rounding AS ({only_rounding}),
decided AS (SELECT unnest($decided_ids::VARCHAR[]) AS finding_id, unnest($decided::VARCHAR[]) AS decision),
chosen AS (
    SELECT f.finding_id, f.filing_id, f.severity, g.entity_name, g.fiscal_year, g.kind, f.check_id, f.family, f.title,
        f.message, f.difference, f.unit, f.root_cause_id, k.title AS check_title, g.is_current,
        coalesce(d.decision, f.verdict) AS verdict,
        f.severity = 'rounding' AND (f.root_cause_id IS NULL OR o.root_cause_id IS NOT NULL) AS only_rounding,
        CASE WHEN only_rounding THEN f.filing_id ELSE coalesce(f.root_cause_id, f.finding_id) END AS group_id,
        list_position($order::VARCHAR[], f.severity) AS rank,
        abs(coalesce(f.difference_yuan, 0)) AS size
    FROM fact_finding AS f JOIN dim_filing AS g ON g.filing_id = f.filing_id
    LEFT JOIN dim_check AS k ON k.check_id = f.check_id
    LEFT JOIN decided AS d ON d.finding_id = f.finding_id
    LEFT JOIN only_rounding AS o ON o.root_cause_id = f.root_cause_id
    WHERE {where}
)
"""
_ORDER = "rank, size DESC, entity_name, fiscal_year, group_id, finding_id"


@dataclass(frozen=True, slots=True)
class Totals:
    """How many findings, root causes and groups are asked for. A group is a root cause, a finding without one, or all
    of a filing that is only rounding."""

    findings: int
    causes: int
    groups: int
    by_severity: dict[str, int]


def totals(filters: Filters, decided: Mapping[str, str]) -> Totals:
    """What the filters leave."""
    rows = _ask(
        "SELECT severity, count(*) AS findings, count(DISTINCT root_cause_id) AS causes, count(DISTINCT group_id)"
        " AS groups FROM chosen GROUP BY GROUPING SETS ((severity), ())",
        filters,
        decided,
    )
    whole = rows[rows["severity"].isna()].iloc[0]
    parts = rows[rows["severity"].notna()]
    by_severity = {str(row.severity): int(row.findings) for row in parts.itertuples()}
    return Totals(int(whole["findings"]), int(whole["causes"]), int(whole["groups"]), by_severity)


def page_of_findings(filters: Filters, decided: Mapping[str, str], page: int) -> pd.DataFrame:
    """Page ``page`` (from 0) of the findings one by one, gravest and largest first."""
    return _ask(
        f"SELECT * FROM chosen ORDER BY {_ORDER} LIMIT $limit OFFSET $offset",  # noqa: S608 - constant of this module
        filters,
        decided,
        page=page,
    )


def page_of_groups(filters: Filters, decided: Mapping[str, str], page: int) -> pd.DataFrame:
    """Page ``page`` (from 0) of the groups: their findings with ``cause`` and ``cause_message``, group by group.

    ``n`` is the number of findings of the group, of which the first :data:`UNGROUPED_SHOWN` are given; ``n_causes``
    that of their root causes. What is only rounding comes last.
    """
    return _ask(
        f"""
        , groups AS (
            SELECT group_id, bool_and(only_rounding) AS tail, min(rank) AS first_rank, max(size) AS largest,
                count(*) AS n, count(DISTINCT root_cause_id) AS n_causes, min(entity_name) AS name,
                min(fiscal_year) AS year
            FROM chosen GROUP BY group_id ORDER BY tail, first_rank, largest DESC, name, year, group_id
            LIMIT $limit OFFSET $offset
        )
        SELECT c.*, g.n, g.n_causes, r.title AS cause, r.message AS cause_message
        FROM groups AS g JOIN chosen AS c USING (group_id) LEFT JOIN root_causes AS r USING (root_cause_id)
        QUALIFY row_number() OVER (PARTITION BY c.group_id ORDER BY {_ORDER}) <= $shown
        ORDER BY g.tail, g.first_rank, g.largest DESC, g.name, g.year, c.group_id, {_ORDER}
        """,  # noqa: S608 - constants of this module
        filters,
        decided,
        page=page,
    )


def of_the_same_cause(root_cause_id: str) -> pd.DataFrame:
    """The findings a root cause explains, gravest first."""
    return query(
        "SELECT f.finding_id, f.severity, f.title, f.check_id, k.title AS check_title FROM fact_finding AS f"
        " LEFT JOIN dim_check AS k ON k.check_id = f.check_id WHERE f.root_cause_id = $cause"
        " ORDER BY list_position($order::VARCHAR[], f.severity), abs(coalesce(f.difference_yuan, 0)) DESC, 1",
        {"cause": root_cause_id, "order": tuple(SEVERITY_NAMES)},
    )


def _ask(sql: str, filters: Filters, decided: Mapping[str, str], *, page: int = 0) -> pd.DataFrame:
    where, parameters = _where(filters)
    ids = tuple(sorted(decided))
    parameters |= {
        "decided_ids": ids,
        "decided": tuple(decided[key] for key in ids),
        "order": tuple(SEVERITY_NAMES),
        "limit": PER_PAGE,
        "offset": page * PER_PAGE,
        "shown": UNGROUPED_SHOWN,
    }
    whole = _CHOSEN.format(where=where, only_rounding=ONLY_ROUNDING) + sql
    return query(whole, {name: value for name, value in parameters.items() if f"${name}" in whole})


def _where(filters: Filters) -> tuple[str, dict[str, Any]]:
    conditions = [] if filters.replaced_too else ["g.is_current"]
    parameters: dict[str, Any] = {}
    for name, column, values in (
        ("severities", "f.severity", filters.severities),
        ("entities", "g.entity_name", filters.entities),
        ("years", "g.fiscal_year", filters.years),
        ("kinds", "g.kind", filters.kinds),
        ("families", "f.family", filters.families),
        ("checks", "f.check_id", filters.checks),
        ("verdicts", "coalesce(d.decision, f.verdict)", filters.verdicts),
    ):
        if values:
            conditions.append(f"list_contains(${name}, {column})")
            parameters[name] = values
    if filters.entity_text:
        conditions.append("contains(g.entity_name, $entity_text)")
        parameters["entity_text"] = filters.entity_text
    if filters.text:
        conditions.append("(contains(f.message, $text) OR contains(f.title, $text))")
        parameters["text"] = filters.text
    return " AND ".join(conditions) or "true", parameters
