"""Why a cell of pdfplumber's and our reading of the same place differ: causes that can be checked on the page.

Each cause but the last says that pdfplumber is wrong, and is given only where its own test, on the page as Poppler
shows it or on the file's own characters, holds. Whatever no test explains counts as our fault (``ours``).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pdfplumber

from benchmarks.reading_reference import Placed, ReferencePage
from benchmarks.reading_witness import Picture, picture
from extract.model import Cell
from extract.reading.page import Char, Page

CAUSES = {
    "off_page": "pdfplumber places the cell outside the page as displayed (offset of the page box)",
    "over_cells": "pdfplumber's cell lies over two or more other cells of its own",
    "no_rule": "a side of pdfplumber's cell that ours does not have is not printed on the page (white or hidden)",
    "rule_between": "a rule that pdfplumber does not see is printed between the cells that it takes for one",
    "printed_twice": "pdfplumber repeats characters that are printed again at the same place (bold, shadow)",
    "not_seen": "pdfplumber gives characters that the page does not show (clipped, white, invisible)",
    "no_ink": "pdfplumber takes characters whose place, as it gives it, holds no ink: they are printed in another cell",
    "line_order": "the same characters; the order in which the file prints them gives our text",
    "chart": "pdfplumber takes the grid of a chart for a table: nothing but numbers in it",
    "not_a_cell": "a side of pdfplumber's cell is not printed, and ours is text outside tables",
    "ours": "not explained by any test: counted as our fault",
}
"""Every cause with what it says."""

_SAME_SIDE = 4.0
_TWICE = 0.3


def plain(text: str) -> str:
    """Return a text as it is compared: NFKC, white space left out."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def numbers(text: str) -> list[str]:
    """Return the numbers of a text in order of size, for comparison."""
    return sorted(re.findall(r"\d[\d,.]*", plain(text)))


@dataclass
class Evidence:
    """What is known of one page: both readings, the file's characters, and the picture, each made when first asked for.

    ``everything`` are the characters before any was left out as unseen; ``shift`` is by how far pdfplumber's places
    were moved to lie on the page as displayed.
    """

    path: Path
    page: Page
    everything: Sequence[Char]
    reference: ReferencePage
    shift: tuple[float, float] = (0.0, 0.0)

    @cached_property
    def picture(self) -> Picture | None:
        return picture(self.path, self.page.number)

    @cached_property
    def reference_chars(self) -> list[Char]:
        """pdfplumber's characters in the file's order."""
        with pdfplumber.open(self.path, pages=[self.page.number]) as document:
            source = document.pages[0]
            left, top = source.bbox[0] - self.shift[0], source.bbox[1] - self.shift[1]
            return [
                Char(c["text"], c["x0"] - left, c["top"] - top, c["x1"] - left, c["bottom"] - top)
                for c in source.chars
                if c["text"].strip()
            ]

    @cached_property
    def left_out(self) -> list[Char]:
        shown = {(char.text, round(char.x0, 1), round(char.top, 1)) for char in self.page.chars}
        return [c for c in self.everything if (c.text, round(c.x0, 1), round(c.top, 1)) not in shown]

    def reference_in(self, cell: Placed) -> list[Char]:
        x0, top, x1, bottom, _ = cell
        return [
            c for c in self.reference_chars if x0 <= (c.x0 + c.x1) / 2 < x1 and top <= (c.top + c.bottom) / 2 < bottom
        ]


def cause_of(cell: Placed, ours: Cell | None, evidence: Evidence) -> str:
    """Return the first cause whose test holds."""
    return next((name for name, holds in _TESTS if holds(cell, ours, evidence)), "ours")


def _off_page(cell: Placed, ours: Cell | None, evidence: Evidence) -> bool:
    x, y = (cell[0] + cell[2]) / 2, (cell[1] + cell[3]) / 2
    return not (0 <= x <= evidence.page.width and 0 <= y <= evidence.page.height)


