"""Characters to printed lines: grouped by vertical overlap, ordered, spaced by what the gaps show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.reading.page import Char, Rect

OVERLAP = 0.5
"""Two characters are on one line where they overlap vertically by this share of the smaller one."""
WORD_GAP = 0.22
"""A gap between Latin letters or digits wider than this share of the size is a space."""
WIDE_GAP = 2.2
"""A gap wider than this many sizes separates two texts on one line, whatever the script."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``edges`` gives the x range of every character of ``text`` (a space takes its gap)."""

    text: str
    rect: Rect
    edges: tuple[tuple[float, float], ...]
    size: float
    confidence: float | None = None


def group_lines(chars: Sequence[Char]) -> list[list[Char]]:
    """Group upright characters into lines, top to bottom, each in reading order."""
    ordered = sorted(chars, key=lambda c: (c.top + c.bottom, c.x0))
    lines: list[list[Char]] = []
    tops: list[float] = []
    bottoms: list[float] = []
    for char in ordered:
        top, bottom = char.top, char.bottom
        height = bottom - top
        placed = False
        # only the last lines can overlap: characters come ordered by their middle
        for index in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            shared = min(bottom, bottoms[index]) - max(top, tops[index])
            if shared > OVERLAP * min(height, bottoms[index] - tops[index]) and _fits(lines[index], char):
                lines[index].append(char)
                # the line keeps the extent of its first characters: a tall one must not swallow its neighbours
                placed = True
                break
        if not placed:
            lines.append([char])
            tops.append(top)
            bottoms.append(bottom)
    for line in lines:
        line.sort(key=lambda c: c.x0)
    return lines


def _fits(line: Sequence[Char], char: Char) -> bool:
    """Say whether ``char`` has a place of its own beside the last characters put on the line."""
    width = char.x1 - char.x0
    for other in line[-3:]:
        shared = min(char.x1, other.x1) - max(char.x0, other.x0)
        if shared > 0.6 * min(width, other.x1 - other.x0) and abs(char.top - other.top) > 0.3 * (
            char.bottom - char.top
        ):
            return False
    return True


def is_narrow(text: str) -> bool:
    """Say whether a character belongs to a script that separates words by spaces (Latin letters, digits, signs)."""
    return text < "\u2e80" and text not in "“”‘’…—·、。《》"


def make_line(chars: Sequence[Char], *, in_cell: bool = False) -> Line:
    """Build the text of one line from its ordered characters.

    A space is set only where a gap shows between two narrow characters, or, outside cells, where the gap is so wide
    that two texts share the line. Letter-spaced names and numbers are closed up.
    """
    sizes = sorted(char.bottom - char.top for char in chars)
    size = sizes[len(sizes) // 2]
    gaps = [after.x0 - before.x1 for before, after in pairwise(chars)]
    spaced = _letter_spaced(gaps, size)
    texts: list[str] = []
    edges: list[tuple[float, float]] = []
    for index, char in enumerate(chars):
        if index:
            before = chars[index - 1]
            gap = gaps[index - 1]
            if _space_between(before, char, gap, size, in_cell=in_cell, spaced=spaced):
                texts.append(" ")
                edges.append((before.x1, max(before.x1, char.x0)))
        texts.append(char.text)
        edges.extend([(char.x0, char.x1)] * len(char.text))
    levels = [char.confidence for char in chars if char.confidence is not None]
    rect = Rect(
        min(c.x0 for c in chars), min(c.top for c in chars), max(c.x1 for c in chars), max(c.bottom for c in chars)
    )
    return Line("".join(texts), rect, tuple(edges), size, min(levels) if levels else None)


def _letter_spaced(gaps: Sequence[float], size: float) -> bool:
    """Say whether all characters stand apart evenly: a title or a name set wide."""
    return len(gaps) >= 1 and min(gaps) > 0.3 * size and max(gaps) < 2.5 * min(gaps) + size


def _space_between(before: Char, char: Char, gap: float, size: float, *, in_cell: bool, spaced: bool) -> bool:
    if gap <= WORD_GAP * size or char.text in "%％":
        return False
    narrow = is_narrow(before.text[-1]) and is_narrow(char.text[0])
    if narrow:
        if _NUMERIC.issuperset((before.text, char.text)):
            # a number set wide is still one number; two numbers on a line stand clearly apart
            return gap > 0.9 * size
        return not spaced or gap > 1.2 * size
    return not in_cell and not spaced and gap > WIDE_GAP * size


_NUMERIC = frozenset("0123456789.,，．０１２３４５６７８９-−%")
