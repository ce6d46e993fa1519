"""Reads publishers' web pages: what a list page lists and how it goes on, what an article page says and links to.

Pure functions from a page's text to records; nothing here touches the network. Links that a script writes into the page
(``document.write('<a href="./P0202….pdf">…</a>')``) count like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

from parsel import Selector
from w3lib.encoding import html_to_unicode
from w3lib.html import replace_entities

from extract.crawl.titles import address_date, find_date
from extract.sources import Article as ArticleRules
from extract.sources import Attachments, Links, Pagination

_SCRIPT_LINK = re.compile(
    r"""<a\b[^<>]*?href\s*=\s*\\?["']([^"'\\<>]+)\\?["'][^<>]*>(.*?)<\\?/a""", re.IGNORECASE | re.DOTALL
)

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ROW_PARTS = 200
_ROW_CHARS = 1000
_QUOTED = re.compile(r"""["']([^"'<>\s]+)["']""")


@dataclass(frozen=True, slots=True)
class Item:
    """One listed link. ``ignored`` says why it is not followed, None where it is."""

    url: str
    title: str
    published_on: str | None
    ignored: str | None = None


@dataclass(frozen=True, slots=True)
class ListContent:
    """What one list page gave: its items, the lists it leads to (directory pages), and its further pages."""

    items: tuple[Item, ...]
    lists: tuple[Item, ...]
    next_urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleContent:
    """What an article page gave.

    ``files`` are (address, words); ``narrative_chars`` counts its own text and ``images`` its pictures: some publishers
    print the whole filing into the page, as text or as pictures of its pages.
    """

    title: str | None
    published_on: str | None
    files: tuple[tuple[str, str], ...]
    narrative_chars: int
    images: int


def decode_page(body: bytes, content_type: str | None) -> str:
    """A page's text by its byte order mark, Content-Type, meta declaration, or UTF-8 before GB18030."""
    return html_to_unicode(content_type, body, auto_detect_fun=_detect)[1]


def _detect(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def read_list(text: str, url: str, links: Links, *, directory: bool = False) -> tuple[Item, ...]:
    """The items of a list page at ``url``, in order, each address once.

    With ``directory`` its links to lists instead (``directory_region``, ``directory_url``).
    """
    page = _parse(text)
    base = page_base(page, url)
    region = links.directory_region if directory else links.region
    include = links.directory_url if directory else links.include_url
    found: dict[str, Item] = {}
    rows = _Rows(links.row)
    for node in page.css(region):
        for anchor in node.css("a[href]"):
            target = web_url(anchor.attrib["href"], base)
            if target is None or target in (url, base) or not _matches(target, include, links.exclude_url):
                continue
            title = anchor_title(anchor)
            if not title:
                continue
            row = rows.text(anchor)
            ignored = None if directory else _ignored(title, links)
            item = Item(target, title, find_date(row.replace(title, " ", 1)) or address_date(target), ignored)
            known = found.get(target)
            # The same item linked twice (picture and words): the fuller title names it.
            if known is None or len(title) > len(known.title):
                found[target] = item
    return tuple(found.values())


def next_pages(text: str, url: str, pagination: Pagination, *, page: int, new_items: int) -> tuple[str, ...]:
    """The addresses of a list's further pages, as page number ``page`` (0: the first) of it shows them.

    ``numbered`` lists go on as long as a page brought something new. Never more than ``max_pages`` in all.
    """
    match pagination.style:
        case "counted" if page == 0:
            return tuple(_counted(text, url, pagination))
        case "numbered" if new_items and page + 1 < pagination.max_pages:
            return (_turned(url, (pagination.url or "").format(page=pagination.first + page)),)
        case "next_link" if new_items and page + 1 < pagination.max_pages:
            selector = _parse(text)
            base = page_base(selector, url)
            for anchor in selector.css("a[href]"):
                if re.search(pagination.pattern or "", anchor_title(anchor)):
                    target = web_url(anchor.attrib["href"], base)
                    return (target,) if target and target != url else ()
    return ()


def _parse(text: str) -> Selector:
    """The page as a tree; characters that no XML may hold (publishers' editors leave them) are left out."""
    return Selector(text=_NOT_XML.sub("", text))


def _turned(url: str, template: str) -> str:
    """The next page's address; a template ``?page=2`` changes that part of the query and keeps the rest."""
    if not template.startswith("?"):
        return urljoin(url, template)
    query = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)) | dict(parse_qsl(template[1:]))
    return urljoin(url, "?" + urlencode(query))


def _counted(text: str, url: str, pagination: Pagination) -> Iterator[str]:
    # A page also holds the script's own definition and calls in other places: the first call with numbers counts.
    found = re.search(pagination.pattern or "", text)
    if not found:
        return
    groups = {"stem": "index", "ext": "html", **found.groupdict()}
    total = min(int(groups.pop("count")), pagination.max_pages)
    for number in range(1, total):
        yield urljoin(url, (pagination.url or "").format(page=pagination.first + number - 1, **groups))


