"""The address policy put to work inside Scrapy: a resolver that checks every answer, a middleware for every hop.

Also here, because they decide whether a request is made at all: robots.txt (unreachable means no), and retries with
back-off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from extract.crawl.addresses import AddressPolicy

POLICY = "GOUJI_ADDRESS_POLICY"
STATIC_HOSTS = "GOUJI_STATIC_HOSTS"
MAX_REQUESTS = "GOUJI_MAX_REQUESTS"
BACKOFF = "GOUJI_BACKOFF_SECONDS"
_MAX_WAIT_SECONDS = 60.0
_DISALLOW_ALL = b"User-agent: *\nDisallow: /\n"


class Refused(IgnoreRequest):  # type: ignore[misc]
    """A request that is not made, with the reason as a short name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class GuardedResolver(CachingHostnameResolver):  # type: ignore[misc]
    """Resolves names (and literals: Twisted asks for those too) and passes on permitted addresses only."""

    refused: dict[str, str] = {}  # noqa: RUF012  (one crawl per process; read by the retry middleware and the spider)

    def __init__(self, reactor: Any, cache_size: int, policy: AddressPolicy, static_hosts: Mapping[str, str]) -> None:
        super().__init__(reactor, cache_size)
        self._policy = policy
        self._static_hosts = static_hosts

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> GuardedResolver:
        """The resolver of the process's settings."""
        settings = crawler.settings
        return cls(reactor, settings.getint("DNSCACHE_SIZE"), settings[POLICY], settings[STATIC_HOSTS])

    def resolveHostName(  # noqa: N802  (Twisted's interface)
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[Any] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """As Twisted asks; addresses that the policy refuses never reach ``resolutionReceiver``."""
        receiver = _CheckingReceiver(resolutionReceiver, hostName, self._policy, self.refused)
        name = self._static_hosts.get(hostName, hostName)
        return super().resolveHostName(receiver, name, portNumber, addressTypes, transportSemantics)


@implementer(IResolutionReceiver)
class _CheckingReceiver:
    def __init__(self, inner: Any, host: str, policy: AddressPolicy, refused: dict[str, str]) -> None:
        self._inner = inner
        self._host = host
        self._policy = policy
        self._refused = refused
        self.resolutionBegan = inner.resolutionBegan
        self.resolutionComplete = inner.resolutionComplete

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        reason = self._policy.refuse_address(self._host, address.host)
        if reason is None:
            self._inner.addressResolved(address)
        else:
            self._refused[self._host] = reason


class GuardMiddleware:
    """Refuses requests (redirects and robots.txt included) that the policy forbids, or that are one too many."""

    def __init__(self, policy: AddressPolicy, max_requests: int) -> None:
        self._policy = policy
        self._left = max_requests
        self.cut_off = False

    @classmethod
    def from_crawler(cls, crawler: Any) -> GuardMiddleware:
        """The guard of the crawl's settings."""
        return cls(crawler.settings[POLICY], crawler.settings.getint(MAX_REQUESTS))

    def process_request(self, request: Request) -> None:
        """Raises :class:`Refused` where the request may not be made."""
        if reason := self._policy.refuse_url(request.url):
            raise Refused(f"refused_{reason}")
        if self._left <= 0:
            self.cut_off = True
            raise Refused("too_many_requests")
        self._left -= 1


class StrictRobotsMiddleware(RobotsTxtMiddleware):  # type: ignore[misc]
    """Scrapy's robots.txt with RFC 9309's rule for servers that fail: 4xx means no rules, 5xx or no answer means no.

    A ``Crawl-delay`` longer than the source's own is kept to, up to a minute.
    """

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._unreachable: set[str] = set()

    def process_request_2(self, rp: Any, request: Request) -> None:
        """As Scrapy's, but a robots.txt that could not be had is told apart from one that forbids."""
        parts = urlsplit(request.url)
        if parts.netloc in self._unreachable:
            inner = GuardedResolver.refused.get(parts.hostname or "")
            raise Refused(f"refused_{inner}" if inner else "robots_unreachable")
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            self._unreachable.add(netloc)
            response = response.replace(body=_DISALLOW_ALL)
        elif response.status >= 400:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)
        # Protego behind Scrapy's wrapper: Scrapy itself has no word for the delay.
        asked = self._parsers[netloc].rp.crawl_delay(self._robotstxt_useragent or self._default_useragent)
        if asked:
            self._slow_down(urlsplit(f"//{netloc}").hostname or "", float(asked))

    def _slow_down(self, host: str, asked: float) -> None:
        downloader = self.crawler.engine.downloader
        delay = max(min(asked, _MAX_WAIT_SECONDS), self.crawler.settings.getfloat("DOWNLOAD_DELAY"))
        downloader.per_slot_settings[host] = {"delay": delay, "jitter": 0.0}
        if host in downloader.slots:
            downloader.slots[host].delay = delay
            downloader.slots[host].jitter = 0.0

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._unreachable.add(netloc)
        waiting = self._parsers[netloc]
        self._parsers[netloc] = parser = self._parserimpl.from_crawler(self.crawler, _DISALLOW_ALL)
        waiting.callback(parser)


class BackoffRetryMiddleware(RetryMiddleware):  # type: ignore[misc]
    """Scrapy's retries, each after a longer wait (``Retry-After`` up to a minute); none for refused addresses."""

    async def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """As Scrapy's, after the wait."""
        result = super().process_response(request, response)
        if isinstance(result, Request):
            await asyncio.sleep(self._wait(request, response.headers.get(b"Retry-After")))
        return result

    async def process_exception(self, request: Request, exception: Exception, spider: Any = None) -> Request | None:
        """As Scrapy's, after the wait."""
        if urlsplit(request.url).hostname in GuardedResolver.refused:
            return None
        result: Request | None = super().process_exception(request, exception)
        if result is not None:
            await asyncio.sleep(self._wait(request, None))
        return result

    def _wait(self, request: Request, retry_after: bytes | None) -> float:
        backoff: float = self.crawler.settings.getfloat(BACKOFF) * 2 ** request.meta.get("retry_times", 0)
        asked = float(retry_after) if retry_after and retry_after.isdigit() else 0.0
        return min(max(backoff, asked), _MAX_WAIT_SECONDS)
