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
    verticals = _closed(group.horizontals, group.verticals)
    horizontals = _closed(verticals, group.horizontals)
    return Rulings(horizontals, verticals)


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


def _closed(crossing: Sequence[Rule], parallel: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return ``parallel`` with an outer rule added before and after where ``crossing`` rules overhang it."""
    rules = list(parallel)
    if not rules or len(crossing) < 2:
        return tuple(rules)
    first, last = min(r.at for r in rules), max(r.at for r in rules)
    before = [r for r in crossing if r.start < first - OVERHANG]
    if len(before) >= 2:
        edge = min(r.start for r in before)
        ends = [r for r in before if r.start <= edge + AGREE]
        if len(ends) >= 2:
            rules.append(Rule(edge, min(r.at for r in ends), max(r.at for r in ends)))
    after = [r for r in crossing if r.end > last + OVERHANG]
    if len(after) >= 2:
        edge = max(r.end for r in after)
        ends = [r for r in after if r.end >= edge - AGREE]
        if len(ends) >= 2:
            rules.append(Rule(edge, min(r.at for r in ends), max(r.at for r in ends)))
    return tuple(sorted(rules))
