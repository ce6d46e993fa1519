"""A ledger that is lost or damaged, while the archive is there: made again, aside first, then put in place whole."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extract.clock import now

if TYPE_CHECKING:
    from extract.crawl.replay import ReplayReport


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was made again; ``damaged`` is where the unreadable former ledger was put, if there was one."""

    report: ReplayReport
    damaged: Path | None


def recover_ledger(ledger: Path, archive: Path) -> Recovery | None:
    """Make the ledger again where it is missing or no database, though the archive's log holds retrievals.

    None where there is nothing to do. Raises ``OSError`` or ``sqlite3.Error`` where the new one cannot be kept; the
    attempt is then made anew next time.
    """
    readable = _is_readable(ledger)
    if readable is True or not any((archive / "log").glob("*.jsonl")):
        return None
    # Every run asks whether there is something to do; only the answer yes is worth the second that Scrapy takes.
    from extract.archive import Archive
    from extract.crawl.replay import replay
    from extract.ledger import Ledger
    from extract.sources import load_sources

    aside = ledger.with_name(f".{ledger.name}.recovering")
    _remove(aside)
    with Ledger(aside) as made, made.transaction():
        report = replay(Archive(archive), made, load_sources())
    damaged = None
    if readable is False:
        damaged = ledger.with_name(f"{ledger.name}.damaged-{now():%Y%m%dT%H%M%S}")
        ledger.rename(damaged)
    for leftover in _logs(ledger):
        # The log of another database must not be replayed into this one.
        leftover.unlink(missing_ok=True)
    aside.rename(ledger)
    return Recovery(report, damaged)


def _is_readable(ledger: Path) -> bool | None:
    """Whether the file is a database; None where there is no file, or one that knows of no retrieval."""
    if not ledger.is_file() or not ledger.stat().st_size:
        return None
    try:
        connection = sqlite3.connect(ledger)
        try:
            tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'retrievals'").fetchone()[0]
            known = tables and connection.execute("SELECT EXISTS (SELECT * FROM retrievals)").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return False
    return True if known else None


def _logs(path: Path) -> tuple[Path, Path]:
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def _remove(path: Path) -> None:
    for each in (path, *_logs(path)):
        each.unlink(missing_ok=True)
