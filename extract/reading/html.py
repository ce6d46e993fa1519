"""A web page whose article is the document: its paragraphs to text lines, its tables to tables.

Publishers print whole filings into the article of a page. Around it stand menus, lists of links and a footer: the
article is the smallest element that holds nearly all the text that is no link. Positions are ordinal: one page, one
line a paragraph, far enough apart that nobody takes two for one. A locator is ``html:1203-1209``, characters of the
source. A page without money in its text is no document (an error page, a list of links): ``html``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.model import Box, Cell, DocumentContent, PageInfo, RawTable, TextLine, UnreadableDocument
from extract.reading.captions import split_between
from extract.reading.html_tables import HtmlTable, read_table
from extract.reading.html_tree import MAX_BYTES, Node, Text, decode, parse_html
from extract.reading.limits import ReadLimits
from extract.reading.sheet_layout import cell_text
from extract.reading.sniff import HTML

_SIZE = 10.0
_GAP = 4 * _SIZE
_LEFT = 72.0
_ROW, _COLUMN = 14.0, 60.0
_UNSEEN = frozenset(
    ("head", "script", "style", "noscript", "template", "nav", "footer", "select", "option", "button", "iframe", "svg",
     "object", "textarea", "canvas", "video", "audio")
)  # fmt: skip
_INLINE = frozenset(
    ("a", "abbr", "acronym", "b", "big", "bdi", "bdo", "cite", "code", "del", "em", "font", "i", "img", "input", "ins",
     "kbd", "label", "mark", "o:p", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
     "u", "ucaps", "var", "wbr")
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_ARTICLE_SHARE = 0.8
_TITLE_NAMES = frozenset(("articletitle", "article:title", "og:title"))
_MONEY = re.compile(r"\d[\d,，.]*\s*(?:亿|万|千)?元")
_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})*\.\d{1,6}|-?\d+\.\d{1,6}")
_FISCAL = re.compile(r"预算|决算|三公|绩效")
_ENOUGH_MONEY, _ENOUGH_AMOUNTS = 3, 6


@dataclass(slots=True)
class _Block:
    """A paragraph: its text, how much of it is links, its place in the source."""

    text: str
    start: int
    end: int
    linked: int

    @property
    def plain(self) -> int:
        """Characters that are no link."""
        return len(self.text) - self.linked


def read_html(data: bytes, sha256: str, limits: ReadLimits) -> DocumentContent:
    """Read the article of a web page.

    Raises :class:`~extract.model.UnreadableDocument`: ``html`` where it holds no budget or account, ``too_large``.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableDocument("too_large", f"a web page of {len(data)} bytes, at most {MAX_BYTES} are read")
    source = decode(data)
    root = parse_html(source)
    parts = list(_parts(root, limits))
    article = _article(root, parts)
    inside = [part for part in parts if article.start <= part.start and part.end <= article.end]
    left_out = sum(isinstance(part, _Block) for part in parts) - sum(isinstance(part, _Block) for part in inside)
    _require_money(inside)
    title = _title(root, source)
    lines, tables, bottom = _lay_out([*_as_heading(title, inside), *inside])
    n_chars = sum(len(line.text) for line in lines) + sum(len(cell.text) for table in tables for cell in table.cells)
    width = max((line.box.x1 for line in lines), default=_LEFT) + _LEFT
    warnings = (f"{left_out} lines around the article left out",) if left_out else ()
    page = PageInfo(1, width, bottom + _GAP, 0, "html", n_chars, 0, _count(root, "img"), warnings)
    return DocumentContent(sha256, HTML, (page,), tables, lines, tuple(f"p1: {warning}" for warning in warnings))


# -- what the page shows, in order


def _parts(root: Node, limits: ReadLimits) -> Iterator[_Block | HtmlTable]:
    """Yield paragraphs and tables in reading order; a table that only lays out the page gives its paragraphs."""
    waiting: list[tuple[Text, bool]] = []
    stack: list[tuple[Node | Text | None, bool]] = [(root, False)]
    while stack:
        item, linked = stack.pop()
        if isinstance(item, Text):
            waiting.append((item, linked))
            continue
        if item is None or item.tag == "br":
            yield from _close(waiting)
            continue
        if item.tag in _UNSEEN or "hidden" in item.attributes or _HIDDEN.search(item.attributes.get("style", "")):
            continue
        inline = item.tag in _INLINE
        if not inline:
            yield from _close(waiting)
        if item.tag == "table" and (table := read_table(item, _text_of, limits)) is not None:
            yield table
            continue
        if not inline:
            stack.append((None, False))
        stack += [(child, linked or item.tag == "a") for child in reversed(item.children)]
    yield from _close(waiting)


def _close(waiting: list[tuple[Text, bool]]) -> Iterator[_Block]:
    if not waiting:
        return
    text = _shown("".join(piece.text for piece, _ in waiting))
    linked = len(_shown("".join(piece.text for piece, is_link in waiting if is_link)))
    block = _Block(text, waiting[0][0].start, waiting[-1][0].end, linked)
    waiting.clear()
    if block.text:
        yield block


def _shown(text: str) -> str:
    return cell_text(re.sub(r"\s+", " ", text)).strip()


