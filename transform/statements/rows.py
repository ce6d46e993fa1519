"""What one printed row of a section is about: item, kind, codes, project, entity, all from its label cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.model import Cell
from transform.codes import CodeSystem, join_parts, split_code_name, system_of
from transform.records import Basis, RowKind, Side
from transform.statements.columns import Column, Section
from transform.statements.grid import Grid
from transform.statements.lexicon import Family, RowLabel, codes_named, match_row
from transform.text import display, ordinal_style, squeeze, strip_label

_ORGANISATION = re.compile(
    r"(局|委|办|院|厅|处|所|站|队|馆|校|会|室|中心|学院|医院|委员会|办公室|大队|支队|总队|部|政府|街道|公司|基金会|机关|本级|本部)(\((本级|机关|本部|本级机关|行政|汇总|部门)\))?$"
)
_LEVEL_WORDS = frozenset(("类", "款", "项", "目", "栏次"))


@dataclass(frozen=True, slots=True)
class RowFacts:
    """A row's meaning. ``known`` is False where its label belongs to no family; ``measure``, ``basis`` and ``year``
    are set where the row, not the column, names them (三公 items in rows, 预算数 and 决算数 in rows, years in rows)."""

    row: int
    label: str
    row_no: str | None
    item: str
    row_kind: RowKind
    functional_code: str | None = None
    economic_code: str | None = None
    government_code: str | None = None
    project_name: str | None = None
    entity: str | None = None
    entity_code: str | None = None
    fund: str | None = None
    measure: str | None = None
    basis: Basis | None = None
    year: int | None = None
    side: Side | None = None
    style: str | None = None
    known: bool = True
    inherited_code: bool = False


@dataclass(slots=True)
class _State:
    """What earlier rows of the section leave behind for later ones."""

    codes: dict[CodeSystem, str]
    named_functional: str | None = None
    balance: RowLabel | None = None
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class _Printed:
    label: str
    names: tuple[tuple[Column, str], ...]
    codes: dict[CodeSystem, str]
    row_no: str | None
    entity: str | None
    entity_code: str | None
    project: str | None
    year: int | None
    inherited: bool


def read_rows(
    grid: Grid, section: Section, rows: Sequence[int], family: Family, side: Side | None
) -> Iterator[RowFacts]:
    """Read the label cells of each body row of a section, top to bottom."""
    state = _State({})
    for row in rows:
        printed = _printed(grid, section, row, state)
        yield _facts(row, printed, section, family, side, state)


def _label_cell(grid: Grid, row: int, column: Column) -> Cell | None:
    return grid.covering(row, column.index)


def _printed(grid: Grid, section: Section, row: int, state: _State) -> _Printed:
    names: list[tuple[Column, str]] = []
    codes: dict[CodeSystem, str] = {}
    single: dict[str, str] = {}
    parts: dict[tuple[CodeSystem | None, str], list[str]] = {}
    seen: set[int] = set()
    inherited = False
    for column in section.labels:
        cell = _label_cell(grid, row, column)
        text = display(cell.text) if cell else ""
        if column.role in {"code", "level"}:
            if cell and id(cell) in seen:
                text = ""
            key = (column.system, "level" if column.role == "level" else f"code{column.index}")
            if (
                text
                and not squeeze(text).isdigit()
                and squeeze(text) not in _LEVEL_WORDS
                and cell
                and id(cell) not in seen
            ):
                # A label merged over the code columns, or a code printed with its name.
                code, name = split_code_name(text)
                system = system_of(code) if code else None
                if code and system:
                    codes[system] = code
                names.append((column, name if code else text))
                seen.add(id(cell))
                text = ""
            parts.setdefault(key, []).append("" if squeeze(text) in _LEVEL_WORDS else text)
            if cell:
                seen.add(id(cell))
            continue
        if not text or cell is None or id(cell) in seen:
            continue
        seen.add(id(cell))
        if column.role == "name":
            code, name = split_code_name(text)
            system = system_of(code) if code else system_of(squeeze(text))
            if code and system:
                codes[system] = code
                names.append((column, name))
            elif system:
                codes[system] = squeeze(text)
            else:
                names.append((column, text))
        else:
            single[column.role] = text
    for (system, _), texts in parts.items():
        previous = state.codes.get(system) if system else next(iter(state.codes.values()), None)
        joined, was_inherited = join_parts(tuple(texts), previous)
        if joined and (found := system_of(joined)):
            codes[found] = joined
            inherited = inherited or was_inherited
    state.codes.update(codes)
    year = re.search(r"(19|20)\d\d", single.get("year", ""))
    return _Printed(
        label=" / ".join(dict.fromkeys(text for _, text in names)),
        names=tuple(names),
        codes=codes,
        row_no=squeeze(single["row_no"]) if "row_no" in single else None,
        entity=single.get("entity"),
        entity_code=squeeze(single["entity_code"]) if "entity_code" in single else None,
        project=single.get("project"),
        year=int(year[0]) if year else None,
        inherited=inherited,
    )


def _facts(row: int, printed: _Printed, section: Section, family: Family, side: Side | None, state: _State) -> RowFacts:
    label = printed.label or printed.project or printed.entity or ""
    bare, of_which = strip_label(label)
    entry = _entry(bare, family, side)
    if printed.entity and entry is None:
        state.entity = printed.entity
    kind: RowKind = "of_which" if of_which else "detail"
    facts = RowFacts(
        row=row,
        label=label,
        row_no=printed.row_no,
        item="other",
        row_kind=kind,
        functional_code=printed.codes.get("functional"),
        economic_code=printed.codes.get("economic"),
        government_code=printed.codes.get("government"),
        project_name=printed.project if printed.project and entry is None else None,
        entity=None if entry is not None and entry.row_kind == "total" and not printed.codes else state.entity,
        entity_code=printed.entity_code,
        year=printed.year,
        style=ordinal_style(label),
        inherited_code=printed.inherited,
    )
    if printed.codes:
        economic = facts.economic_code or facts.government_code
        item = "economic" if economic and (family.rows == "economic" or not facts.functional_code) else "functional"
        return replace(facts, item=item)
    if entry is not None:
        return _from_entry(facts, entry, family, side, state, of_which)
    return _by_name(facts, printed, bare, section, family, side, state)


def _entry(bare: str, family: Family, side: Side | None) -> RowLabel | None:
    """The first row label family that may stand here: items of 三公 and of procurement only in their own statements,
    income lines only on the income side."""
    for entry in match_row(bare):
        if entry.item in {"three_public"} and family.rows != "three_public":
            continue
        if entry.item == "basis_row" and family.rows != "three_public":
            continue
        if entry.item == "procurement" and family.rows != "procurement":
            continue
        if entry.row_kind == "detail" and entry.side and side and entry.side != side and entry.fund is None:
            continue
        if entry.item in {"business_income", "other_income"} and family.rows in {"economic", "project", "procurement"}:
            continue
        return entry
    return None


def _from_entry(
    facts: RowFacts, entry: RowLabel, family: Family, side: Side | None, state: _State, of_which: bool
) -> RowFacts:
    if family.rows == "three_public":
        item = "three_public"
        return replace(
            facts,
            item=item,
            row_kind="of_which" if of_which and entry.row_kind != "total" else entry.row_kind,
            measure=entry.measure or ("total" if entry.item in {"total", "grand_total"} else None),
            basis=entry.basis,
        )
    if entry.row_kind in {"opening", "closing"}:
        state.balance = entry
    elif entry.row_kind in {"total", "subtotal"} or facts.style in {"chinese"}:
        state.balance = None
    by_fund = entry.fund is not None and entry.row_kind == "detail"
    if by_fund and state.balance is not None:
        # Under 年初 or 年末财政拨款结转和结余 the funds are its parts, not income.
        return replace(facts, item=state.balance.item, row_kind=state.balance.row_kind, fund=entry.fund, side=side)
    if by_fund and side == "expenditure":
        return replace(facts, item="other", known=False)
    item = entry.item
    if item == "grand_total" and family.rows != "summary":
        item = "total"
    if item == "total" and family.rows == "summary":
        item = "grand_total"
    row_kind = entry.row_kind if not (of_which and entry.row_kind == "detail") else "of_which"
    return replace(facts, item=item, row_kind=row_kind, fund=entry.fund, measure=None, side=entry.side)


def _by_name(
    facts: RowFacts, printed: _Printed, bare: str, section: Section, family: Family, side: Side | None, state: _State
) -> RowFacts:
    if family.rows == "three_public":
        return replace(facts, item="three_public")
    if not facts.label:
        if facts.row_no:
            return replace(facts, item="unnumbered")
        if not section.labels:
            return replace(facts, item="total", row_kind="total")
        return replace(facts, known=False)
    if printed.names:
        coded = _coded_by_name(facts, bare, section, family, side, state)
        if coded is not None:
            return coded
    if family.rows == "procurement":
        return replace(facts, item="procurement")
    if printed.project:
        if family.rows != "project" or _ORGANISATION.search(squeeze(printed.project)) or facts.entity_code:
            coded = _coded_by_name(facts, bare, section, family, side, state) if family.rows == "economic" else None
            if coded is not None:
                return replace(coded, project_name=None)
        if facts.entity_code or (
            _ORGANISATION.search(squeeze(printed.project)) and not printed.entity and len(bare) > 4
        ):
            return replace(facts, item="entity", project_name=None, entity=printed.project)
        return replace(facts, item="project")
    if printed.entity and not printed.names:
        return replace(facts, item="entity", entity=printed.entity)
    if family.rows == "project":
        return replace(facts, item="project", project_name=facts.label)
    if _ORGANISATION.search(bare) and len(bare) > 4:
        return replace(facts, item="entity", entity=facts.label)
    return replace(facts, known=False)


def _coded_by_name(
    facts: RowFacts, bare: str, section: Section, family: Family, side: Side | None, state: _State
) -> RowFacts | None:
    """Give a row without a printed code the code its name can only mean; None where there is none or more than one."""
    system = section.system or ("economic" if family.rows == "economic" else None)
    if system in {"economic", "government"}:
        codes = codes_named(system, bare)
        upper = [code for code in codes if len(code) == 3] or list(codes)
        if not upper:
            return None
        code = upper[0] if len(upper) == 1 else None
        field = "economic_code" if system == "economic" else "government_code"
        return replace(facts, item="economic", **{field: code})  # type: ignore[arg-type]
    if side == "income" or family.rows not in {"summary", "functional"}:
        return None
    code = _functional_by_name(bare, state.named_functional)
    if code is None:
        return None
    state.named_functional = code
    return replace(facts, item="functional", functional_code=code)


def _functional_by_name(bare: str, above: str | None) -> str | None:
    """The functional code of a bare name: a 类 by name alone, a 款 or 项 only under the row that heads it."""
    codes = codes_named("functional", bare)
    heads = tuple(dict.fromkeys(code for code in codes if len(code) == 3))
    if above is not None:
        for length in (7, 5):
            if len(above) < length - 2:
                continue
            under = [code for code in codes if len(code) == length and code.startswith(above[: length - 2])]
            if len(under) == 1 and not (heads and length == 5 and len(above) == 3 and under[0][:3] != above):
                return under[0]
    return heads[0] if len(heads) == 1 else None
