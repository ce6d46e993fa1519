"""Rows of a form as :class:`transform.records.PerformanceRow`: values, the words printed, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from extract.model import Cell
from transform.amounts import find_unit, parse_amount, parse_number, to_yuan
from transform.forms.headers import Header
from transform.forms.vocabulary import FormVocabulary
from transform.records import PerformanceRow, Place
from transform.statements.grid import Grid
from transform.text import display, squeeze

_POINTS = re.compile(r"\((\d+(?:\.\d+)?)分")
_SAYS_POINTS = re.compile(r"\d|%")
_LEVEL_POINTS = re.compile(r"[（(]\d+(?:\.\d+)?分[）)]$")
_SIGNS = {"≥", "≤", "=", "＝", ">", "<", "＞", "＜", "≧", "≦"}


@dataclass(frozen=True, slots=True)
class FormContext:
    """What holds for the rows that follow: the form, its project, its header and the words that give unit and weight.

    ``section`` is the label beside the rows (预算执行情况（万元）（20分）), ``captions`` the lines above the table.
    """

    form_no: int
    form_title: str
    project_name: str = ""
    captions: tuple[str, ...] = ()
    header: Header | None = None
    section: str = ""
    execution_points: Decimal | None = None
    spans: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def with_project(self, name: str) -> FormContext:
        """Return the context of another project of the same form."""
        return replace(self, project_name=name)

    def next_form(self) -> FormContext:
        """Return the context of the next form stacked in the same table."""
        return replace(self, form_no=self.form_no + 1, project_name="", header=None, section="", execution_points=None)

    def with_header(self, header: Header, grid: Grid) -> FormContext:
        """Return the context under ``header``; the section label is the cell left of its first column."""
        first = min(header.columns.values())
        beside = [grid.text(header.first, col) for col in range(first)]
        spans = {role: (cell.box.x0, cell.box.x1) for role, cell in header.cells.items() if header.first >= 0}
        section = next((text for text in beside if text), "") if header.first >= 0 else self.section
        return replace(self, header=header, section=section, spans=spans or self.spans)

    def unit(self, *near: str) -> str | None:
        """Return the money unit the form states, the nearest words first."""
        for words in (*near, self.section, *reversed(self.captions)):
            if unit := find_unit(words):
                return unit
            if (found := re.search(r"\((元|万元|亿元)\)", squeeze(words))) is not None:
                return found[1]
        return None


@dataclass(slots=True)
class _Fields:
    """The printed words of one row by field, and where they stand."""

    printed: dict[str, str]
    boxes: dict[str, Place]

    @classmethod
    def of(cls, cells: Mapping[str, Cell | None]) -> _Fields:
        held = {role: cell for role, cell in cells.items() if cell is not None}
        return cls(
            {role: cell.text for role, cell in held.items()},
            {role: Place.of(cell) for role, cell in held.items()},
        )

    def text(self, role: str) -> str | None:
        return display(self.printed[role]) or None if role in self.printed else None

    def number(self, role: str) -> Decimal | None:
        return parse_number(self.printed[role]) if role in self.printed and self.printed[role].strip() else None


def _cells(grid: Grid, row: int, header: Header) -> dict[str, Cell | None]:
    return {role: grid.covering(row, col) for role, col in header.columns.items()}


def _part_cells(grid: Grid, row: int, header: Header) -> dict[str, Cell | None]:
    """Return the filled cells of the sources of a row's money."""
    cells = {role: grid.covering(row, col) for role, col in header.parts.items()}
    return {role: cell for role, cell in cells.items() if cell is not None and cell.text.strip()}


def amount_yuan(printed: str, unit: str | None) -> Decimal | None:
    """Return a printed amount in yuan, None where it prints none or its unit is not known."""
    amount = parse_amount(printed)
    unit = amount.unit or unit
    return to_yuan(amount.value, unit) if amount.value is not None and unit is not None else None


