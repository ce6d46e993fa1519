"""One table of a form, row by row: fields, money rows, indicator rows, the total, and what was not understood."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from extract.model import Cell, RawTable
from transform.forms.headers import Header, carried_header, find_header
from transform.forms.notes import missed_reason, scoring_rules
from transform.forms.rows import FormContext, funding_pair, funding_row, indicator_row, project_score, total_row
from transform.forms.vocabulary import AMOUNT_ROLES, FormVocabulary
from transform.records import DisclosureItem, PerformanceRow, Place, Unread
from transform.statements.grid import Grid
from transform.text import display, squeeze

_CODE = re.compile(r"^\d[\dA-Za-z]{5,}[-—_]")


@dataclass
class TableReading:
    """What one table gave; ``rows`` is empty where it is no form."""

    rows: list[PerformanceRow] = field(default_factory=list)
    notes: list[DisclosureItem] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    context: FormContext | None = None


def is_form(table: RawTable, words: FormVocabulary) -> bool:
    """Tell whether a table has a form's header of indicators, or one of budget against execution."""
    grid = Grid(table)
    return any(find_header(grid, row, words) is not None for row in range(table.n_rows))


def goes_on(table: RawTable, context: FormContext) -> bool:
    """Tell whether a table without a header can be read under the header that was open on the page before."""
    return context.header is not None and carried_header(context.header, context.spans, Grid(table)) is not None


def read_table(table: RawTable, context: FormContext, words: FormVocabulary, *, continued: bool) -> TableReading:
    """Read one form table; ``context`` names the form and carries project and header over a page break."""
    return _Reader(table, context, words, continued=continued).read()