def _text_of(node: Node) -> str:
    """Return what an element shows, its paragraphs joined by line feeds."""
    lines: list[list[str]] = [[]]
    stack: list[Node | Text | None] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, Text):
            lines[-1].append(item.text)
        elif item is None or item.tag == "br":
            lines.append([])
        elif item.tag not in _UNSEEN:
            if item.tag not in _INLINE and item is not node:
                lines.append([])
                stack.append(None)
            stack += list(reversed(item.children))
    return "\n".join(text for pieces in lines if (text := _shown("".join(pieces))))


# -- which part of the page is the article


def _article(root: Node, parts: Sequence[_Block | HtmlTable]) -> Node:
    """Return the deepest element that holds nearly all text that is no link."""
    weights = [(part.start, part.end, part.plain) for part in parts]
    total = sum(weight for _, _, weight in weights)
    node = root
    while True:
        inner = [child for child in node.children if isinstance(child, Node)]
        held = next(
            (
                child
                for child in inner
                if _held(weights, child) >= _ARTICLE_SHARE * total and child.tag not in {"table", *_INLINE}
            ),
            None,
        )
        if held is None or not total:
            return node
        weights = [weight for weight in weights if held.start <= weight[0] and weight[1] <= held.end]
        node = held


def _held(weights: Sequence[tuple[int, int, int]], node: Node) -> int:
    if node.end - node.start < 2:
        return 0
    return sum(weight for start, end, weight in weights if node.start <= start and end <= node.end)


def _require_money(parts: Sequence[_Block | HtmlTable]) -> None:
    """Raise ``html`` unless the article speaks of a budget or an account and prints its money."""
    text = "\n".join(part.text for part in parts)
    amounts = sum(len(_AMOUNT.findall(part.text)) for part in parts if isinstance(part, HtmlTable))
    if _FISCAL.search(text) and (len(_MONEY.findall(text)) >= _ENOUGH_MONEY or amounts >= _ENOUGH_AMOUNTS):
        return
    raise UnreadableDocument("html", "a web page without the text of a budget or an account")


def _title(root: Node, source: str) -> str:
    """Return the article's title as the page declares it: in its metadata, a first-level heading, its own title."""
    stack: list[Node] = [root]
    headings: list[str] = []
    while stack:
        node = stack.pop()
        if node.tag == "meta":
            name = (node.attributes.get("name") or node.attributes.get("property") or "").lower()
            if name in _TITLE_NAMES and node.attributes.get("content", "").strip():
                return _shown(node.attributes["content"])
        elif node.tag == "h1":
            headings.append(_text_of(node).replace("\n", ""))
        stack += [child for child in reversed(node.children) if isinstance(child, Node)]
    titled = re.search(r"<title[^>]*>([^<]{1,300})", source, re.I)
    return next((heading for heading in headings if heading), _shown(titled[1]) if titled else "")


def _as_heading(title: str, parts: Sequence[_Block | HtmlTable]) -> list[_Block]:
    """Return the title as the first line, unless the article begins with it."""
    plain = re.sub(r"\s", "", title)
    first = [re.sub(r"\s", "", part.text) for part in parts[:6]]
    if not plain or any(text == plain for text in first):
        return []
    return [_Block(title, 0, 0, 0)]


def _count(root: Node, tag: str) -> int:
    stack, found = [root], 0
    while stack:
        node = stack.pop()
        found += node.tag == tag
        stack += [child for child in node.children if isinstance(child, Node)]
    return found


# -- lines and tables with ordinal positions


def _lay_out(
    parts: Sequence[_Block | HtmlTable],
) -> tuple[tuple[TextLine, ...], tuple[RawTable, ...], float]:
    lines: list[TextLine] = []
    tables: list[RawTable] = []
    pending: list[TextLine] = []
    top = _GAP
    for part in parts:
        if isinstance(part, _Block):
            pending.append(_line(part, top))
            lines.append(pending[-1])
            top += _SIZE + _GAP
            continue
        below, above = split_between(pending, 1) if tables else ([], pending)
        if tables:
            tables[-1] = replace(tables[-1], below=tuple(below))
        tables.append(_table(part, len(tables), top, above))
        pending = []
        top += _ROW * part.n_rows + _GAP
    if tables:
        tables[-1] = replace(tables[-1], below=tuple(pending))
    return tuple(lines), tuple(tables), top


def _line(block: _Block, top: float) -> TextLine:
    edges = tuple((_LEFT + _SIZE * i, _LEFT + _SIZE * (i + 1)) for i in range(len(block.text)))
    box = Box(_LEFT, top, _LEFT + _SIZE * len(block.text), top + _SIZE)
    return TextLine(1, block.text, box, edges, _SIZE, f"html:{block.start}-{block.end}")


def _table(table: HtmlTable, index: int, top: float, above: Sequence[TextLine]) -> RawTable:
    cells = tuple(
        Cell(
            cell.row,
            cell.col,
            cell.row_span,
            cell.col_span,
            cell.text,
            1,
            Box(
                _LEFT + _COLUMN * cell.col,
                top + _ROW * cell.row,
                _LEFT + _COLUMN * (cell.col + cell.col_span),
                top + _ROW * (cell.row + cell.row_span),
            ),
            f"html:{cell.start}-{cell.end}",
        )
        for cell in table.cells
    )
    return RawTable(index, cells, table.n_rows, table.n_cols, tuple(above), (), (1,), 0, "html")