def _over_cells(cell: Placed, ours: Cell | None, evidence: Evidence) -> bool:
    x0, top, x1, bottom, _ = cell
    inside = [
        other
        for table in evidence.reference.tables
        for other in table
        if other is not cell and x0 < (other[0] + other[2]) / 2 < x1 and top < (other[1] + other[3]) / 2 < bottom
    ]
    return len(inside) >= 2


def _sides(box: tuple[float, float, float, float]) -> list[tuple[str, float, float, float]]:
    x0, top, x1, bottom = box
    return [("h", top, x0, x1), ("h", bottom, x0, x1), ("v", x0, top, bottom), ("v", x1, top, bottom)]


def _printed(shown: Picture, side: tuple[str, float, float, float]) -> bool:
    direction, at, start, end = side
    return shown.has_horizontal(at, start, end) if direction == "h" else shown.has_vertical(at, start, end)


def _no_rule(cell: Placed, ours: Cell | None, evidence: Evidence) -> bool:
    if ours is None or evidence.picture is None:
        return False
    return any(not _printed(evidence.picture, side) for side in _sides_apart(cell, ours))


def _sides_apart(cell: Placed, ours: Cell) -> list[tuple[str, float, float, float]]:
    """Return the sides of pdfplumber's cell that ours does not have."""
    mine = _sides((ours.box.x0, ours.box.top, ours.box.x1, ours.box.bottom))
    return [s for s, other in zip(_sides(cell[:4]), mine, strict=True) if abs(s[1] - other[1]) > _SAME_SIDE]


def _chart(cell: Placed, ours: Cell | None, evidence: Evidence) -> bool:
    table = next(table for table in evidence.reference.tables if cell in table)
    return ours is None and not any(letter.isalpha() for other in table for letter in other[4])


def _not_a_cell(cell: Placed, ours: Cell | None, evidence: Evidence) -> bool:
    return (
        ours is None
        and evidence.picture is not None
        and any(not _printed(evidence.picture, side) for side in _sides(cell[:4]))
    )


def _rule_between(cell: Placed, ours: Cell | None, evidence: Evidence) -> bool:
    if ours is None or evidence.picture is None:
        return False
    inner = [
        side
        for side in _sides((ours.box.x0, ours.box.top, ours.box.x1, ours.box.bottom))
        if (
            cell[1] + _SAME_SIDE < side[1] < cell[3] - _SAME_SIDE
            if side[0] == "h"
            else cell[0] + _SAME_SIDE < side[1] < cell[2] - _SAME_SIDE
        )
    ]
    return bool(inner) and all(_printed(evidence.picture, side) for side in inner)


def _printed_twice(cell: Placed, ours: Cell | None, evidence: Evidence) -> bool:
    if ours is None:
        return False
    claimed = evidence.reference_in(cell)
    kept: list[Char] = []
    for char in claimed:
        if not any(_again(char, other) for other in kept):
            kept.append(char)
    return len(kept) < len(claimed) and _bag("".join(c.text for c in kept)) == _bag(ours.text)


def _again(char: Char, other: Char) -> bool:
    reach = _TWICE * (other.bottom - other.top)
    return char.text == other.text and abs(char.x0 - other.x0) <= reach and abs(char.top - other.top) <= reach


def _extra(cell: Placed, ours: Cell | None, evidence: Evidence) -> list[Char] | None:
    """Return the characters that only pdfplumber has in the cell; None where ours has some that it has not."""
    spare = Counter(plain(ours.text if ours else ""))
    extra = []
    candidates = evidence.reference_in(cell)
    hidden = evidence.left_out
    # those that we left out are spent first: the same character may be printed nearby as well
    for char in sorted(candidates, key=lambda c: any(_near(c, h) for h in hidden)):
        text = plain(char.text)
        if all(spare[ch] > 0 for ch in text):
            spare.subtract(text)
        else:
            extra.append(char)
    return extra if not +spare else None


def _near(char: Char, other: Char) -> bool:
    return (
        plain(char.text) == plain(other.text)
        and abs(char.x0 - other.x0) <= 2
        and abs((char.top + char.bottom) - (other.top + other.bottom)) <= 8
    )


