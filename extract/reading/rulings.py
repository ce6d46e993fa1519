"""Rulings as drawn, to rulings as meant: near-equal ones snapped to one position, pieces joined, specks dropped."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.reading.page import Rule

SNAP = 3.0
"""Rulings closer than this are one (double rules, thin rectangles drawn twice), in points."""
JOIN = 3.0
"""Pieces of one ruling may be this far apart (corner pieces, dots), in points."""
DOT_SNAP = 0.6
"""Dots and dashes lie this exactly on their line, in points."""
SHORTEST = 4.0


@dataclass(frozen=True, slots=True)
class Rulings:
    """The joined rulings of a page or of one connected group, each direction sorted by position."""

    horizontals: tuple[Rule, ...]
    verticals: tuple[Rule, ...]


def join_rules(
    rules: Iterable[Rule], *, snap: float = SNAP, join: float = JOIN, shortest: float = SHORTEST
) -> tuple[Rule, ...]:
    """Snap rules of one direction to common positions, join their pieces, drop what stays shorter than ``shortest``."""
    long: list[Rule] = []
    pieces: list[Rule] = []
    for rule in rules:
        (long if rule.end - rule.start >= shortest else pieces).append(rule)
    # dots of a rule in the other direction stand side by side: they must not pull positions together
    dotted = _clustered(pieces, DOT_SNAP, join, shortest) if pieces else []
    return tuple(_clustered([*long, *dotted], snap, join, shortest))


def _clustered(rules: Iterable[Rule], snap: float, join: float, shortest: float) -> list[Rule]:
    joined: list[Rule] = []
    cluster: list[Rule] = []
    for rule in sorted(rules):
        if cluster and rule.at - cluster[-1].at > snap:
            joined.extend(_join_cluster(cluster, join, shortest))
            cluster = []
        cluster.append(rule)
    if cluster:
        joined.extend(_join_cluster(cluster, join, shortest))
    return joined


def _join_cluster(cluster: Sequence[Rule], join: float, shortest: float) -> list[Rule]:
    weight = sum(rule.end - rule.start + 0.01 for rule in cluster)
    at = sum(rule.at * (rule.end - rule.start + 0.01) for rule in cluster) / weight
    out: list[Rule] = []
    spans = sorted((rule.start, rule.end) for rule in cluster)
    start, end = spans[0]
    for low, high in spans[1:]:
        if low - end > join:
            out.append(Rule(at, start, end))
            start, end = low, high
        elif high > end:
            end = high
    out.append(Rule(at, start, end))
    return [rule for rule in out if rule.end - rule.start >= shortest]


def connected_groups(rulings: Rulings, *, reach: float = JOIN) -> list[Rulings]:
    """Split rulings into groups that touch one another, directly or through others; top-most group first."""
    horizontals, verticals = rulings.horizontals, rulings.verticals
    parent = list(range(len(horizontals) + len(verticals)))

    def find(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    positions = [rule.at for rule in horizontals]
    for index, vertical in enumerate(verticals, start=len(horizontals)):
        for at in range(bisect_left(positions, vertical.start - reach), len(positions)):
            horizontal = horizontals[at]
            if horizontal.at > vertical.end + reach:
                break
            if horizontal.start - reach <= vertical.at <= horizontal.end + reach:
                parent[find(index)] = find(at)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate((*horizontals, *verticals)):
        group = groups.setdefault(find(index), ([], []))
        group[index >= len(horizontals)].append(rule)
    found = [Rulings(tuple(h), tuple(v)) for h, v in groups.values()]
    return sorted(found, key=lambda group: (_top(group), _left(group)))


def _top(group: Rulings) -> float:
    return min([rule.at for rule in group.horizontals] + [rule.start for rule in group.verticals])


def _left(group: Rulings) -> float:
    return min([rule.start for rule in group.horizontals] + [rule.at for rule in group.verticals])
