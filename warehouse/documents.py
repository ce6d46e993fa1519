"""The documents to load, as the caller hands them over from the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from extract.ledger_rows import DocumentRow as Appearance


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One document (by content) with what is known about it outside its own text.

    Times are ISO 8601 with offset +08:00 (``extract.clock.timestamp``). ``state`` "loaded" documents must have parsed
    Parquet; "quarantined" ones carry a ``reason``.
    """

    document_sha256: str
    document_name: str
    first_retrieved_at: str
    last_retrieved_at: str
    media_type: str | None = None
    page_count: int | None = None
    size_bytes: int | None = None
    source_id: str = "adhoc"
    listing_year: int | None = None
    source_url: str | None = None
    published_on: date | None = None
    withdrawn_on: date | None = None
    state: Literal["loaded", "quarantined"] = "loaded"
    reason: str | None = None
    title: str | None = None
    entity_hint: str | None = None
    region: str | None = None
    region_code: str | None = None


@dataclass(frozen=True, slots=True)
class RetrievalRow:
    """One retrieval, as the archive logged it. ``retrieved_at`` as in :class:`SourceDocument`."""

    retrieval_id: str
    source_id: str
    retrieved_at: str
    outcome: str
    document_sha256: str | None = None
    url: str | None = None
    http_status: int | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """Where a source publishes: its name and 6-digit GB/T 2260 code."""

    name: str | None
    code: str | None


def documents_from_ledger(
    appearances: Iterable[Appearance],
    *,
    regions: Mapping[str, Region] | None = None,
    entity_hints: Mapping[str, str] | None = None,
) -> list[SourceDocument]:
    """Join the ledger's rows (one per source, year and address) to one row per document, by SHA-256.

    A publisher's appearance is preferred to a file given by hand, then the earliest retrieved. The document counts as
    withdrawn only where every appearance is. Documents fetched but not yet read or parsed are left out: they are no
    part of a warehouse yet. ``regions`` is by source id, ``entity_hints`` by SHA-256.
    """
    regions = regions or {}
    entity_hints = entity_hints or {}
    grouped: dict[str, list[Appearance]] = {}
    for row in appearances:
        if row.state in {"parsed", "quarantined", "unread"}:
            grouped.setdefault(row.document_sha256, []).append(row)
    joined = []
    for sha, rows in sorted(grouped.items()):
        best = min(rows, key=lambda row: (row.source_id == "adhoc", row.first_retrieved_at, row.source_url))
        region = regions.get(best.source_id, Region(None, None))
        withdrawn = [row.withdrawn_on for row in rows if row.withdrawn_on]
        parsed = best.state == "parsed"
        joined.append(
            SourceDocument(
                document_sha256=sha,
                document_name=best.document_name,
                first_retrieved_at=min(row.first_retrieved_at for row in rows),
                last_retrieved_at=max(row.last_retrieved_at for row in rows),
                media_type=best.media_type,
                page_count=best.page_count,
                size_bytes=best.size,
                source_id=best.source_id,
                listing_year=best.listing_year,
                source_url=best.source_url or None,
                published_on=_day(best.published_on),
                withdrawn_on=_day(max(withdrawn)) if len(withdrawn) == len(rows) else None,
                state="loaded" if parsed else "quarantined",
                reason=None if parsed else best.reason or best.state,
                title=best.title,
                entity_hint=entity_hints.get(sha),
                region=region.name,
                region_code=region.code,
            )
        )
    return joined


def _day(text: str | None) -> date | None:
    return None if not text else date.fromisoformat(text[:10])


def quarantined(document: SourceDocument, reason: str) -> SourceDocument:
    """Return the document as quarantined for this reason."""
    return replace(document, state="quarantined", reason=reason)


def moment(text: str) -> datetime:
    """Return a stored time as an aware datetime."""
    return datetime.fromisoformat(text)
