"""Walks the declared lists of a source, page by page, and notes what they list in the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy.http import Request

from extract.clock import now, timestamp
from extract.crawl.asking import Ask
from extract.crawl.json_lists import read_json_list
from extract.crawl.pages import Item, declared_pages, next_pages, read_list
from extract.crawl.recorder import GONE, Answer, Recorder
from extract.crawl.titles import kind_of, listing_year, title_year
from extract.crawl.walks import ListWalk
from extract.ledger import Listing, Walk
from extract.sources import ListPage, Source


class Discovery:
    """The walks over one source's lists; ``ask`` makes the requests."""

    def __init__(self, source: Source, recorder: Recorder, ask: Ask) -> None:
        self.walks: list[ListWalk] = []
        self._source = source
        self._recorder = recorder
        self._ask = ask
        self._asked: set[str] = set()

    def requests(self) -> Iterator[Request]:
        """The first page of each declared list."""
        for page, url in self._source.list_urls():
            yield self._directory_request(page, url) if page.role == "directory" else self._walk(page, url)

    def cut_off(self, reason: str) -> None:
        """Record the walks that were cut off as incomplete: nothing is withdrawn on their word."""
        for walk in self.walks:
            if not walk.recorded:
                walk.fail(f"stopped: {reason}")
                self._record_walk(walk)

    def _walk(self, page: ListPage, url: str) -> Request:
        walk = ListWalk(url, page, timestamp())
        self.walks.append(walk)
        return self._list_request(walk, url, 0)

    def _list_request(self, walk: ListWalk, url: str, number: int) -> Request:
        walk.pending += 1
        self._asked.add(url)
        return self._ask(url, "list", self.on_list, walk.root_url if number else None, walk=walk, number=number)

    def _directory_request(self, page: ListPage, url: str) -> Request:
        walk = ListWalk(url, page, timestamp())
        self.walks.append(walk)
        walk.pending += 1
        self._asked.add(url)
        return self._ask(url, "directory", self.on_directory, None, walk=walk)

    def on_directory(self, answer: Answer, walk: ListWalk) -> Iterator[Request]:
        """Each list that a directory page leads to is walked as a list of its own."""
        walk.pending -= 1
        walk.pages += 1
        content = self._recorder.page(answer)
        if content is None:
            walk.fail(answer.reason or f"http_{answer.status}")
        else:
            for item in read_list(
                self._recorder.text(answer, content), answer.base_url, self._source.links, directory=True
            ):
                year = title_year(item.title) or walk.declared.listing_year
                department = walk.declared.department or (None if title_year(item.title) else item.title)
                kind = kind_of(item.title, self._source.kinds)
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
        content = self._recorder.page(answer)
        past_the_end = self._source.pagination.style == "numbered" and number > 0 and answer.status in GONE
        if content is not None:
            walk.pages += 1
            yield from self._read_list(self._recorder.text(answer, content), answer, walk, number)
        elif not past_the_end:
            walk.fail(answer.reason or f"http_{answer.status}")
        if not walk.pending:
            self._record_walk(walk)

    def _read_list(self, text: str, answer: Answer, walk: ListWalk, number: int) -> Iterator[Request]:
        try:
            new = self._note_items(text, answer.base_url, walk)
        except ValueError:
            # A page that is no list (an interface answering with an error page) says nothing about what is listed.
            self._recorder.reasons["not_a_list"] += 1
            self._recorder.counts["failed"] += 1
            walk.fail("not_a_list")
            return
        yield from self._further_pages(text, answer, walk, number, new)

    def _further_pages(self, text: str, answer: Answer, walk: ListWalk, number: int, new: int) -> Iterator[Request]:
        pagination = self._source.pagination
        following = next_pages(text, answer.base_url, pagination, page=number, new_items=new)
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
        with self._recorder.ledger.transaction():
            for item, files in self._items(text, url):
                if item.url in walk.seen:
                    continue
                walk.seen.add(item.url)
                listing = self._listing(item, walk)
                new = self._recorder.ledger.see_listing(listing)
                if files:
                    self._recorder.ledger.see_attachments(self._source.id, item.url, files)
                self._recorder.counts["ignored" if item.ignored else "listings"] += 1
                self._recorder.counts["new_listings"] += int(new and not item.ignored)
                if item.ignored:
                    walk.ignored += 1
                    self._recorder.reasons[item.ignored] += 1
        return len(walk.seen) - before

    def _items(self, text: str, url: str) -> Iterator[tuple[Item, tuple[tuple[str, str], ...]]]:
        if self._source.json_list is not None:
            for found in read_json_list(text, url, self._source.json_list):
                yield found.item, found.files
        else:
            for item in read_list(text, url, self._source.links):
                yield item, ()

    def _listing(self, item: Item, walk: ListWalk) -> Listing:
        declared = walk.declared
        kind = kind_of(item.title, self._source.kinds)
        return Listing(
            source_id=self._source.id,
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
        record = Walk(self._source.id, walk.root_url, walk.pages, items, walk.ignored, walk.complete, walk.reason)
        self._recorder.counts["withdrawn"] += self._recorder.ledger.record_walk(record, started_at=walk.started_at)
