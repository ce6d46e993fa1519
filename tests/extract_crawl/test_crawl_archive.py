"""The archive keeps every byte once and never half; its log survives a writer killed in the middle of a line."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from extract.archive import Archive, Retrieval


def retrieval(url: str) -> Retrieval:
    return Retrieval(url=url, retrieved_at="2026-03-02T09:24:00.000+08:00", source_id="s", role="article", status=200)


def test_bytes_and_files_are_kept_once_under_their_hash(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    given = tmp_path / "given.pdf"
    given.write_bytes(b"content")
    sha256 = archive.put(given)
    assert sha256 == hashlib.sha256(b"content").hexdigest() == archive.put(b"content")
    assert archive.get(sha256) == b"content"
    assert archive.verify(sha256)
    assert sha256 in archive
    assert [path for path in (archive.root / "objects").rglob("*") if path.is_file()] == [archive.path(sha256)]
    assert archive.path(sha256).stat().st_mode & 0o222 == 0


def test_what_was_damaged_or_never_kept_does_not_verify(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    sha256 = archive.put(b"content")
    archive.path(sha256).chmod(0o644)
    archive.path(sha256).write_bytes(b"other")
    assert not archive.verify(sha256)
    assert not archive.verify("0" * 64)
    with pytest.raises(FileNotFoundError):
        archive.get("0" * 64)


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with pytest.raises(OSError, match="No such file"):
        archive.put(tmp_path / "missing")
    assert not [path for path in (tmp_path / "objects").rglob("*") if path.is_file()]


def test_many_writers_at_once_keep_one_whole_object(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    content = os.urandom(200_000)
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(archive.put, [content] * 32))
    assert len(names) == 1
    assert archive.verify(names.pop())
    assert len([path for path in (tmp_path / "objects").rglob("*") if path.is_file()]) == 1


def test_a_torn_line_costs_that_line_only(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.log(retrieval("http://a/"))
    path = tmp_path / "log" / "2026-03.jsonl"
    with path.open("ab") as stream:
        stream.write(b'{"url": "http://torn')
    archive.log(retrieval("http://b/"))
    assert [each.url for each in archive.retrievals()] == ["http://a/", "http://b/"]


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05])
def test_killed_while_writing_nothing_half_is_visible(tmp_path: Path, delay: float) -> None:
    script = (
        "import os, sys; from pathlib import Path; from extract.archive import Archive\n"
        "archive = Archive(Path(sys.argv[1])); print('go', flush=True)\n"
        "while True: archive.put(os.urandom(3_000_000))"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        while not list((tmp_path / "objects").glob("??/*")):
            time.sleep(0.005)
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
    archive = Archive(tmp_path)
    kept = list((tmp_path / "objects").glob("??/*"))
    assert kept
    assert all(archive.verify(path.name) for path in kept)