def _not_seen(cell: Placed, ours: Cell | None, evidence: Evidence) -> bool:
    extra = _extra(cell, ours, evidence)
    return bool(extra) and all(
        any(_near(char, other) for other in evidence.left_out) and not _own_ink(char, evidence) for char in extra or ()
    )


def _own_ink(char: Char, evidence: Evidence) -> bool:
    """Say whether ink lies across the middle of a character's box where no other printed character's box does.

    The middle: a clip may leave the rim of a line in sight, which nobody reads.
    """
    shown = evidence.picture
    if shown is None:
        return True
    middle, height = (char.top + char.bottom) / 2, char.bottom - char.top
    low, high = middle - 0.2 * height, middle + 0.2 * height
    x = char.x0
    while x + 1 <= char.x1:
        covered = any(
            o.x0 - 1 <= x + 0.5 <= o.x1 + 1 and o.top - 1 <= middle <= o.bottom + 1 for o in evidence.page.chars
        )
        if not covered and shown.has_letter(x, low, x + 1, high):
            return True
        x += 1
    return False


def _no_ink(cell: Placed, ours: Cell | None, evidence: Evidence) -> bool:
    shown = evidence.picture
    if shown is None or ours is None or _sides_apart(cell, ours):
        return False
    claimed, mine = evidence.reference_in(cell), _printed_in(ours, evidence.page)
    if _bag("".join(char.text for char in mine)) != _bag(ours.text):
        return False
    wrong = [char for char in claimed if not any(_same_place(char, other) for other in mine)]
    own = [char for char in mine if not any(_same_place(char, other) for other in claimed)]
    return (
        bool(wrong or own)
        and not any(_ink_at(char, shown, evidence.page) for char in wrong)
        and all(shown.has_letter(c.x0, ours.box.top + 1, c.x1, ours.box.bottom - 1) for c in own)
    )


def _printed_in(ours: Cell, page: Page) -> list[Char]:
    box = ours.box
    return [
        c for c in page.chars if box.x0 <= (c.x0 + c.x1) / 2 < box.x1 and box.top <= (c.top + c.bottom) / 2 < box.bottom
    ]


def _same_place(char: Char, other: Char) -> bool:
    return abs(char.x0 - other.x0) <= 1.5 and plain(char.text) == plain(other.text) and _overlap(char, other) > 0


def _overlap(char: Char, other: Char) -> float:
    return min(char.bottom, other.bottom) - max(char.top, other.top)


def _ink_at(char: Char, shown: Picture, page: Page) -> bool:
    """Say whether ink lies in the box that pdfplumber gives a character, other than that of the text printed there."""
    top, bottom = char.top + 0.35 * (char.bottom - char.top), char.bottom - 0.15 * (char.bottom - char.top)
    there = [c for c in page.chars if c.x0 < char.x1 and c.x1 > char.x0 and c.top < bottom and c.bottom > top]
    same = any(
        plain(c.text) == plain(char.text) and abs(c.x0 - char.x0) <= 1.5 and _middle_in(c, top, bottom) for c in there
    )
    return same or (not there and shown.has_letter(char.x0, top, char.x1, bottom))


def _middle_in(char: Char, top: float, bottom: float) -> bool:
    return top <= (char.top + char.bottom) / 2 <= bottom


def _line_order(cell: Placed, ours: Cell | None, evidence: Evidence) -> bool:
    if ours is None or _bag(cell[4]) != _bag(ours.text):
        return False
    return plain("".join(c.text for c in evidence.reference_in(cell))) == plain(ours.text)


def _bag(text: str) -> Counter[str]:
    return Counter(plain(text))


_Test = Callable[[Placed, "Cell | None", Evidence], bool]
_TESTS: tuple[tuple[str, _Test], ...] = (
    ("off_page", _off_page),
    ("line_order", _line_order),
    ("over_cells", _over_cells),
    ("chart", _chart),
    ("not_a_cell", _not_a_cell),
    ("no_rule", _no_rule),
    ("rule_between", _rule_between),
    ("printed_twice", _printed_twice),
    ("not_seen", _not_seen),
    ("no_ink", _no_ink),
)
