"""Characters to printed lines: grouped by vertical overlap, ordered, spaced by what the gaps show.

Characters are read by position (``c[1]`` is ``x0``): these loops run over every character of every page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from extract.reading.page import Char, Rect

OVERLAP = 0.5
"""Two characters are on one line where they overlap vertically by this share of the smaller one."""
WORD_GAP = 0.22
"""A gap between Latin letters or digits wider than this share of the size is a space."""
WIDE_GAP = 2.2
"""A gap wider than this many sizes separates two texts on one line, whatever the script."""
NUMBER_GAP = 0.9
"""Digits closer than this many sizes are one number set wide; two numbers on a line stand further apart."""
OVERPRINT = 0.25
"""The same character again within this share of its size was printed twice, as bold."""

_X0 = itemgetter(1)
_COMPLETE = re.compile(r"[.．]\d{2,}$")
_POINTS = frozenset(".,，．")
_NUMERIC = frozenset("0123456789.,，．０１２３４５６７８９-−%")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``edges`` gives the x range of every character of ``text`` (a space takes its gap), ``levels``
    its confidence where the line was recognised."""

    text: str
    rect: Rect
    edges: tuple[tuple[float, float], ...]
    size: float
    confidence: float | None = None
    levels: tuple[float, ...] = ()


def group_lines(chars: Sequence[Char]) -> list[list[Char]]:
    """Group upright characters into lines, top to bottom, each in reading order, double-printed ones once."""
    if not chars:
        return []
    tops, bottoms = [c[2] for c in chars], [c[4] for c in chars]
    lowest_top, highest_bottom = max(tops), min(bottoms)
    tallest = max(map(float.__sub__, bottoms, tops))
    if highest_bottom - lowest_top > OVERLAP * tallest:
        return [_ordered(list(chars))]
    return [_ordered(line) for line in _stacked(chars)]


def _stacked(chars: Sequence[Char]) -> list[list[Char]]:
    lines: list[list[Char]] = []
    extents: list[tuple[float, float]] = []
    for char in sorted(chars, key=lambda c: c[2] + c[4]):
        top, bottom = char[2], char[4]
        height = bottom - top
        # only the last lines can overlap: characters come ordered by their middle
        for index in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            # the line keeps the extent of its first character: a tall one must not swallow its neighbours
            line_top, line_bottom = extents[index]
            shared = (bottom if bottom < line_bottom else line_bottom) - (top if top > line_top else line_top)
            if shared > OVERLAP * min(height, line_bottom - line_top) and (
                abs(top - line_top) <= 0.3 * height or _has_room(lines[index], char)
            ):
                lines[index].append(char)
                break
        else:
            lines.append([char])
            extents.append((top, bottom))
    return lines


def _has_room(line: Sequence[Char], char: Char) -> bool:
    """Say whether no character of ``line`` stands where ``char`` does: lines set tight overlap, characters do not."""
    _, x0, top, x1, bottom = char[:5]
    for other in line:
        shared = min(x1, other[3]) - max(x0, other[1])
        if shared > 0.6 * min(x1 - x0, other[3] - other[1]) and abs(top - other[2]) > 0.3 * (bottom - top):
            return False
    return True


def _ordered(line: list[Char]) -> list[Char]:
    """Sort a line by x and leave out characters printed again at nearly the same place: the poor man's bold."""
    line.sort(key=_X0)
    again = {
        index
        for index, (before, char) in enumerate(pairwise(line), start=1)
        if char[1] - before[1] < 0.5 * (char[3] - char[1]) and _printed_before(line, index)
    }
    return [char for index, char in enumerate(line) if index not in again] if again else line


def _printed_before(line: Sequence[Char], index: int) -> bool:
    text, x0, top, x1, bottom = line[index][:5]
    size = bottom - top
    reach_x, reach_y = OVERPRINT * min(x1 - x0, size), OVERPRINT * size
    for other in reversed(line[:index]):
        if x0 - other[1] > reach_x:
            return False
        if other[0] == text and abs(other[2] - top) <= reach_y:
            return True
    return False


def is_narrow(text: str) -> bool:
    """Say whether a character belongs to a script that separates words by spaces (Latin letters, digits, signs)."""
    return text < "\u2e80" and text not in "“”‘’…—·、。《》"


