"""The crawling process, forked by :mod:`extract.crawl.nursery`: reads one job from standard input and runs it.

Standard output carries one JSON event a line, the last one the report; standard error the log. When standard input
ends, the parent is gone and the process stops at once: what it had kept is in the archive and the ledger.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from importlib import metadata
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import default_settings
from scrapy.utils.misc import load_object

from extract.archive import Archive
from extract.clock import timestamp
from extract.crawl.addresses import AddressPolicy
from extract.crawl.job import CrawlJob, CrawlReport
from extract.crawl.network import BACKOFF, MAX_REQUESTS, POLICY, STATIC_HOSTS, GuardedResolver, GuardMiddleware
from extract.crawl.recorder import Recorder
from extract.crawl.spider import PublisherSpider
from extract.ledger import Ledger

_SCRAPY = "scrapy.downloadermiddlewares"
_HANDLER = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
# Everything Scrapy may run here, by name. Its own defaults bring consoles, cookies, proxies, feeds and other protocols,
# and loading those takes longer than a small crawl.
_COMPONENTS: dict[str, dict[str, Any]] = {
    "DOWNLOAD_HANDLERS_BASE": dict.fromkeys(("http", "https"), _HANDLER),
    "DOWNLOADER_MIDDLEWARES_BASE": {
        "extract.crawl.network.GuardMiddleware": 40,
        "extract.crawl.network.StrictRobotsMiddleware": 100,
        f"{_SCRAPY}.downloadtimeout.DownloadTimeoutMiddleware": 350,
        f"{_SCRAPY}.defaultheaders.DefaultHeadersMiddleware": 400,
        f"{_SCRAPY}.useragent.UserAgentMiddleware": 500,
        "extract.crawl.network.BackoffRetryMiddleware": 550,
        f"{_SCRAPY}.httpcompression.HttpCompressionMiddleware": 590,
        f"{_SCRAPY}.redirect.RedirectMiddleware": 600,
        f"{_SCRAPY}.stats.DownloaderStats": 850,
    },
    "SPIDER_MIDDLEWARES_BASE": {
        "scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25,
        "scrapy.spidermiddlewares.referer.RefererMiddleware": 700,
        "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": 800,
    },
    "EXTENSIONS_BASE": {
        "scrapy.extensions.corestats.CoreStats": 0,
        "scrapy.extensions.memusage.MemoryUsage": 0,
        "scrapy.extensions.closespider.CloseSpider": 0,
    },
}
_MEMORY_LIMIT_MB = 2048


def preload() -> None:
    """Load all that a crawl will need and that does not install a reactor."""
    for group in _COMPONENTS.values():
        for path in group.values() if group is _COMPONENTS["DOWNLOAD_HANDLERS_BASE"] else group:
            load_object(path)
    for name in ("SCHEDULER", "SCHEDULER_PRIORITY_QUEUE", "SCHEDULER_MEMORY_QUEUE", "DUPEFILTER_CLASS", "STATS_CLASS"):
        load_object(default_settings.__dict__[name])


def user_agent() -> str:
    """Says who asks and why; ``GOUJI_CONTACT`` adds where to complain."""
    words = ["reads published government budgets", "obeys robots.txt", os.environ.get("GOUJI_CONTACT", "")]
    return f"gouji/{metadata.version('gouji')} ({'; '.join(filter(None, words))})"


def settings_of(job: CrawlJob) -> dict[str, Any]:
    """Scrapy's settings for a job: polite, bounded, and deaf to everything but http and https."""
    politeness = job.source.politeness
    size = politeness.max_body_mb * 1024 * 1024
    return {
        "USER_AGENT": user_agent(),
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": "gouji",
        "DOWNLOAD_DELAY": politeness.delay_seconds,
        # Without a delay Scrapy 2.19 starts a host's whole queue at once: only the bound on all requests then holds.
        "CONCURRENT_REQUESTS": 8 if politeness.delay_seconds else politeness.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": politeness.concurrency,
        "DOWNLOAD_TIMEOUT": politeness.timeout_seconds,
        "DOWNLOAD_MAXSIZE": size,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "DOWNLOAD_VERIFY_CERTIFICATES": job.source.verify_tls,
        "RETRY_TIMES": politeness.retries,
        "REDIRECT_MAX_TIMES": 5,
        "REFERRER_POLICY": "scrapy.spidermiddlewares.referer.NoReferrerPolicy",
        "CLOSESPIDER_TIMEOUT": politeness.max_seconds,
        "MEMUSAGE_LIMIT_MB": _MEMORY_LIMIT_MB,
        "MEMUSAGE_CHECK_INTERVAL_SECONDS": 5.0,
        "LOG_LEVEL": "WARNING",
        "TWISTED_DNS_RESOLVER": "extract.crawl.network.GuardedResolver",
        **_COMPONENTS,
        POLICY: AddressPolicy.of(job.source, job.served_at),
        STATIC_HOSTS: dict(job.static_hosts),
        MAX_REQUESTS: politeness.max_requests,
        BACKOFF: politeness.backoff_seconds,
    }


def run(job: CrawlJob) -> CrawlReport:
    """Crawl in this process (once: a reactor does not start twice). Raises what broke the stores."""
    started = time.monotonic()
    with Ledger(Path(job.ledger)) as ledger:
        archive = Archive(Path(job.archive))
        archive.log(job.beginning(timestamp()))
        recorder = Recorder(job.source.id, archive, ledger)
        process = AsyncCrawlerProcess(settings_of(job))
        crawler = process.create_crawler(PublisherSpider)
        process.crawl(crawler, job=job, recorder=recorder, emit=_emit)
        _check_resolver(process)
        process.start()
        spider = crawler.spider
        if spider is None:
            raise RuntimeError("the crawl could not be started: see the log")
        if spider.broken is not None:
            raise spider.broken
        guard = crawler.get_downloader_middleware(GuardMiddleware)
        complete = spider.finished and all(walk.complete for walk in spider.discovery.walks) and not guard.cut_off
        counts = recorder.counts
        return CrawlReport(
            source_id=job.source.id,
            listing_year=job.listing_year,
            requests=crawler.stats.get_value("downloader/request_count", 0),
            elapsed=round(time.monotonic() - started, 3),
            complete=complete,
            reasons=dict(recorder.reasons),
            **{name: counts[name] for name in _COUNTED},
        )


_COUNTED = (
    "not_modified", "fetched", "new_documents", "unread", "failed", "bytes", "listings", "new_listings", "ignored",
    "withdrawn",
)  # fmt: skip


def _check_resolver(process: AsyncCrawlerProcess) -> None:
    """Without the guarded resolver no request may be made: a renamed setting must not open the door."""

    def check() -> None:
        from twisted.internet import reactor

        if not isinstance(reactor.nameResolver, GuardedResolver):
            print("the guarded resolver is not in place", file=sys.stderr, flush=True)
            os._exit(4)

    from twisted.internet import reactor

    reactor.callWhenRunning(check)


def _emit(event: dict[str, object]) -> None:
    print(json.dumps(event, ensure_ascii=False), flush=True)


def _stop_with_parent() -> None:
    while sys.stdin.read(4096):
        pass
    os._exit(3)


def main() -> None:
    """Run the job on standard input."""
    print(json.dumps({"event": "started", "pid": os.getpid()}), flush=True)
    job = CrawlJob.from_json(sys.stdin.readline())
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    report = run(job)
    print(json.dumps({"event": "report", "report": json.loads(report.to_json())}, ensure_ascii=False), flush=True)
    # Twisted's thread pool may still wait for a resolver that does not answer; everything is kept already.
    sys.stdout.flush()
    os._exit(0)
