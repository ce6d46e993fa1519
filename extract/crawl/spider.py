"""The one spider of all publishers: walks the declared lists, then fetches what they list.

It carries the requests of :mod:`extract.crawl.discovery` and :mod:`extract.crawl.fetching` and their answers; these
two decide what to ask next. Pages are read by :mod:`extract.crawl.pages`, answers kept by
:class:`~extract.crawl.recorder.Recorder`; what is still to be fetched stands in the ledger, so a killed crawl goes on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any

from scrapy import Spider, signals
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Request, Response

from extract.clock import at, now
from extract.crawl.addresses import Origins
from extract.crawl.asking import Handler
from extract.crawl.discovery import Discovery
from extract.crawl.fetching import Fetching
from extract.crawl.job import CrawlJob
from extract.crawl.reasons import failure_reason
from extract.crawl.recorder import Answer, Recorder

Emit = Callable[[dict[str, object]], None]


class PublisherSpider(Spider):  # type: ignore[misc]
    """Crawls one source as its job says."""

    name = "publisher"

    def __init__(self, job: CrawlJob, recorder: Recorder, emit: Emit, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.recorder = recorder
        self.emit = emit
        self.origins = Origins.of(job.source, job.served_at)
        self.discovery = Discovery(job.source, recorder, self.ask)
        self.fetching = Fetching(job.source, job.listing_year, recorder, self.ask)
        self.broken: BaseException | None = None
        self.finished = False
        self._to_fetch = "fetch" in job.phases

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
            yield from self.discovery.requests()
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
            yield from self.fetching.requests()

    def error(self, failure: Any) -> None:
        """A page that breaks the reader costs that page; a store that cannot be written ends the crawl."""
        self.recorder.reasons[f"page_error: {type(failure.value).__name__}"] += 1
        self.recorder.counts["failed"] += 1
        if isinstance(failure.value, OSError | sqlite3.Error) and self.broken is None:
            self.broken = failure.value
            self.crawler.engine.close_spider(self, "broken")

    def closed(self, reason: str) -> None:
        """As Scrapy says that the crawl is over, and why."""
        self.finished = reason == "finished"
        self.discovery.cut_off(reason)

    def ask(self, url: str, role: str, handler: Handler, referrer: str | None, **context: Any) -> Request:
        """The request for ``url``, conditional where an answer is known; ``handler`` gets its answer."""
        headers = self.recorder.conditions(url)
        if referrer:
            headers["Referer"] = referrer
        passed = {"role": role, "handler": handler, "url": url, "referrer": referrer, "context": context}
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
