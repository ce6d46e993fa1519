"""Outer rules that a table does not print: inferred from how far the crossing rules reach."""

from __future__ import annotations

from collections.abc import Sequence

from extract.reading.page import Rule
from extract.reading.rulings import Rulings, join_rules

OVERHANG = 8.0
"""Crossing rules must reach this far beyond the outermost parallel rule before a side counts as open, in points."""
AGREE = 4.0
"""The ends of the overhanging rules must agree within this, in points."""


def close_sides(group: Rulings) -> Rulings:
    """Add the missing outer rules of one connected group.

    A side is open where at least two crossing rules overhang the outermost rule by more than :data:`OVERHANG` and end
    together; a single overhanging rule is an underline or a separator, not a side.
    """
    if not group.horizontals or not group.verticals:
        return group
    left, right = _missing(group.horizontals, group.verticals)
    top, bottom = _missing(group.verticals, group.horizontals)
    low = min([r.at for r in group.horizontals] + [y for y in (top,) if y is not None])
    high = max([r.at for r in group.horizontals] + [y for y in (bottom,) if y is not None])
    near = min([r.at for r in group.verticals] + [x for x in (left,) if x is not None])
    far = max([r.at for r in group.verticals] + [x for x in (right,) if x is not None])
    sides = [Rule(x, low, high) for x in (left, right) if x is not None]
    ends = [Rule(y, near, far) for y in (top, bottom) if y is not None]
    return Rulings(tuple(sorted((*group.horizontals, *ends))), tuple(sorted((*group.verticals, *sides))))


def adopt_lone_verticals(groups: Sequence[Rulings]) -> list[Rulings]:
    """Give vertical rules that cross nothing to the group whose vertical rules begin and end with them.

    They bound cells so tall that the page shows neither their top nor their bottom; the page break becomes both.
    """
    lone = [group.verticals[0] for group in groups if not group.horizontals]
    out = []
    for group in groups:
        if not group.horizontals or not group.verticals:
            continue
        start, end = min(r.start for r in group.verticals), max(r.end for r in group.verticals)
        mates = [r for r in lone if abs(r.start - start) <= AGREE and abs(r.end - end) <= AGREE]
        if mates:
            at = [r.at for r in (*group.verticals, *mates)]
            edges = (Rule(start, min(at), max(at)), Rule(end, min(at), max(at)))
            group = Rulings(  # noqa: PLW2901 - the same group, completed
                join_rules((*group.horizontals, *edges)), tuple(sorted((*group.verticals, *mates)))
            )
        out.append(group)
    return out


def _missing(crossing: Sequence[Rule], parallel: Sequence[Rule]) -> tuple[float | None, float | None]:
    """Return where an outer rule is missing before and after the ``parallel`` ones: how far ``crossing`` ones reach."""
    first, last = min(r.at for r in parallel), max(r.at for r in parallel)
    starts = [r.start for r in crossing if r.start < first - OVERHANG]
    stops = [r.end for r in crossing if r.end > last + OVERHANG]
    before = min(starts, default=0.0)
    after = max(stops, default=0.0)
    return (
        before if sum(start <= before + AGREE for start in starts) >= 2 else None,
        after if sum(stop >= after - AGREE for stop in stops) >= 2 else None,
    )
