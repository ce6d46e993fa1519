"""Statements: printed tables of amounts to line items. :func:`parse_statements` is the one entrance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from extract.model import DocumentContent
from transform.amounts import find_unit
from transform.records import FilingKind, LineItem, StatementRecord, Unread
from transform.statements.drafts import gather
from transform.statements.items import Context, read_statement
from transform.statements.three_public import narrative_basis

__all__ = ["StatementsResult", "parse_statements"]


@dataclass(frozen=True, slots=True)
class StatementsResult:
    """All statements of a document. ``used_tables`` are the indexes of the tables they were read from."""

    statements: tuple[StatementRecord, ...]
    line_items: tuple[LineItem, ...]
    unread: tuple[Unread, ...]
    used_tables: frozenset[int]


def parse_statements(content: DocumentContent, *, kind: FilingKind, fiscal_year: int | None) -> StatementsResult:
    """Read every statement of amounts in a document.

    ``kind`` and ``fiscal_year`` come from the document's identity; they decide only what the titles and headers leave
    open. Amounts are exact decimals in yuan. Tables that are no statements stay out of ``used_tables``. Raises nothing:
    what is not understood is reported in ``unread``.
    """
    drafts = gather(content, kind)
    units = Counter(draft.unit for draft in drafts if draft.unit)
    dominant = units.most_common(1)[0][0] if units else _unit_in_lines(content)
    context = Context(kind, fiscal_year, dominant, narrative_basis(content.lines) if kind == "final_account" else None)
    seen: Counter[str] = Counter()
    results = []
    for draft in drafts:
        seen[draft.statement] += 1
        results.append(read_statement(draft, seen[draft.statement], context))
    return StatementsResult(
        statements=tuple(result.record for result in results),
        line_items=tuple(item for result in results for item in result.items),
        unread=tuple(unread for result in results for unread in result.unread),
        used_tables=frozenset(part.block.grid.table.index for draft in drafts for part in draft.parts),
    )


def _unit_in_lines(content: DocumentContent) -> str | None:
    units = Counter(unit for line in content.lines if len(line.text) < 60 and (unit := find_unit(line.text)))
    return units.most_common(1)[0][0] if units else None
