"""Page furniture: page numbers and running heads, told from their form and from being printed on page after page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extract.model import TextLine
from extract.reading.page_layout import PageLayout

_PAGE_NUMBER = re.compile(
    r"^[\s\-—–－_·.~～]*(?:第\s*)?(?:\d{1,4}|[ivxlcdmIVXLCDM]{1,7})(?:\s*页)?(?:\s*[,，/／]?\s*(?:共\s*)?\d{1,4}\s*页?)?[\s\-—–－_·.~～]*$"
)
_UNIT = re.compile(r"单\s*位|元\s*$|编\s*制|部\s*门\s*[:：]|^\s*(?:附?[表件]|公开)\s*[\d一二三四五六七八九十]")
"""The unit line and number of a table: alike on many pages because many tables begin at the top of one."""
_TITLE = re.compile(r"表\s*[（(]?[\d一二三四五六七八九十续]*[）)]?\s*$")
"""A table's title; printed on most pages it is a running head (or a title repeated), but its first place counts."""
_MARGIN = 0.12
"""Running heads stand within this share of the page's height from its top or bottom."""
_NUMBER_MARGIN = 0.2
"""Page numbers are the outermost line and within this share."""
_REPEATS = 3


def furniture_of(layouts: Sequence[PageLayout]) -> frozenset[int]:
    """Return the ``id`` of every line that is a page number or a running head."""
    marginal = [line for layout in layouts for line in layout.lines if _in_margin(line, layout, _MARGIN)]
    alike = Counter(map(_signature, marginal))
    same = Counter(line.text for line in marginal)
    everywhere = max(_REPEATS, len(layouts) / 2)
    titles_seen: set[str] = set()
    heads: set[int] = set()
    for line in marginal:
        if _UNIT.search(line.text):
            continue
        if _TITLE.search(line.text):
            if same[line.text] > everywhere and line.text in titles_seen:
                heads.add(id(line))
            titles_seen.add(line.text)
        elif alike[_signature(line)] >= _REPEATS:
            heads.add(id(line))
    numbers = {id(line) for layout in layouts for line in page_number_lines(layout)}
    return frozenset(heads | numbers)


def page_number_lines(layout: PageLayout) -> list[TextLine]:
    """Return the outermost lines of a page that are only a number."""
    edges = [part.rect.top for part in layout.fragments] + [line.box.top for line in layout.lines]
    if not edges:
        return []
    first, last = min(edges), max(edges)
    return [
        line
        for line in layout.lines
        if _PAGE_NUMBER.match(line.text)
        and (line.box.top <= first + line.size or line.box.bottom >= last)
        and _in_margin(line, layout, _NUMBER_MARGIN)
    ]


def _in_margin(line: TextLine, layout: PageLayout, share: float) -> bool:
    height = layout.page.height
    return line.box.bottom <= height * share or line.box.top >= height * (1 - share)


def _signature(line: TextLine) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.box.top / 6)
