"""Keeps what a crawl receives: bytes into the archive, every retrieval into the log, states into the ledger.

Knows nothing of Scrapy, so that each rule can be tried with plain values.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO

from extract.archive import Archive, Retrieval
from extract.clock import timestamp
from extract.crawl.pages import decode_page
from extract.documents import EMPTY, HTML, READABLE, TEXT, Document, sniff_file, sniff_stream
from extract.ledger import Attachment, DocumentState, ItemState, Ledger, Listing, Validator

MAX_PAGE_BYTES = 8 * 1024 * 1024
"""The largest page that is read; the largest one saved from a publisher has 0.2 MB."""

GONE = frozenset({404, 410})
_KEPT_HEADERS = ("content-type", "content-length", "content-disposition", "etag", "last-modified", "date", "server")
_SAYS_NOTHING = re.compile(
    r"[\s（(\[【]*(请?详?见?附[件表]|(点击|附件)?(下载|查看|打开)|download)[\s\d一二三四五六七八九十:：.）)\]】]*",
    re.IGNORECASE,
)
_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel": ".xls",
    "text/html": ".html",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered to one request. ``status`` 0: nothing, for ``reason``. Header names in lower case."""

    url: str
    role: str
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    final_url: str | None = None
    referrer: str | None = None
    reason: str | None = None

    @property
    def base_url(self) -> str:
        """What its relative links are relative to: where it came from, after redirects."""
        return self.final_url or self.url


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes received now or confirmed to be unchanged (``not_modified``)."""

    sha256: str
    media_type: str
    size: int
    content_type: str | None
    not_modified: bool


class Recorder:
    """Writes for one source, and counts what it wrote."""

    def __init__(self, source_id: str, archive: Archive, ledger: Ledger) -> None:
        self.source_id = source_id
        self.archive = archive
        self.ledger = ledger
        self.counts: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()

    def conditions(self, url: str) -> dict[str, str]:
        """The conditional headers to ask ``url`` with: only where the bytes last received are still in the archive."""
        known = self.ledger.validator(url)
        if known is None or known.sha256 not in self.archive:
            return {}
        wanted = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in wanted.items() if value}

    def text(self, answer: Answer, content: Content) -> str:
        """The words of a page, received now or kept from before."""
        body = self.archive.get(content.sha256) if content.not_modified else answer.body
        return decode_page(body, content.content_type)

    def page(self, answer: Answer) -> Content | None:
        """Keep a list or article page; None (with the reason counted) where it is none or the server failed."""
        return self._receive(answer, None)

    def attachment(self, answer: Answer, listing: Listing, title: str) -> Content | None:
        """Keep a file linked from ``listing`` and note it as a document; None where there was none to keep."""
        content = self._receive(answer, listing)
        if content is not None:
            self.file(content, answer.url, listing, title)
        return content

    def file(self, content: Content, url: str, listing: Listing, title: str) -> None:
        """Note received bytes as a document of ``listing``: fetched where a reader takes them, else unread."""
        readable = content.media_type in READABLE
        reason = None if readable else f"not_supported: {content.media_type}"
        self._note(content, url, listing, document_name(title, listing.title, content.media_type), readable, reason)
        state: ItemState = "fetched" if readable else "unread"
        self.ledger.set_attachment_state(
            self.source_id, url, state, reason=reason, sha256=content.sha256, media_type=content.media_type
        )

    def narrative(self, content: Content, listing: Listing) -> None:
        """Note an article page itself as a document to read: the filing's text stands in the page."""
        name = f"{listing.title}.html"
        self._note(content, listing.url, listing, name, True, None)

    def _note(
        self, content: Content, url: str, listing: Listing, name: str, readable: bool, reason: str | None
    ) -> None:
        document = Document(content.sha256, content.media_type, content.size, name, self.archive.path(content.sha256))
        state: DocumentState = "fetched" if readable else "unread"
        new = self.ledger.add_document(
            document,
            source_id=self.source_id,
            listing_year=listing.listing_year,
            url=url,
            item_url=listing.url,
            title=listing.title,
            published_on=listing.published_on,
            state=state,
            reason=reason,
        )
        if new:
            self.counts["new_documents"] += 1
        if not readable:
            self.counts["unread"] += 1
            self.reasons[reason or "unread"] += 1

    def _receive(self, answer: Answer, listing: Listing | None) -> Content | None:
        """Archive, log and validate one answer. With ``listing`` the answer must be a file, not a page."""
        if answer.status == 304:
            return self._unchanged(answer, listing)
        reason = answer.reason or (None if answer.status == 200 else f"http_{answer.status}")
        media_type = sniff_stream(BytesIO(answer.body)) if answer.status == 200 else None
        if reason is None and media_type == EMPTY:
            reason = "empty"
        if reason is None and media_type in (HTML, TEXT) and len(answer.body) > MAX_PAGE_BYTES:
            reason = "too_large"
        if reason is None and listing is not None and media_type == HTML:
            reason = "html_page"
        self.counts["bytes"] += len(answer.body)
        if reason is not None or media_type is None:
            self._log(answer, listing, reason=reason, media_type=media_type)
            self._fail(reason or "unknown")
            return None
        sha256 = self.archive.put(answer.body)
        headers = answer.headers
        content_type = headers.get("content-type")
        self._log(answer, listing, sha256=sha256, media_type=media_type)
        self.ledger.set_validator(
            Validator(answer.url, headers.get("etag"), headers.get("last-modified"), sha256, content_type)
        )
        self.counts["fetched"] += 1
        return Content(sha256, media_type, len(answer.body), content_type, not_modified=False)

    def _unchanged(self, answer: Answer, listing: Listing | None) -> Content | None:
        known = self.ledger.validator(answer.url)
        if known is None or known.sha256 not in self.archive:
            self._log(answer, listing, reason="unexpected_304")
            self._fail("unexpected_304")
            return None
        path = self.archive.path(known.sha256)
        media_type = sniff_file(path)
        self._log(answer, listing, sha256=known.sha256, media_type=media_type)
        self.counts["not_modified"] += 1
        self.ledger.set_validator(replace(known, checked_at=""))
        return Content(known.sha256, media_type, path.stat().st_size, known.content_type, not_modified=True)

    def _fail(self, reason: str) -> None:
        self.counts["failed"] += 1
        self.reasons[reason] += 1

    def _log(
        self,
        answer: Answer,
        listing: Listing | None,
        *,
        sha256: str | None = None,
        media_type: str | None = None,
        reason: str | None = None,
    ) -> None:
        retrieval = Retrieval(
            url=answer.url,
            retrieved_at=timestamp(),
            source_id=self.source_id,
            role=answer.role,
            status=answer.status,
            sha256=sha256,
            size=len(answer.body),
            final_url=answer.final_url if answer.final_url != answer.url else None,
            referrer=answer.referrer,
            title=listing.title if listing else None,
            published_on=listing.published_on if listing else None,
            listing_year=listing.listing_year if listing else None,
            media_type=media_type,
            reason=reason,
            headers={name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers},
        )
        self.archive.log(retrieval)
        self.ledger.record_retrieval(retrieval)


