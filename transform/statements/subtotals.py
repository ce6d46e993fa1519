"""Which rows are subtotals: those whose parts are printed in the same section of the same statement."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from transform.statements.nesting import group_heads
from transform.statements.rows import RowFacts

_RANK = {
    style: rank
    for rank, style in enumerate(("section", "chinese", "bracketed_chinese", "digit", "bracketed_digit", "circled"))
}
_SPENT_ON = frozenset(("functional", "economic", "project"))


def mark_subtotals(rows: Sequence[RowFacts]) -> tuple[RowFacts, ...]:
    """Return the rows with ``row_kind`` subtotal where a part of them is printed too.

    By code: 208 where 20805 is printed. By entity code: 121 where 121001 is printed. By ordinals: 一、 where the rows
    under it carry an ordinal of a deeper style. A unit above the codes or projects that it spends on, and a department
    above such a unit.
    """
    headed = _heads_by_ordinal(rows)
    with_rows = _entities_with_rows(rows)
    codes = {row.functional_code for row in rows if row.item == "functional"}
    economic = {row.economic_code for row in rows if row.item == "economic"}
    government = {row.government_code for row in rows if row.item == "economic" and not row.economic_code}
    entities = {row.entity_code for row in rows if row.item == "entity"}
    marked = []
    for index, row in enumerate(rows):
        part_of = (
            (row.item == "functional" and _has_parts(row.functional_code, codes))
            or (row.item == "economic" and row.economic_code is not None and _has_parts(row.economic_code, economic))
            or (row.item == "economic" and row.economic_code is None and _has_parts(row.government_code, government))
            or (row.item == "entity" and _has_parts(row.entity_code, entities))
            or (row.item == "entity" and index in with_rows)
            or (index in headed and row.item not in {"functional", "economic"})
        )
        marked.append(replace(row, row_kind="subtotal") if part_of and row.row_kind == "detail" else row)
    return tuple(marked)


def without_partial_hierarchies(rows: Sequence[RowFacts]) -> tuple[RowFacts, ...]:
    """Take the codes found by name below a class away where one row of that class has a name no code is known for.

    With a part unknown the printed parts would not add up to their heading: our ignorance, no error of theirs.
    """
    group = 0
    groups: list[int] = []
    partial: set[int] = set()
    for row in rows:
        if row.row_kind == "total" or (row.functional_code and len(row.functional_code) == 3):
            group += 1
        groups.append(group)
        if not row.known and row.item == "other" and row.label and row.style is None:
            partial.add(group)
    return tuple(
        replace(row, functional_code=None, item="other")
        if number in partial and row.by_name and row.functional_code and len(row.functional_code) > 3
        else row
        for row, number in zip(rows, groups, strict=True)
    )


def _has_parts(code: str | None, codes: set[str | None]) -> bool:
    return code is not None and any(other is not None and other != code and other.startswith(code) for other in codes)


def mark_nested(rows: Sequence[RowFacts], amounts: Sequence[Decimal | None]) -> tuple[RowFacts, ...]:
    """Return the rows of a project table with the heads inside its blocks as subtotals; ``amounts`` are each row's."""
    heads: set[int] = set()
    for start, row in enumerate(rows[:-1]):
        opens = row.row_kind == "subtotal" and row.item in {"project", "entity"}
        if not opens or start in heads or (row.item == "entity" and not _is_project(rows[start + 1])):
            continue
        # A block within a block (专用项目 right under 专用项目) is the first of the outer block's rows.
        inner = rows[start + 1].row_kind == "subtotal" and rows[start + 1].item == "project"
        first = start + 1 + inner
        stop = next((i for i in range(first, len(rows)) if not _is_project(rows[i])), len(rows))
        heads |= {start + 1 + head for head in group_heads(amounts[start], amounts[start + 1 : stop])}
        heads |= {start + 1} if inner else set()
    return tuple(replace(row, row_kind="subtotal") if index in heads else row for index, row in enumerate(rows))


def mark_outline(rows: Sequence[RowFacts], extents: Sequence[tuple[int, int] | None]) -> tuple[RowFacts, ...]:
    """Return the rows of a table that prints each level in columns of its own with the heads as subtotals.

    ``extents`` are the first and last label column that each row prints words in: a row whose words all stand left
    of those of the row below it heads that row (一、货物 | 设备购置费 | 办公设备购置, one to a row).
    """
    heads = {
        index
        for index, (own, below) in enumerate(itertools.pairwise(extents))
        if own is not None and below is not None and own[1] < below[0]
    }
    return tuple(
        replace(row, row_kind="subtotal") if index in heads and row.row_kind == "detail" else row
        for index, row in enumerate(rows)
    )


def _is_project(row: RowFacts) -> bool:
    return row.item == "project" and row.row_kind == "detail"


def _entities_with_rows(rows: Sequence[RowFacts]) -> set[int]:
    found: set[int] = set()
    for index in range(len(rows) - 2, -1, -1):
        below = rows[index + 1]
        if rows[index].item == "entity" and (below.item in _SPENT_ON or index + 1 in found):
            found.add(index)
    return found


def _heads_by_ordinal(rows: Sequence[RowFacts]) -> set[int]:
    """Rows followed by a row whose ordinal is of a style that is not open yet (deeper)."""
    heads: set[int] = set()
    open_styles: list[tuple[str, int]] = []
    for index, row in enumerate(rows):
        if row.row_kind in {"total", "of_which"}:
            if row.row_kind == "total":
                open_styles.clear()
            continue
        if row.style is None:
            continue
        names = [style for style, _ in open_styles]
        if row.style in names:
            del open_styles[names.index(row.style) :]
        else:
            # 二、 after （三） begins no level below it, wherever the 一、 of its list was.
            while open_styles and _RANK[open_styles[-1][0]] > _RANK[row.style]:
                open_styles.pop()
            if open_styles:
                heads.add(open_styles[-1][1])
        open_styles.append((row.style, index))
    return heads
