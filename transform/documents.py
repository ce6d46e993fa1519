"""A document as read becomes a document as understood."""

from __future__ import annotations

from extract.model import DocumentContent, UnreadableDocument
from transform.identity import identify
from transform.identity_hint import DocumentHint
from transform.narrative import parse_narrative
from transform.records import ParsedDocument
from transform.statements import parse_statements

__all__ = ["DocumentHint", "parse_document"]


def parse_document(content: DocumentContent, *, hint: DocumentHint | None = None) -> ParsedDocument:
    """Return everything one document gives.

    Raises :class:`extract.model.UnreadableDocument` with code ``no_text`` where no page holds any text.
    """
    if not content.lines and not content.tables:
        raise UnreadableDocument("no_text", "no page holds any text")
    identity = identify(content, hint=hint)
    statements = parse_statements(content, kind=identity.kind, fiscal_year=identity.fiscal_year)
    narrative = parse_narrative(content, kind=identity.kind, fiscal_year=identity.fiscal_year)
    return ParsedDocument(
        document_sha256=content.document_sha256,
        identity=identity,
        page_count=len(content.pages),
        statements=statements.statements,
        line_items=statements.line_items,
        claims=narrative.claims,
        performance=(),
        disclosure=(),
        unread=(*statements.unread, *narrative.unread),
    )
