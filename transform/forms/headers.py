"""Header rows of a form: which column holds what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from extract.model import Cell
from transform.forms.vocabulary import FormVocabulary
from transform.statements.grid import Grid
from transform.text import squeeze

_PLAIN_INDICATOR = re.compile(r"^(?:绩效)?指标$")


@dataclass(frozen=True, slots=True)
class Header:
    """A header row: ``columns`` maps a role to the first grid column of the cells that hold it, ``cells`` to its cell.

    ``parts`` are the columns of the sources of an amount (财政拨款, 其他资金) under its heading or beside the whole.
    ``first`` and ``last`` are the header's rows; data begins at ``last + 1``.
    """

    kind: Literal["funding", "indicators", "projects"]
    first: int
    last: int
    columns: Mapping[str, int]
    cells: Mapping[str, Cell]
    parts: Mapping[str, int] = field(default_factory=dict)


def find_header(grid: Grid, row: int, words: FormVocabulary) -> Header | None:
    """Return the header that begins in ``row``, or None."""
    return _funding(grid, row, words) or _indicators(grid, row, words)


def _match(grid: Grid, row: int, patterns: Mapping[str, re.Pattern[str]]) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for cell in grid.printed(row):
        text = squeeze(cell.text)
        if len(text) > 24:
            continue
        role = next((role for role, pattern in patterns.items() if pattern.match(text)), None)
        if role is not None and role not in found:
            found[role] = cell
    return found


def _funding(grid: Grid, row: int, words: FormVocabulary) -> Header | None:
    found = _match(grid, row, words.funding_columns)
    executed = "executed" in found and bool({"budget", "initial_budget"} & set(found))
    if not executed and not {"label", "budget"} <= set(found):
        return None
    amounts = [found[role] for role in ("initial_budget", "budget", "executed") if role in found]
    last = row
    parts: Mapping[str, int] = {}
    columns = {role: cell.col for role, cell in found.items()}
    if _has_parts(grid, row + 1, amounts, words):
        last = row + 1
        for role in ("initial_budget", "budget", "executed"):
            if role in found:
                columns[role] = _whole_column(grid, last, found[role], words)
        parts = _parts(grid, last, found["budget"], words) if "budget" in found else {}
    return Header("funding", row, last, columns, found, parts)


def _has_parts(grid: Grid, row: int, amounts: list[Cell], words: FormVocabulary) -> bool:
    below = [grid.own(row, col) for cell in amounts for col in range(cell.col, cell.col + cell.col_span)]
    return any(cell is not None and words.funding_whole.match(squeeze(cell.text)) for cell in below)


def _whole_column(grid: Grid, row: int, cell: Cell, words: FormVocabulary) -> int:
    columns = range(cell.col, cell.col + cell.col_span)
    return next((col for col in columns if words.funding_whole.match(grid.text(row, col))), cell.col)


def _parts(grid: Grid, row: int, amount: Cell, words: FormVocabulary) -> dict[str, int]:
    """Return the columns of the sources of money in ``row``: under ``amount``, or right of it before the next words."""
    parts: dict[str, int] = {}
    for cell in grid.printed(row):
        text = squeeze(cell.text)
        role = next((role for role, pattern in words.funding_parts.items() if pattern.match(text)), None)
        if sum(bool(pattern.search(text)) for pattern in words.funding_parts.values()) > 1:
            role = "parts"  # two headings in one cell: whose amounts stand below is not known
        if cell.col < amount.col or (role is None and cell.col >= amount.col + amount.col_span):
            if cell.col > amount.col:
                break
            continue
        if role is not None:
            parts.setdefault(role, cell.col)
    return parts


def _indicators(grid: Grid, row: int, words: FormVocabulary) -> Header | None:
    found = _match(grid, row, words.indicator_columns)
    if "project" in found and "indicator" not in found and row == 0:
        return _projects(row, found)
    if "indicator" not in found or not {"target", "actual"} & set(found):
        return None
    if _PLAIN_INDICATOR.match(squeeze(found["indicator"].text)):
        named = _without_section_label(grid, row, found, words)
        if named is None:
            return None
        found = named
    own = [cell.row_span for role, cell in found.items() if role not in {"project_goal", "reason", "note"}]
    last = row + min(max(own), 2) - 1
    budget = found.get("project_budget")
    parts = _parts(grid, last, budget, words) if budget is not None and last > row else {}
    return Header("indicators", row, last, {role: cell.col for role, cell in found.items()}, found, parts)


def _projects(row: int, found: Mapping[str, Cell]) -> Header | None:
    """Return the header of a plain list of projects: with their score, or with budget and goal."""
    if "score" not in found and not {"project_budget", "project_goal"} <= set(found):
        return None
    return Header("projects", row, row, {role: cell.col for role, cell in found.items()}, found)


def carried_header(header: Header, spans: Mapping[str, tuple[float, float]], grid: Grid) -> Header | None:
    """Return ``header`` for a table that goes on without printing it again, its columns found by where they lie.

    ``spans`` are the columns' ``(x0, x1)`` in points on the page before; None where the essential ones are not found.
    """
    columns: dict[str, int] = {}
    for role, (x0, x1) in spans.items():
        best: tuple[float, int] | None = None
        for col in range(grid.n_cols):
            here = grid.column_span(col)
            if here is None:
                continue
            overlap = min(x1, here[1]) - max(x0, here[0])
            if 2 * overlap > min(x1 - x0, here[1] - here[0]) and (best is None or overlap > best[0]):
                best = (overlap, col)
        if best is not None:
            columns[role] = best[1]
    if "indicator" not in columns or not {"target", "actual"} & set(columns):
        return None
    return Header(header.kind, -1, -1, columns, header.cells)


def _without_section_label(
    grid: Grid, row: int, found: dict[str, Cell], words: FormVocabulary
) -> dict[str, Cell] | None:
    """Take 绩效指标 for the indicator column only where it is not the label beside the whole section."""
    label = found["indicator"]
    for cell in grid.printed(row):
        if cell.col > label.col and words.indicator_columns["indicator"].match(squeeze(cell.text)):
            return {**found, "indicator": cell}
    return found if label.row_span <= 2 and label.col > 0 else None
