"""Filings and entities: parsed identities and ledger rows, through ``transform.entities``, into the dimensions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import cast

import duckdb
import polars as pl

from extract.clock import timestamp
from transform.entities import DocumentIdentityRow, Filing, FilingAssembly, assemble_filings
from transform.records import EntityLevel, FilingIdentity, FilingKind, Scope
from warehouse.documents import SourceDocument, moment
from warehouse.insert import insert_rows


def identity_of(row: Mapping[str, object]) -> FilingIdentity:
    """Return the identity that a row of the ``identity`` frame holds."""
    evidence = cast(list[list[str]], json.loads(str(row["evidence"])))
    return FilingIdentity(
        entity_name=str(row["entity_name"]),
        names=tuple(cast(list[str], row["names"])),
        fiscal_year=cast("int | None", row["fiscal_year"]),
        kind=cast(FilingKind, row["kind"]),
        scope=cast(Scope, row["scope"]),
        entity_level=cast(EntityLevel, row["entity_level"]),
        part=row["part"],  # type: ignore[arg-type]  # closed by a CHECK in the schema
        entity_code=cast("str | None", row["entity_code"]),
        printed_on=cast("str | None", row["printed_on"]),
        evidence=tuple((str(field), str(words)) for field, words in evidence),
    )


def assemble(
    documents: Sequence[SourceDocument],
    identities: pl.DataFrame,
    statements: Mapping[str, frozenset[str]] | None = None,
) -> FilingAssembly:
    """Decide which documents make which filings; ``identities`` is the ``identity`` frame of the loaded ones.

    ``statements`` are the ids of the statements that each prints, by sha256.
    """
    printed = statements or {}
    by_sha = {str(row["document_sha256"]): row for row in identities.iter_rows(named=True)}
    rows = []
    for document in documents:
        identity = by_sha.get(document.document_sha256) if document.state == "loaded" else None
        rows.append(
            DocumentIdentityRow(
                document_sha256=document.document_sha256,
                document_name=document.document_name,
                identity=None if identity is None else identity_of(identity),
                page_count=document.page_count if identity is None else cast(int, identity["page_count"]),
                first_retrieved_at=moment(document.first_retrieved_at),
                last_retrieved_at=moment(document.last_retrieved_at),
                source_url=document.source_url,
                published_on=document.published_on,
                withdrawn_on=document.withdrawn_on,
                region=document.region,
                region_code=document.region_code,
                source_entity=document.entity_hint,
                state=document.state,
                reason=document.reason,
                media_type=document.media_type,
                statements=printed.get(document.document_sha256, frozenset()),
            )
        )
    return assemble_filings(rows)


def load_assembly(connection: duckdb.DuckDBPyConnection, assembly: FilingAssembly) -> None:
    """Fill the filing, bridge and entity tables."""
    insert_rows(connection, "dim_filing", [_filing_row(filing) for filing in assembly.filings])
    insert_rows(
        connection,
        "bridge_filing_document",
        [
            {
                "filing_id": entry.filing_id,
                "document_sha256": entry.document_sha256,
                "ordinal": entry.ordinal,
                "part": entry.part,
            }
            for entry in assembly.filing_documents
        ],
    )
    insert_rows(
        connection,
        "dim_entity",
        [
            {
                "entity_id": entity.entity_id,
                "entity_name": entity.entity_name,
                "entity_code": entity.entity_code,
                "parent_entity_id": entity.parent_entity_id,
                "region": entity.region,
                "region_code": entity.region_code,
                "entity_level": entity.entity_level,
            }
            for entity in assembly.entities
        ],
    )
    insert_rows(
        connection,
        "dim_entity_alias",
        [
            {
                "entity_id": alias.entity_id,
                "alias": alias.alias,
                "source": alias.source,
                "evidence": alias.evidence,
                "document_sha256": alias.document_sha256,
            }
            for alias in assembly.entity_aliases
        ],
    )
    insert_rows(
        connection,
        "ambiguous_name",
        [
            {
                "name": entry.name,
                "entity_ids": list(entry.entity_ids),
                "reason": entry.reason,
                "document_sha256": entry.document_sha256,
            }
            for entry in assembly.ambiguous
        ],
    )


def _filing_row(filing: Filing) -> dict[str, object]:
    return {
        "filing_id": filing.filing_id,
        "filing_key": filing.filing_key,
        "document_sha256": filing.document_sha256,
        "kind": filing.kind,
        "fiscal_year": filing.fiscal_year,
        "entity_id": filing.entity_id,
        "entity_name": filing.entity_name,
        "entity_code": filing.entity_code,
        "entity_level": filing.entity_level,
        "parent_entity_id": filing.parent_entity_id,
        "region": filing.region,
        "region_code": filing.region_code,
        "scope": filing.scope,
        "published_on": filing.published_on,
        "retrieved_at": timestamp(filing.retrieved_at),
        "revision": filing.revision,
        "is_current": filing.is_current,
        "known_from": timestamp(filing.known_from),
        "known_to": None if filing.known_to is None else timestamp(filing.known_to),
        "published_from": filing.published_from,
        "published_to": filing.published_to,
        "page_count": filing.page_count,
        "status": filing.status,
        "reason": filing.reason,
    }
