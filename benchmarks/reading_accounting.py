"""Where the numbers that pdfplumber counts on a document's ruled pages went: into which records, or nowhere.

A *number cell* is a filled cell of pdfplumber's tables that holds one number and nothing else. It is reached where a
line item, claim, form field or disclosure item of the same place prints the same digits, or where a line item of the
same row carries it as a code, row number or part of its label. Counters (序号 and 栏次: whole numbers that count on by
one along a row or a column) say nothing and are counted apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from benchmarks.reading_causes import plain
from benchmarks.reading_reference import Placed, ReferencePage
from extract.model import Box, Cell, DocumentContent, RawTable
from transform.records import ParsedDocument, Place

NUMBER = re.compile(r"[-−+（(]?[¥￥]?\d[\d,，]*(?:[.．]\d*)?[）)]?[%％]?")
_REACH = 2.5
"""A record's box and a cell's middle may be this far apart, in points."""
_LEAST_RUN = 3
_ORDINALS = re.compile(r"序号|行次|栏次|项次")
_KEYS = re.compile(r"(?:编码|代码|编号)$")


@dataclass(frozen=True, slots=True)
class Missed:
    """A number that no record holds; ``heading`` is the nearest cell of words above it in its column."""

    page: int
    x0: float
    top: float
    text: str
    heading: str


@dataclass(frozen=True, slots=True)
class Account:
    """One document: number cells (without counters), those reached, counters, and what was missed.

    ``keys`` are numbers in columns of codes that no record keeps, as 单位编码: they name a row and measure nothing, and
    count neither as numbers nor as missed. ``read_otherwise`` are number cells whose place we read differently; the
    oracle tells who is right.
    """

    numbers: int
    reached: int
    counters: int
    keys: int
    read_otherwise: int
    missed: tuple[Missed, ...]

    @property
    def share(self) -> float:
        """The share of number cells reached, 1 where there are none."""
        return self.reached / self.numbers if self.numbers else 1.0


def account(content: DocumentContent, parsed: ParsedDocument, reference: Sequence[ReferencePage]) -> Account:
    """Follow every number cell of a document."""
    printed, rows = _printed_places(parsed), _row_texts(parsed)
    ours = _cells(content)
    numbers = reached = counters = keys = otherwise = 0
    missed: list[Missed] = []
    for page in reference:
        cells = [cell for table in page.tables if len(table) > 1 for cell in table if NUMBER.fullmatch(plain(cell[4]))]
        counting = _counters(cells)
        for cell in cells:
            if cell in counting:
                counters += 1
                continue
            x, y, digits = (cell[0] + cell[2]) / 2, (cell[1] + cell[3]) / 2, _digits(cell[4])
            here = next((own for own in ours.get(page.number, ()) if _holds(own[1].box, x, y, 0)), None)
            if here is None or _digits(here[1].text) != digits:
                otherwise += 1
            elif _is_there(printed.get(page.number, ()), x, y, digits) or _in_row(rows.get(page.number, ()), y, digits):
                numbers += 1
                reached += 1
            elif any(map(_ORDINALS.fullmatch, headings := _headings(*here))):
                counters += 1
            elif any(map(_KEYS.search, headings)):
                keys += 1
            else:
                numbers += 1
                missed.append(Missed(page.number, cell[0], cell[1], cell[4], headings[-1] if headings else ""))
    return Account(numbers, reached, counters, keys, otherwise, tuple(missed))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", plain(text))


def _holds(box: Box, x: float, y: float, reach: float = _REACH) -> bool:
    return box.x0 - reach <= x <= box.x1 + reach and box.top - reach <= y <= box.bottom + reach


def _is_there(places: Iterable[tuple[Box, str]], x: float, y: float, digits: str) -> bool:
    return any(digits in text and _holds(box, x, y) for box, text in places)


def _in_row(rows: Iterable[tuple[Box, frozenset[str]]], y: float, digits: str) -> bool:
    return any(digits in texts for box, texts in rows if box.top - _REACH <= y <= box.bottom + _REACH)


def _cells(content: DocumentContent) -> dict[int, list[tuple[RawTable, Cell]]]:
    cells: dict[int, list[tuple[RawTable, Cell]]] = defaultdict(list)
    for table in content.tables:
        for cell in table.cells:
            cells[cell.page].append((table, cell))
    return cells


def _headings(table: RawTable, cell: Cell) -> list[str]:
    """Return the words over a cell, top to bottom: the texts above it in its column before the first number."""
    above = [
        other
        for other in table.cells
        if other.row < cell.row and other.col <= cell.col < other.col + other.col_span and other.text.strip()
    ]
    texts = [plain(other.text) for other in sorted(above, key=lambda other: other.row)]
    return list(takewhile(lambda text: not NUMBER.fullmatch(text), texts))


def _printed_places(parsed: ParsedDocument) -> dict[int, list[tuple[Box, str]]]:
    """Return by page the boxes of all records and the digits that they print there."""
    places: dict[int, list[tuple[Box, str]]] = defaultdict(list)
    for place, text in _records(parsed):
        digits = _digits(text)
        if place.box is not None and digits:
            places[place.page].append((place.box, digits))
    return places


def _records(parsed: ParsedDocument) -> Iterator[tuple[Place, str]]:
    yield from ((item.place, item.printed_text) for item in parsed.line_items)
    yield from ((claim.place, claim.printed_text) for claim in parsed.claims)
    yield from ((item.place, f"{item.key} {item.value}") for item in parsed.disclosure)
    for row in parsed.performance:
        texts = dict(row.printed)
        yield row.place, " ".join(texts.values())
        yield from ((place, texts.get(name, "")) for name, place in row.boxes)


def _row_texts(parsed: ParsedDocument) -> dict[int, list[tuple[Box, frozenset[str]]]]:
    """Return by page each line item's box and the digits of what names its row: codes whole and in parts, labels."""
    rows: dict[int, list[tuple[Box, frozenset[str]]]] = defaultdict(list)
    for item in parsed.line_items:
        if item.place.box is None:
            continue
        known = {
            _digits(text) for text in (item.row_no, item.row_label, item.project_name, item.subject_entity) if text
        }
        for code in (item.functional_code, item.economic_code, item.government_economic_code):
            if code:
                known |= {code, code[:3], code[3:5], code[5:7], code[3:], code[:5]}
        rows[item.place.page].append((item.place.box, frozenset(known - {""})))
    return rows


def _counters(cells: Sequence[Placed]) -> frozenset[Placed]:
    """Return the whole numbers that count on by one along a row or down a column."""
    whole = [cell for cell in cells if plain(cell[4]).isdigit() and len(plain(cell[4])) <= 4]
    found: set[Placed] = set()
    for line in (0, 1):  # same left edge: a column; same top: a row
        groups: dict[int, list[Placed]] = defaultdict(list)
        for cell in whole:
            groups[round(cell[line] / 3)].append(cell)
        for group in groups.values():
            found |= set(_runs(sorted(group, key=lambda cell: cell[1 - line])))
    return frozenset(found)


def _runs(cells: Sequence[Placed]) -> Iterator[Placed]:
    run: list[Placed] = []
    for cell in cells:
        if run and int(plain(cell[4])) != int(plain(run[-1][4])) + 1:
            if len(run) >= _LEAST_RUN:
                yield from run
            run = []
        run.append(cell)
    if len(run) >= _LEAST_RUN:
        yield from run
