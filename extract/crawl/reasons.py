"""Short names for what kept a request from being answered, and which of them the next hour will not change."""

from __future__ import annotations

from urllib.parse import urlsplit

from extract.crawl.network import GuardedResolver, Refused
from extract.ledger_rows import Listing

_FAILURES = {
    "DownloadTimeoutError": "timeout",
    "DownloadCancelledError": "too_large",
    "DownloadConnectionRefusedError": "connection_refused",
    "CannotResolveHostError": "dns",
    "ResponseDataLossError": "truncated",
    "DownloadFailedError": "connection_lost",
}
_LASTING = ("refused_", "robots_disallowed", "html_page", "http_40", "http_41", "too_large", "too_many_redirects")
_IGNORED = (
    ("robots.txt", "robots_disallowed"),
    ("max redirections", "too_many_redirects"),
    ("DOWNLOAD_MAXSIZE", "too_large"),
)


def is_settled(listing: Listing) -> bool:
    """Whether an item was fetched, or failed for a reason that the next hour will not change."""
    lasting = listing.state == "failed" and (listing.reason or "").startswith(_LASTING)
    return listing.checked_at is not None and (listing.state in ("fetched", "unread") or lasting)


def failure_reason(error: BaseException, url: str) -> str:
    """The short name of what kept a request from being answered."""
    if isinstance(error, Refused):
        return error.reason
    refused = GuardedResolver.refused.get(urlsplit(url).hostname or "")
    if refused is not None:
        return f"refused_{refused}"
    name = type(error).__name__
    if name == "IgnoreRequest":
        return next((reason for words, reason in _IGNORED if words in str(error)), f"ignored: {error}")
    return _FAILURES.get(name, name)
