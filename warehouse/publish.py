"""Publishing: a verified candidate becomes the version that the symlink at PATH points to, in one atomic step.

Beside PATH lies ``PATH.d/versions/warehouse-<utc>-<hash>.duckdb``. A reader opens what the symlink points to and keeps
reading that whole version; the next publish only moves the symlink. Version names are never used twice: a file renamed
over a killed writer's would replay that writer's log (``.wal``) into it.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import struct
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.connect import open_candidate, open_readonly
from warehouse.errors import PublishError, WarehouseError
from warehouse.store import fsync
from warehouse.target import check_target, state_folder, versions_folder
from warehouse.verify import content_hash, verify_contract, verify_counts, verify_keys

KEEP_VERSIONS = 3
ABANDONED_SECONDS = 24 * 3600
"""A candidate untouched for a day belongs to a builder that was killed."""

_VERSION = re.compile(r"^warehouse-\d{8}T\d{12}Z-[0-9a-f]{12}\.duckdb$")


def candidate_path(target: Path) -> Path:
    """Return a new path to build a candidate at: on the file system of the versions, so that a rename publishes it."""
    folder = state_folder(target) / "candidates"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"candidate-{uuid.uuid4().hex}.duckdb"


def published(target: Path) -> tuple[Path, ...]:
    """Return the published versions, oldest first."""
    folder = versions_folder(target)
    if not folder.is_dir():
        return ()
    return tuple(sorted(path for path in folder.iterdir() if _VERSION.match(path.name)))


def publish(candidate: Path, target: Path, *, keep: int = KEEP_VERSIONS) -> Path:
    """Publish the candidate (which is moved) as the version that ``target`` points to; return the version's path.

    Verified first: keys unique, the contract views there with exactly the rows of their tables. Then checkpointed,
    flushed to disk, renamed under a new version name, and the symlink replaced in one step. Old versions beyond the
    newest ``keep`` are deleted unless another process is reading them.

    Raises PublishError where the candidate fails or the target is not ours; what was published stays.
    """
    check_target(target)
    folder = versions_folder(target)
    folder.mkdir(parents=True, exist_ok=True)
    with _lock(folder):
        digest = _verified(candidate)
        version = folder / f"warehouse-{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')}Z-{digest[:12]}.duckdb"
        _move(candidate, version)
        _swap(target, version)
        _prune(target, keep)
    return version


def _verified(candidate: Path) -> str:
    if not candidate.is_file():
        raise PublishError(f"没有候选文件：{candidate}")
    try:
        connection = open_candidate(candidate)
        try:
            # Whatever a finished writer left in the log goes into the file itself.
            connection.execute("CHECKPOINT")
        finally:
            connection.close()
        if _log(candidate).exists():
            raise PublishError(f"候选文件仍有未并入的日志：{_log(candidate)}")
        connection = open_readonly(candidate)
        try:
            counts = verify_contract(connection)
            verify_counts(connection, counts)
            verify_keys(connection)
            return content_hash(connection)
        finally:
            connection.close()
    except PublishError:
        raise
    except (WarehouseError, duckdb.Error) as error:
        raise PublishError(f"候选文件未通过核验，未发布：{error}") from error


def _move(candidate: Path, version: Path) -> None:
    fsync(candidate)
    try:
        candidate.rename(version)
    except OSError:
        # Another file system: copied aside first, so that no version is ever there by half.
        aside = version.with_name(f".copying-{uuid.uuid4().hex}")
        try:
            shutil.copyfile(candidate, aside)
            fsync(aside)
            aside.rename(version)
        except BaseException:
            # On a full disk half a copy would keep the space that the next attempt needs.
            aside.unlink(missing_ok=True)
            raise
        candidate.unlink()
    version.chmod(0o444)
    fsync(version.parent)


def _swap(target: Path, version: Path) -> None:
    # Relative, so that the warehouse can be moved together with its PATH.d.
    temporary = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    temporary.symlink_to(os.path.relpath(version, target.parent))
    try:
        check_target(target)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    fsync(target.parent)


def _prune(target: Path, keep: int) -> None:
    current = target.resolve()
    for path in published(target)[: -max(keep, 1)]:
        if path.resolve() != current and not in_use(path):
            path.unlink()
    _sweep(target)


def _sweep(target: Path) -> None:
    """Remove what killed publishers and builders left: the lock is held, so no half copy or spare link is in use."""
    for leftover in (*versions_folder(target).glob(".copying-*"), *target.parent.glob(f".{target.name}.*")):
        leftover.unlink()
    for candidate in (state_folder(target) / "candidates").glob("candidate-*"):
        abandoned = time.time() - candidate.stat().st_mtime > ABANDONED_SECONDS
        if candidate.is_dir():
            if abandoned:
                shutil.rmtree(candidate)
        elif abandoned and not in_use(candidate):
            candidate.unlink()


def in_use(path: Path) -> bool:
    """Return whether another process has the database open: DuckDB holds a lock on a file as long as it reads it."""
    with path.open("rb") as stream:
        asked = struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        answer = fcntl.fcntl(stream, fcntl.F_GETLK, asked)
    kind: int = struct.unpack("hhqqi", answer)[0]
    return kind != fcntl.F_UNLCK


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold the folder's publishing lock: freed by the system when the process ends, however it ends."""
    with (folder / ".lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