def ratio(printed: str | None, header: str) -> Decimal | None:
    """Return a printed rate as a ratio (99.7% → 0.997); None where neither cell nor header says per cent."""
    if not printed:
        return None
    text = squeeze(printed)
    value = parse_number(text.rstrip("%"))
    return value / 100 if value is not None and (text.endswith("%") or "%" in squeeze(header)) else None


def _row(context: FormContext, kind: str, fields: _Fields, place: Place, **values: object) -> PerformanceRow:
    blank: dict[str, object] = dict.fromkeys(
        ("indicator_level1", "indicator_level2", "indicator", "target_text", "actual_text", "weight", "weight_source",
         "score", "initial_budget_yuan", "budget_yuan", "executed_yuan", "rate")
    )  # fmt: skip
    if context.section:
        fields.printed.setdefault("section", context.section)
    return PerformanceRow(
        form_no=context.form_no,
        form_title=context.form_title,
        row_kind=kind,  # type: ignore[arg-type]
        project_name=context.project_name,
        printed=tuple(fields.printed.items()),
        boxes=tuple(fields.boxes.items()),
        place=place,
        **{**blank, "label": "", **values},  # type: ignore[arg-type]
    )


def funding_row(grid: Grid, row: int, context: FormContext) -> PerformanceRow | None:
    """Return the money row at ``row`` under a header of budget and execution; None where it holds no amounts."""
    header = context.header
    assert header is not None
    cells = _cells(grid, row, header)
    amounts = [cells.get(role) for role in ("initial_budget", "budget", "executed")]
    first = min(header.columns[role] for role in ("initial_budget", "budget", "executed") if role in header.columns)
    label = cells.get("label") or (grid.covering(row, first - 1) if first else None)
    if label is None or all(cell is None or not _is_money(cell) for cell in amounts):
        return None
    fields = _Fields.of({**cells, **_part_cells(grid, row, header), "label": label})
    words = {role: display(cell.text) for role, cell in header.cells.items()}

    def yuan(role: str) -> Decimal | None:
        return amount_yuan(fields.printed.get(role, ""), context.unit(words.get(role, "")))

    weight, source = _execution_weight(fields, words, context)
    return _row(
        context, "funding", fields, Place.of(label), label=display(label.text),
        weight=weight, weight_source=source, score=fields.number("score"),
        rate=ratio(fields.text("rate"), words.get("rate", "")),
        initial_budget_yuan=yuan("initial_budget"), budget_yuan=yuan("budget"), executed_yuan=yuan("executed"),
    )  # fmt: skip


def _is_money(cell: Cell) -> bool:
    return parse_amount(cell.text).state in {"number", "blank", "dash"}


def _execution_weight(
    fields: _Fields, words: Mapping[str, str], context: FormContext
) -> tuple[Decimal | None, str | None]:
    """Return the points for execution: its own column, else the points the header or the section label prints."""
    if "weight" in fields.printed:
        weight = fields.number("weight")
        return weight, "printed" if weight is not None else None
    for source, text in (("score_header", words.get("score", "")), ("section_label", context.section)):
        if found := _POINTS.search(squeeze(text)):
            return Decimal(found[1]), source
    return None, None


def funding_pair(
    grid: Grid, row: int, label: Cell, value_col: int | None, context: FormContext
) -> PerformanceRow | None:
    """Return an amount printed beside its label (财政拨款 | 5.00) as a money row; None where there is no number."""
    value = grid.covering(row, value_col) if value_col is not None else None
    if value is None or parse_amount(value.text).state != "number":
        return None
    header = context.header
    words = display(header.cells["project_budget"].text) if header and "project_budget" in header.cells else ""
    left = [grid.text(row, label.col - 1), grid.text(row, 0)] if label.col else []
    goal = grid.covering(row, header.columns["project_goal"]) if header and "project_goal" in header.columns else None
    parts = _part_cells(grid, row, header) if header and header.columns.get("project_budget") == value_col else {}
    fields = _Fields.of({"label": label, "budget": value, **parts, "goal": goal})
    return _row(
        context, "funding", fields, Place.of(label), label=display(label.text),
        budget_yuan=amount_yuan(value.text, context.unit(words, display(label.text), *left)),
        weight=context.execution_points,
        weight_source="section_label" if context.execution_points is not None else None,
    )  # fmt: skip


