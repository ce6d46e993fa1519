"""Project tables that nest without ordinals or codes: 专用项目 > 其他履职尽责专项业务费 > the projects themselves.

Print shows no depth, so depth is taken from the words that head a block (通用项目, 专用项目: ``row_labels.csv``) and,
inside a block, from the amounts: a row followed by rows that sum up to it heads them. One wrong amount must not
flatten a whole block, so the cut into groups is the one with the fewest sums that do not close.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal

#: Longer blocks are read as flat: the cut is quadratic, and no published block comes near.
_MAX_BLOCK = 1500


def group_heads(whole: Decimal | None, amounts: Sequence[Decimal | None]) -> frozenset[int]:
    """Return which rows of a block head a group of the rows right below them.

    ``whole`` is the amount of the row above the block, ``amounts`` those of its rows in order. Empty where the block
    is flat: its rows sum up to ``whole`` as they stand, or no group closes.
    """
    values = [amount if amount is not None else Decimal(0) for amount in amounts]
    if len(values) < 2 or len(values) > _MAX_BLOCK or sum(values) == whole:
        return frozenset()
    if whole is not None and values[0] == whole:
        return frozenset((0,))
    for alone in (False, True):
        groups = _cut(values, alone=alone)
        heads = [start for start, end in groups if end - start > 1]
        n_open = sum(not _closes(values, start, end) for start, end in groups if end - start > 1)
        adds_up = sum(values[start] for start, _ in groups) == whole
        n_closed = len(heads) - n_open
        if n_closed and (adds_up or (not alone and n_open == 0)) and n_open <= max(1, n_closed):
            return frozenset(heads)
    return frozenset()


def _cut(values: Sequence[Decimal], *, alone: bool) -> tuple[tuple[int, int], ...]:
    """Cut the rows into groups (begin, end): the fewest open sums, then the most closed ones.

    ``alone``: rows may stand alone, without rows of their own, and every group closes; as few as can be stand alone.
    """
    n = len(values)
    before = list(itertools.accumulate(values, initial=Decimal(0)))
    best: list[tuple[int, int, int] | None] = [(0, 0, 0)] + [
        None
    ] * n  # cost, minus closed sums, begin of the last group
    for end in range(1, n + 1):
        for start in range(end if alone else end - 1):
            reached = best[start]
            single = end - start == 1
            closes = not single and before[end] - before[start + 1] == values[start]
            if reached is None or (alone and not single and not closes):
                continue
            candidate = (reached[0] + (not closes), reached[1] - closes, start)
            standing = best[end]
            if standing is None or candidate < standing:
                best[end] = candidate
    groups = []
    end = n
    while end > 0 and (reached := best[end]) is not None:
        groups.append((reached[2], end))
        end = reached[2]
    return tuple(reversed(groups))


def _closes(values: Sequence[Decimal], start: int, end: int) -> bool:
    return sum(values[start + 1 : end], Decimal(0)) == values[start]
