"""Tables without vertical rules (three-line tables): columns from the alignment of their text.

Bands between horizontal rules of one width give the header and the body; white space that no body line prints in
separates the columns. The result is a :class:`~extract.reading.lattice.Lattice` like that of a ruled table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.reading.lattice import Lattice, Span
from extract.reading.page import Char, Rule
from extract.reading.text_lines import group_lines

_SAME_WIDTH = 6.0
"""Rules whose ends agree within this frame one table, in points."""
_SHORTEST = 120.0
_FEWEST_RULES = 3
_FEWEST_COLUMNS = 3
_CHUNK_GAP = 1.0
"""Words of a header further apart than this many sizes are different headings."""
_COLUMN_GAP = 0.6
_TALLEST_HEADER_LINES = 8


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Characters of one line without a wide gap between them."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str


def find_aligned(horizontals: Sequence[Rule], chars: Sequence[Char]) -> list[Lattice]:
    """Return the tables framed by ``horizontals`` alone; ``chars`` are those outside every ruled table."""
    found = []
    upright = [char for char in chars if not char.angle]
    for frame in _frames(horizontals):
        lattice = _align(frame, [rule for rule in horizontals if rule not in frame], upright)
        if lattice is not None:
            found.append(lattice)
    return found


def _frames(horizontals: Sequence[Rule]) -> list[list[Rule]]:
    """Group long rules by their two ends, top to bottom."""
    frames: list[list[Rule]] = []
    for rule in sorted(horizontals):
        if rule.end - rule.start < _SHORTEST:
            continue
        for frame in frames:
            if abs(frame[0].start - rule.start) <= _SAME_WIDTH and abs(frame[0].end - rule.end) <= _SAME_WIDTH:
                frame.append(rule)
                break
        else:
            frames.append([rule])
    return [frame for frame in frames if len(frame) >= _FEWEST_RULES]


def _align(frame: Sequence[Rule], others: Sequence[Rule], chars: Sequence[Char]) -> Lattice | None:
    left, right = frame[0].start, frame[0].end
    top, head, bottom = frame[0].at, frame[1].at, frame[-1].at
    inside = [c for c in chars if left <= (c.x0 + c.x1) / 2 <= right and top < (c.top + c.bottom) / 2 < bottom]
    header = [c for c in inside if (c.top + c.bottom) / 2 < head]
    body = group_lines([c for c in inside if (c.top + c.bottom) / 2 > head])
    header_lines = group_lines(header)
    if not body or not header_lines or len(header_lines) > _TALLEST_HEADER_LINES:
        return None
    if not any(char.text >= "\u2e80" for char in header):
        return None  # the grid of a chart: its bands hold numbers only
    headings = [chunk for line in header_lines for chunk in _chunks(line, _CHUNK_GAP)]
    columns = _columns([_chunks(line, _COLUMN_GAP) for line in body], headings)
    if len(columns) < _FEWEST_COLUMNS:
        return None
    xs = (left, *((before[1] + after[0]) / 2 for before, after in pairwise(columns)), right)
    parting = [r for r in others if top + 2 < r.at < head - 2 and left - 2 <= r.start and r.end <= right + 2]
    levels = sorted({r.at for r in parting})
    ys = (top, *levels, head, *_body_edges([r.at for r in frame[1:]], body))
    spans = _header_spans(headings, xs, ys[: len(levels) + 2], parting)
    spans += [Span(row, col, 1, 1) for row in range(len(levels) + 1, len(ys) - 1) for col in range(len(xs) - 1)]
    owner = [[-1] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    for index, span in enumerate(spans):
        for row in range(span.row, span.row + span.row_span):
            owner[row][span.col : span.col + span.col_span] = [index] * span.col_span
    return Lattice(tuple(xs), tuple(ys), tuple(spans), tuple(map(tuple, owner)))


def _chunks(line: Sequence[Char], gap: float) -> list[_Chunk]:
    chunks: list[list[Char]] = []
    for char in line:
        if chunks and char.x0 - chunks[-1][-1].x1 <= gap * (char.bottom - char.top):
            chunks[-1].append(char)
        else:
            chunks.append([char])
    return [
        _Chunk(
            chunk[0].x0,
            max(c.x1 for c in chunk),
            min(c.top for c in chunk),
            max(c.bottom for c in chunk),
            "".join(c.text for c in chunk),
        )
        for chunk in chunks
    ]


def _columns(body: Sequence[Sequence[_Chunk]], headings: Sequence[_Chunk]) -> list[tuple[float, float]]:
    """Return the x ranges of the columns, headings over empty columns included."""
    columns: list[tuple[float, float]] = []
    for x0, x1 in sorted((chunk.x0, chunk.x1) for line in body for chunk in line):
        if columns and x0 <= columns[-1][1] + 1:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    for heading in headings:
        met = [i for i, (x0, x1) in enumerate(columns) if min(x1, heading.x1) - max(x0, heading.x0) > 0]
        if not met:
            columns.append((heading.x0, heading.x1))
        elif len(met) == 1:
            # a column is as wide as its heading
            x0, x1 = columns[met[0]]
            columns[met[0]] = (min(x0, heading.x0), max(x1, heading.x1))
        columns.sort()
    return columns


def _body_edges(rules: Sequence[float], lines: Sequence[Sequence[Char]]) -> list[float]:
    """Return the lower edges of the body's rows: its rules where they part most lines, else between its lines."""
    middles = [(min(c.top for c in line), max(c.bottom for c in line)) for line in lines]
    inner = list(rules[1:])
    if len(inner) * 2 > len(lines):
        return inner
    edges = [(upper[1] + lower[0]) / 2 for upper, lower in pairwise(middles)]
    return [*edges, rules[-1]]


def _header_spans(
    headings: Sequence[_Chunk], xs: Sequence[float], ys: Sequence[float], parting: Sequence[Rule]
) -> list[Span]:
    """Place headings on the header's levels; one spans the columns that it, or the rule under it, reaches over."""
    rows, cols = len(ys) - 1, len(xs) - 1
    taken: set[tuple[int, int]] = set()
    spans: list[Span] = []
    for heading in headings:
        middle = (heading.top + heading.bottom) / 2
        row = max(0, min(rows - 1, sum(middle > y for y in ys[1:-1])))
        met = _columns_under(heading, xs, [rule for rule in parting if rule.at == ys[row + 1]])
        if not met or any((row, col) in taken for col in range(met[0], met[-1] + 1)):
            continue
        taken |= {(row, col) for col in range(met[0], met[-1] + 1)}
        spans.append(Span(row, met[0], 1, met[-1] - met[0] + 1))
    spans += [Span(row, col, 1, 1) for row in range(rows) for col in range(cols) if (row, col) not in taken]
    return sorted(spans, key=lambda span: (span.row, span.col))


def _columns_under(heading: _Chunk, xs: Sequence[float], rules: Sequence[Rule]) -> list[int]:
    columns = list(enumerate(pairwise(xs)))
    for rule in rules:
        if rule.start <= (heading.x0 + heading.x1) / 2 <= rule.end:
            return [i for i, (x0, x1) in columns if rule.start <= (x0 + x1) / 2 <= rule.end]
    return [
        i
        for i, (x0, x1) in columns
        if min(x1, heading.x1) - max(x0, heading.x0) > 0.25 * min(heading.x1 - heading.x0, x1 - x0)
    ]
