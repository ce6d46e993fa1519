"""The ledger lost: made again from the archive's log alone, row for row what it was, with nothing asked of anyone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from publisher_server import PDF, Publisher, article_page, list_page, send, serve, source

from extract.adhoc import take_file
from extract.archive import Archive
from extract.crawl import crawl, discover, fetch
from extract.crawl.lost_ledger import recover_ledger
from extract.crawl.replay import replay
from extract.ledger import Ledger
from extract.model import UnreadableDocument

LIST = "/list/index.html"
TABLES = ("documents", "appearances", "retrievals", "listings", "attachments", "validators", "walks")


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with serve() as running:
        yield running


def rows(ledger: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in a ledger; the moments at which walks began and ended and bookkeeping was done stay out."""
    columns = {
        "documents": "sha256, media_type, size, document_name, state, reason",
        "walks": "source_id, root_url, pages, items, ignored, complete, reason",
    }
    with sqlite3.connect(ledger) as connection:
        return {
            table: sorted(connection.execute(f"SELECT {columns.get(table, '*')} FROM {table}").fetchall(), key=repr)
            for table in TABLES
        }


def test_made_again_row_for_row(publisher: Publisher, tmp_path: Path) -> None:
    """New, unchanged, changed, withdrawn, back again, gone, unreadable, shared and given by hand: each as it was."""
    article = "/list/202509/t20250929_1.html"
    publisher.routes |= {
        LIST: list_page(
            ("./202509/t20250929_1.html", "甲局2024年度部门决算", "2025-09-29"),
            ("./202502/t20250213_2.html", "甲局2025年部门预算", "2025-02-13"),
            ("./202502/t20250213_3.html", "乙局2025年部门预算", "2025-02-13"),
        ),
        article: article_page(("./a.pdf", "决算"), ("./b.doc", "说明.doc"), ("./e.pdf", "表"), ("./x.pdf", "没有")),
        "/list/202509/a.pdf": PDF + b"first",
        "/list/202509/b.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "/list/202509/e.pdf": b"<!DOCTYPE html><html><body>error</body></html>",
        "/list/202502/t20250213_2.html": article_page(("/list/202509/a.pdf", "预算.pdf")),
        "/list/202502/t20250213_3.html": lambda handler: send(handler, 500),
    }
    archive, path = Archive(tmp_path / "archive"), tmp_path / "ledger.sqlite"
    given = tmp_path / "给.pdf"
    given.write_bytes(PDF + b"given")
    (tmp_path / "图片.pdf").write_bytes(b"\x89PNG\r\n\x1a\n")
    with Ledger(path) as ledger:
        kept = {"archive": archive, "ledger": ledger, "base_url": publisher.url}
        discover(source(), **kept)  # type: ignore[arg-type]
        for year in (2024, 2025):
            fetch(source(), listing_year=year, **kept)  # type: ignore[arg-type]
        publisher.routes["/list/202509/a.pdf"] = PDF + b"corrected"
        publisher.routes["/list/202502/t20250213_3.html"] = article_page(("./c.pdf", "乙局预算"))
        publisher.routes["/list/202502/c.pdf"] = PDF + b"c"
        crawl(source(), **kept)  # type: ignore[arg-type]
        take_file(given, archive, ledger, listing_year=2026)
        with pytest.raises(UnreadableDocument):
            take_file(tmp_path / "图片.pdf", archive, ledger, listing_year=2026)
        publisher.routes[LIST] = list_page(("./202509/t20250929_1.html", "甲局2024年度部门决算（改）", "2025-09-30"))
        publisher.routes["/list/202509/a.pdf"] = lambda handler: send(handler, 404)
        crawl(source(), **kept)  # type: ignore[arg-type]
    before = rows(path)
    assert {row[8] for row in before["listings"]} >= {"fetched"}
    asked = len(publisher.asked)

    with Ledger(tmp_path / "again.sqlite") as ledger:
        report = replay(archive, ledger, {"hostile": source()})
    assert len(publisher.asked) == asked
    assert (report.unled, report.lost) == (0, 0)
    assert report.retrievals == len(before["retrievals"])
    again = rows(tmp_path / "again.sqlite")
    for table in TABLES:
        assert again[table] == before[table], table


def test_a_source_that_is_gone_leaves_no_document_out(publisher: Publisher, tmp_path: Path) -> None:
    publisher.routes |= {
        LIST: list_page(("./202509/t20250929_1.html", "甲局2024年度部门决算", "2025-09-29")),
        "/list/202509/t20250929_1.html": article_page(("./a.pdf", "决算")),
        "/list/202509/a.pdf": PDF,
    }
    archive = Archive(tmp_path / "archive")
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        crawl(source(), archive=archive, ledger=ledger, base_url=publisher.url)
        held = ledger.documents()
    with Ledger(tmp_path / "again.sqlite") as ledger:
        assert replay(archive, ledger, {}).unled == 1
        (row,) = ledger.documents()
    assert (row.document_sha256, row.source_id, row.listing_year) == (held[0].document_sha256, "hostile", 2024)
    assert (row.title, row.published_on, row.source_url) == ("甲局2024年度部门决算", "2025-09-29", held[0].source_url)
    assert row.first_retrieved_at == held[0].first_retrieved_at


def test_an_object_that_is_lost_is_counted_and_costs_only_itself(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        for name in ("a", "b"):
            (tmp_path / f"{name}.pdf").write_bytes(PDF + name.encode())
            take_file(tmp_path / f"{name}.pdf", archive, ledger, listing_year=2026)
        shas = [row.document_sha256 for row in ledger.documents()]
    archive.path(shas[0]).unlink()
    with Ledger(tmp_path / "again.sqlite") as ledger:
        report = replay(archive, ledger, {})
        assert [row.document_sha256 for row in ledger.documents()] == shas[1:]
    assert (report.lost, report.documents) == (1, 1)


@pytest.mark.parametrize("state", ["missing", "empty", "damaged", "new"])
def test_recovered_where_it_is_no_ledger(tmp_path: Path, state: str) -> None:
    path = tmp_path / "ledger.sqlite"
    (tmp_path / "a.pdf").write_bytes(PDF)
    with Ledger(path) as ledger:
        take_file(tmp_path / "a.pdf", Archive(tmp_path / "archive"), ledger, listing_year=2026)
    before = rows(path)
    assert recover_ledger(path, tmp_path / "archive") is None
    if state == "damaged":
        path.write_bytes(b"this is no database at all, " * 400)
    else:
        path.unlink()
    if state == "empty":
        path.touch()
    if state == "new":
        Ledger(path).close()
    found = recover_ledger(path, tmp_path / "archive")
    assert found is not None
    assert (found.damaged is not None) == (state == "damaged")
    assert rows(path) == before


def test_nothing_to_recover_from(tmp_path: Path) -> None:
    Archive(tmp_path / "archive")
    assert recover_ledger(tmp_path / "ledger.sqlite", tmp_path / "archive") is None
    assert not (tmp_path / "ledger.sqlite").exists()
