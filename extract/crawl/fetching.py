"""Asks for the articles and files of what a source lists, and keeps what comes: a file once, whoever links to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from scrapy.http import Request

from extract.clock import now
from extract.crawl.asking import Ask
from extract.crawl.pages import read_article
from extract.crawl.reasons import is_settled
from extract.crawl.recorder import GONE, Answer, Content, Recorder, item_state
from extract.documents import HTML
from extract.ledger import Listing
from extract.sources import Source


class Fetching:
    """The fetches of one source (one ``listing_year`` of it, or all: None); ``ask`` makes the requests."""

    def __init__(self, source: Source, listing_year: int | None, recorder: Recorder, ask: Ask) -> None:
        self._source = source
        self._listing_year = listing_year
        self._recorder = recorder
        self._ask = ask
        self._waiting: dict[str, list[tuple[Listing, str]]] = {}
        self._received: dict[str, Content | None] = {}

    def requests(self) -> Iterator[Request]:
        """Requests for what is still to be fetched by the ledger, or to be looked at again; what is new comes first."""
        order = {"discovered": 0, "failed": 1}
        due = now() - timedelta(days=self._source.politeness.recheck_days)
        found = self._recorder.ledger.listings(self._source.id, self._listing_year)
        for listing in sorted(found, key=lambda each: order.get(each.state, 2)):
            if listing.state == "ignored" or listing.withdrawn_on is not None:
                continue
            if is_settled(listing) and datetime.fromisoformat(listing.checked_at or "") > due:
                continue
            yield from self._item_requests(listing)

    def _item_requests(self, listing: Listing) -> Iterator[Request]:
        if self._source.json_list is not None and self._source.json_list.files:
            known = self._recorder.ledger.attachments(self._source.id, listing.url)
            for attachment in known:
                yield from self._ask_file(listing, attachment.url, attachment.title)
            if not known:
                self._settle(listing)
        elif any(re.search(pattern, listing.url) for pattern in self._source.attachments.include_url):
            self._recorder.ledger.see_attachments(self._source.id, listing.url, [(listing.url, listing.title)])
            yield from self._ask_file(listing, listing.url, listing.title)
        else:
            yield self._ask(listing.url, "article", self.on_article, listing.root_url, listing=listing)

    def on_article(self, answer: Answer, listing: Listing) -> Iterator[Request]:
        """Asks for the files of an article; an address that turns out to be a file is kept as one."""
        content = self._recorder.page(answer)
        ledger = self._recorder.ledger
        if content is None:
            ledger.set_listing_state(self._source.id, listing.url, "failed", answer.reason or f"http_{answer.status}")
            if answer.status in GONE and listing.checked_at is not None:
                ledger.withdraw_listing(self._source.id, listing.url)
            return
        if content.media_type != HTML:
            ledger.see_attachments(self._source.id, listing.url, [(listing.url, listing.title)])
            self._recorder.file(content, listing.url, listing, listing.title)
            self._settle(listing)
            return
        text = self._recorder.text(answer, content)
        article = read_article(text, answer.base_url, self._source.article, self._source.attachments)
        narrative = article.narrative_chars >= self._source.article.narrative_min_chars
        known = [each for each in ledger.attachments(self._source.id, listing.url) if each.withdrawn_on is None]
        if known and not article.files and not narrative:
            # More often a notice or a challenge in the page's place than every file withdrawn at once.
            ledger.set_listing_state(self._source.id, listing.url, "failed", "files_vanished")
            self._recorder.reasons["files_vanished"] += 1
            self._recorder.counts["failed"] += 1
            return
        ledger.see_attachments(self._source.id, listing.url, article.files)
        if narrative:
            self._recorder.narrative(content, listing)
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
                yield self._ask(url, "attachment", self.on_file, listing.url)

    def on_file(self, answer: Answer) -> None:
        """Keeps a file for every item that links to it."""
        waiting = self._waiting.pop(answer.url, [])
        if not waiting:
            return
        first, title = waiting[0]
        content = self._recorder.attachment(answer, first, title)
        self._received[answer.url] = content
        if content is None:
            self._file_failed(answer)
        for position, (listing, words) in enumerate(waiting):
            if position:
                self._keep(content, answer.url, listing, words)
            self._settle(listing)

    def _file_failed(self, answer: Answer) -> None:
        ledger = self._recorder.ledger
        reason = answer.reason or (f"http_{answer.status}" if answer.status != 200 else None)
        last = ledger.retrievals(url=answer.url, source_id=self._source.id)[-1]
        ledger.set_attachment_state(self._source.id, answer.url, "failed", reason=reason or last.reason)
        known = ledger.attachments(self._source.id, url=answer.url)
        if answer.status in GONE and any(attachment.sha256 for attachment in known):
            ledger.withdraw_attachment(self._source.id, answer.url)

    def _keep(self, content: Content | None, url: str, listing: Listing, title: str) -> None:
        if content is not None:
            self._recorder.file(content, url, listing, title)

    def _settle(self, listing: Listing, without: str = "no_attachment") -> None:
        ledger = self._recorder.ledger
        state, reason = item_state(ledger.attachments(self._source.id, listing.url), without)
        if state != "discovered":
            ledger.set_listing_state(self._source.id, listing.url, state, reason)