def line_text(chars: Sequence[Char]) -> str:
    """Return the text of one line of a cell; see :func:`make_line` for its spaces."""
    if len(chars) == 1:
        return chars[0][0]
    threshold = WORD_GAP * (chars[0][4] - chars[0][2]) * 0.5
    if all(char[1] - before[3] <= threshold for before, char in pairwise(chars)):
        return "".join([char[0] for char in chars])
    texts, spaces = _with_spaces(chars, in_cell=True)
    return "".join(f" {text}" if index in spaces else text for index, text in enumerate(texts))


def make_line(chars: Sequence[Char], *, in_cell: bool = False) -> Line:
    """Build one line from its ordered characters.

    A space is set only where a gap shows between two narrow characters, or, outside cells, where the gap is so wide
    that two texts share the line. Letter-spaced names and numbers are closed up.
    """
    texts, spaces = _with_spaces(chars, in_cell=in_cell)
    parts: list[str] = []
    edges: list[tuple[float, float]] = []
    levels: list[float] = []
    for index, char in enumerate(chars):
        sure = 1.0 if char.confidence is None else char.confidence
        x0, x1 = round(char[1], 2), round(char[3], 2)
        if index in spaces:
            parts.append(" ")
            before = edges[-1][1]
            edges.append((before, max(before, x0)))
            levels.append(1.0)
        parts.append(texts[index])
        edges.extend([(x0, x1)] * len(texts[index]))
        levels.extend([sure] * len(texts[index]))
    recognised = any(char.confidence is not None for char in chars)
    rect = Rect(min(map(_X0, chars)), min(c[2] for c in chars), max(c[3] for c in chars), max(c[4] for c in chars))
    return Line(
        "".join(parts),
        rect,
        tuple(edges),
        round(_size(chars), 2),
        *((min(levels), tuple(levels)) if recognised else ()),
    )


def _size(chars: Sequence[Char]) -> float:
    sizes = sorted([char[4] - char[2] for char in chars])
    return sizes[len(sizes) // 2]


def _with_spaces(chars: Sequence[Char], *, in_cell: bool) -> tuple[list[str], set[int]]:
    """Return the characters' texts and the places before which a space belongs."""
    size = _size(chars)
    gaps = [char[1] - before[3] for before, char in pairwise(chars)]
    texts = [char[0] for char in chars]
    least = WORD_GAP * size
    spaced = _letter_spaced(gaps, size)
    spaces: set[int] = set()
    word = 0
    for index, gap in enumerate(gaps, start=1):
        before, after = texts[index - 1], texts[index]
        if gap <= least or after in "%％":
            continue
        if before in _NUMERIC and after in _NUMERIC:
            apart = not _one_number(texts[word:index], after, gap / size, in_cell=in_cell, spaced=spaced)
        else:
            apart = _parts(before, after, gap / size, in_cell=in_cell, spaced=spaced)
        if apart:
            spaces.add(index)
            word = index
    return texts, spaces


def _one_number(word: Sequence[str], after: str, gap: float, *, in_cell: bool, spaced: bool) -> bool:
    """Say whether a numeric character goes on with the number that ends ``word``, in spite of a gap in sizes.

    So it is where the whole text is set wide, beside a point or comma, and in a cell (it holds one number) unless the
    number is complete with its decimals.
    """
    if gap > NUMBER_GAP:
        return False
    if spaced or after in _POINTS or word[-1] in _POINTS:
        return True
    return in_cell and not _COMPLETE.search("".join(word))


def _letter_spaced(gaps: Sequence[float], size: float) -> bool:
    """Say whether all characters stand apart evenly: a title or a name set wide."""
    return len(gaps) >= 1 and min(gaps) > 0.3 * size and max(gaps) < 2.5 * min(gaps) + size


def _parts(before: str, after: str, gap: float, *, in_cell: bool, spaced: bool) -> bool:
    """Say whether a gap (in sizes) between two characters, not both of a number, parts words."""
    if is_narrow(before[-1]) and is_narrow(after[0]):
        return not spaced or gap > 1.2
    return not in_cell and not spaced and gap > WIDE_GAP
