"""The typed records a document becomes. Amounts are exact decimals in yuan; the printed text always stays beside them.

Nothing here carries a filing id: which documents make one filing is decided when the warehouse is loaded, from
:class:`FilingIdentity`. Records are joined to their filing by ``document_sha256``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extract.model import Box, Cell, TextLine

FilingKind = Literal["final_account", "budget", "performance", "other"]
Scope = Literal["consolidated", "own", "unknown"]
EntityLevel = Literal["department", "unit"]
Side = Literal["income", "expenditure"]
RowKind = Literal["total", "subtotal", "detail", "of_which", "opening", "closing"]
Basis = Literal["initial_budget", "adjusted_budget", "final"]
CellState = Literal["number", "blank", "dash", "text", "unread"]
ValueKind = Literal["amount", "ratio", "count", "date", "score"]


@dataclass(frozen=True, slots=True)
class FilingIdentity:
    """Who filed what for which year, as the document's own text says.

    ``names`` are all spellings of the reporting entity met in the document, most trusted first; ``entity_name`` is
    the first.
    ``parent_name`` is the department in charge where the text names one other than the entity itself.
    ``evidence`` maps a field name to the words and place that decided it.
    """

    entity_name: str
    names: tuple[str, ...]
    fiscal_year: int | None
    kind: FilingKind
    scope: Scope
    entity_level: EntityLevel
    part: Literal["all", "tables", "text", "annex"]
    entity_code: str | None
    printed_on: str | None
    evidence: tuple[tuple[str, str], ...]
    parent_name: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed, and how sure its recognition was (0 to 1; None where the text was not recognised)."""

    page: int
    box: Box | None
    locator: str
    ocr_confidence: float | None = None

    @classmethod
    def of(cls, printed: Cell | TextLine) -> Place:
        """Return where a cell or a line is printed."""
        return cls(printed.page, printed.box, printed.locator, printed.confidence)


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """One statement met in a document, with its row accounting: printed = parsed + ignored + unread."""

    statement: str
    instance: int
    printed_title: str
    unit: str
    step_yuan: Decimal | None
    pages: tuple[int, ...]
    rows_printed: int
    rows_parsed: int
    rows_ignored: int
    rows_unread: int
    ignored_reasons: tuple[str, ...]
    engine: str
    layout_id: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineItem:
    """One printed amount cell of a statement (blank cells included: a blank is a fact too)."""

    statement: str
    instance: int
    side: Side | None
    row_no: str | None
    row_label: str
    item: str
    row_kind: RowKind
    functional_code: str | None
    economic_code: str | None
    government_economic_code: str | None
    project_name: str | None
    subject_entity: str | None
    fund: str | None
    measure: str
    measure_label: str
    basis: Basis
    amount_year: int | None
    printed_text: str
    state: CellState
    amount_yuan: Decimal | None
    unit: str
    step_yuan: Decimal | None
    place: Place
    table_index: int
    table_row: int
    table_col: int
    ocr_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One number of a sentence, bound (or not) to what it states."""

    section: str
    sentence: str
    subject: str
    metric: str
    period: int | None
    base_year: int | None
    direction: Literal[-1, 0, 1] | None
    printed_text: str
    value_kind: ValueKind
    value: Decimal | None
    amount_yuan: Decimal | None
    unit: str
    step: Decimal | None
    statement: str | None
    item: str | None
    measure: str | None
    fund: str | None
    functional_code: str | None
    economic_code: str | None
    project_name: str | None
    basis: Basis | None
    state: Literal["bound", "unbound"]
    place: Place
    sentence_no: int
    clause_no: int
    ordinal: int
    # How claims hang together; exact meaning in ``transform.narrative``.
    concept: str | None = None
    group_key: str | None = None
    parent_key: str | None = None
    whole: str | None = None
    whole_concept: str | None = None
    whole_key: str | None = None
    base_basis: Basis | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class PerformanceRow:
    """One row of a project self-evaluation (or target) form."""

    form_no: int
    form_title: str
    row_kind: Literal["funding", "indicator", "total"]
    project_name: str
    label: str
    indicator_level1: str | None
    indicator_level2: str | None
    indicator: str | None
    target_text: str | None
    actual_text: str | None
    weight: Decimal | None
    weight_source: str | None
    score: Decimal | None
    initial_budget_yuan: Decimal | None
    budget_yuan: Decimal | None
    executed_yuan: Decimal | None
    rate: Decimal | None
    printed: tuple[tuple[str, str], ...]
    boxes: tuple[tuple[str, Place], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class DisclosureItem:
    """A non-numeric element of a filing: a section heading, contents entry, note, empty-table sentence, glossary term,
    checklist answer, template leftover, or listed subject. ``kind`` says which; ``key`` and ``value`` hold its content,
    ``code`` the standard form of the value where there is one (the kinds are listed in ``transform.disclosure``)."""

    kind: str
    key: str
    value: str
    section: str
    ordinal: int
    place: Place
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """Something printed that was not understood: reported, never dropped."""

    what: str
    reason: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """Everything one document gave."""

    document_sha256: str
    identity: FilingIdentity
    page_count: int
    statements: tuple[StatementRecord, ...]
    line_items: tuple[LineItem, ...]
    claims: tuple[Claim, ...]
    performance: tuple[PerformanceRow, ...]
    disclosure: tuple[DisclosureItem, ...]
    unread: tuple[Unread, ...]
