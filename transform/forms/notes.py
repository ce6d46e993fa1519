"""What a form says in words: why targets were missed, and the rule that its scores follow.

Both become :class:`transform.records.DisclosureItem`: kind ``form_reason`` (value: the words beside the label, "" where
the cell was left empty) and ``form_rule`` (code: a rule's id in ``data/forms.yaml``; value: the words that state it);
key: the form's number, section: its title.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.model import Cell, RawTable
from transform.forms.rows import FormContext
from transform.forms.vocabulary import FormVocabulary
from transform.records import DisclosureItem, Place
from transform.statements.grid import Grid
from transform.text import display, squeeze

_SHORTEST_NOTE = 16


def missed_reason(grid: Grid, label: Cell, context: FormContext) -> DisclosureItem:
    """Return the words right of ``label``: an empty cell says nothing and is kept, for that is what it says."""
    value = grid.covering(label.row, label.col + label.col_span)
    text = display(value.text) if value is not None else ""
    return _item("form_reason", context, text, Place.of(value or label), None)


def scoring_rules(table: RawTable, context: FormContext, words: FormVocabulary) -> Iterator[DisclosureItem]:
    """Yield the rules for scores that the notes of a form state, in its cells and in the lines below it."""
    for rule, pattern in words.scoring_rules.items():
        for text, place in _notes(table):
            if found := pattern.search(text):
                yield _item("form_rule", context, found[0], place, rule)
                break


def _notes(table: RawTable) -> Iterator[tuple[str, Place]]:
    for cell in table.cells:
        text = squeeze(cell.text)
        if len(text) >= _SHORTEST_NOTE:
            yield text, Place.of(cell)
    if table.below:
        # a rule may go on over the line's end
        yield "".join(squeeze(line.text) for line in table.below), Place.of(table.below[0])


def _item(kind: str, context: FormContext, value: str, place: Place, code: str | None) -> DisclosureItem:
    return DisclosureItem(kind, str(context.form_no), value, context.form_title, 0, place, code)
