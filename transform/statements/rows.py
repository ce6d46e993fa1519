"""What one printed row of a section is about: item, kind, codes, project, entity, all from its label cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from transform.amounts import parse_amount
from transform.codes import CodeSystem
from transform.records import Basis, RowKind, Side
from transform.statements.by_name import code_by_name
from transform.statements.columns import Section
from transform.statements.grid import Grid
from transform.statements.lexicon import Family, RowLabel, begins_name_of, match_row
from transform.statements.printed import PrintedRow, read_printed
from transform.text import ordinal_style, squeeze, strip_label

_ORGANISATION = re.compile(
    r"(局|委|办|院|厅|处|所|站|队|馆|校|会|室|中心|学院|医院|总部|政府|街道|公司|基金会|机关|本级|本部)"
    r"(\((本级|机关|本部|本级机关|行政|汇总|部门|[^()]*(局|办公室|委员会|中心|队|站|所|处|院|会))\))?$"
)
_SPILL = re.compile(r"^([\u4e00-\u9fff（）()、]{1,8})(?=[-\d,.\s]*$)")
_OWN_STATEMENT_ONLY = {
    "three_public": "three_public",
    "basis_row": "three_public",
    "procurement": "procurement",
    "project": "project",
    "count": "three_public",
}
#: Rows after which a list by economic class is no part of 基本支出 or 项目支出 any more.
_ENDS_MEASURE = frozenset(("economic_total", "basic_and_project_total"))


@dataclass(frozen=True, slots=True)
class RowFacts:
    """A row's meaning. ``known`` is False where its label belongs to no family; ``measure``, ``basis`` and ``year``
    are set where the row, not the column, names them (三公 items in rows, 预算数 and 决算数 in rows, years in rows).
    ``by_name``: its code was found by its name, not printed. ``misprinted``: digits in its code cells that make none.
    ``spill``: the end of its label, printed into its first amount cell (出2,022.39)."""

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
    by_name: bool = False
    misprinted: str = ""
    spill: str = ""


@dataclass(frozen=True, slots=True)
class SectionContext:
    """What all rows of a section share."""

    section: Section
    family: Family
    side: Side | None


@dataclass(slots=True)
class SectionState:
    """What earlier rows of a section leave behind for later ones; one for the section on all its pages."""

    codes: dict[CodeSystem, str] = field(default_factory=dict)
    named: str | None = None
    balance: RowLabel | None = None
    balance_style: str | None = None
    entity: str | None = None
    under: str | None = None
    under_style: str | None = None
    coded_entities: bool = False


def read_rows(grid: Grid, context: SectionContext, rows: Sequence[int], state: SectionState) -> Iterator[RowFacts]:
    """Read the label cells of each body row of a section, top to bottom."""
    body = frozenset(rows)
    for row in rows:
        printed = read_printed(grid, context.section, row, body, state.codes)
        facts = _facts(row, printed, context, state)
        spill = _spill(grid, row, facts, context.section)
        if spill:
            parts = (*printed.parts[:-1], printed.parts[-1] + spill) if printed.parts else ()
            project = printed.project + spill if printed.project else None
            whole = _facts(
                row, replace(printed, label=facts.label + spill, parts=parts, project=project), context, state
            )
            facts = replace(whole, spill=spill) if whole.known else facts
        if not facts.known and not facts.label and _states_nothing(grid, row, context.section):
            facts = replace(facts, item="unnumbered", known=True)
        yield facts


def _states_nothing(grid: Grid, row: int, section: Section) -> bool:
    """Whether a row of a section prints no amount but zeros: a line of the form that this section does not use."""
    cells = (grid.own(row, column.index) for column in section.amounts)
    values = (parse_amount(cell.text) for cell in cells if cell is not None)
    return all(printed.state in {"blank", "dash"} or printed.value == 0 for printed in values)


def _spill(grid: Grid, row: int, facts: RowFacts, section: Section) -> str:
    """Return the words in front of the first amount of a row that are the end of its label: a sheet's text runs over
    into the next cell (公用经费支 | 出2,022.39). So it is where the label is unknown, ends inside a bracket, is a
    project's, or where both together are the name of the row's code."""
    if not facts.label or not section.amounts:
        return ""
    cell = grid.own(row, section.amounts[0].index)
    found = _SPILL.match(cell.text.strip()) if cell is not None else None
    if found is None:
        return ""
    opened = facts.label.count("（") + facts.label.count("(") > facts.label.count("）") + facts.label.count(")")
    unfinished = not facts.known or opened or facts.item == "project" or _begins_name(facts, facts.label + found[1])
    return found[1] if unfinished else ""


def _begins_name(facts: RowFacts, words: str) -> bool:
    """Whether words are the name of the row's own code, or its beginning."""
    codes: tuple[tuple[CodeSystem, str | None], ...] = (
        ("functional", facts.functional_code),
        ("economic", facts.economic_code),
        ("government", facts.government_code),
    )
    return any(code is not None and begins_name_of(system, code, words) for system, code in codes)