def document_name(words: str, item_title: str, media_type: str) -> str:
    """A document's name for people: the link's words, or the item's title where they say nothing (``附件下载``).

    Where the name carries no suffix it gets the one that the content deserves.
    """
    told = words if words and not _SAYS_NOTHING.fullmatch(words) else item_title
    name = re.sub(r"[\\/\x00-\x1f]+", " ", told).strip() or "未命名"
    suffix = _SUFFIXES.get(media_type, "")
    return name if re.search(r"(?i)\.[a-z]{2,5}$", name) or not suffix else name + suffix


def item_state(attachments: list[Attachment], without: str = "no_attachment") -> tuple[ItemState, str | None]:
    """How a listed item stands once its page was read: the best of its files decides, the reasons stay with each.

    ``without`` says what a page without files holds instead: its text, pictures, or nothing.
    """
    present = [attachment for attachment in attachments if attachment.withdrawn_on is None]
    states = {attachment.state for attachment in present}
    if "discovered" in states:
        return "discovered", None
    if "fetched" in states:
        failed = sum(attachment.state == "failed" for attachment in present)
        return "fetched", f"{failed} of {len(present)} files failed" if failed else None
    if "unread" in states:
        return "unread", "no readable file"
    if "failed" in states and without == "no_attachment":
        return "failed", next(attachment.reason for attachment in present if attachment.state == "failed")
    return "unread", without