def project_score(grid: Grid, row: int, context: FormContext) -> PerformanceRow | None:
    """Return the total score of a project listed with it; None where no number stands there."""
    header = context.header
    assert header is not None
    cells = _cells(grid, row, header)
    project, score = cells.get("project"), cells.get("score")
    if project is None or score is None or parse_number(score.text) is None:
        return None
    fields = _Fields.of({"label": project, "score": score})
    place = Place.of(project)
    return _row(context, "total", fields, place, label=display(project.text), score=fields.number("score"))


def indicator_row(grid: Grid, row: int, context: FormContext, words: FormVocabulary) -> PerformanceRow | None:
    """Return the indicator at ``row``; None where the row prints neither an indicator nor a value of its own."""
    header = context.header
    assert header is not None
    cells = _cells(grid, row, header)
    indicator = cells.get("indicator")
    own = [
        cell
        for role, cell in cells.items()
        if cell is not None and cell.row == row and role not in {"level1", "level2"}
    ]
    if indicator is None or not any(cell.text.strip() for cell in own):
        return None
    if words.blank_row.match(squeeze(indicator.text)) and not any(
        cell.text.strip() for cell in own if cell != indicator
    ):
        return None
    fields = _Fields.of({role: cell for role, cell in cells.items() if role not in {"project_goal", "project_budget"}})
    heading = squeeze(header.cells["weight"].text) if "weight" in header.cells else ""
    if _SAYS_POINTS.search(heading):
        fields.printed["weight_header"] = heading
    level1, level2, name = fields.text("level1"), fields.text("level2"), fields.text("indicator")
    if level1 is None and name and (fused := words.levels.match(name)):
        level1, level2, name = fused["level1"], fused["level2"], fused["indicator"]
    weight = fields.number("weight")
    return _row(
        context, "indicator", fields, Place.of(indicator), label=name or "",
        indicator_level1=_without_points(level1), indicator_level2=_without_points(level2), indicator=name,
        target_text=_target(fields), actual_text=fields.text("actual"), weight=weight,
        weight_source="printed" if weight is not None else None, score=fields.number("score"),
    )  # fmt: skip


def _without_points(level: str | None) -> str | None:
    return _LEVEL_POINTS.sub("", level) or None if level else None


def _target(fields: _Fields) -> str | None:
    """Return the target as one text: sign, value and unit where the form prints them in columns of their own."""
    sign, value, unit = fields.text("property"), fields.text("target"), fields.text("target_unit")
    if value is None:
        return None
    return f"{sign if sign in _SIGNS else ''}{value}{unit or ''}"


def total_row(grid: Grid, row: int, label: Cell, context: FormContext) -> PerformanceRow | None:
    """Return the row that adds up the scores: one number is the score, two are weight and score."""
    header = context.header
    assert header is not None
    numbers = [cell for cell in grid.printed(row) if cell != label and parse_number(cell.text) is not None]
    if not numbers or len(numbers) > 2:
        return None
    roles: dict[str, Cell] = {"score": numbers[-1]}
    if len(numbers) == 2:
        roles = {"weight": numbers[0], "score": numbers[1]}
    elif "score" not in header.columns or numbers[0].col + numbers[0].col_span <= header.columns["score"]:
        roles = {"weight": numbers[0]}
    fields = _Fields.of({"label": label, **roles})
    weight = fields.number("weight")
    return _row(
        context, "total", fields, Place.of(label), label=display(label.text),
        weight=weight, weight_source="printed" if weight is not None else None, score=fields.number("score"),
    )  # fmt: skip