def _facts(row: int, printed: PrintedRow, context: SectionContext, state: SectionState) -> RowFacts:
    label = printed.label or printed.project or printed.entity or ""
    bare, of_which = strip_label(label)
    entry = _entry(bare, context) or _entry_of_parts(printed.parts, context)
    if printed.entity and entry is None:
        state.entity = printed.entity
    total = entry is not None and entry.row_kind == "total" and not printed.codes
    facts = RowFacts(
        row=row,
        label=label,
        row_no=printed.row_no,
        item="other",
        row_kind="of_which" if of_which or printed.compared else "detail",
        functional_code=printed.codes.get("functional"),
        economic_code=printed.codes.get("economic"),
        government_code=printed.codes.get("government"),
        project_name=printed.project if printed.project and (entry is None or entry.item == "project") else None,
        entity=None if total else state.entity,
        entity_code=printed.entity_code,
        measure="change" if printed.compared else None,
        year=printed.year,
        style=ordinal_style(label),
        misprinted=printed.misprinted,
    )
    if _is_entity(printed):
        state.entity, state.codes = label, {}
        return replace(facts, item="entity", entity=label, entity_code=printed.misprinted, misprinted="")
    if printed.codes:
        return _coded(facts, context.family)
    if entry is not None:
        return _from_entry(facts, entry, context, state, of_which)
    found = _from_words(facts, printed, bare, context, state)
    return replace(found, known=True) if of_which else found


def _is_entity(printed: PrintedRow) -> bool:
    """Whether a row names a unit by its code in the column of the classification codes (125001 西安市…监督管理局)."""
    words = squeeze(printed.label)
    code = printed.misprinted
    return not printed.codes and code.isdigit() and len(code) in {6, 9} and bool(_ORGANISATION.search(words))


def relabelled(facts: RowFacts, label: str, context: SectionContext) -> RowFacts | None:
    """Return the meaning of a row under another label, None where that is unknown, too."""
    bare, of_which = strip_label(label)
    fresh = replace(facts, label=label, known=True)
    entry = _entry(bare, context)
    if entry is not None:
        return _from_entry(fresh, entry, context, SectionState(), of_which)
    return _named(fresh, bare, context, SectionState(named=facts.functional_code))


def _coded(facts: RowFacts, family: Family) -> RowFacts:
    if family.rows in {"procurement", "project"}:
        # The codes only describe a purchase or a project; rows of a whole unit sum up those below them.
        kind: RowKind = "subtotal" if facts.entity_code and family.rows == "procurement" else facts.row_kind
        return replace(facts, item=family.rows, row_kind=kind)
    economic = facts.economic_code or facts.government_code
    by_economic = economic and (family.rows == "economic" or not facts.functional_code)
    return replace(facts, item="economic" if by_economic else "functional")


def _entry(bare: str, context: SectionContext) -> RowLabel | None:
    """The first row label family that may stand here: items of 三公 and of procurement only in their own statements,
    income lines only on the income side."""
    rows = context.family.rows
    for entry in match_row(bare):
        if _OWN_STATEMENT_ONLY.get(entry.item, rows) != rows:
            continue
        opposite = entry.side and context.side and entry.side != context.side
        if opposite and (entry.row_kind == "subtotal" or (entry.row_kind == "detail" and entry.fund is None)):
            continue
        if opposite and entry.item == "appropriation_income":
            continue
        if entry.row_kind == "detail" and entry.side == "income" and rows in {"economic", "project", "procurement"}:
            continue
        return entry
    return None


def _entry_of_parts(parts: Sequence[str], context: SectionContext) -> RowLabel | None:
    """The family of a label printed over two columns: 财政专户管理资金 | 专户管理教育收费 by its last part,
    一般公共预算资金 | 小计 by its first."""
    if len(parts) < 2:
        return None
    last = strip_label(parts[-1])[0]
    if last in {"小计", "合计"}:
        head = _entry(strip_label(parts[0])[0], context)
        return replace(head, row_kind="subtotal") if head is not None and head.row_kind == "detail" else head
    return _entry(last, context)


def _from_entry(
    facts: RowFacts, entry: RowLabel, context: SectionContext, state: SectionState, of_which: bool
) -> RowFacts:
    row_kind: RowKind = "of_which" if of_which and entry.row_kind == "detail" else entry.row_kind
    if entry.item == "count":
        return replace(facts, item="count", row_kind=row_kind)
    if context.family.rows == "three_public":
        total = "total" if entry.item in {"total", "grand_total"} else None
        return replace(facts, item="three_public", row_kind=row_kind, measure=entry.measure or total, basis=entry.basis)
    if _is_part_of_balance(facts, entry, of_which, context, state):
        row_kind = "of_which"
    else:
        _remember(facts, entry, state)
    if entry.fund is not None and entry.row_kind == "detail":
        if state.balance is not None:
            # Under 年初 or 年末财政拨款结转和结余 the funds are its parts, not income.
            kind = "of_which" if row_kind == "of_which" else state.balance.row_kind
            return replace(facts, item=state.balance.item, row_kind=kind, fund=entry.fund, side=context.side)
        if context.side == "expenditure":
            return _named(facts, strip_label(facts.label)[0], context, state) or replace(facts, known=False)
    item = entry.item
    if item in {"grand_total", "total"}:
        item = "grand_total" if context.family.rows == "summary" else "total"
    measure = {"basic_total": "basic", "project_total": "project"}.get(item)
    return replace(facts, item=item, row_kind=row_kind, fund=entry.fund, measure=measure, side=entry.side)


