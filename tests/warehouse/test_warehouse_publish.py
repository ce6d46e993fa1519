"""Publishing: readers always see one whole version, whatever happens to the publisher."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from warehouse.connect import open_candidate, open_readonly
from warehouse.errors import PublishError, WarehouseError
from warehouse.publish import KEEP_VERSIONS, candidate_path, in_use, publish, published, versions_folder

# A reader: opens, counts twice within one connection, reports the edition it saw; dies loudly if the two differ.
READER = """
import sys, time
from pathlib import Path
from warehouse.connect import open_readonly
target, last = Path(sys.argv[1]), int(sys.argv[2])
end, seen = time.monotonic() + 120, []
while not seen or seen[-1] < last:
    assert time.monotonic() < end, seen
    connection = open_readonly(target)
    edition, items, documents = connection.execute(
        "SELECT (SELECT value FROM run_metadata WHERE key = 'edition'), (SELECT count(*) FROM line_items), "
        "(SELECT count(*) FROM documents)").fetchone()
    again = connection.execute("SELECT value FROM run_metadata WHERE key = 'edition'").fetchone()[0]
    assert edition == again, (edition, again)
    assert items == int(sys.argv[3]) and documents == int(sys.argv[4]), (items, documents)
    connection.close()
    seen.append(int(edition))
    print("read", flush=True)
assert seen == sorted(seen), seen
print(len(set(seen)))
"""

# A publisher: builds (by copying) and publishes editions without end.
PUBLISHER = """
import shutil, sys
from pathlib import Path
from warehouse.build import record
from warehouse.connect import open_candidate
from warehouse.publish import KEEP_VERSIONS, candidate_path, publish
source, target, edition = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
print("ready", flush=True)
for n in range(edition, edition + int(sys.argv[4])):
    candidate = candidate_path(target)
    shutil.copyfile(source, candidate)
    connection = open_candidate(candidate)
    record(connection, "edition", n)
    connection.close()
    publish(candidate, target)
    print(n, flush=True)
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def copy_as_candidate(built: Path, target: Path) -> Path:
    candidate = candidate_path(target)
    shutil.copyfile(built, candidate)
    return candidate


def facts(path: Path) -> tuple[int, int]:
    connection = open_readonly(path)
    row = connection.execute("SELECT (SELECT count(*) FROM line_items), (SELECT count(*) FROM documents)").fetchone()
    connection.close()
    assert row is not None
    return row


def test_published_file_is_a_link_to_a_version(built: Path, tmp_path: Path) -> None:
    target = tmp_path / "warehouse.duckdb"
    version = publish(copy_as_candidate(built, target), target)
    assert target.is_symlink()
    assert target.resolve() == version
    assert version.parent == versions_folder(target)
    assert facts(target) == facts(version)
    assert not list(tmp_path.rglob("*.wal"))
    assert not list((tmp_path / "warehouse.duckdb.d" / "candidates").iterdir())


def test_the_warehouse_moves_with_its_folder(built: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    target = home / "w.duckdb"
    publish(copy_as_candidate(built, target), target)
    home.rename(tmp_path / "moved")
    assert facts(tmp_path / "moved" / "w.duckdb")


def test_old_versions_are_kept_up_to_three(built: Path, tmp_path: Path) -> None:
    target = tmp_path / "w.duckdb"
    made = [publish(copy_as_candidate(built, target), target) for _ in range(5)]
    assert list(published(target)) == made[-3:]


def test_a_version_being_read_is_kept(built: Path, tmp_path: Path) -> None:
    target = tmp_path / "w.duckdb"
    first = publish(copy_as_candidate(built, target), target)
    reader = start(
        "import sys, warehouse.connect as c; from pathlib import Path; "
        "k = c.open_readonly(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()",
        target,
    )
    reader.stdin = None
    assert reader.stdout is not None
    assert reader.stdout.readline().strip() == "open"
    reader.send_signal(signal.SIGSTOP)
    try:
        assert in_use(first)
        for _ in range(4):
            publish(copy_as_candidate(built, target), target)
        assert first.exists()
    finally:
        reader.kill()
        reader.wait()
    publish(copy_as_candidate(built, target), target)
    assert not first.exists()


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_what_is_not_ours_is_never_replaced(built: Path, tmp_path: Path, kind: str) -> None:
    target, candidate = tmp_path / "w.duckdb", tmp_path / "candidate.duckdb"
    shutil.copyfile(built, candidate)
    other = tmp_path / "other.txt"
    other.write_text("mine")
    if kind == "file":
        target.write_text("mine")
    elif kind == "folder":
        target.mkdir()
    else:
        target.symlink_to(other)
    with pytest.raises(PublishError, match=r"w\.duckdb"):
        publish(candidate, target)
    assert other.read_text() == "mine"
    assert candidate.exists()
    assert kind != "file" or target.read_text() == "mine"


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("DROP VIEW claims", "claims"),
        ("CREATE OR REPLACE VIEW unread AS SELECT filing_id, unread_id FROM fact_unread", "unread"),
        ("CREATE OR REPLACE VIEW line_items AS SELECT * FROM line_items_copy LIMIT 1", "line_items"),
        ("INSERT INTO dim_entity SELECT * FROM dim_entity", "dim_entity"),
    ],
)
def test_a_candidate_that_breaks_the_contract_is_refused(built: Path, tmp_path: Path, damage: str, told: str) -> None:
    target = tmp_path / "w.duckdb"
    good = publish(copy_as_candidate(built, target), target)
    bad = copy_as_candidate(built, target)
    connection = open_candidate(bad)
    connection.execute("CREATE TABLE line_items_copy AS SELECT * FROM line_items")
    connection.execute(damage)
    connection.close()
    with pytest.raises(PublishError, match=told):
        publish(bad, target)
    assert target.resolve() == good


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "w.duckdb"
    candidate = candidate_path(target)
    candidate.write_bytes(b"not a database" * 1000)
    with pytest.raises(PublishError):
        publish(candidate, target)
    assert not target.exists()
    with pytest.raises(WarehouseError, match="gouji run"):
        open_readonly(target)


