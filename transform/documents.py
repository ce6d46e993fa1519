"""A document as read becomes a document as understood."""

from __future__ import annotations

from extract.model import DocumentContent
from transform.identity_hint import DocumentHint
from transform.records import ParsedDocument

__all__ = ["DocumentHint", "parse_document"]


def parse_document(content: DocumentContent, *, hint: DocumentHint | None = None) -> ParsedDocument:
    """Return everything one document gives.

    Raises :class:`extract.model.UnreadableDocument` with code ``no_text`` where no page holds any text.
    """
    raise NotImplementedError(content.document_sha256, hint)
