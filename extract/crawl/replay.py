"""The ledger made again from the archive alone: every answer in its log is gone through once more, as of then.

Lists and articles are read from the bytes that were kept, by the same code that read them when they came, so nothing is
asked of any publisher. What the present source files no longer lead to (a source that is gone, a link that its patterns
no longer take) is noted from the log's own words: no document that the archive holds is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.http import Request

from extract.adhoc import note_given
from extract.archive import CRAWL, Archive, Retrieval
from extract.clock import at
from extract.crawl.job import CrawlJob, Phase
from extract.crawl.recorder import Answer, Content, Recorder
from extract.crawl.spider import PublisherSpider
from extract.documents import READABLE, sniff_file
from extract.ledger import ADHOC, Ledger, Listing
from extract.sources import Source

_PHASES: tuple[Phase, ...] = ("discover", "fetch")
_DISCOVERY = frozenset({"list", "directory"})


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """``retrievals`` gone through, ``documents`` in the ledger afterwards; ``unled`` documents were noted from the
    log's words alone; ``lost`` objects stand in the log but are no more in the archive."""

    retrievals: int
    documents: int
    unled: int
    lost: int


def replay(archive: Archive, ledger: Ledger, sources: dict[str, Source]) -> ReplayReport:
    """Fill an empty ledger from the archive's log. Raises ``OSError`` or ``sqlite3.Error`` where it cannot be kept."""
    crawls: dict[str, _Crawl] = {}
    retrievals = lost = unled = 0
    for retrieval in archive.retrievals(crawls=True):
        retrievals += retrieval.role != CRAWL
        if retrieval.role == CRAWL:
            if source := sources.get(retrieval.source_id):
                crawls.setdefault(source.id, _Crawl(source, archive, ledger)).begin(retrieval)
        elif retrieval.sha256 is not None and retrieval.sha256 not in archive:
            lost += 1
            ledger.record_retrieval(retrieval)
        elif retrieval.source_id == ADHOC:
            note_given(retrieval, archive, ledger)
        else:
            crawl = crawls.get(retrieval.source_id)
            if crawl is None or not crawl.go_through(retrieval):
                unled += _note_alone(retrieval, archive, ledger)
    for crawl in crawls.values():
        crawl.end()
    return ReplayReport(retrievals, len({row.document_sha256 for row in ledger.documents()}), unled, lost)


class _LoggedRecorder(Recorder):
    """A recorder whose answers stand in the log already: ``logged`` is the line that is gone through."""

    logged: Retrieval

    def _log(self, *_: object, **__: object) -> None:
        self.ledger.record_retrieval(self.logged)


@dataclass
class _Crawl:
    """One source's crawls, one after another: what the present one waits for, by address."""

    source: Source
    archive: Archive
    ledger: Ledger
    spider: PublisherSpider | None = None
    recorder: _LoggedRecorder = field(init=False)
    waiting: dict[tuple[str, bool], list[Request]] = field(default_factory=dict)

    def go_through(self, retrieval: Retrieval) -> bool:
        """Hand an answer to the crawl that asked for it; False where none would have."""
        key = (retrieval.url, retrieval.role in _DISCOVERY)
        with at(datetime.fromisoformat(retrieval.retrieved_at)):
            if not self.waiting.get(key) and self.spider is not None and key[1] is False:
                self._wait_for(self.spider.fetches_after_discovery())
            if not self.waiting.get(key):
                return False
            passed = self.waiting[key].pop(0).cb_kwargs
            self.recorder.logged = retrieval
            # A page that breaks its reader cost that page then, too.
            with suppress(ValueError, LookupError, TypeError):
                self._wait_for(PublisherSpider.handle(passed["handler"], self._answer(retrieval), passed["context"]))
        return True

    def end(self) -> None:
        """Close the present crawl: walks that it did not end are incomplete."""
        if self.spider is not None:
            self.spider.closed("replayed")

    def begin(self, line: Retrieval) -> None:
        """Begin the crawl that ``line`` announces; the one before is closed."""
        phases = tuple(phase for phase in _PHASES if phase in (line.reason or ""))
        job = CrawlJob(self.source, phases, line.listing_year, str(self.archive.root), str(self.ledger.path))
        with at(datetime.fromisoformat(line.retrieved_at)):
            self.end()
            self.recorder = _LoggedRecorder(self.source.id, self.archive, self.ledger)
            self.spider = PublisherSpider(job, self.recorder, _say_nothing)
            self.waiting.clear()
            self._wait_for(self.spider.beginning())

    def _wait_for(self, requests: Iterator[Request]) -> None:
        for request in requests:
            passed = request.cb_kwargs
            self.waiting.setdefault((passed["url"], passed["role"] in _DISCOVERY), []).append(request)

    def _answer(self, retrieval: Retrieval) -> Answer:
        kept = retrieval.status == 200 and retrieval.sha256 is not None
        return Answer(
            url=retrieval.url,
            role=retrieval.role,
            status=retrieval.status,
            body=self.archive.get(retrieval.sha256) if kept and retrieval.sha256 else b"",
            headers=retrieval.headers,
            final_url=retrieval.final_url or retrieval.url,
            referrer=retrieval.referrer,
            reason=retrieval.reason if retrieval.status in (0, 200) else None,
        )


def _say_nothing(_: dict[str, object]) -> None:
    """Nobody watches a replay answer by answer."""


def _note_alone(retrieval: Retrieval, archive: Archive, ledger: Ledger) -> int:
    """Note a retrieval, and its document where it brought one, from the log's words; the number of documents noted."""
    ledger.record_retrieval(retrieval)
    if retrieval.role in _DISCOVERY or retrieval.sha256 is None:
        return 0
    media_type = sniff_file(archive.path(retrieval.sha256))
    if retrieval.role == "article" and media_type not in READABLE:
        return 0
    title = retrieval.title or Path(urlsplit(retrieval.url).path).name
    year = retrieval.listing_year or int(retrieval.retrieved_at[:4])
    listing = Listing(
        retrieval.source_id,
        retrieval.referrer or retrieval.url,
        retrieval.referrer or retrieval.url,
        year,
        "other",
        title,
        published_on=retrieval.published_on,
    )
    size = archive.path(retrieval.sha256).stat().st_size
    content = Content(retrieval.sha256, media_type, size, None, not_modified=False)
    recorder = _LoggedRecorder(retrieval.source_id, archive, ledger)
    with at(datetime.fromisoformat(retrieval.retrieved_at)):
        recorder.file(content, retrieval.url, listing, title)
    return 1
