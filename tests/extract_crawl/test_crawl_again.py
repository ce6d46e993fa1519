"""Crawling the same publisher again: the unchanged costs next to nothing, the changed is kept beside what it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from publisher_server import PDF, Publisher, article_page, list_page, polite, send, serve, source

from extract.archive import Archive
from extract.crawl import CrawlError, CrawlReport, crawl, discover, fetch
from extract.ledger import Ledger

LIST = "/list/index.html"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with serve() as running:
        running.routes |= {
            LIST: list_page(
                ("./202509/t20250929_1.html", "甲局2024年度部门决算", "2025-09-29"),
                ("./202502/t20250213_2.html", "甲局2025年部门预算", "2025-02-13"),
            ),
            "/list/202509/t20250929_1.html": article_page(
                ("./a.pdf", "决算"), ("./b.doc", "说明.doc"), ("./e.pdf", "表")
            ),
            "/list/202509/a.pdf": PDF + b"first",
            "/list/202509/b.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "/list/202509/e.pdf": b"<!DOCTYPE html><html><body>error</body></html>",
            "/list/202502/t20250213_2.html": article_page(("/list/202509/a.pdf", "预算.pdf")),
        }
        yield running


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def run(publisher: Publisher, ledger: Ledger, archive: Archive, **changes: object) -> CrawlReport:
    return crawl(source(**changes), archive=archive, ledger=ledger, base_url=publisher.url)


def test_first_second_and_changed_crawl(publisher: Publisher, ledger: Ledger, archive: Archive) -> None:
    first = run(publisher, ledger, archive)
    assert (first.listings, first.new_listings, first.new_documents, first.unread) == (2, 2, 2, 1)
    assert first.reasons == {"not_supported: application/x-ole-storage": 1, "html_page": 1}
    assert first.complete
    assert [(row.listing_year, row.document_name, row.state) for row in ledger.documents()] == [
        (2024, "决算.pdf", "fetched"),
        (2024, "说明.doc", "unread"),
        (2025, "预算.pdf", "fetched"),
    ]
    assert ledger.partitions() == [("hostile", 2024), ("hostile", 2025)]
    row = ledger.documents("hostile", 2025)[0]
    assert row.source_url == "http://publisher.invalid/list/202509/a.pdf"
    assert (row.title, row.published_on) == ("甲局2025年部门预算", "2025-02-13")
    assert row.first_retrieved_at.endswith("+08:00")

    # Unchanged: every answer is 304, nothing is received, nothing is new.
    publisher.asked.clear()
    second = run(publisher, ledger, archive)
    assert (second.fetched, second.new_documents, second.new_listings) == (0, 0, 0)
    assert second.not_modified == 5
    assert second.bytes == len(publisher.routes["/list/202509/e.pdf"])  # type: ignore[arg-type]
    assert second.complete
    assert ledger.documents("hostile", 2025)[0].last_retrieved_at > row.last_retrieved_at

    # The same address with new bytes: both editions stay, each with its own retrieval.
    publisher.routes["/list/202509/a.pdf"] = PDF + b"corrected"
    third = run(publisher, ledger, archive)
    assert (third.fetched, third.new_documents, third.not_modified) == (1, 1, 4)
    editions = {row.document_sha256 for row in ledger.documents("hostile", 2025)}
    assert {archive.get(sha256)[-5:] for sha256 in editions} == {b"first", b"ected"}
    url = "http://publisher.invalid/list/202509/a.pdf"
    assert [retrieval.status for retrieval in ledger.retrievals(url=url)] == [200, 304, 200]
    assert {attachment.sha256 for attachment in ledger.attachments("hostile", url=url)} < editions
    assert list(archive.retrievals()) == ledger.retrievals()

    # Withdrawn from the list: what was kept stays, marked; back again: no longer.
    everything = publisher.routes[LIST]
    publisher.routes[LIST] = list_page(("./202509/t20250929_1.html", "甲局2024年度部门决算", "2025-09-29"))
    fourth = run(publisher, ledger, archive)
    assert fourth.withdrawn == 1
    assert [row.withdrawn_on is not None for row in ledger.documents("hostile", 2025)] == [True, True]
    assert not any(row.withdrawn_on for row in ledger.documents("hostile", 2024))
    publisher.routes[LIST] = everything
    run(publisher, ledger, archive)
    assert not any(row.withdrawn_on for row in ledger.documents("hostile", 2025))

    # A list that is suddenly empty is a broken page, not a wave of withdrawals.
    publisher.routes[LIST] = list_page()
    sixth = run(publisher, ledger, archive)
    assert (sixth.withdrawn, sixth.listings) == (0, 0)
    assert not any(listing.withdrawn_on for listing in ledger.listings())


def test_discovery_and_fetch_by_year(publisher: Publisher, ledger: Ledger, archive: Archive) -> None:
    def call(step: object, **more: object) -> CrawlReport:
        return step(source(), archive=archive, ledger=ledger, base_url=publisher.url, **more)  # type: ignore[operator, no-any-return]

    assert call(discover).listings == 2
    assert publisher.paths() == ["/robots.txt", LIST]
    assert {listing.state for listing in ledger.listings()} == {"discovered"}
    report = call(fetch, listing_year=2025)
    assert report.new_documents == 1
    assert {listing.listing_year: listing.state for listing in ledger.listings()} == {
        2024: "discovered",
        2025: "fetched",
    }
    assert ledger.partitions() == [("hostile", 2024), ("hostile", 2025)]


def test_what_was_fetched_lately_is_not_asked_for_again(publisher: Publisher, ledger: Ledger, archive: Archive) -> None:
    publisher.validators = False
    publisher.routes["/list/202509/t20250929_1.html"] = article_page(("./a.pdf", "决算"))
    run(publisher, ledger, archive, politeness=polite(recheck_days=7))
    publisher.asked.clear()
    report = run(publisher, ledger, archive, politeness=polite(recheck_days=7))
    assert publisher.paths() == ["/robots.txt", LIST]
    assert report.new_documents == 0


def test_a_file_that_is_gone_is_withdrawn_and_kept(publisher: Publisher, ledger: Ledger, archive: Archive) -> None:
    run(publisher, ledger, archive)
    publisher.routes["/list/202509/a.pdf"] = lambda handler: send(handler, 404)
    run(publisher, ledger, archive)
    row = ledger.documents("hostile", 2025)[0]
    assert row.withdrawn_on is not None
    assert archive.get(row.document_sha256).endswith(b"first")
    assert ledger.attachments("hostile", url=row.source_url)[0].reason == "http_404"


def test_a_notice_in_an_articles_place_withdraws_nothing(
    publisher: Publisher, ledger: Ledger, archive: Archive
) -> None:
    run(publisher, ledger, archive)
    publisher.routes["/list/202502/t20250213_2.html"] = b"<!DOCTYPE html><body>please wait</body>"
    report = run(publisher, ledger, archive)
    assert report.reasons["files_vanished"] == 1
    assert ledger.documents("hostile", 2025)[0].withdrawn_on is None
    assert ledger.listings("hostile", 2025)[0].reason == "files_vanished"


def test_an_article_that_tells_everything_itself_is_a_document(
    publisher: Publisher, ledger: Ledger, archive: Archive
) -> None:
    text = "一般公共预算支出一百二十三万元。" * 60
    publisher.routes["/list/202502/t20250213_2.html"] = (
        f"<!DOCTYPE html><meta charset=utf-8><div class=TRS_Editor><p>{text}</p></div>".encode()
    )
    run(publisher, ledger, archive)
    (row,) = ledger.documents("hostile", 2025)
    assert (row.document_name, row.media_type, row.state, row.reason) == (
        "甲局2025年部门预算.html", "text/html", "fetched", None,
    )  # fmt: skip


def test_a_store_that_cannot_be_written_breaks_the_crawl_loudly(
    publisher: Publisher, ledger: Ledger, archive: Archive
) -> None:
    objects = archive.root / "objects"
    objects.rmdir()
    objects.write_text("in the way", encoding="utf-8")
    with pytest.raises(CrawlError, match=r"hostile: the crawl broke: .*objects"):
        run(publisher, ledger, archive)
