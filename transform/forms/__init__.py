"""Performance forms: project self-evaluation (绩效自评表) and target tables (绩效目标表) as performance rows.

Amounts are in yuan with the unit the form itself states (万元, 元); an amount without a stated unit stays printed only.
``rate`` is a ratio (99.7% is 0.997). ``weight`` is set only where points are printed: in the row's own column
(``weight_source`` "printed"), in the header of the score column or in the label beside the section ("score_header",
"section_label"). ``printed`` holds every field's words as printed, ``boxes`` their places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.model import DocumentContent, RawTable
from transform.forms.parse import goes_on, is_form, read_table
from transform.forms.rows import FormContext
from transform.forms.vocabulary import FormVocabulary, load_vocabulary
from transform.records import DisclosureItem, FilingKind, PerformanceRow, Unread
from transform.text import display, squeeze

__all__ = ["FormsResult", "parse_forms"]


@dataclass(frozen=True, slots=True)
class FormsResult:
    """What the forms of a document gave; ``notes`` are those of :mod:`transform.forms.notes`.

    ``used_tables`` are indexes of :class:`extract.model.RawTable`.
    """

    performance: tuple[PerformanceRow, ...]
    notes: tuple[DisclosureItem, ...]
    used_tables: tuple[int, ...]
    unread: tuple[Unread, ...]


def parse_forms(
    content: DocumentContent,
    unused_tables: Sequence[RawTable],
    *,
    kind: FilingKind,
    fiscal_year: int | None,
) -> FormsResult:
    """Read the performance forms among ``unused_tables``; ``kind`` and ``fiscal_year`` change nothing printed."""
    del content, kind, fiscal_year
    words = load_vocabulary()
    rows: list[PerformanceRow] = []
    notes: list[DisclosureItem] = []
    used: list[int] = []
    unread: list[Unread] = []
    before: tuple[RawTable, FormContext] | None = None
    form_no = 0
    for table in unused_tables:
        follows = before is not None and _continues(table, before[0], words)
        headed = is_form(table, words)
        if not headed and not (follows and before and goes_on(table, before[1])) and not _is_titled(table, words):
            continue
        context = before[1] if follows and before else FormContext(form_no + 1, form_title(table, words))
        context = replace(context, captions=_captions(table, context))
        reading = read_table(table, context, words, continued=follows)
        rows += reading.rows
        notes += reading.notes
        unread += reading.unread
        used.append(table.index)
        before = (table, reading.context or context)
        form_no = max(form_no, before[1].form_no)
    return FormsResult(tuple(rows), _numbered(notes), tuple(used), tuple(unread))


def _numbered(notes: Sequence[DisclosureItem]) -> tuple[DisclosureItem, ...]:
    """Number the notes within their kinds."""
    counts: Counter[str] = Counter()
    numbered = []
    for note in notes:
        numbered.append(replace(note, ordinal=counts[note.kind]))
        counts[note.kind] += 1
    return tuple(numbered)


def _is_titled(table: RawTable, words: FormVocabulary) -> bool:
    """Tell whether a table is a form by its title and first row though its indicators stand elsewhere, or nowhere."""
    first = [squeeze(cell.text) for cell in table.cells if cell.row < 3]
    named = any(words.fields[role].match(text) for role in ("project", "entity") for text in first if len(text) <= 14)
    return named and bool(form_title(table, words))


def _captions(table: RawTable, context: FormContext) -> tuple[str, ...]:
    return tuple(line.text for line in table.above) or context.captions


def form_title(table: RawTable, words: FormVocabulary) -> str:
    """Return the title printed over a form: the last line above it, or row across it, that speaks of performance."""
    across = [cell.text for cell in table.cells if cell.row < 2 and 2 * cell.col_span >= table.n_cols]
    lines = [display(text) for text in (*across, *(line.text for line in reversed(table.above)))]
    return next((line for line in lines if len(line) <= 60 and words.title.search(squeeze(line))), "")


def _continues(table: RawTable, before: RawTable, words: FormVocabulary) -> bool:
    """Tell whether a table is the rest of the form before it: on the next page, untitled, naming no project."""
    names = any(
        words.fields["project"].match(squeeze(cell.text)) or words.fields["entity"].match(squeeze(cell.text))
        for cell in table.cells
        if cell.row < 4 and len(squeeze(cell.text)) <= 14
    )
    near = 0 <= table.pages[0] - before.pages[-1] <= 1
    return near and not names and not any(words.starts_anew.search(squeeze(line.text)) for line in table.above)
