"""Printed lines to paragraphs: page furniture and the contents list left out, wrapped lines joined over page breaks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.model import Box, DocumentContent, TextLine
from transform.narrative.enumerators import enumerator_of
from transform.narrative.text import Run, fold_text, run_of

_PAGE_NUMBER = re.compile(r"[-—–·_ ]*(?:第?\d{1,4}页?(?:[,/]?共?\d{1,4}页)?|[ivxIVX]{1,5})[-—–·_ ]*")
_CONTENTS_TITLE = re.compile(r"目录|目次")
_LEADERS = re.compile(r"[.·…⋯。\-—]{3,}\d*$|[.·…⋯]{2,}|\d{1,3}$")
_SENTENCE_END = ("。", ";", ":", "!", "?")
_HEADING_END = re.compile(r"(?:说明|情况)$")
_YEAR_START = re.compile(r"20\d\d年")
_LONG_REST = 10  # characters: less may be the rest of a heading
_AMOUNT_START = re.compile(r"\d[\d,.]*(?:亿元|万元)")
# In multiples of the character size.
_INDENT = 1.2
_FULL_LINE = 1.0
_VERY_SHORT_LINE = 7.0
_PARAGRAPH_GAP = 2.6
_SIZE_CHANGE = 0.25
# Furniture is looked for in these shares of the page height, and on at least this many pages.
_HEADER_ZONE, _FOOTER_ZONE, _FURNITURE_PAGES = 0.12, 0.88, 3


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``number`` counts from 0, ``page`` is where it begins."""

    number: int
    page: int
    run: Run


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The paragraphs of a document and how many lines were left out, by reason (page_number, running, contents)."""

    paragraphs: tuple[Paragraph, ...]
    left_out: Mapping[str, int]


def paragraphs_of(content: DocumentContent) -> Paragraphs:
    """Build the paragraphs of ``content`` from its text lines, in reading order."""
    lines = content.lines
    heights = {page.number: page.height for page in content.pages}
    left_out: Counter[str] = Counter()
    furniture = _furniture(lines, heights)
    contents = _contents(lines, furniture)
    kept: list[int] = []
    for number in range(len(lines)):
        if number in furniture:
            left_out[furniture[number]] += 1
        elif number in contents:
            left_out["contents"] += 1
        else:
            kept.append(number)
    margins = _margins(lines, kept, {page.number: page.width for page in content.pages})
    tables = _table_spans(content)
    groups: list[list[int]] = []
    for number in kept:
        follows = bool(groups) and not _is_next_item(lines[groups[-1][0]], lines[number])
        if follows and _goes_on(lines, groups[-1][-1], number, margins, tables):
            groups[-1].append(number)
        else:
            groups.append([number])
    paragraphs: list[Paragraph] = []
    for group in groups:
        run = run_of(lines, group)
        if len(run):
            paragraphs.append(Paragraph(len(paragraphs), lines[group[0]].page, run))
    return Paragraphs(tuple(paragraphs), dict(left_out))


def _furniture(lines: Sequence[TextLine], heights: Mapping[int, float]) -> dict[int, str]:
    """Find page numbers and running headers or footers: index of the line to reason."""
    found: dict[int, str] = {}
    seen: dict[str, set[int]] = defaultdict(set)
    members: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        height = heights.get(line.page, 0.0)
        if not height or _HEADER_ZONE * height < line.box.top < _FOOTER_ZONE * height:
            continue
        folded = fold_text(line.text)
        if _PAGE_NUMBER.fullmatch(folded):
            found[number] = "page_number"
            continue
        zone = "header" if line.box.top <= _HEADER_ZONE * height else "footer"
        key = zone + re.sub(r"\d+", "#", folded)
        seen[key].add(line.page)
        members[key].append(number)
    for key, pages in seen.items():
        if len(pages) >= max(_FURNITURE_PAGES, len(heights) // 4):
            for number in members[key]:
                found[number] = "running"
    return found


def _contents(lines: Sequence[TextLine], furniture: Mapping[int, str]) -> set[int]:
    """Find the lines of the contents list: from its title to where its first entry comes again, as a heading."""
    found: set[int] = set()
    first_entry = ""
    inside = False
    last_page = 0
    for number, line in enumerate(lines):
        if number in furniture:
            continue
        folded = fold_text(line.text)
        if not inside:
            if _CONTENTS_TITLE.fullmatch(folded):
                inside, first_entry, last_page = True, "", line.page
                found.add(number)
            continue
        entry = _LEADERS.sub("", folded)
        led = entry != folded
        if (
            line.page - last_page > 1
            or ("。" in entry and not led)
            or (first_entry and entry == first_entry)
            or (first_entry and not led and len(entry) >= 4 and first_entry.startswith(entry))
        ):
            inside = False
            continue
        first_entry = first_entry or entry
        last_page = line.page
        found.add(number)
    return found


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float


def _margins(lines: Sequence[TextLine], kept: Sequence[int], widths: Mapping[int, float]) -> dict[int, _Margins]:
    """Return the text block's left and right edge per page, from its long lines.

    A page with few long lines takes the edges of the pages of its own width: landscape pages have their own.
    """
    by_page: dict[int, list[TextLine]] = defaultdict(list)
    by_width: dict[int, list[TextLine]] = defaultdict(list)
    for number in kept:
        line = lines[number]
        by_page[line.page].append(line)
        by_width[round(widths.get(line.page, 0.0))].append(line)
    result: dict[int, _Margins] = {}
    long_peers = {width: _long_lines(peers) for width, peers in by_width.items()}
    for page, members in by_page.items():
        own, peers = _long_lines(members), long_peers[round(widths.get(page, 0.0))]
        widest = max(line.box.x1 - line.box.x0 for line in members)
        enough = len(own) >= 3 and widest > 0.8 * max(line.box.x1 - line.box.x0 for line in peers)
        result[page] = _edges(own if enough else peers)
    return result


def _long_lines(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines that are nearly as long as a full line (the 9th decile: a table's line may be longer)."""
    lengths = sorted(line.box.x1 - line.box.x0 for line in lines)
    full = lengths[min(len(lengths) - 1, (len(lengths) * 9) // 10)]
    return [line for line in lines if line.box.x1 - line.box.x0 > 0.7 * full]


def _edges(lines: Sequence[TextLine]) -> _Margins:
    lefts = sorted(line.box.x0 for line in lines)
    rights = sorted(line.box.x1 for line in lines)
    return _Margins(lefts[len(lefts) // 10], rights[min(len(rights) - 1, (len(rights) * 9) // 10)])


def _table_spans(content: DocumentContent) -> dict[int, list[Box]]:
    """Return per page the boxes of the tables on it."""
    spans: dict[int, list[Box]] = defaultdict(list)
    for table in content.tables:
        by_page: dict[int, list[Box]] = defaultdict(list)
        for cell in table.cells:
            by_page[cell.page].append(cell.box)
        for page, boxes in by_page.items():
            spans[page].append(
                Box(
                    min(b.x0 for b in boxes),
                    min(b.top for b in boxes),
                    max(b.x1 for b in boxes),
                    max(b.bottom for b in boxes),
                )
            )
    return spans


def _goes_on(
    lines: Sequence[TextLine],
    before: int,
    after: int,
    margins: Mapping[int, _Margins],
    tables: Mapping[int, Sequence[Box]],
) -> bool:
    """Say whether line ``after`` continues the paragraph of line ``before``."""
    a, b = lines[before], lines[after]
    if b.page - a.page > 1 or _parted_by_table(a, b, tables):
        return False
    size = _em(a) or _em(b) or max(a.size, 1.0)
    if abs(size - (_em(b) or size)) > _SIZE_CHANGE * size:
        return False
    if a.page == b.page and (b.box.top - a.box.bottom > _PARAGRAPH_GAP * size or b.box.bottom < a.box.top):
        return False
    return _wraps(a, b, margins, size)


def _is_next_item(first: TextLine, line: TextLine) -> bool:
    """Say whether ``line`` begins with the number after that of the paragraph's own ``first`` line: 2、… then 3、…"""
    own, next_one = enumerator_of(fold_text(first.text)), enumerator_of(fold_text(line.text))
    if own is None or next_one is None or own.level != next_one.level:
        return False
    numbers = [re.sub(r"\D", "", enumerator.text) for enumerator in (own, next_one)]
    return all(numbers) and int(numbers[1]) == int(numbers[0]) + 1


def _wraps(a: TextLine, b: TextLine, margins: Mapping[int, _Margins], size: float) -> bool:
    """Say by line ends and indents whether neighbouring lines of one size are one paragraph."""
    above = fold_text(a.text)
    ends = above.endswith(_SENTENCE_END)
    if not ends and _AMOUNT_START.match(fold_text(b.text)) and not _AMOUNT_START.match(above):
        return True  # …公共法律服务（项）” / 27.09万元: an amount without its subject is no paragraph
    missing = (margins[a.page].right - a.box.x1) / size
    indented = (b.box.x0 - margins[b.page].left) / size > _INDENT
    begins = indented or _YEAR_START.match(fold_text(b.text))
    if begins and _HEADING_END.search(above) and enumerator_of(above) is not None and len(b.text) > _LONG_REST:
        return False  # 十、…情况说明 / 2017年本部门…: a heading, and the sentence below it
    numbered = enumerator_of(fold_text(b.text))
    if numbered is not None and (ends or indented or missing > _FULL_LINE or numbered.level <= 1):
        return False
    if indented and (ends or missing > 0.0 or a.page == b.page):
        # Centred and ragged text is indented line by line: it goes on only where the line above is full and unfinished.
        return not ends and missing <= 1.5 and b.box.x0 - a.box.x0 < 0.5 * size and a.box.x0 - b.box.x0 < 0.5 * size
    if ends and missing > 1.6:
        return False
    return missing <= _VERY_SHORT_LINE


def _em(line: TextLine) -> float | None:
    """Return the advance of one Chinese character on this line; None where too few stand side by side.

    A font's glyph heights say little (digits of another font raise a line's size), advances do.
    """
    if len(line.edges) != len(line.text):
        return None
    advances = sorted(
        line.edges[i + 1][0] - line.edges[i][0]
        for i in range(len(line.text) - 1)
        if line.text[i] >= "\u4e00" and line.text[i + 1] >= "\u4e00"
    )
    return advances[len(advances) // 2] if len(advances) >= 3 else None


def _parted_by_table(a: TextLine, b: TextLine, tables: Mapping[int, Sequence[Box]]) -> bool:
    if a.page == b.page:
        return any(a.box.top < box.top and box.bottom < b.box.bottom for box in tables.get(a.page, ()))
    below = any(box.top > a.box.top for box in tables.get(a.page, ()))
    return below or any(box.bottom < b.box.bottom for box in tables.get(b.page, ()))
