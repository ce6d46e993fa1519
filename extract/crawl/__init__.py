"""Crawls publishers: walks their lists (discovery) and brings what is new (fetch) into the archive and the ledger.

Scrapy runs in a process of its own, once per call: a Twisted reactor cannot be started twice, and a crawl that hangs or
is killed takes nothing with it. Everything received is kept at once; a crawl cut off goes on where it stopped.
"""

from __future__ import annotations

import fcntl
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from extract.archive import Archive
from extract.crawl.job import CrawlError, CrawlJob, CrawlReport, Phase
from extract.crawl.processes import Progress, run_job
from extract.ledger import Ledger, Listing
from extract.sources import Source

__all__ = ["CrawlError", "CrawlReport", "Progress", "crawl", "discover", "dry_run", "fetch"]


def discover(
    source: Source,
    *,
    archive: Archive,
    ledger: Ledger,
    base_url: str | None = None,
    progress: Progress | None = None,
    static_hosts: Mapping[str, str] | None = None,
) -> CrawlReport:
    """Walk the source's lists and note every item in the ledger; nothing is fetched but the lists.

    ``base_url`` is where the source is served, if not where it says (the bundled publisher's port).
    Raises :class:`CrawlError`.
    """
    return _run(source, ("discover",), None, archive, ledger, base_url, progress, static_hosts)


def fetch(
    source: Source,
    *,
    listing_year: int | None,
    archive: Archive,
    ledger: Ledger,
    base_url: str | None = None,
    progress: Progress | None = None,
    static_hosts: Mapping[str, str] | None = None,
) -> CrawlReport:
    """Fetch the discovered items of ``listing_year`` (None: of all), and ask for changes in those fetched before.

    A failed request is a state of its item and a reason in the report; :class:`CrawlError` is raised where the crawl
    itself broke.
    """
    return _run(source, ("fetch",), listing_year, archive, ledger, base_url, progress, static_hosts)


def crawl(
    source: Source,
    *,
    listing_year: int | None = None,
    archive: Archive,
    ledger: Ledger,
    base_url: str | None = None,
    progress: Progress | None = None,
    static_hosts: Mapping[str, str] | None = None,
) -> CrawlReport:
    """Discover, then fetch, in one process. Raises :class:`CrawlError`."""
    return _run(source, ("discover", "fetch"), listing_year, archive, ledger, base_url, progress, static_hosts)


def dry_run(
    source: Source,
    *,
    base_url: str | None = None,
    progress: Progress | None = None,
    static_hosts: Mapping[str, str] | None = None,
) -> tuple[CrawlReport, list[Listing]]:
    """Walk a source's lists and keep nothing: what a person adding a publisher wants to see.

    Raises :class:`CrawlError`.
    """
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "ledger.sqlite") as ledger:
        archive = Archive(Path(folder) / "archive")
        report = _run(source, ("discover",), None, archive, ledger, base_url, progress, static_hosts)
        return report, ledger.listings(source.id)


def _run(
    source: Source,
    phases: tuple[Phase, ...],
    listing_year: int | None,
    archive: Archive,
    ledger: Ledger,
    base_url: str | None,
    progress: Progress | None,
    static_hosts: Mapping[str, str] | None,
) -> CrawlReport:
    job = CrawlJob(
        source=source,
        phases=phases,
        listing_year=listing_year,
        archive=str(archive.root.resolve()),
        ledger=str(ledger.path.resolve()),
        served_at=base_url,
        static_hosts=static_hosts or {},
    )
    with _one_at_a_time(ledger.path.parent, source), tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        report = run_job(job, log, progress)
        if report is None:
            log.seek(0)
            raise CrawlError(f"{source.id}: the crawl broke: {_last_words(log.read())}")
        return report


@contextmanager
def _one_at_a_time(folder: Path, source: Source) -> Iterator[None]:
    """Wait for other crawls of the same host: two at once would halve the delay that the source declares."""
    host = urlsplit(source.base_url).hostname or source.id
    with (folder / f"crawl-{host}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _last_words(log: str) -> str:
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    return lines[-1] if lines else "no words left behind (killed, or out of time)"
