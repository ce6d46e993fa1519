"""The cache key of this stage: what its code and data are, whatever the machine or the installation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

_SUFFIXES = (".py", ".yaml", ".csv", ".sql")


@cache
def stage_hash() -> str:
    """Return the sha256 over every code and data file of the package ``transform``: names and bytes, in order."""
    digest = hashlib.sha256()
    for name, file in sorted(_files(resources.files("transform"), "transform"), key=lambda item: item[0]):
        digest.update(f"{name}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry, name)
        elif entry.name.endswith(_SUFFIXES):
            yield name, entry
