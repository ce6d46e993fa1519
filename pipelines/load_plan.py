"""What belongs in the warehouse now: the ledger's documents, their record frames, and the log of retrievals."""

from __future__ import annotations

from dataclasses import dataclass

from extract.ledger import DocumentRow, Ledger
from extract.sources import load_sources
from pipelines.cache import Cache, cache_of, remembered_failure
from pipelines.workspace import Workspace
from warehouse.documents import Region, RetrievalRow, SourceDocument, documents_from_ledger


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """The inputs of one build."""

    documents: tuple[SourceDocument, ...]
    caches: tuple[Cache, ...]


def load_plan(workspace: Workspace, ledger: Ledger) -> LoadPlan:
    """Everything the ledger knows, ready to load."""
    regions = {source.id: Region(source.region, source.region_code) for source in load_sources().values()}
    return LoadPlan(
        documents=tuple(documents_from_ledger(ledger.documents(), regions=regions)),
        caches=tuple(
            cache_of(workspace.contents, workspace.records, source_id, year) for source_id, year in ledger.partitions()
        ),
    )


def retrieval_rows(ledger: Ledger, plan: LoadPlan) -> list[RetrievalRow]:
    """The log of retrievals; those that brought a document of the plan point to it."""
    from warehouse.frames import stable_id

    loaded = {document.document_sha256 for document in plan.documents}
    return [
        RetrievalRow(
            retrieval_id=stable_id(number, retrieval.url, retrieval.retrieved_at),
            source_id=retrieval.source_id,
            retrieved_at=retrieval.retrieved_at,
            outcome=retrieval.reason or retrieval.role,
            document_sha256=retrieval.sha256 if retrieval.sha256 in loaded else None,
            url=retrieval.url,
            http_status=retrieval.status or None,
            detail=retrieval.title,
        )
        for number, retrieval in enumerate(ledger.retrievals())
    ]


def partitions_to_read(workspace: Workspace, ledger: Ledger) -> list[tuple[str, int]]:
    """The sources and listing years with a document that this version of the code has neither read nor refused.

    After an upgrade, or where the Parquet is gone, these are the partitions to go through again, whatever a run is
    about: a version without them would lose them.
    """
    return [
        partition
        for partition in ledger.partitions()
        if _is_waiting(cache_of(workspace.contents, workspace.records, *partition), ledger.documents(*partition))
    ]


def _is_waiting(cache: Cache, rows: list[DocumentRow]) -> bool:
    parsed = cache.parsed()
    return any(
        row.state != "unread"
        and row.document_sha256 not in parsed
        and remembered_failure(cache.contents, row.document_sha256) is None
        and remembered_failure(cache.records, row.document_sha256) is None
        for row in rows
    )
