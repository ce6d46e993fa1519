"""Which findings are only rounding: hundreds of them say one thing, so people see them counted, and singly if asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

ONLY_ROUNDING = """
SELECT c.root_cause_id
FROM fact_root_cause AS c JOIN fact_finding AS m ON m.root_cause_id = c.root_cause_id
WHERE c.suspect_operand IS NULL
GROUP BY c.root_cause_id
HAVING bool_and(m.severity = 'rounding')
"""
"""Root causes all of whose findings rounding may explain, and that name no number as the wrong one."""


class _Finding(Protocol):
    @property
    def check_title(self) -> str: ...
    @property
    def pages(self) -> tuple[int, ...]: ...


@dataclass(frozen=True, slots=True)
class RoundingOfCheck:
    """How often one check came out a little off: its title, the count, and the pages concerned."""

    check_title: str
    count: int
    pages: tuple[int, ...]


def by_check(found: Iterable[_Finding]) -> tuple[RoundingOfCheck, ...]:
    """Rounding findings counted by check, the most frequent first."""
    groups: dict[str, list[_Finding]] = {}
    for finding in found:
        groups.setdefault(finding.check_title, []).append(finding)
    counted = [
        RoundingOfCheck(title, len(members), tuple(sorted({page for one in members for page in one.pages})))
        for title, members in groups.items()
    ]
    return tuple(sorted(counted, key=lambda one: (-one.count, one.check_title)))


def page_ranges(pages: Sequence[int]) -> str:
    """Ascending pages in words, neighbours joined: ``3–5、9``."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
