"""The Parquet cache of a stage: what was made of a document by which version of the stage's code and data.

A stage's folder is named by the hash of its own code and data, so that a changed reader reads everything again and an
unchanged one nothing. What failed is remembered beside it with its reason, for the same length of time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from extract.code_hash import package_hash
from extract.model import UnreadableDocument
from extract.stage_hash import stage_hash as reading_hash
from pipelines.storage import write_whole

_HASH_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class Cache:
    """The two stages' folders of one source and listing year under the workspace's Parquet folders."""

    contents: Path
    records: Path

    def content(self, document_sha256: str) -> Path:
        """Where the content of a document is (or would be)."""
        return self.contents / f"{document_sha256}.parquet"

    def parsed(self) -> frozenset[str]:
        """The documents whose record frames are there."""
        # Loaded only where it is asked for: a run that finds nothing new has no use for Parquet.
        from warehouse.store import listing

        return frozenset(listing(self.records))


def cache_of(contents: Path, records: Path, source_id: str, listing_year: int) -> Cache:
    """The cache of a partition for the code as it is now."""
    reading = reading_hash()[:_HASH_CHARACTERS]
    parsing = f"{reading}-{package_hash('transform', 'warehouse')[:_HASH_CHARACTERS]}"
    partition = f"{source_id}-{listing_year}"
    cache = Cache(contents=contents / reading / partition, records=records / parsing / partition)
    cache.contents.mkdir(parents=True, exist_ok=True)
    cache.records.mkdir(parents=True, exist_ok=True)
    return cache


def remember_failure(folder: Path, document_sha256: str, error: UnreadableDocument) -> None:
    """Note that the stage of ``folder`` could not handle a document."""
    note = {"code": error.code, "detail": error.detail, "page": error.page}
    write_whole(folder / f"{document_sha256}.failed.json", note)


def remembered_failure(folder: Path, document_sha256: str) -> UnreadableDocument | None:
    """The reason for which the stage of ``folder`` could not handle a document; None where it did not fail."""
    path = folder / f"{document_sha256}.failed.json"
    if not path.is_file():
        return None
    note = json.loads(path.read_text(encoding="utf-8"))
    return UnreadableDocument(note["code"], note["detail"], page=note["page"])
