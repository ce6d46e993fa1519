"""The register of who must publish: each status on a case where it fires, and silence where all is well."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from publisher_server import source

from extract.clock import SHANGHAI
from extract.coverage import PASSING, CoverageRow, coverage, freshness
from extract.ledger_rows import Listing, Walk

AS_OF = date(2025, 12, 1)


def item(title: str, year: int = 2024, kind: str = "final_account", **more: str | None) -> Listing:
    fields = {"published_on": "2025-09-29", "state": "fetched", **more}
    return Listing("hostile", f"http://h/{title}", "http://h/", year, kind, title, **fields)  # type: ignore[arg-type]


def register(*listings: Listing, as_of: date = AS_OF, **expectation: object) -> dict[str, CoverageRow]:
    expected = {"listing_year": 2024, "kind": "final_account", "due": "2025-10-31", **expectation}
    return {row.subject: row for row in coverage(source(expected=(expected,)), listings, as_of=as_of)}


def test_all_published_in_time_passes() -> None:
    rows = register(item("甲局2024年度部门决算"), departments=("甲局",), count=1)
    assert [row.status for row in rows.values()] == ["present"]
    assert all(row.status in PASSING for row in rows.values())


def test_missing_only_after_the_due_date() -> None:
    assert register(item("乙局2024年决算"), departments=("甲局",))["甲局"].status == "missing"
    early = register(item("乙局2024年决算"), departments=("甲局",), as_of=date(2025, 10, 31))
    assert early["甲局"].status == "not_due"


def test_late() -> None:
    row = register(item("甲局2024年度部门决算", published_on="2025-11-03"), departments=("甲局",))["甲局"]
    assert (row.status, row.published_on) == ("late", "2025-11-03")
    corrected = item("甲局2024年度部门决算（更正）", published_on="2025-11-18")
    assert register(item("甲局2024年度部门决算"), corrected, departments=("甲局",))["甲局"].status == "present"


def test_listed_without_a_readable_file() -> None:
    failed = item("甲局2024年度部门决算", state="failed", reason="http_404")
    assert register(failed, departments=("甲局",))["甲局"].status == "failed"
    unread = item("甲局2024年度部门决算", state="unread", reason="no readable file")
    assert register(unread, departments=("甲局",))["甲局"].status == "unread"


def test_the_department_itself_does_not_stand_for_the_consolidated_filing() -> None:
    own = item("甲局（本级）2024年度单位决算")
    rows = register(own, departments=("甲局", "甲局（本级）"), exhaustive=True)
    assert {name: row.status for name, row in rows.items()} == {"甲局": "missing", "甲局（本级）": "present"}


def test_unexpected_only_where_the_register_is_exhaustive() -> None:
    listings = (item("甲局2024年度部门决算"), item("乙局2024年度部门决算"))
    assert set(register(*listings, departments=("甲局",))) == {"甲局"}
    rows = register(*listings, departments=("甲局",), exhaustive=True)
    assert rows["乙局2024年度部门决算"].status == "unexpected"


def test_withdrawn_counts_as_missing_and_is_shown() -> None:
    rows = register(item("甲局2024年度部门决算", withdrawn_on="2025-11-20"), departments=("甲局",))
    assert rows["甲局"].status == "missing"
    assert rows["甲局2024年度部门决算"].status == "withdrawn"


def test_short_of_the_expected_number() -> None:
    rows = register(item("甲局2024年度部门决算"), count=3)
    assert (rows["全部"].status, rows["全部"].detail) == ("short", "应公开 3 项，列出 1 项")


def test_nothing_green_from_zero_items() -> None:
    (row,) = coverage(source(), [], as_of=AS_OF)
    assert row.status == "empty"
    ignored = item("通知", state="ignored")
    assert [row.status for row in coverage(source(), [ignored], as_of=AS_OF)] == ["empty"]


def test_sixty_last_year_and_none_this_year() -> None:
    last = [item(f"{n}局2023年度部门决算", year=2023) for n in range(60)]
    assert coverage(source(), last, as_of=date(2025, 10, 31)) == []
    (row,) = coverage(source(), last, as_of=date(2025, 11, 1))
    assert (row.status, row.listing_year, row.detail) == ("shrunken", 2024, "上一年列出 60 项，本年 0 项")
    half = [item(f"{n}局2024年度部门决算") for n in range(30)]
    assert coverage(source(), last + half, as_of=AS_OF) == []


def test_names_match_across_widths_and_blanks() -> None:
    rows = register(item("甲 局\u200b（本级）２０２４年决算"), departments=("甲局(本级)",))
    assert rows["甲局(本级)"].status == "present"


def test_freshness() -> None:
    at = datetime(2025, 12, 1, 12, tzinfo=SHANGHAI)
    whole = Walk("hostile", "http://h/", 1, 5, 0, complete=True, walked_at="2025-11-30T03:00:00.000+08:00")
    torn = Walk("hostile", "http://h/", 1, 5, 0, complete=False, walked_at="2025-12-01T03:00:00.000+08:00")
    hollow = Walk("hostile", "http://h/", 1, 0, 0, complete=True, walked_at="2025-12-01T04:00:00.000+08:00")
    listed = [item("甲局2024年度部门决算", first_seen="2025-09-30T03:00:00.000+08:00")]
    found = freshness("hostile", listed, [whole, torn, hollow], at=at, max_age=timedelta(hours=36))
    assert (found.last_complete_walk_at, found.last_walk_at) == (whole.walked_at, hollow.walked_at)
    assert (found.last_new_at, found.items, found.stale) == (listed[0].first_seen, 1, False)
    assert freshness("hostile", listed, [torn, hollow], at=at, max_age=timedelta(hours=36)).stale
