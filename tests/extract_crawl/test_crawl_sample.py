"""The bundled publisher, crawled by its shipped source: before and after it republished a corrected filing."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from extract.archive import Archive
from extract.coverage import PASSING, coverage
from extract.crawl import crawl
from extract.ledger import Ledger
from extract.sources import get_source
from pipelines.samples.server import Request, serve_samples


def test_the_sample_before_and_after_a_correction(tmp_path: Path) -> None:
    source = get_source("sample")
    archive = Archive(tmp_path / "archive")
    log: list[Request] = []
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        with serve_samples(1) as url:
            first = crawl(source, archive=archive, ledger=ledger, base_url=url)
        with serve_samples() as url:
            second = crawl(source, archive=archive, ledger=ledger, base_url=url, progress=None)
        with serve_samples(log=log) as url:
            third = crawl(source, archive=archive, ledger=ledger, base_url=url)
        documents = ledger.documents("sample")
        listings = ledger.listings("sample")
        register = coverage(source, listings, as_of=date(2026, 1, 1))

    assert (first.listings, first.ignored, second.new_listings) == (14, 1, 1)
    assert (first.complete, second.complete, third.complete) == (True, True, True)
    # The correction is a new article with a new file; the first edition stays where it was.
    assert second.new_documents == 1
    water = [row for row in documents if "水务局2024" in (row.title or "")]
    assert [row.withdrawn_on for row in water] == [None, None]
    assert {row.published_on for row in water} == {"2025-09-26", "2025-11-18"}
    # Nothing new: nothing but the page that is no file is sent again.
    assert (third.new_documents, third.fetched) == (0, 0)
    assert sum(request.body_bytes for request in log if request.status == 200 and request.path != "/robots.txt") < 2_000
    assert all(request.user_agent.startswith("gouji/") for request in log)
    assert not any(request.path.startswith("/nbzl/") for request in log)
    # What cannot be read is named, and stands in the register.
    states = {listing.title: (listing.state, listing.reason) for listing in listings}
    assert states["澄湖市民政局2021年度部门决算公开（内部校核稿）"] == ("failed", "robots_disallowed")
    assert Counter(row.state for row in documents) == {"fetched": len(documents) - 1, "unread": 1}
    open_rows = {(row.listing_year, row.subject, row.status) for row in register if row.status not in PASSING}
    assert open_rows == {
        (2024, "武汉市蔡甸区城乡居民养老保险办公室", "late"),
        (2025, "澄湖市民政局", "unread"),
        (2025, "澄湖市水务局", "failed"),
    }