class _Reader:
    """Walks the rows of one table; the open header decides how a row is read."""

    def __init__(self, table: RawTable, context: FormContext, words: FormVocabulary, *, continued: bool) -> None:
        self.grid = Grid(table)
        self.words = words
        self.context = context
        self.header = carried_header(context.header, context.spans, self.grid) if continued and context.header else None
        if self.header is not None:
            self.context = context.with_header(self.header, self.grid)
        self.out = TableReading()
        self.used: set[tuple[int, int]] = set()
        self.started = continued
        self.project_cell: Cell | None = None

    def read(self) -> TableReading:
        row = 0
        while row < self.grid.n_rows:
            self._fields(row)
            header = find_header(self.grid, row, self.words)
            if header is not None:
                self._open(header)
                row = header.last + 1
                continue
            if self.header is None or not self._section_row(row):
                self._loose_row(row)
            row += 1
        self.out.notes += scoring_rules(self.grid.table, self.context, self.words)
        self._report()
        self.out.context = self.context
        return self.out

    def _open(self, header: Header) -> None:
        self.header = header
        self.context = self.context.with_header(header, self.grid)
        for row in range(header.first, header.last + 1):
            self._use(cell for cell in self.grid.printed(row))

    def _fields(self, row: int) -> None:
        """Take labelled values (项目名称 | …); a second project name begins the next form of a stacked table."""
        if self.header is not None and self.header.kind == "indicators" and self._in_section(row):
            return
        for cell in self.grid.printed(row):
            text = squeeze(cell.text)
            role = next((role for role, pattern in self.words.fields.items() if pattern.match(text)), None)
            if role is None or len(text) > 14 or (cell.row, cell.col) in self.used:
                continue
            value = self.grid.covering(row, cell.col + cell.col_span)
            if value is None or (role == "project" and self._is_header_row(row)):
                continue
            self._use((cell, value))
            if role == "project":
                if self.started:
                    self.context = self.context.next_form()
                    self.header = None
                self.started = True
                self.context = self.context.with_project(display(value.text))
            elif role == "entity" and not self.context.project_name:
                self.started = True

    def _is_header_row(self, row: int) -> bool:
        return find_header(self.grid, row, self.words) is not None

    def _in_section(self, row: int) -> bool:
        first = self.grid.row_cells(row)
        return bool(self.header) and not any(
            cell.col == 0 and self.words.fields["project"].match(squeeze(cell.text)) for cell in first
        )

    def _section_row(self, row: int) -> bool:
        """Read a data row under the open header; False where the row ends the section."""
        label = next(iter(self.grid.printed(row)), None)
        if label is None or self.header is None:
            return True
        if self.header.kind == "funding":
            return self._funding(row, label)
        if self.header.kind == "projects":
            self._listed_project(row, self.header)
            return True
        return self._indicator(row, label, self.header)

    def _funding(self, row: int, label: Cell) -> bool:
        if self._shares_amounts(row):
            return True
        made = None if label.col == 0 and label.row_span > 1 else funding_row(self.grid, row, self.context)
        if made is None:
            self.header = None
            return False
        self._keep(row, made)
        return True

    def _shares_amounts(self, row: int) -> bool:
        """Tell whether the amounts of ``row`` are those of the row above: merged cells, given once."""
        assert self.header is not None
        columns = [self.header.columns[role] for role in AMOUNT_ROLES if role in self.header.columns]
        cells = [cell for col in columns if (cell := self.grid.covering(row, col)) is not None]
        return bool(cells) and all(self.header.last < cell.row < row for cell in cells)

    def _listed_project(self, row: int, header: Header) -> None:
        self._list_project(row, header)
        if "score" in header.columns:
            self._keep(row, project_score(self.grid, row, self.context))
        self._use(self.grid.printed(row))

    def _indicator(self, row: int, label: Cell, header: Header) -> bool:
        text = squeeze(label.text)
        if self.words.total_label.match(text) and len(self.grid.printed(row)) <= 6:
            self._keep(row, total_row(self.grid, row, label, self.context))
            return True
        in_levels = label.col in {header.columns.get("level1"), header.columns.get("level2")}
        ends = label.col < header.columns["indicator"] and not in_levels and not self._has_level(row)
        if ends and self.words.text_label.match(text):
            self.header = None
            return False
        if "project" in header.columns:
            self._list_project(row, header)
        made = indicator_row(self.grid, row, self.context, self.words)
        if made is None:
            # Levels printed beside a row the form left empty.
            self._use(cell for cell in self.grid.printed(row) if cell.col <= header.columns["indicator"])
        self._keep(row, made)
        return True

    def _has_level(self, row: int) -> bool:
        """A section label beside the rows may begin in any of them: the row still has its own indicator and target."""
        header = self.header
        assert header is not None
        value = header.columns.get("target", header.columns.get("actual"))
        own = self.grid.own(row, header.columns["indicator"])
        return own is not None and bool(own.text.strip()) and value is not None and bool(self.grid.text(row, value))

    def _list_project(self, row: int, header: Header) -> None:
        cell = self.grid.covering(row, header.columns["project"])
        if cell is None or cell == self.project_cell or not cell.text.strip():
            return
        self.project_cell = cell
        self.context = self.context.with_project(_CODE.sub("", display(cell.text)))
        made = funding_pair(self.grid, row, cell, header.columns.get("project_budget"), self.context)
        if made is not None:
            self.out.rows.append(made)
        last = header.columns.get("indicator", self.grid.n_cols)
        self._use(other for other in self.grid.printed(row) if other.col < last)

    def _keep(self, row: int, made: PerformanceRow | None) -> None:
        if made is not None:
            self.out.rows.append(made)
            self._use(self.grid.printed(row))

    def _loose_row(self, row: int) -> None:
        """Read a row outside sections: amounts beside their labels, and running text under known labels."""
        for cell in self.grid.printed(row):
            if found := self.words.execution_points.match(squeeze(cell.text)):
                self.context = replace(self.context, execution_points=Decimal(found[1]))
                self._use((cell,))
        for cell in self.grid.printed(row):
            text = squeeze(cell.text)
            if (cell.row, cell.col) in self.used:
                continue
            if len(text) <= 24 and self.words.fund_label.match(text):
                if not self._amount(cell, row, cell.col + cell.col_span):
                    self._amount(cell, cell.row + cell.row_span, cell.col)
                self._use((cell,))
                continue
            if self.words.bare_label.match(text):
                self._use((cell,))
                continue
            if len(text) <= 40 and self.words.reason_label.match(text):
                self.out.notes.append(missed_reason(self.grid, cell, self.context))
            if len(text) <= 40 and self.words.text_label.match(text):
                self._use_text(cell)

    def _amount(self, label: Cell, row: int, col: int) -> bool:
        """Take the amount at a place for the one ``label`` names; False where no number stands there."""
        value = self.grid.covering(row, col)
        made = funding_pair(self.grid, row, label, col, self.context) if value is not None else None
        if made is None or value is None:
            return False
        self.out.rows.append(made)
        self._use((value,))
        # The points stand for execution of the whole: they go with the first amount of the form.
        self.context = replace(self.context, execution_points=None)
        return True

    def _use_text(self, label: Cell) -> None:
        """Mark a known label and its text: to the right in its rows, else below in its columns."""
        self._use((label,))
        right = [
            cell
            for row in range(label.row, label.row + label.row_span)
            for cell in self.grid.printed(row)
            if cell.col >= label.col + label.col_span and not self._speaks(cell) and not self._follows_label(cell)
        ]
        below = [
            cell
            for cell in self.grid.printed(label.row + label.row_span)
            if label.col <= cell.col < label.col + label.col_span and not self._speaks(cell)
        ]
        self._use(right or below)

    def _speaks(self, cell: Cell) -> bool:
        """Tell whether a cell is itself a label, or begins a header, and must be read for itself."""
        text = squeeze(cell.text)
        known = self.words.fund_label.match(text) or self.words.text_label.match(text)
        return bool(known and len(text) <= 24) or find_header(self.grid, cell.row, self.words) is not None

    def _follows_label(self, cell: Cell) -> bool:
        left = self.grid.covering(cell.row, cell.col - 1) if cell.col else None
        return left is not None and self.words.fund_label.match(squeeze(left.text)) is not None

    def _use(self, cells: Iterable[Cell]) -> None:
        self.used |= {(cell.row, cell.col) for cell in cells}

    def _report(self) -> None:
        for cell in self.grid.table.cells:
            if cell.text.strip() and (cell.row, cell.col) not in self.used and not self._is_caption(cell):
                place = Place.of(cell)
                self.out.unread.append(Unread("form_cell", "no known label explains it", cell.text, place))

    def _is_caption(self, cell: Cell) -> bool:
        return cell.col_span >= self.grid.n_cols and len(squeeze(cell.text)) < 40
