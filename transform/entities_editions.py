"""Documents of one filing key become editions, in the order they were published and retrieved."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from extract.documents import XLS, XLSX
from transform.entities_model import DocumentIdentityRow, Entity, Filing, FilingDocument, Part
from transform.records import FilingIdentity, Scope

_SPREADSHEETS = frozenset({XLSX, XLS})
_PART_ORDER: dict[Part, int] = {"all": 0, "tables": 1, "text": 2, "annex": 3}


@dataclass(frozen=True, slots=True)
class _Edition:
    """The documents of one edition; ``is_copy`` where it repeats the edition before it as a spreadsheet."""

    opener: DocumentIdentityRow
    parts: tuple[tuple[Part, DocumentIdentityRow], ...]
    is_copy: bool = False

    @property
    def is_whole(self) -> bool:
        parts = {part for part, _ in self.parts}
        return "all" in parts or {"tables", "text"} <= parts or parts == {"annex"}

    @property
    def statements(self) -> frozenset[str]:
        return frozenset().union(*(row.statements for _, row in self.parts))


def published_or_retrieved(row: DocumentIdentityRow) -> date:
    """Return the day a document counts from: published, or first retrieved where the publisher gives no date."""
    return row.published_on or row.first_retrieved_at.date()


def build_filings(
    rows: Sequence[DocumentIdentityRow], entity_of: Mapping[str, str], entities: Mapping[str, Entity]
) -> tuple[tuple[Filing, ...], tuple[FilingDocument, ...]]:
    """Return every edition of every key, and which documents make it up; the order of ``rows`` does not matter."""
    scopes = _known_scopes(rows, entity_of)
    groups: dict[str, list[DocumentIdentityRow]] = defaultdict(list)
    scope_of: dict[str, Scope] = {}
    for row in rows:
        key, scope = _filing_key(row, entity_of, scopes)
        groups[key].append(row)
        scope_of[key] = scope
    filings: list[Filing] = []
    documents: list[FilingDocument] = []
    for key in sorted(groups):
        made, linked = _key_filings(key, scope_of[key], groups[key], entity_of, entities)
        filings += made
        documents += linked
    return tuple(filings), tuple(documents)


def _known_scopes(
    rows: Sequence[DocumentIdentityRow], entity_of: Mapping[str, str]
) -> Mapping[tuple[str, int | None, str], set[Scope]]:
    known: dict[tuple[str, int | None, str], set[Scope]] = defaultdict(set)
    for row in rows:
        if row.identity is not None and row.document_sha256 in entity_of and row.identity.scope != "unknown":
            entity = entity_of[row.document_sha256]
            known[entity, row.identity.fiscal_year, row.identity.kind].add(row.identity.scope)
    return known


def _filing_key(
    row: DocumentIdentityRow,
    entity_of: Mapping[str, str],
    scopes: Mapping[tuple[str, int | None, str], set[Scope]],
) -> tuple[str, Scope]:
    identity = row.identity
    entity = entity_of.get(row.document_sha256)
    if identity is None or entity is None or identity.fiscal_year is None:
        return f"doc_{row.document_sha256[:16]}", identity.scope if identity else "unknown"
    scope = identity.scope
    others = scopes.get((entity, identity.fiscal_year, identity.kind), set())
    if scope == "unknown" and len(others) == 1:
        # Tables published apart from the text often say no level: they belong to the one filing that does.
        scope = next(iter(others))
    return f"{entity}-{identity.fiscal_year}-{identity.kind}-{scope}", scope


def _editions(rows: Sequence[DocumentIdentityRow]) -> list[_Edition]:
    ordered = sorted(rows, key=lambda row: (published_or_retrieved(row), row.first_retrieved_at, row.document_sha256))
    copies = [row for row in ordered if _is_copy(row, ordered)]
    editions = _in_order([row for row in ordered if row not in copies])
    for row in copies:
        repeated = [index for index, edition in enumerate(editions) if edition.statements & row.statements]
        days = [published_or_retrieved(editions[index].opener) for index in repeated]
        base = repeated[max(0, bisect_right(days, published_or_retrieved(row)) - 1)]
        editions.insert(base + 1, _Edition(row, ((_part(row), row),), is_copy=True))
    return editions


def _part(row: DocumentIdentityRow) -> Part:
    return row.identity.part if row.identity else "all"


def _is_copy(row: DocumentIdentityRow, rows: Sequence[DocumentIdentityRow]) -> bool:
    """Say whether a spreadsheet prints statements that a document of another kind prints, too."""
    return row.media_type in _SPREADSHEETS and any(
        other.media_type not in _SPREADSHEETS and other.state == "loaded" and other.statements & row.statements
        for other in rows
    )


def _in_order(ordered: Sequence[DocumentIdentityRow]) -> list[_Edition]:
    editions: list[_Edition] = []
    for row in ordered:
        part = _part(row)
        held = editions[-1].parts if editions else ()
        kinds = {kind for kind, _ in held}
        if part == "tables" and _adds_tables(row, editions):
            editions[-1] = _Edition(editions[-1].opener, _by_part([*held, (part, row)]))
        elif part in {"tables", "text"} and "all" not in kinds and held:
            joined = _by_part([*((kind, one) for kind, one in held if kind != part), (part, row)])
            if part in kinds:
                editions.append(_Edition(row, joined))
            else:
                editions[-1] = _Edition(editions[-1].opener, joined)
        else:
            editions.append(_Edition(row, ((part, row),)))
    return editions


def _adds_tables(row: DocumentIdentityRow, editions: Sequence[_Edition]) -> bool:
    """Say whether a document of tables holds only statements that the last edition, which has some, lacks."""
    held = editions[-1].statements if editions else frozenset()
    return bool(held and row.statements) and not held & row.statements


def _by_part(parts: Sequence[tuple[Part, DocumentIdentityRow]]) -> tuple[tuple[Part, DocumentIdentityRow], ...]:
    return tuple(sorted(parts, key=lambda item: _PART_ORDER[item[0]]))


def _key_filings(
    key: str,
    scope: Scope,
    rows: Sequence[DocumentIdentityRow],
    entity_of: Mapping[str, str],
    entities: Mapping[str, Entity],
) -> tuple[list[Filing], list[FilingDocument]]:
    editions = _editions(rows)
    current = max(
        (index for index, edition in enumerate(editions) if _in_force(edition)),
        key=lambda index: (
            not editions[index].is_copy,
            published_or_retrieved(editions[index].opener),
            editions[index].is_whole,
            index,
        ),
        default=None,
    )
    filings: list[Filing] = []
    documents: list[FilingDocument] = []
    for index, edition in enumerate(editions):
        later = (other.opener for other in editions[index + 1 :] if not other.is_copy)
        following = edition.opener if edition.is_copy and index != current else next(later, None)
        filing = _filing(key, scope, index, edition, following, entity_of, entities, is_current=index == current)
        filings.append(filing)
        documents += [
            FilingDocument(filing.filing_id, row.document_sha256, ordinal, part)
            for ordinal, (part, row) in enumerate(edition.parts)
        ]
    return filings, documents


def _in_force(edition: _Edition) -> bool:
    return edition.opener.state == "loaded" and any(row.withdrawn_on is None for _, row in edition.parts)


def _filing(
    key: str,
    scope: Scope,
    index: int,
    edition: _Edition,
    following: DocumentIdentityRow | None,
    entity_of: Mapping[str, str],
    entities: Mapping[str, Entity],
    *,
    is_current: bool,
) -> Filing:
    rows = [row for _, row in edition.parts]
    opener, first = edition.opener, rows[0]
    identity: FilingIdentity | None = first.identity
    entity = entities.get(entity_of.get(first.document_sha256, ""))
    withdrawn = max((row.withdrawn_on for row in rows if row.withdrawn_on), default=None)
    gone = withdrawn if withdrawn and all(row.withdrawn_on for row in rows) else None
    pages = [row.page_count for row in rows if row.page_count is not None]
    return Filing(
        filing_id=f"{key}-{_digest(rows)}",
        filing_key=key,
        document_sha256=first.document_sha256,
        document_name=first.document_name,
        source_url=first.source_url,
        kind=identity.kind if identity else None,
        fiscal_year=identity.fiscal_year if identity else None,
        entity_id=entity.entity_id if entity else None,
        entity_name=identity.entity_name or None if identity else None,
        entity_code=next((row.identity.entity_code for row in rows if row.identity and row.identity.entity_code), None),
        parent_entity_id=entity.parent_entity_id if entity else None,
        region=next((row.region for row in rows if row.region), None),
        region_code=next((row.region_code for row in rows if row.region_code), None),
        entity_level=identity.entity_level if identity else None,
        scope=scope,
        published_on=opener.published_on,
        retrieved_at=opener.first_retrieved_at,
        revision=index + 1,
        is_current=is_current,
        known_from=opener.first_retrieved_at,
        known_to=_known_to(opener, following, gone),
        published_from=opener.published_on,
        published_to=(following.published_on if following else None) or gone,
        page_count=sum(pages) if pages else None,
        status="quarantined" if all(row.state == "quarantined" for row in rows) else "loaded",
        reason=next((row.reason for row in rows if row.reason), None),
    )


def _digest(rows: Sequence[DocumentIdentityRow]) -> str:
    return hashlib.sha256("\n".join(row.document_sha256 for row in rows).encode()).hexdigest()[:12]


def _known_to(opener: DocumentIdentityRow, following: DocumentIdentityRow | None, gone: date | None) -> datetime | None:
    """Return when the next edition was retrieved, or when this one was found withdrawn, whichever came first."""
    ends = [following.first_retrieved_at] if following else []
    if gone is not None:
        ends.append(datetime.combine(gone, time(), tzinfo=opener.first_retrieved_at.tzinfo))
    return min(ends, default=None)
