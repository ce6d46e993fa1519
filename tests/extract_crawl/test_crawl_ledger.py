"""The ledger: states move only where they may, a withdrawal needs a complete walk, a killed writer leaves it whole."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extract.adhoc import take_file
from extract.archive import Archive
from extract.clock import now, timestamp
from extract.documents import Document
from extract.ledger import ADHOC, Ledger, Listing, Walk
from extract.model import UnreadableDocument

LISTING = Listing(
    "s", "http://h/1.html", "http://h/", 2024, "final_account", "甲局2024年度部门决算", published_on="2025-09-29"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


def document(name: str = "a.pdf", sha256: str = "a" * 64) -> Document:
    return Document(sha256, "application/pdf", 10, name, Path("/nowhere"))


def test_a_document_moves_through_its_states_and_keeps_its_places(ledger: Ledger) -> None:
    assert ledger.add_document(document(), source_id="s", listing_year=2024, url="http://h/a.pdf")
    ledger.set_document_state("a" * 64, "read", page_count=31)
    ledger.set_document_state("a" * 64, "quarantined", reason="no_text: 31 pages")
    assert not ledger.add_document(document("b.pdf"), source_id="t", listing_year=2023, url="http://h/b.pdf")
    (row,) = ledger.documents("s")
    assert (row.state, row.reason, row.page_count, row.document_name) == (
        "quarantined",
        "no_text: 31 pages",
        31,
        "a.pdf",
    )
    (other,) = ledger.documents("t", 2023)
    assert (other.document_name, other.state) == ("b.pdf", "quarantined")
    assert ledger.documents(states=["fetched"]) == []
    with pytest.raises(KeyError):
        ledger.set_document_state("b" * 64, "read")


def test_the_same_document_at_two_addresses_is_one_row_by_its_present_address(ledger: Ledger) -> None:
    for url in ("http://h/old.pdf", "http://h/new.pdf"):
        ledger.see_attachments("s", LISTING.url, [(url, "决算")])
        ledger.add_document(document(), source_id="s", listing_year=2024, url=url, item_url=LISTING.url)
    (row,) = ledger.documents("s")
    assert (row.source_url, row.withdrawn_on) == ("http://h/new.pdf", None)


@pytest.mark.parametrize(("complete", "items", "withdrawn"), [(True, 1, 1), (False, 1, 0), (True, 0, 0)])
def test_only_a_complete_walk_that_found_something_withdraws(
    ledger: Ledger, complete: bool, items: int, withdrawn: int
) -> None:
    ledger.see_listing(LISTING)
    time.sleep(0.002)
    started = timestamp()
    ledger.see_listing(replace(LISTING, url="http://h/2.html"))
    walk = Walk("s", "http://h/", pages=1, items=items, ignored=0, complete=complete)
    assert ledger.record_walk(walk, started_at=started) == withdrawn
    gone = {listing.url: listing.withdrawn_on for listing in ledger.listings("s", 2024)}
    assert (gone["http://h/1.html"] is not None) == bool(withdrawn)
    assert gone["http://h/2.html"] is None
    ledger.see_listing(LISTING)
    assert all(listing.withdrawn_on is None for listing in ledger.listings())


def test_a_listing_keeps_its_fetch_state_when_seen_again(ledger: Ledger) -> None:
    assert ledger.see_listing(LISTING)
    ledger.set_listing_state("s", LISTING.url, "fetched")
    assert not ledger.see_listing(replace(LISTING, title="甲局2024年度部门决算（更正）"))
    (listing,) = ledger.listings()
    assert (listing.state, listing.title) == ("fetched", "甲局2024年度部门决算（更正）")
    ledger.see_listing(replace(LISTING, state="ignored", reason="title_excluded"))
    assert ledger.listings()[0].state == "ignored"
    ledger.see_listing(LISTING)
    assert (ledger.listings()[0].state, ledger.listings()[0].reason) == ("discovered", None)


def test_a_failed_transaction_leaves_nothing(ledger: Ledger) -> None:
    def half() -> None:
        with ledger.transaction():
            ledger.see_listing(LISTING)
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        half()
    assert ledger.listings() == []


def test_killed_while_writing_the_ledger_opens_whole(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    script = (
        "import sys; from pathlib import Path; from extract.ledger import Ledger, Listing\n"
        "ledger = Ledger(Path(sys.argv[1])); n = 0\n"
        "while True:\n"
        "    n += 1; a = Listing('s', f'http://h/{n}.html', 'http://h/', 2024, 'budget', str(n))\n"
        "    with ledger.transaction():\n"
        "        ledger.see_listing(a); ledger.see_attachments('s', a.url, [(a.url + '.pdf', 'x')])\n"
        "    if n == 3: print('go', flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.15)
        writer.send_signal(signal.SIGKILL)
    with Ledger(path) as ledger:
        listings = ledger.listings()
        assert listings
        assert {listing.url for listing in listings} == {each.item_url for each in ledger.attachments("s")}


def test_files_given_by_hand(ledger: Ledger, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    given = tmp_path / "决算.pdf"
    given.write_bytes(b"%PDF-1.4 ...")
    taken = take_file(given, archive, ledger)
    assert (taken.new, taken.listing_year, taken.document.name) == (True, now().year, "决算.pdf")
    assert not take_file(given, archive, ledger, listing_year=2024).new
    assert [(row.listing_year, row.state) for row in ledger.documents(ADHOC)] == [
        (2024, "fetched"),
        (now().year, "fetched"),
    ]
    assert archive.get(taken.document.sha256) == given.read_bytes()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "missing"),
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n", "not_supported"),
    ],
)
def test_files_that_cannot_be_taken_are_named(ledger: Ledger, tmp_path: Path, content: bytes | None, code: str) -> None:
    given = tmp_path / "决算.pdf"
    if content is not None:
        given.write_bytes(content)
    with pytest.raises(UnreadableDocument) as raised:
        take_file(given, Archive(tmp_path / "archive"), ledger)
    assert raised.value.code == code
    kept = [(row.state, (row.reason or "").split(":")[0]) for row in ledger.documents(ADHOC)]
    assert kept == ([] if content is None else [("quarantined", code)])


def test_a_web_page_is_taken_for_its_reader_to_judge(ledger: Ledger, tmp_path: Path) -> None:
    given = tmp_path / "说明.html"
    given.write_bytes(b"<html><body>404</body></html>")
    take_file(given, Archive(tmp_path / "archive"), ledger)
    assert [(row.state, row.reason) for row in ledger.documents(ADHOC)] == [("fetched", None)]


def test_a_folder_is_not_a_file(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as raised:
        take_file(tmp_path, Archive(tmp_path / "archive"), ledger)
    assert raised.value.code == "not_a_file"
