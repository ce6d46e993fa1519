"""Header trees to columns: what each column holds, and which columns make one half (section) of a statement.

The labels above a column, top to bottom, are its path. Each known label adds what it says; the deepest strong label
names the measure, generic ones (合计, 小计, 金额, 决算数) leave it to their parents. Where the header says nothing the
body decides whether a column holds codes, names or amounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extract.model import Cell
from transform.amounts import parse_amount
from transform.codes import CodeSystem, printed_once, split_code_name, system_of
from transform.records import Basis, Side
from transform.statements.grid import Grid
from transform.statements.header import LABEL_ROLES, Header
from transform.statements.labels import header_label
from transform.statements.lexicon import HeaderLabel, codes_named, match_row
from transform.text import display, squeeze, strip_label

_STARTS_SECTION = frozenset(("name", "code", "level", "entity", "entity_code", "project"))
_AMOUNTS = frozenset(("amount", "ratio"))
_KEPT = frozenset(
    (
        "opening_balance",
        "closing_balance",
        "overseas_travel",
        "vehicles",
        "vehicle_purchase",
        "vehicle_operation",
        "reception",
        "meetings",
        "training",
    )
)
#: Measures that hold a part of another column, wherever they stand.
_PARTS = frozenset(("project_net", "economic_class"))
_SOURCES = frozenset(
    (
        "appropriation",
        "fiscal_account",
        "unit_funds",
        "business",
        "operating",
        "superior_subsidy",
        "affiliated",
        "other",
    )
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``label`` is its printed path ("决算数/小计"); ``span`` its edges in points; ``generic``: no word of
    its own says what it measures (小计, 决算数); ``heading_row``: the body row in which its heading is printed."""

    index: int
    role: str
    label: str
    span: tuple[float, float] | None = None
    system: CodeSystem | None = None
    measure: str | None = None
    fund: str | None = None
    basis: Basis | None = None
    year: int | None = None
    year_offset: int = 0
    side: Side | None = None
    unit: str | None = None
    of_which: bool = False
    of_three_public: bool = False
    generic: bool = False
    heading_row: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Columns that share row labels: the income half of a summary, one of three economic groups, or the whole table.

    ``texts`` are columns of words in front of the amounts (项目类型) that name no row, but may print its 合计.
    """

    labels: tuple[Column, ...]
    amounts: tuple[Column, ...]
    side: Side | None
    system: CodeSystem | None
    texts: tuple[Column, ...] = ()


def read_columns(grid: Grid, header_rows: Sequence[int], body_rows: Sequence[int]) -> tuple[Column, ...]:
    """Read the columns of a block from its header rows and, where they say nothing, from its body."""
    header = Header.of(grid, header_rows, body_rows)
    body = [row for row in body_rows if row != header.mixed]
    first = min(body_rows, default=0)
    columns = []
    for col in range(grid.n_cols):
        span = grid.column_span(col, range(first, grid.n_rows)) or grid.column_span(col)
        columns.append(_checked_by_body(grid, replace(_from_path(header, col), span=span), body))
    return _labelled(header, columns)


def _labelled(header: Header, columns: Sequence[Column]) -> tuple[Column, ...]:
    """Take words under an unknown heading for the rows' labels where nothing else in front of the amounts names them:
    without labels every row would pass for the total."""
    first = next((column.index for column in columns if column.role in _AMOUNTS), 0)
    before = columns[:first]
    if any(column.role in LABEL_ROLES - {"row_no", "sequence"} for column in before):
        return tuple(columns)
    found = next((column for column in before if column.role == "text" and _is_unknown(header, column)), None)
    return tuple(replace(column, role="name") if column is found else column for column in columns)


def _is_unknown(header: Header, column: Column) -> bool:
    cells = header.path(column.index)
    return not cells or header_label(cells[-1].text).entry is None


def _is_partial(grid: Grid, cell: Cell) -> bool:
    """Whether a heading spans only some of the columns: over all of them it is no more than the table's name."""
    return cell.col_span < grid.n_cols - 4


def _from_path(header: Header, col: int) -> Column:
    """Read a column from the headings over it alone."""
    cells = header.path(col)
    labels = [header_label(cell.text) for cell in cells]
    entries = [label.entry for label in labels if label.entry is not None]
    measuring = [
        label.entry
        for cell, label in zip(cells, labels, strict=True)
        if label.entry is not None and not header.heads_labels(cell)
    ]
    unknown_group = any(
        label.entry is None and not label.of_which and cell.col_span > 1 and _is_partial(header.grid, cell)
        for cell, label in zip(cells, labels, strict=True)
    )
    leaf = labels[-1].entry if labels else None
    role = leaf.role if leaf is not None else ("unknown" if labels else "")
    if role in {"group", "column_number"}:
        # A group without anything under it: 收入 heads a label column, 本年支出 an amount column.
        role = "amount" if leaf is not None and leaf.measure else ""
    measure, strong = _measure(measuring)
    last = {
        "system": next((entry.system for entry in reversed(entries) if entry.system), None),
        "fund": next((entry.fund for entry in reversed(entries) if entry.fund), None),
        "basis": next((entry.basis for entry in reversed(entries) if entry.basis), None),
        "side": next((entry.side for entry in entries if entry.side), None),
    }
    generic = bool(entries) and entries[-1].strength in {"weak", "group"}
    nameless = bool(labels) and leaf is None
    if not strong and (nameless or (generic and unknown_group)):
        measure = "unknown"
    return Column(
        index=col,
        role=role,
        label="/".join(display(cell.text) for cell in cells),
        measure=measure,
        year=next((label.year for label in reversed(labels) if label.year), None),
        year_offset=next((entry.year_offset for entry in entries if entry.year_offset), 0),
        unit=next((label.unit for label in reversed(labels) if label.unit), None),
        # A heading nobody knows under one that is known holds a part of it: loaded, never summed.
        of_which=any(label.of_which for label in labels) or (nameless and strong) or measure in _PARTS,
        of_three_public=any(entry.strength == "three_public" for entry in entries),
        generic=generic,
        heading_row=header.mixed if cells and cells[-1].row == header.mixed else None,
        **last,  # type: ignore[arg-type]
    )


