"""What the published warehouse was made of: nothing new means nothing to build."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from extract.code_hash import package_hash
from pipelines.cache import Cache
from pipelines.storage import write_whole
from pipelines.workspace import Workspace
from warehouse.documents import SourceDocument

_FILE = "published.json"


def inputs_digest(documents: Iterable[SourceDocument], caches: Iterable[Cache], verdicts: Path) -> str:
    """A hash over everything that a published warehouse depends on.

    When a publisher last confirmed that a file is unchanged is no reason to publish again.
    """
    parts = [
        repr(replace(document, last_retrieved_at=""))
        for document in sorted(documents, key=lambda document: document.document_sha256)
    ]
    # By stage and partition, not by place: a warehouse moved with its PATH.d is still the same.
    parts.extend("/".join(cache.records.parts[-2:]) for cache in caches)
    parts.append(package_hash("expectations", "warehouse"))
    parts.append(hashlib.sha256(verdicts.read_bytes()).hexdigest() if verdicts.is_file() else "no verdicts")
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()


def is_published(workspace: Workspace, digest: str) -> bool:
    """Whether the file being served was made of exactly these inputs."""
    note = workspace.state / _FILE
    if not workspace.warehouse.exists() or not note.is_file():
        return False
    known = json.loads(note.read_text(encoding="utf-8"))
    return bool(known["digest"] == digest and known["version"] == str(workspace.warehouse.resolve().name))


def note_published(workspace: Workspace, digest: str, version: Path) -> None:
    """Remember what ``version`` was made of."""
    note = {"digest": digest, "version": version.name}
    write_whole(workspace.state / _FILE, note)
