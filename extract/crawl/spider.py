"""The one spider of all publishers: walks the declared lists, then fetches what they list.

It only decides what to ask next. Pages are read by :mod:`extract.crawl.pages`, answers kept by
:class:`~extract.crawl.recorder.Recorder`; what is still to be fetched stands in the ledger, so a killed crawl goes on.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from scrapy import Spider, signals
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Request, Response

from extract.clock import at, now, timestamp
from extract.crawl.addresses import Origins
from extract.crawl.job import CrawlJob
from extract.crawl.json_lists import read_json_list
from extract.crawl.pages import Item, declared_pages, decode_page, next_pages, read_article, read_list
from extract.crawl.reasons import failure_reason, is_settled
from extract.crawl.recorder import GONE, Answer, Content, Recorder, item_state
from extract.crawl.titles import kind_of, listing_year, title_year
from extract.crawl.walks import ListWalk
from extract.documents import HTML
from extract.ledger import Listing, Walk
from extract.sources import ListPage

Emit = Callable[[dict[str, object]], None]
Handler = Callable[..., Iterator[Request] | None]


class PublisherSpider(Spider):  # type: ignore[misc]
    """Crawls one source as its job says."""

    name = "publisher"

    def __init__(self, job: CrawlJob, recorder: Recorder, emit: Emit, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.source = job.source
        self.recorder = recorder
        self.emit = emit
        self.origins = Origins.of(job.source, job.served_at)
        self.walks: list[ListWalk] = []
        self.broken: BaseException | None = None
        self.finished = False
        self._to_fetch = "fetch" in job.phases
        self._asked: set[str] = set()
        self._waiting: dict[str, list[tuple[Listing, str]]] = {}
        self._received: dict[str, Content | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> PublisherSpider:
        """As Scrapy makes it, with the signals that the two phases and honest failure need."""
        spider: PublisherSpider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        crawler.signals.connect(spider.error, signal=signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """What the crawl begins with, as Scrapy asks for it."""
        for request in self.beginning():
            yield request

    def beginning(self) -> Iterator[Request]:
        """The declared lists; with no discovery asked for, the fetches."""
        if "discover" in self.job.phases:
            for page, url in self.source.list_urls():
                yield self._directory_request(page, url) if page.role == "directory" else self._walk(page, url)
        else:
            yield from self.fetches_after_discovery()

    def idle(self) -> None:
        """When the lists are walked, go on to the files."""
        if self._to_fetch:
            requests = list(self.fetches_after_discovery())
            for request in requests:
                self.crawler.engine.crawl(request)
            # With nothing to fetch the engine would only notice at its next heartbeat, seconds later.
            if requests:
                raise DontCloseSpider

    def fetches_after_discovery(self) -> Iterator[Request]:
        """What is to be fetched, once: nothing where this crawl does not fetch, or does so already."""
        if self._to_fetch:
            self._to_fetch = False
            yield from self._fetches()

    def error(self, failure: Any) -> None:
        """A page that breaks the reader costs that page; a store that cannot be written ends the crawl."""
        self.recorder.reasons[f"page_error: {type(failure.value).__name__}"] += 1
        self.recorder.counts["failed"] += 1
        if isinstance(failure.value, OSError | sqlite3.Error) and self.broken is None:
            self.broken = failure.value
            self.crawler.engine.close_spider(self, "broken")

    def closed(self, reason: str) -> None:
        """Walks that were cut off are recorded as incomplete: nothing is withdrawn on their word."""
        self.finished = reason == "finished"
        for walk in self.walks:
            if not walk.recorded:
                walk.fail(f"stopped: {reason}")
                self._record_walk(walk)

    # Discovery

    def _walk(self, page: ListPage, url: str) -> Request:
        walk = ListWalk(url, page, timestamp())
        self.walks.append(walk)
        return self._list_request(walk, url, 0)

    def _list_request(self, walk: ListWalk, url: str, number: int) -> Request:
        walk.pending += 1
        return self._request(url, "list", self.on_list, walk.root_url if number else None, walk=walk, number=number)

    def _directory_request(self, page: ListPage, url: str) -> Request:
        walk = ListWalk(url, page, timestamp())
        self.walks.append(walk)
        walk.pending += 1
        return self._request(url, "directory", self.on_directory, None, walk=walk)

    def on_directory(self, answer: Answer, walk: ListWalk) -> Iterator[Request]:
        """Each list that a directory page leads to is walked as a list of its own."""
        walk.pending -= 1
        walk.pages += 1
        content = self.recorder.page(answer)
        if content is None:
            walk.fail(answer.reason or f"http_{answer.status}")
        else:
            for item in read_list(self._text(answer, content), self._base(answer), self.source.links, directory=True):
                year = title_year(item.title) or walk.declared.listing_year
                department = walk.declared.department or (None if title_year(item.title) else item.title)
                kind = kind_of(item.title, self.source.kinds)
                page = ListPage(
                    url=item.url,
                    listing_year=year,
                    department=department,
                    kind=walk.declared.kind if kind == "other" else kind,
                )
                if item.url not in walk.seen:
                    walk.seen.add(item.url)
                    yield self._walk(page, item.url)
        self._record_walk(walk)

    def on_list(self, answer: Answer, walk: ListWalk, number: int) -> Iterator[Request]:
        """Notes a page's items and asks for the pages after it."""
        walk.pending -= 1
        content = self.recorder.page(answer)
        past_the_end = self.source.pagination.style == "numbered" and number > 0 and answer.status in GONE
        if content is not None:
            walk.pages += 1
            yield from self._read_list(self._text(answer, content), answer, walk, number)
        elif not past_the_end:
            walk.fail(answer.reason or f"http_{answer.status}")
        if not walk.pending:
            self._record_walk(walk)

    def _read_list(self, text: str, answer: Answer, walk: ListWalk, number: int) -> Iterator[Request]:
        try:
            new = self._note_items(text, self._base(answer), walk)
        except ValueError:
            # A page that is no list (an interface answering with an error page) says nothing about what is listed.
            self.recorder.reasons["not_a_list"] += 1
            self.recorder.counts["failed"] += 1
            walk.fail("not_a_list")
            return
        yield from self._further_pages(text, answer, walk, number, new)

    def _further_pages(self, text: str, answer: Answer, walk: ListWalk, number: int, new: int) -> Iterator[Request]:
        pagination = self.source.pagination
        following = next_pages(text, self._base(answer), pagination, page=number, new_items=new)
        counted = declared_pages(text, pagination) or 0
        endless = pagination.style in ("numbered", "next_link") and new and number + 1 >= pagination.max_pages
        if counted > pagination.max_pages or endless:
            walk.fail("too_many_pages")
        for position, url in enumerate(following, start=number + 1):
            if url not in self._asked:
                yield self._list_request(walk, url, position)

    def _note_items(self, text: str, url: str, walk: ListWalk) -> int:
        """Write the items of one page into the ledger; the number that this walk had not seen."""
        before = len(walk.seen)
        with self.recorder.ledger.transaction():
            for item, files in self._items(text, url):
                if item.url in walk.seen:
                    continue
                walk.seen.add(item.url)
                listing = self._listing(item, walk)
                new = self.recorder.ledger.see_listing(listing)
                if files:
                    self.recorder.ledger.see_attachments(self.source.id, item.url, files)
                self.recorder.counts["ignored" if item.ignored else "listings"] += 1
                self.recorder.counts["new_listings"] += int(new and not item.ignored)
                if item.ignored:
                    walk.ignored += 1
                    self.recorder.reasons[item.ignored] += 1
        return len(walk.seen) - before

    def _items(self, text: str, url: str) -> Iterator[tuple[Item, tuple[tuple[str, str], ...]]]:
        if self.source.json_list is not None:
            for found in read_json_list(text, url, self.source.json_list):
                yield found.item, found.files
        else:
            for item in read_list(text, url, self.source.links):
                yield item, ()

    def _listing(self, item: Item, walk: ListWalk) -> Listing:
        declared = walk.declared
        kind = kind_of(item.title, self.source.kinds)
        return Listing(
            source_id=self.source.id,
            url=item.url,
            root_url=walk.root_url,
            listing_year=listing_year(
                item.title, item.published_on, declared=declared.listing_year, fallback=now().year
            ),
            kind=declared.kind if kind == "other" and declared.kind else kind,
            title=item.title,
            department=declared.department,
            published_on=item.published_on,
            state="ignored" if item.ignored else "discovered",
            reason=item.ignored,
        )

    def _record_walk(self, walk: ListWalk) -> None:
        walk.recorded = True
        items = len(walk.seen) - walk.ignored
        record = Walk(self.source.id, walk.root_url, walk.pages, items, walk.ignored, walk.complete, walk.reason)
        self.recorder.counts["withdrawn"] += self.recorder.ledger.record_walk(record, started_at=walk.started_at)

    # Fetching

    def _fetches(self) -> Iterator[Request]:
        """Requests for what is still to be fetched by the ledger, or to be looked at again; what is new comes first."""
        order = {"discovered": 0, "failed": 1}
        due = now() - timedelta(days=self.source.politeness.recheck_days)
        found = self.recorder.ledger.listings(self.source.id, self.job.listing_year)
        for listing in sorted(found, key=lambda each: order.get(each.state, 2)):
            if listing.state == "ignored" or listing.withdrawn_on is not None:
                continue
            if is_settled(listing) and datetime.fromisoformat(listing.checked_at or "") > due:
                continue
            yield from self._item_requests(listing)

    def _item_requests(self, listing: Listing) -> Iterator[Request]:
        if self.source.json_list is not None and self.source.json_list.files:
            known = self.recorder.ledger.attachments(self.source.id, listing.url)
            for attachment in known:
                yield from self._ask_file(listing, attachment.url, attachment.title)
            if not known:
                self._settle(listing)
        elif any(re.search(pattern, listing.url) for pattern in self.source.attachments.include_url):
            self.recorder.ledger.see_attachments(self.source.id, listing.url, [(listing.url, listing.title)])
            yield from self._ask_file(listing, listing.url, listing.title)
        else:
            yield self._request(listing.url, "article", self.on_article, listing.root_url, listing=listing)

    def on_article(self, answer: Answer, listing: Listing) -> Iterator[Request]:
        """Asks for the files of an article; an address that turns out to be a file is kept as one."""
        content = self.recorder.page(answer)
        ledger = self.recorder.ledger
        if content is None:
            ledger.set_listing_state(self.source.id, listing.url, "failed", answer.reason or f"http_{answer.status}")
            if answer.status in GONE and listing.checked_at is not None:
                ledger.withdraw_listing(self.source.id, listing.url)
            return
        if content.media_type != HTML:
            ledger.see_attachments(self.source.id, listing.url, [(listing.url, listing.title)])
            self.recorder.file(content, listing.url, listing, listing.title)
            self._settle(listing)
            return
        text = self._text(answer, content)
        article = read_article(text, self._base(answer), self.source.article, self.source.attachments)
        narrative = article.narrative_chars >= self.source.article.narrative_min_chars
        known = [each for each in ledger.attachments(self.source.id, listing.url) if each.withdrawn_on is None]
        if known and not article.files and not narrative:
            # More often a notice or a challenge in the page's place than every file withdrawn at once.
            ledger.set_listing_state(self.source.id, listing.url, "failed", "files_vanished")
            self.recorder.reasons["files_vanished"] += 1
            self.recorder.counts["failed"] += 1
            return
        ledger.see_attachments(self.source.id, listing.url, article.files)
        if narrative:
            self.recorder.narrative(content, listing)
        for url, title in article.files:
            yield from self._ask_file(listing, url, title)
        pictures = "images_in_page" if article.images else "no_attachment"
        self._settle(listing, "narrative_in_page" if narrative else pictures)

    def _ask_file(self, listing: Listing, url: str, title: str) -> Iterator[Request]:
        """One request for a file, however many items link to it."""
        if url in self._received:
            self._keep(self._received[url], url, listing, title)
        else:
            waiting = self._waiting.setdefault(url, [])
            waiting.append((listing, title))
            if len(waiting) == 1:
                yield self._request(url, "attachment", self.on_file, listing.url)

    def on_file(self, answer: Answer) -> None:
        """Keeps a file for every item that links to it."""
        waiting = self._waiting.pop(answer.url, [])
        if not waiting:
            return
        first, title = waiting[0]
        content = self.recorder.attachment(answer, first, title)
        self._received[answer.url] = content
        if content is None:
            self._file_failed(answer)
        for position, (listing, words) in enumerate(waiting):
            if position:
                self._keep(content, answer.url, listing, words)
            self._settle(listing)

    def _file_failed(self, answer: Answer) -> None:
        ledger = self.recorder.ledger
        reason = answer.reason or (f"http_{answer.status}" if answer.status != 200 else None)
        last = ledger.retrievals(url=answer.url, source_id=self.source.id)[-1]
        ledger.set_attachment_state(self.source.id, answer.url, "failed", reason=reason or last.reason)
        known = ledger.attachments(self.source.id, url=answer.url)
        if answer.status in GONE and any(attachment.sha256 for attachment in known):
            ledger.withdraw_attachment(self.source.id, answer.url)

    def _keep(self, content: Content | None, url: str, listing: Listing, title: str) -> None:
        if content is not None:
            self.recorder.file(content, url, listing, title)

    def _settle(self, listing: Listing, without: str = "no_attachment") -> None:
        ledger = self.recorder.ledger
        state, reason = item_state(ledger.attachments(self.source.id, listing.url), without)
        if state != "discovered":
            ledger.set_listing_state(self.source.id, listing.url, state, reason)

    # Requests and answers

    def _request(
        self,
        url: str,
        role: str,
        callback: Handler,
        referrer: str | None,
        **context: Any,
    ) -> Request:
        self._asked.add(url)
        headers = self.recorder.conditions(url)
        if referrer:
            headers["Referer"] = referrer
        passed = {"role": role, "handler": callback, "url": url, "referrer": referrer, "context": context}
        return Request(
            self.origins.to_served(url),
            self.on_response,
            errback=self.on_failure,
            headers=headers,
            dont_filter=True,
            cb_kwargs=passed,
        )

    def on_response(
        self, response: Response, *, role: str, handler: Any, url: str, referrer: str | None, context: dict[str, Any]
    ) -> Any:
        """Scrapy's response as an answer for the handler of its role."""
        headers = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        final_url = self.origins.to_declared(response.url)
        answer = Answer(url, role, response.status, response.body, headers, final_url, referrer)
        self._progress(answer)
        return self.handle(handler, answer, context)

    def on_failure(self, failure: Any) -> Any:
        """A request without an answer, as an answer of status 0 with its reason."""
        passed = failure.request.cb_kwargs
        reason = failure_reason(failure.value, failure.request.url)
        answer = Answer(
            passed["url"], passed["role"], 0, final_url=failure.request.url, referrer=passed["referrer"], reason=reason
        )
        self._progress(answer)
        return self.handle(passed["handler"], answer, passed["context"])

    @staticmethod
    def handle(handler: Handler, answer: Answer, context: Mapping[str, Any]) -> Iterator[Request]:
        """What an answer leads to: everything is noted as of one moment, then the further requests are made."""
        further: list[Request] = []
        trouble: Exception | None = None
        with at(now()):
            try:
                for request in handler(answer, **context) or ():
                    further.append(request)
            except Exception as error:
                trouble = error
        yield from further
        if trouble is not None:
            raise trouble

    def _progress(self, answer: Answer) -> None:
        self.emit(
            {"event": "answer", "role": answer.role, "url": answer.url, "status": answer.status,
             "bytes": len(answer.body), "reason": answer.reason}
        )  # fmt: skip

    def _text(self, answer: Answer, content: Content) -> str:
        body = self.recorder.archive.get(content.sha256) if content.not_modified else answer.body
        return decode_page(body, content.content_type)

    @staticmethod
    def _base(answer: Answer) -> str:
        return answer.final_url or answer.url
