"""A document as read becomes a document as understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.model import DocumentContent, RawTable, UnreadableDocument
from transform.disclosure import parse_disclosure
from transform.forms import parse_forms
from transform.identity import identify
from transform.identity_hint import DocumentHint
from transform.narrative import parse_narrative
from transform.records import ParsedDocument, Place, Unread
from transform.stage import stage_hash
from transform.statements import parse_statements
from transform.text import display

__all__ = ["DocumentHint", "parse_document", "stage_hash"]


def parse_document(content: DocumentContent, *, hint: DocumentHint | None = None) -> ParsedDocument:
    """Return everything one document gives: identity, statements, claims, forms, disclosure, and what stayed unread.

    Every table is read by a statement, a form or the disclosure, or reported in ``unread``. Raises
    :class:`extract.model.UnreadableDocument` with code ``no_text`` where no page holds any text.
    """
    if not content.lines and not content.tables:
        raise UnreadableDocument("no_text", "no page holds any text")
    identity = identify(content, hint=hint)
    kind, fiscal_year = identity.kind, identity.fiscal_year
    statements = parse_statements(content, kind=kind, fiscal_year=fiscal_year)
    narrative = parse_narrative(content, kind=kind, fiscal_year=fiscal_year, own_names=identity.names)
    unused = _without(content.tables, statements.used_tables)
    forms = parse_forms(content, unused, kind=kind, fiscal_year=fiscal_year)
    unused = _without(unused, frozenset(forms.used_tables))
    disclosure = parse_disclosure(content, identity=identity, unused_tables=unused)
    unused = _without(unused, disclosure.used_tables)
    return ParsedDocument(
        document_sha256=content.document_sha256,
        identity=identity,
        page_count=len(content.pages),
        statements=statements.statements,
        line_items=statements.line_items,
        claims=narrative.claims,
        performance=forms.performance,
        disclosure=(*disclosure.items, *forms.notes),
        unread=(*statements.unread, *narrative.unread, *forms.unread, *disclosure.unread, *_unread_tables(unused)),
    )


def _without(tables: Sequence[RawTable], used: frozenset[int]) -> tuple[RawTable, ...]:
    return tuple(table for table in tables if table.index not in used)


def _unread_tables(tables: Sequence[RawTable]) -> Iterator[Unread]:
    for table in tables:
        printed = [cell for cell in table.cells if cell.text.strip()]
        if not printed:
            continue
        first = printed[0]
        title = display(table.above[-1].text) if table.above else ""
        head = " | ".join(display(cell.text) for cell in printed[:8])
        yield Unread(
            "table", "no reader knows this table", f"{title}: {head}", Place(first.page, first.box, first.locator)
        )
