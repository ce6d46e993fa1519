"""A crawl killed at any moment, or out of disk: what it kept is whole, and the next run ends as an undisturbed one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from publisher_server import PDF, SOURCE, Publisher, article_page, list_page, send_file, serve

from extract.archive import Archive
from extract.crawl import crawl
from extract.ledger import Ledger
from extract.sources import parse_source

CRAWLER = """
import sys
from pathlib import Path
from extract.archive import Archive
from extract.crawl import crawl
from extract.ledger import Ledger
from extract.sources import parse_source
folder, url, source, limit = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
with Ledger(folder / "ledger.sqlite") as ledger:
    archive = Archive(folder / "archive")
    if limit:
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    crawl(parse_source(source, "hostile.yaml"), archive=archive, ledger=ledger, base_url=url)
"""


@pytest.fixture(scope="module")
def publisher() -> Iterator[Publisher]:
    """Ten articles with two files each, every answer a little late, so that a kill can come anywhere."""
    with serve() as running:
        items = [(f"./202509/t20250929_{n}.html", f"第{n}局2024年决算", "2025-09-29") for n in range(10)]
        routes: dict[str, bytes] = {"/list/index.html": list_page(*items)}
        for n in range(10):
            routes[f"/list/202509/t20250929_{n}.html"] = article_page(
                (f"./{n}a.pdf", "决算"), (f"./{n}b.xyz.pdf", "附表")
            )
            routes[f"/list/202509/{n}a.pdf"] = PDF + bytes([n]) * 30_000
            routes[f"/list/202509/{n}b.xyz.pdf"] = PDF + b"b" + bytes([n])

        def late(body: bytes) -> object:
            def answer(handler: BaseHTTPRequestHandler) -> None:
                time.sleep(0.02)
                send_file(handler, body, validators=True)

            return answer

        running.routes = {path: late(body) for path, body in routes.items()}  # type: ignore[misc]
        yield running


def content(folder: Path) -> dict[str, object]:
    """What a crawl left behind, without times; every object must be what its name says."""
    archive = Archive(folder / "archive")
    assert all(archive.verify(path.name) for path in (folder / "archive" / "objects").glob("??/*"))
    with Ledger(folder / "ledger.sqlite") as ledger:
        rows = ledger.documents()
        assert all(row.document_sha256 in archive for row in rows)
        return {
            "documents": [
                (row.document_sha256, row.state, row.document_name, row.source_url, row.title) for row in rows
            ],
            "listings": [(each.url, each.state, each.reason, each.withdrawn_on) for each in ledger.listings()],
            "attachments": [(each.url, each.state, each.sha256) for each in ledger.attachments("hostile")],
        }


@pytest.fixture(scope="module")
def undisturbed(publisher: Publisher, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("undisturbed")
    finish(publisher, folder)
    return content(folder)


def finish(publisher: Publisher, folder: Path) -> None:
    with Ledger(folder / "ledger.sqlite") as ledger:
        source = parse_source(SOURCE, "hostile.yaml")
        report = crawl(source, archive=Archive(folder / "archive"), ledger=ledger, base_url=publisher.url)
        assert report.complete


def start(publisher: Publisher, folder: Path, mark: str, limit: int = 0) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", CRAWLER, str(folder), publisher.url, SOURCE, str(limit)],
        env={**os.environ, "GOUJI_CONTACT": mark},
        stderr=subprocess.PIPE,
    )


def processes_marked(mark: str) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (entry / "environ").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def kill_and_finish(publisher: Publisher, folder: Path, after: float) -> None:
    mark = uuid.uuid4().hex
    with start(publisher, folder, mark) as running:
        time.sleep(after)
        running.send_signal(signal.SIGKILL)
    ended = time.monotonic() + 120
    while processes_marked(mark):
        assert time.monotonic() < ended, "the crawling process outlived its parent"
        time.sleep(0.02)
    finish(publisher, folder)


def test_killed_twice_and_run_again(publisher: Publisher, undisturbed: dict[str, object], tmp_path: Path) -> None:
    assert len(undisturbed["documents"]) == 20  # type: ignore[arg-type]
    for moment in (1.2, 1.8):
        kill_and_finish(publisher, tmp_path, moment)
        assert content(tmp_path) == undisturbed


@pytest.mark.slow
def test_killed_at_random_moments(publisher: Publisher, undisturbed: dict[str, object], tmp_path: Path) -> None:
    moments = random.Random(5)
    for n in range(60):
        folder = tmp_path / str(n)
        folder.mkdir()
        kill_and_finish(publisher, folder, moments.uniform(0.5, 3.0))
        assert content(folder) == undisturbed


def test_a_full_disk_is_said_and_survived(publisher: Publisher, undisturbed: dict[str, object], tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger.sqlite").close()
    with start(publisher, tmp_path, "full", limit=25_000) as running:
        words = (running.stderr or running.stdout).read().decode()  # type: ignore[union-attr]
    assert running.returncode == 1
    assert "CrawlError: hostile: the crawl broke:" in words
    finish(publisher, tmp_path)
    assert content(tmp_path) == undisturbed