def declared_pages(text: str, pagination: Pagination) -> int | None:
    """How many pages a counted list says it has; None where it does not say."""
    found = re.search(pagination.pattern or "", text) if pagination.style == "counted" else None
    return int(found["count"]) if found else None


def read_article(text: str, url: str, article: ArticleRules, attachments: Attachments) -> ArticleContent:
    """Title, date, files and length of the text of an article page at ``url``."""
    page = _parse(text)
    base = page_base(page, url)
    files: dict[str, str] = {}
    for target, words in _links(page, attachments.region, base):
        if _matches(target, attachments.include_url, attachments.exclude_url):
            files[target] = max(words, files.get(target, ""), key=len)
    title = _meta(page, "ArticleTitle") or (page.css("title::text").get() or "").strip() or None
    published_on = find_date(_meta(page, "PubDate") or "") or address_date(url)
    chars, images = _own_content(page, article.content)
    return ArticleContent(title, published_on, tuple(files.items()), chars, images)


def _links(page: Selector, region: str, base: str) -> Iterator[tuple[str, str]]:
    """Every address a page could mean as a file: links, embedded viewers, and what its scripts write or open."""
    for node in page.css(region):
        for anchor in node.css("a[href]"):
            yield from _link(anchor.attrib["href"], anchor_title(anchor), base)
        for embedded in node.css("iframe[src], embed[src], object[data]"):
            yield from _link(
                embedded.attrib.get("src") or embedded.attrib["data"], embedded.attrib.get("title", ""), base
            )
        for clickable in node.css("[onclick]"):
            for quoted in _QUOTED.findall(clickable.attrib["onclick"]):
                if "/" in quoted:
                    yield from _link(quoted, anchor_title(clickable), base)
        for script in node.css("script:not([src])::text").getall():
            for href, words in _SCRIPT_LINK.findall(script):
                yield from _link(replace_entities(href), squeeze(re.sub(r"<[^>]*>", "", replace_entities(words))), base)


def _link(href: str, words: str, base: str) -> Iterator[tuple[str, str]]:
    target = web_url(href, base)
    if target is None:
        return
    # A viewer page names the file it shows: viewer.html?file=/upload/a.pdf
    shown = [
        value for key, value in parse_qsl(urlsplit(target).query) if key in ("file", "url", "src") and "/" in value
    ]
    viewed = web_url(shown[0], target) if shown else None
    yield viewed or target, words


def _own_content(page: Selector, candidates: Iterable[str]) -> tuple[int, int]:
    """Characters and pictures of the first of the candidate regions that has any; scripts and styles left out."""
    for css in candidates:
        region = page.css(css)
        texts = region.xpath(".//text()[not(ancestor::script) and not(ancestor::style)]").getall()
        length = sum(len("".join(text.split())) for text in texts)
        images = len(region.css("img"))
        if length or images:
            return length, images
    return 0, 0


def page_base(page: Selector, url: str) -> str:
    """The address that relative links of a page start from (``<base href>`` where it gives one)."""
    return urljoin(url, page.css("base::attr(href)").get() or "")


def web_url(href: str, base: str) -> str | None:
    """``href`` as an absolute http(s) address without its fragment; None for anything else (script, mail, nonsense)."""
    try:
        target = urldefrag(urljoin(base, href.strip()))[0]
        parts = urlsplit(target)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return target if valid else None


def anchor_title(anchor: Selector) -> str:
    """A link's words: its ``title`` where that is longer (lists cut long titles), else its text."""
    text = squeeze("".join(anchor.css("::text").getall()))
    title = squeeze(anchor.attrib.get("title", ""))
    return title if len(title) > len(text.rstrip(".…")) else text


def squeeze(text: str) -> str:
    """Whitespace runs as one blank, ends bare."""
    return " ".join(text.split())


class _Rows:
    """The text of the row around a link, where the date stands; each row is read once and only so far."""

    def __init__(self, row: str) -> None:
        self._names = tuple(name.strip() for name in row.split(","))
        self._texts: dict[object, str] = {}

    def text(self, anchor: Selector) -> str:
        element = anchor.root
        row = next(element.iterancestors(*self._names), None)
        if row is None:
            row = element.getparent()
        if row not in self._texts:
            self._texts[row] = squeeze(" ".join(islice(row.itertext(), _ROW_PARTS)))[:_ROW_CHARS]
        return self._texts[row]


def _meta(page: Selector, name: str) -> str | None:
    for meta in page.css("meta[name][content]"):
        if meta.attrib["name"].strip().lower() == name.lower() and meta.attrib["content"].strip():
            return squeeze(meta.attrib["content"])
    return None


def _matches(url: str, include: tuple[str, ...], exclude: tuple[str, ...]) -> bool:
    wanted = not include or any(re.search(pattern, url) for pattern in include)
    return wanted and not any(re.search(pattern, url) for pattern in exclude)


def _ignored(title: str, links: Links) -> str | None:
    if links.include_title and not any(re.search(pattern, title) for pattern in links.include_title):
        return "title_not_included"
    return next((f"title_excluded:{pattern}" for pattern in links.exclude_title if re.search(pattern, title)), None)