def _measure(entries: Sequence[HeaderLabel]) -> tuple[str | None, bool]:
    """The measure a path names, and whether a strong label names it.

    The deepest strong label decides, with two exceptions: sources under 上年结转 or a 三公 item stay what they are
    under (their fund says which), and everything under 增减 is a change.
    """
    change = next((entry.measure for entry in entries if entry.measure in {"change", "growth_rate"}), None)
    measure: str | None = None
    strong = False
    for entry in entries:
        if entry.measure is None or (measure in _KEPT and entry.measure in _SOURCES):
            continue
        if entry.strength == "strong":
            measure, strong = entry.measure, True
        elif entry.strength == "group" or (entry.strength == "three_public" and not strong) or measure is None:
            measure = entry.measure
    return change or measure, strong


def _checked_by_body(grid: Grid, column: Column, body_rows: Sequence[int]) -> Column:
    """Let the body overrule or fill in the role: codes, amounts or words."""
    texts = [squeeze(cell.text) for row in body_rows if (cell := grid.own(row, column.index)) and cell.text.strip()]
    if column.role in {"name", "project", "", "unknown"} and _mostly(
        system_of(printed_once(text)) is not None for text in texts
    ):
        return replace(column, role="code")
    if column.role not in {"", "unknown"}:
        return column
    if _mostly(parse_amount(text).state == "number" for text in texts):
        return replace(column, role="amount", measure=column.measure or "unknown")
    if any(split_code_name(text)[0] for text in texts) or (texts and _are_row_labels(texts)):
        return replace(column, role="name")
    if column.role == "unknown":
        return replace(column, role="text" if texts else "amount", measure=column.measure or "unknown")
    return replace(column, role="name" if texts else "empty")


def _mostly(flags: Iterable[bool]) -> bool:
    known = list(flags)
    return sum(known) * 2 > len(known)


def _are_row_labels(texts: Sequence[str]) -> bool:
    """Whether most words of a column are labels of rows: a garbled heading must not hide where a section begins, or
    the amounts beside it would be read under the labels of the section before."""
    bare = [strip_label(text)[0] for text in texts]
    systems: tuple[CodeSystem, ...] = ("functional", "economic", "government")
    known = [word for word in bare if match_row(word) or any(codes_named(system, word) for system in systems)]
    return len(known) * 2 >= len(bare)


def by_geometry(grid: Grid, body_rows: Sequence[int], previous: Sequence[Column]) -> tuple[Column, ...] | None:
    """Give the columns of a grid without a header the meaning of the columns they continue, by their place.

    Equal counts map one to one. Otherwise each column takes the earlier column whose middle it covers or that covers
    its middle (a continuation often prints one code column for 类, 款, 项). None where they do not meet.
    """
    if grid.n_cols == len(previous):
        return tuple(replace(column, span=grid.column_span(column.index) or column.span) for column in previous)
    columns: list[Column] = []
    for col in range(grid.n_cols):
        span = grid.column_span(col)
        if span is None:
            columns.append(Column(col, "empty", ""))
            continue
        middle = (span[0] + span[1]) / 2
        over = [column for column in previous if column.span and column.span[0] <= middle <= column.span[1]]
        inside = [
            column for column in previous if column.span and span[0] <= (column.span[0] + column.span[1]) / 2 <= span[1]
        ]
        if (
            len({column.role in _AMOUNTS for column in inside}) > 1
            or sum(column.role in _AMOUNTS for column in inside) > 1
        ):
            return None
        source = inside[0] if inside else (over[0] if over else None)
        if source is None:
            return None
        role = "code" if source.role == "level" and len(inside) > 1 else source.role
        columns.append(replace(source, index=col, role=role, span=span))
    taken = [column.label for column in columns if column.role in _AMOUNTS]
    return tuple(columns) if taken and len(taken) == sum(column.role in _AMOUNTS for column in previous) else None


def sections(columns: Sequence[Column]) -> tuple[Section, ...]:
    """Cut the columns into sections: label columns that follow amounts, with amounts still to come, begin a new one."""
    groups: list[list[Column]] = [[]]
    amounts_seen = False
    for position, column in enumerate(columns):
        more_amounts = any(later.role == "amount" for later in columns[position:])
        if column.role in _STARTS_SECTION and amounts_seen and more_amounts:
            groups.append([])
            amounts_seen = False
        groups[-1].append(column)
        amounts_seen = amounts_seen or column.role == "amount"
    return tuple(_section(group) for group in groups if any(column.role in _AMOUNTS for column in group))


def _section(group: Sequence[Column]) -> Section:
    labels = tuple(column for column in group if column.role in LABEL_ROLES)
    amounts = tuple(column for column in group if column.role in _AMOUNTS)
    sides = {column.side for column in (labels or amounts)}
    side = next(iter(sides)) if len(sides) == 1 else next((column.side for column in labels if column.side), None)
    system = next((column.system for column in labels if column.system), None)
    texts = tuple(column for column in group if column.role == "text" and column.index < amounts[0].index)
    return Section(labels, amounts, side, system, texts)
