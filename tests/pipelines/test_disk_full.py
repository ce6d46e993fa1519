"""The disk full at each stage: said with path and reason, what is served intact, and the next run goes on."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from kills import MainJobs, main_jobs, served
from small_publisher import EARLIER, LATER, write_site

from extract.model import UnreadableDocument
from pipelines.samples.server import serve_folder
from pipelines.storage import advice, is_storage_trouble
from tests.conftest import gouji

STAGES = {
    "archive": "archive/objects",
    "content": "parquet/contents",
    "records": "parquet/records",
    "candidate": "building",
    "publish": "versions",
}
"""Which folder of PATH.d each stage writes to."""


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """A file system with next to no room over ``folder``; skips where this user may not mount one."""
    folder.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "none", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small file system cannot be mounted by this user")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("OSError: [Errno 28] No space left on device: '/a'", True),
        ("ComputeError: underlying IO error: No space left on device (os error 28)", True),
        ('IO Error: Could not write file "/w.d/building/candidate.duckdb": No space left on device', True),
        ("OperationalError: database or disk is full", True),
        ("crashed: the worker was ended by SIGSEGV", False),
        ("timeout: not done after 300 seconds", False),
    ],
)
def test_a_full_disk_is_known_by_its_words(words: str, expected: bool) -> None:
    assert is_storage_trouble(words) is expected


def test_advice_names_the_place_and_the_reason(tmp_path: Path) -> None:
    place = tmp_path / "w.duckdb.d" / "archive"
    words = advice(f"OSError: [Errno 28] No space left on device: '{place}'", tmp_path)
    assert str(place) in words
    assert "No space left on device" in words
    assert "已发布的仓库未受影响" in words
    assert str(UnreadableDocument("crashed", "x")) not in words


@pytest.fixture(scope="module")
def jobs() -> Iterator[MainJobs]:
    with main_jobs() as running:
        yield running


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_full_at_each_stage_and_then_room_again(jobs: MainJobs, tmp_path: Path) -> None:
    (tmp_path / "undisturbed").mkdir()
    site, warehouse = tmp_path / "site", tmp_path / "w.duckdb"
    with serve_folder(write_site(site, EARLIER)) as address:
        assert jobs.run(warehouse, address).error is None
        before = served(warehouse)
        assert before
        write_site(site, LATER)
        for stage, folder in STAGES.items():
            with full(Path(f"{warehouse}.d") / folder):
                if stage == "publish":
                    # The versions are behind the full one for as long: the link leads nowhere, and nothing is lost.
                    failed = jobs.run(warehouse, address)
                else:
                    failed = jobs.run(warehouse, address)
                    assert served(warehouse) == before, stage
            assert failed.error, stage
            assert is_storage_trouble(failed.error), (stage, failed.error)
            assert served(warehouse) == before, stage
        assert jobs.run(warehouse, address).error is None
        assert jobs.run(tmp_path / "undisturbed" / "w.duckdb", address).error is None
    assert served(warehouse) == served(tmp_path / "undisturbed" / "w.duckdb") != before


@pytest.mark.slow
def test_the_command_says_where_there_is_no_room(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    with full(Path(f"{warehouse}.d") / "archive" / "objects"):
        run = gouji("run", "--warehouse", str(warehouse))
    assert run.returncode == 4
    assert "磁盘写不下了" in run.stderr
    assert "archive/objects" in run.stderr
    assert "No space left on device" in run.stderr
    assert "Traceback" not in run.stderr
    assert not warehouse.exists()
