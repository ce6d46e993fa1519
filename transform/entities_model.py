"""The records of filings and reporting entities.

A **filing key** is entity, fiscal year, kind and scope: the same over editions and rebuilds. A **filing** is one
edition of it: the key and the documents that make it up. Tables and text published apart are one edition, and so are
tables published one by one; another document of the same part is the next one. A spreadsheet of statements that a PDF
of the same key prints is a **copy**: an edition of its own, kept and compared, never the current one while that PDF is
in force. Consolidated and own accounts of one entity are two keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from transform.records import EntityLevel, FilingIdentity, FilingKind, Scope

Part = Literal["all", "tables", "text", "annex"]
AliasSource = Literal["document", "declared", "source"]


@dataclass(frozen=True, slots=True)
class DocumentIdentityRow:
    """One document as the loader knows it: what its text says (``identity``) and what the ledger says (the rest).

    ``identity`` is None for a quarantined document (``state`` "quarantined" with a ``reason``).
    Times carry their offset (Asia/Shanghai); ``withdrawn_on`` is the day the publisher no longer served it.
    ``source_entity`` is the name the publisher's list gives, ``region_code`` the 6-digit GB/T 2260 code;
    ``statements`` are the ids of the statements that the document prints.
    """

    document_sha256: str
    document_name: str
    identity: FilingIdentity | None
    page_count: int | None
    first_retrieved_at: datetime
    last_retrieved_at: datetime
    source_url: str | None = None
    published_on: date | None = None
    withdrawn_on: date | None = None
    region: str | None = None
    region_code: str | None = None
    source_entity: str | None = None
    state: Literal["loaded", "quarantined"] = "loaded"
    reason: str | None = None
    media_type: str | None = None
    statements: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Filing:
    """One edition; the fields of the ``filings`` view, in its words.

    ``revision`` counts editions of a key from 1 in order of publication, then retrieval; a copy follows the edition
    that it repeats, and was never the latest (``known_to`` = ``known_from``). ``is_current``: the latest
    published edition, then the latest retrieved, that is not withdrawn and not quarantined. ``known_from`` and
    ``known_to`` say when we held it as the latest, ``published_from`` and ``published_to`` when it was the publisher's
    latest (``to`` is exclusive; None: still). ``document_sha256`` is the edition's first document.
    """

    filing_id: str
    filing_key: str
    document_sha256: str
    document_name: str
    source_url: str | None
    kind: FilingKind | None
    fiscal_year: int | None
    entity_id: str | None
    entity_name: str | None
    entity_code: str | None
    parent_entity_id: str | None
    region: str | None
    region_code: str | None
    entity_level: EntityLevel | None
    scope: Scope
    published_on: date | None
    retrieved_at: datetime
    revision: int
    is_current: bool
    known_from: datetime
    known_to: datetime | None
    published_from: date | None
    published_to: date | None
    page_count: int | None
    status: Literal["loaded", "quarantined"]
    reason: str | None


@dataclass(frozen=True, slots=True)
class FilingDocument:
    """A document's place in an edition; ``ordinal`` counts from 0. A document may belong to several editions."""

    filing_id: str
    document_sha256: str
    ordinal: int
    part: Part


@dataclass(frozen=True, slots=True)
class Entity:
    """A reporting entity under its canonical name."""

    entity_id: str
    entity_name: str
    entity_code: str | None
    entity_level: EntityLevel
    parent_entity_id: str | None
    region: str | None
    region_code: str | None


@dataclass(frozen=True, slots=True)
class EntityAlias:
    """Another spelling of an entity and why we hold it: printed in a filing, declared in data, or in a list."""

    entity_id: str
    alias: str
    source: AliasSource
    evidence: str
    document_sha256: str | None


@dataclass(frozen=True, slots=True)
class AmbiguousName:
    """A name that could mean several entities: listed for a person, never merged."""

    name: str
    entity_ids: tuple[str, ...]
    reason: str
    document_sha256: str | None


@dataclass(frozen=True, slots=True)
class FilingAssembly:
    """Everything :func:`assemble_filings` decides, each tuple in a fixed order (by id)."""

    filings: tuple[Filing, ...]
    filing_documents: tuple[FilingDocument, ...]
    entities: tuple[Entity, ...]
    entity_aliases: tuple[EntityAlias, ...]
    ambiguous: tuple[AmbiguousName, ...]
