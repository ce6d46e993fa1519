"""What belongs in the warehouse now: the ledger's documents, their record frames, and the log of retrievals."""

from __future__ import annotations

from dataclasses import dataclass

from extract.ledger import Ledger
from extract.sources import load_sources
from pipelines.cache import Cache, cache_of
from pipelines.workspace import Workspace
from warehouse.documents import Region, RetrievalRow, SourceDocument, documents_from_ledger
from warehouse.frames import stable_id


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """The inputs of one build."""

    documents: tuple[SourceDocument, ...]
    caches: tuple[Cache, ...]
    retrievals: tuple[RetrievalRow, ...]


def load_plan(workspace: Workspace, ledger: Ledger) -> LoadPlan:
    """Everything the ledger knows, ready to load."""
    regions = {source.id: Region(source.region, source.region_code) for source in load_sources().values()}
    documents = tuple(documents_from_ledger(ledger.documents(), regions=regions))
    loaded = {document.document_sha256 for document in documents}
    return LoadPlan(
        documents=documents,
        caches=tuple(
            cache_of(workspace.contents, workspace.records, source_id, year) for source_id, year in ledger.partitions()
        ),
        retrievals=tuple(
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
        ),
    )
