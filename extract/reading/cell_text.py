"""Characters into the cells of a lattice, and each cell's text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from extract.reading.lattice import Lattice
from extract.reading.page import Char
from extract.reading.text_lines import Line, group_lines, line_text, make_line


def assign_chars(lattice: Lattice, chars: Sequence[Char]) -> tuple[dict[int, list[Char]], list[Char]]:
    """Share ``chars`` out over the cells that hold their middle; return cell index to characters, and those outside."""
    inside: dict[int, list[Char]] = {}
    outside: list[Char] = []
    xs, ys, owner = lattice.xs, lattice.ys, lattice.owner
    x_low, x_high, y_low, y_high = xs[0], xs[-1], ys[0], ys[-1]
    for char in chars:
        x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
        cell = -1
        if x_low <= x < x_high and y_low <= y < y_high:
            cell = owner[bisect_right(ys, y) - 1][bisect_right(xs, x) - 1]
        if cell < 0:
            outside.append(char)
        else:
            inside.setdefault(cell, []).append(char)
    return inside, outside


def cell_text(chars: Sequence[Char]) -> str:
    """Return the printed text of one cell, its lines under one another; turned text is read in its own direction."""
    if not any(char.angle for char in chars):
        return "\n".join([line_text(line) for line in group_lines(chars)])
    lines = [line_text(line) for line in group_lines([char for char in chars if not char.angle])]
    for angle in (90, 180, 270):
        same = [char for char in chars if char.angle == angle]
        lines.extend(line.text for line in turned_lines(same, angle))
    return "\n".join(lines)


def turned_lines(chars: Sequence[Char], angle: int) -> list[Line]:
    """Read characters turned clockwise by ``angle`` degrees: lay them upright, group, and give back their boxes."""
    upright = [_upright(char, angle) for char in chars]
    place = {id(flat): char for flat, char in zip(upright, chars, strict=True)}
    lines = []
    for line in group_lines(upright):
        flat = make_line(line, in_cell=True)
        back = make_line([place[id(char)] for char in line], in_cell=True)
        edges = tuple((back.rect.x0, back.rect.x1) for _ in flat.text)
        lines.append(Line(flat.text, back.rect, edges, flat.size, flat.confidence))
    return lines


def _upright(char: Char, angle: int) -> Char:
    text, x0, top, x1, bottom = char[:5]
    if angle == 90:  # reads downwards
        return Char(text, top, -x1, bottom, -x0, 0, char.confidence)
    if angle == 180:
        return Char(text, -x1, -bottom, -x0, -top, 0, char.confidence)
    return Char(text, -bottom, x0, -top, x1, 0, char.confidence)