def _is_part_of_balance(
    facts: RowFacts, entry: RowLabel, of_which: bool, context: SectionContext, state: SectionState
) -> bool:
    """Whether a row splits the balance above it by kind of money in a summary of all money (上年结余、结转, then
    1.一般公共预算拨款结余、结转 and 2.非财政拨款结余、结转): a part of it, not to be added to it."""
    balance = state.balance
    if balance is None or context.family.fund is not None or context.family.rows != "summary":
        return False
    if facts.style and facts.style == state.balance_style:
        return False
    if entry.row_kind in {"opening", "closing"}:
        return entry.item == balance.item and (of_which or entry.fund is not None or "财政拨款" in facts.label)
    return entry.fund is not None and entry.row_kind == "detail"


def _remember(facts: RowFacts, entry: RowLabel, state: SectionState) -> None:
    if entry.row_kind in {"opening", "closing"}:
        if entry.fund in {None, "appropriation"}:
            state.balance, state.balance_style = entry, facts.style
    elif entry.row_kind in {"total", "subtotal"} or (facts.style and facts.style == state.balance_style):
        # A row with an ordinal of the balance's own style stands beside it, not under it.
        state.balance = None
    if entry.item in {"basic_total", "project_total"}:
        state.under = {"basic_total": "basic", "project_total": "project"}[entry.item]
        state.under_style = facts.style
    elif entry.row_kind == "total" or entry.item in _ENDS_MEASURE or (facts.style and facts.style == state.under_style):
        state.under = None


def _from_words(
    facts: RowFacts, printed: PrintedRow, bare: str, context: SectionContext, state: SectionState
) -> RowFacts:
    rows = context.family.rows
    if rows == "three_public":
        unit = facts.label and (facts.entity_code or _ORGANISATION.search(squeeze(bare)))
        return replace(facts, item="three_public", entity=facts.label if unit else facts.entity)
    if not facts.label:
        return _unlabelled(facts, context, state)
    if printed.parts or rows == "economic":
        coded = _named(facts, bare, context, state)
        if coded is not None:
            return replace(coded, project_name=None)
    if rows == "procurement":
        return replace(facts, item="procurement")
    if rows == "list":
        return facts  # what a list names is known to nobody, and needs not be
    found = _project_or_entity(facts, printed, bare, rows, coded=state.coded_entities)
    if found.item == "entity":
        state.coded_entities = state.coded_entities or bool(facts.entity_code)
        if rows in {"functional", "economic"}:
            state.entity, state.codes = found.entity, {}
    return found


def _unlabelled(facts: RowFacts, context: SectionContext, state: SectionState) -> RowFacts:
    if facts.row_no:
        return replace(facts, item="unnumbered")
    if facts.entity_code:
        # 北京 prints units by their code alone, and their total without any word.
        state.coded_entities = True
        return replace(facts, item="entity", label=facts.entity_code, entity=facts.entity_code)
    if not context.section.labels or state.coded_entities:
        return replace(facts, item="total", row_kind="total", entity=None)
    return replace(facts, known=False)


def _project_or_entity(facts: RowFacts, printed: PrintedRow, bare: str, rows: str, *, coded: bool) -> RowFacts:
    # Where units carry codes a row without one is no unit, though a project's name may end in an organisation's.
    organisation = bool(_ORGANISATION.search(squeeze(bare))) and len(bare) > 4 and not (coded and rows == "project")
    if printed.project:
        if facts.entity_code or (organisation and not printed.entity):
            return replace(facts, item="entity", project_name=None, entity=printed.project)
        return replace(facts, item="project")
    if printed.entity and not printed.parts:
        return replace(facts, item="entity", entity=printed.entity)
    if organisation:
        return replace(facts, item="entity", entity=facts.label)
    if rows == "project":
        return replace(facts, item="project", project_name=facts.label)
    return replace(facts, known=False)


def _named(facts: RowFacts, bare: str, context: SectionContext, state: SectionState) -> RowFacts | None:
    """Give a row without a printed code the code that its name can only mean; None where it has none."""
    rows = context.family.rows
    system: CodeSystem = context.section.system or ("economic" if rows == "economic" else "functional")
    if system == "functional" and (
        rows not in {"summary", "functional"} or (rows, context.side) == ("summary", "income")
    ):
        return None
    classes_only = rows == "summary" and system != "functional"
    code = code_by_name(system, bare, state.codes.get(system) or state.named, facts.style, classes_only)
    if code is None:
        return None
    state.named = code
    measure = state.under if rows == "summary" and system == "economic" else None
    if system == "functional":
        return replace(facts, item="functional", functional_code=code, by_name=True)
    if system == "economic":
        return replace(facts, item="economic", economic_code=code, by_name=True, measure=measure)
    return replace(facts, item="economic", government_code=code, by_name=True)
