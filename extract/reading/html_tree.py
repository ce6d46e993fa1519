"""A web page's markup as a small tree whose nodes know their place in the source.

Pages of publishers are seldom well formed and never trusted: end tags may be missing or stray, nesting may be endless.
The parser is the standard library's; what makes it slow on hostile input (unclosed comments, scripts and tags) is
blanked out before, character by character, so that offsets stay those of the source.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import accumulate

from extract.model import UnreadableDocument

MAX_BYTES = 16_000_000
_MAX_NODES = 500_000
_MAX_DEPTH = 200
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.I)
_CODECS = {
    "utf-8": "utf-8", "utf8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5",
    "utf-16": "utf-16",
}  # fmt: skip
_UNPARSED = re.compile(r"<!--|<(script|style|textarea|title|xmp)\b", re.I)
_VOID = frozenset(
    ("br", "img", "hr", "input", "meta", "link", "col", "area", "base", "source", "wbr", "embed", "param", "track")
)
#: A start tag of the key ends what is open of the value, up to the table around it.
_ENDS = {
    "td": ("td", "th"), "th": ("td", "th"), "tr": ("tr", "td", "th"), "li": ("li",), "option": ("option",),
    "tbody": ("tbody", "thead", "tr", "td", "th"), "tfoot": ("tbody", "thead", "tr", "td", "th"),
    **dict.fromkeys(
        ("p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote"),
        ("p",),
    ),
}  # fmt: skip
_WALLS = frozenset(("table", "td", "th"))


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters; ``start`` and ``end`` are offsets in the source."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Node:
    """An element; ``start`` is where its tag begins in the source, ``end`` where it ends."""

    tag: str
    attributes: dict[str, str]
    start: int
    end: int = 0
    children: list[Node | Text] = field(default_factory=list)


def decode(data: bytes) -> str:
    """Return a page's text by its byte order mark, its declared character set, or what fits."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    declared = _CHARSET.search(data[:4096])
    codec = _CODECS.get(declared[1].decode("ascii").lower()) if declared else None
    for candidate in (codec, "utf-8"):
        if candidate is not None:
            try:
                return data.decode(candidate).removeprefix("\ufeff")
            except UnicodeError:
                continue
    fallback = codec or "gb18030"
    return data.decode("utf-8" if fallback == "utf-16" else fallback, errors="replace").removeprefix("\ufeff")


def parse_html(source: str) -> Node:
    """Return the tree of a page.

    Raises :class:`~extract.model.UnreadableDocument` (too_large) for more elements than a page of text has.
    """
    builder = _Builder(source)
    builder.feed(_without_unparsed(source))
    builder.close()
    builder.finish(len(source))
    return builder.root


def _without_unparsed(source: str) -> str:
    """Blank comments, scripts, styles and whatever is left unclosed; every other character keeps its place."""
    pieces: list[str] = []
    position = 0
    while (found := _UNPARSED.search(source, position)) is not None:
        if found[1]:
            closing = re.compile(rf"</{found[1]}\s*>", re.I).search(source, found.end())
            end = closing.end() if closing else len(source)
        else:
            at = source.find("-->", found.end())
            end = at + 3 if at >= 0 else len(source)
        pieces += (source[position : found.start()], re.sub(r"[^\n]", " ", source[found.start() : end]))
        position = end
    pieces.append(source[position:])
    text = "".join(pieces)
    last = text.rfind(">") + 1
    return text[:last] + text[last:].replace("<", " ")


class _Builder(HTMLParser):
    """Builds the tree; end tags that nothing opened are left out, elements nested too deep lose their bounds."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#page", {}, 0)
        self._open = [self.root]
        self._n_open: Counter[str] = Counter()
        self._flattened: Counter[str] = Counter()
        self._n_nodes = 0
        self._line_starts = [0, *accumulate(len(line) + 1 for line in source.split("\n"))]

    @property
    def _offset(self) -> int:
        line, column = self.getpos()
        return self._line_starts[min(line, len(self._line_starts)) - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._count()
        for ended in _ENDS.get(tag, ()):
            self._close(ended, walls=frozenset(("table",)) if tag in {"td", "th", "tr", "tbody", "tfoot"} else _WALLS)
        node = Node(tag, {name: value or "" for name, value in attrs[:40]}, self._offset)
        node.end = node.start
        self._open[-1].children.append(node)
        if tag in _VOID:
            return
        if len(self._open) > _MAX_DEPTH:
            self._flattened[tag] += 1
        else:
            self._open.append(node)
            self._n_open[tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._flattened[tag]:
            self._flattened[tag] -= 1
            return
        self._close(tag, walls=frozenset() if tag in {"table", "body", "html"} else frozenset(("table",)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self._count()
            start = self._offset
            self._open[-1].children.append(Text(data, start, start + len(data)))

    def finish(self, end: int) -> None:
        """Close what is still open at the page's end."""
        for node in self._open:
            node.end = end

    def _count(self) -> None:
        self._n_nodes += 1
        if self._n_nodes > _MAX_NODES:
            raise UnreadableDocument("too_large", f"a web page of more than {_MAX_NODES} elements")

    def _close(self, tag: str, *, walls: frozenset[str]) -> None:
        if not self._n_open[tag]:
            return
        for depth in range(len(self._open) - 1, 0, -1):
            name = self._open[depth].tag
            if name == tag:
                for node in self._open[depth:]:
                    node.end = self._offset
                    self._n_open[node.tag] -= 1
                del self._open[depth:]
                return
            if name in walls:
                return
