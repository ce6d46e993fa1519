"""Who has not published: the register of expected filings against what the publishers list.

Pure functions over the sources' expectations and the ledger's rows. Nothing is green from zero items: a source that
lists nothing, or a year that lists far less than the year before, is a row of its own.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from extract.ledger_rows import Listing, Walk
from extract.sources import Expectation, Source

CoverageStatus = Literal[
    "present", "late", "missing", "not_due", "failed", "unread", "withdrawn", "unexpected", "short", "shrunken", "empty"
]

PASSING: frozenset[CoverageStatus] = frozenset({"present", "not_due"})
"""What needs nobody's attention; ``unexpected`` items are loaded all the same, but the register should learn of it."""

_SHRUNKEN_SHARE = 0.5
_SHRUNKEN_FROM = 4
# Budgets of a year are out by its end of March, its accounts by the end of October of the next (财预〔2016〕143号 gives
# twenty days after approval; these are the dates by which the last approvals come).
_SEASON_ENDS = {"budget": (0, 4, 1), "final_account": (1, 11, 1)}


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One line of the register.

    ``subject`` is the department (or the listed item's title, or ``全部`` for a whole year); ``detail`` says in Chinese
    what is wrong; ``due`` and ``published_on`` are ISO dates.
    """

    source_id: str
    listing_year: int | None
    kind: str | None
    subject: str
    status: CoverageStatus
    detail: str
    due: str | None = None
    published_on: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Freshness:
    """When a source was last walked, walked to its end, and brought something new; ``stale`` by :func:`freshness`."""

    source_id: str
    last_walk_at: str | None
    last_complete_walk_at: str | None
    last_new_at: str | None
    items: int
    stale: bool


def coverage(source: Source, listings: Iterable[Listing], *, as_of: date) -> list[CoverageRow]:
    """The register of one source as of a day, expected filings first, by year, kind and name."""
    mine = [listing for listing in listings if listing.source_id == source.id and listing.state != "ignored"]
    rows: list[CoverageRow] = []
    for expectation in source.expected:
        rows += _expected(source.id, expectation, mine, as_of)
    rows += _withdrawn(mine)
    rows += _shrunken(source.id, mine, as_of)
    if not mine:
        rows.append(CoverageRow(source.id, None, None, "全部", "empty", "该来源没有列出任何项目"))
    return rows


def freshness(
    source_id: str, listings: Iterable[Listing], walks: Iterable[Walk], *, at: datetime, max_age: timedelta
) -> Freshness:
    """How fresh a source's picture is at a moment; ``stale`` where no complete walk is younger than ``max_age``."""
    mine = [listing for listing in listings if listing.source_id == source_id and listing.state != "ignored"]
    walked = [walk for walk in walks if walk.source_id == source_id]
    complete = max((walk.walked_at for walk in walked if walk.complete and walk.items), default=None)
    return Freshness(
        source_id=source_id,
        last_walk_at=max((walk.walked_at for walk in walked), default=None),
        last_complete_walk_at=complete,
        last_new_at=max((listing.first_seen for listing in mine), default=None),
        items=len(mine),
        stale=complete is None or at - datetime.fromisoformat(complete) > max_age,
    )


def _expected(source_id: str, expectation: Expectation, mine: list[Listing], as_of: date) -> list[CoverageRow]:
    year, kind, due = expectation.listing_year, expectation.kind, expectation.due
    present = [
        listing
        for listing in mine
        if listing.listing_year == year and listing.kind == kind and listing.withdrawn_on is None
    ]
    overdue = due is None or as_of > date.fromisoformat(due)
    rows: list[CoverageRow] = []
    matched: set[str] = set()
    for department in expectation.departments:
        found = [listing for listing in present if _is_of(listing, department)]
        matched.update(listing.url for listing in found)
        rows.append(_department_row(source_id, expectation, department, found, overdue=overdue))
    if expectation.exhaustive:
        rows += [
            CoverageRow(source_id, year, kind, listing.title, "unexpected", "不在应公开名单中", due,
                        listing.published_on, listing.url)
            for listing in present
            if listing.url not in matched
        ]  # fmt: skip
    if expectation.count is not None and len(present) < expectation.count:
        status: CoverageStatus = "short" if overdue else "not_due"
        detail = f"应公开 {expectation.count} 项，列出 {len(present)} 项"
        rows.append(CoverageRow(source_id, year, kind, "全部", status, detail, due))
    return rows


def _department_row(
    source_id: str, expectation: Expectation, department: str, found: list[Listing], *, overdue: bool
) -> CoverageRow:
    year, kind, due = expectation.listing_year, expectation.kind, expectation.due
    if not found:
        status: CoverageStatus = "missing" if overdue else "not_due"
        detail = "未见公开" if overdue else f"应于 {due} 前公开"
        return CoverageRow(source_id, year, kind, department, status, detail, due)
    best = min(found, key=lambda listing: (_STATES.index(listing.state), listing.published_on or "9999"))
    first = min((listing.published_on for listing in found if listing.published_on), default=None)
    status, detail = "present", ""
    if best.state in ("failed", "unread"):
        status, detail = best.state, f"已列出但没有可读文件：{best.reason}"
    elif due and first and first > due:
        status, detail = "late", f"晚于应公开日期 {due}"
    return CoverageRow(source_id, year, kind, department, status, detail, due, first, best.url)


_STATES = ("fetched", "discovered", "unread", "failed", "ignored")


def _withdrawn(mine: list[Listing]) -> list[CoverageRow]:
    return [
        CoverageRow(listing.source_id, listing.listing_year, listing.kind, listing.title, "withdrawn",
                    f"{listing.withdrawn_on} 起不再列出", None, listing.published_on, listing.url)
        for listing in mine
        if listing.withdrawn_on is not None
    ]  # fmt: skip


def _shrunken(source_id: str, mine: list[Listing], as_of: date) -> list[CoverageRow]:
    """Years whose season is over and that list less than half of the year before."""
    counts = Counter((listing.kind, listing.listing_year) for listing in mine if listing.withdrawn_on is None)
    rows = []
    for (kind, year), before in sorted(counts.items()):
        now = counts[kind, year + 1]
        over = _season_is_over(kind, year + 1, as_of)
        if over and before >= _SHRUNKEN_FROM and now < before * _SHRUNKEN_SHARE:
            detail = f"上一年列出 {before} 项，本年 {now} 项"
            rows.append(CoverageRow(source_id, year + 1, kind, "全部", "shrunken", detail))
    return rows


def _season_is_over(kind: str, year: int, as_of: date) -> bool:
    season = _SEASON_ENDS.get(kind)
    return season is not None and as_of >= date(year + season[0], season[1], season[2])


def _is_of(listing: Listing, department: str) -> bool:
    """Whether an item is the department's: its own filing (本级) does not stand for the consolidated one."""
    wanted, title = _plain(department), _plain(listing.title)
    if wanted not in title:
        return wanted == _plain(listing.department or "") and "本级" not in title
    return "本级" in wanted or "本级" not in title


def _plain(name: str) -> str:
    return "".join(
        char
        for char in unicodedata.normalize("NFKC", name)
        if not char.isspace() and unicodedata.category(char) != "Cf"
    )
