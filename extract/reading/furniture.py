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
_MARGIN = 0.12
"""Furniture stands within this share of the page's height from its top or bottom."""
_REPEATS = 3


def furniture_of(layouts: Sequence[PageLayout]) -> frozenset[int]:
    """Return the ``id`` of every line that is a page number or a running head."""
    marginal = [
        (line, layout)
        for layout in layouts
        for line in layout.lines
        if line.box.bottom <= layout.page.height * _MARGIN or line.box.top >= layout.page.height * (1 - _MARGIN)
    ]
    seen = Counter(_signature(line) for line, _ in marginal)
    return frozenset(
        id(line) for line, _ in marginal if _PAGE_NUMBER.match(line.text) or seen[_signature(line)] >= _REPEATS
    )


def _signature(line: TextLine) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.box.top / 6)