def test_what_killed_builders_left_is_swept(built: Path, tmp_path: Path) -> None:
    target = tmp_path / "w.duckdb"
    abandoned, fresh = copy_as_candidate(built, target), copy_as_candidate(built, target)
    os.utime(abandoned, (0, 0))
    (tmp_path / ".w.duckdb.0123").symlink_to("nowhere")
    publish(copy_as_candidate(built, target), target)
    assert not abandoned.exists()
    assert fresh.exists()
    assert not (tmp_path / ".w.duckdb.0123").is_symlink()


def test_a_killed_writer_s_log_goes_into_its_own_candidate_only(built: Path, tmp_path: Path) -> None:
    """A file renamed over a killed writer's would replay that writer's log; a version name is never used twice."""
    target = tmp_path / "w.duckdb"
    candidate = copy_as_candidate(built, target)
    writer = start(
        "import os, signal, sys; from pathlib import Path; from warehouse.connect import open_candidate; "
        "k = open_candidate(Path(sys.argv[1])); k.execute('DELETE FROM fact_unread'); "
        "os.kill(os.getpid(), signal.SIGKILL)",
        candidate,
    )
    writer.wait(timeout=60)
    assert candidate.with_name(f"{candidate.name}.wal").exists()
    publish(copy_as_candidate(built, target), target)
    assert facts(target) == facts(built)
    connection = open_readonly(target)
    assert connection.execute("SELECT count(*) > 0 FROM unread").fetchone() == (True,)


def test_readers_see_whole_versions_during_publishes(built: Path, tmp_path: Path) -> None:
    target = tmp_path / "w.duckdb"
    first = start(PUBLISHER, built, target, 0, 1)
    assert first.communicate(timeout=60)[1] == ""
    items, documents = facts(built)
    readers = [start(READER, target, 10, items, documents) for _ in range(5)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "read\n"
    publisher = start(PUBLISHER, built, target, 1, 10)
    assert publisher.wait(timeout=120) == 0
    for reader in readers:
        out, error = reader.communicate(timeout=120)
        assert reader.returncode == 0, error
        assert int(out.split()[-1]) > 1
    assert len(published(target)) <= KEEP_VERSIONS + len(readers)


def kill_publishers(built: Path, tmp_path: Path, kills: int, seed: int) -> None:
    """Kill a publisher at random moments; after each the warehouse opens, is whole, and publishing goes on."""
    target = tmp_path / "w.duckdb"
    source = random.Random(seed)
    items = facts(built)
    edition = 0
    for _ in range(kills):
        publisher = start(PUBLISHER, built, target, edition, 1000)
        assert publisher.stdout is not None
        publisher.stdout.readline()
        time.sleep(source.uniform(0.0, 0.8))
        publisher.send_signal(signal.SIGKILL)
        out, _ = publisher.communicate(timeout=30)
        done = [int(line) for line in out.split()]
        if done:
            edition = done[-1] + 1
            connection = open_readonly(target)
            row = connection.execute("SELECT value FROM run_metadata WHERE key = 'edition'").fetchone()
            connection.close()
            # The last one told is published; the one after it may have been, unseen.
            assert row is not None
            assert int(row[0]) in {done[-1], done[-1] + 1}
        if target.exists():
            assert facts(target) == items
        assert not list(tmp_path.glob("*.wal"))
    version = publish(copy_as_candidate(built, target), target)
    assert target.resolve() == version
    assert facts(target) == items


def test_a_killed_publisher_leaves_a_whole_warehouse(built: Path, tmp_path: Path) -> None:
    kill_publishers(built, tmp_path, kills=4, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_hundreds_of_killed_publishers(built: Path, tmp_path: Path) -> None:
    kill_publishers(built, tmp_path, kills=200, seed=2)
