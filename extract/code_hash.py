"""A hash of a package's own code and data: what a stage's cached results depend on besides the document."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

_IGNORED = ("__pycache__", "py.typed")


@cache
def package_hash(*packages: str) -> str:
    """The sha256 over the names and bytes of every file of ``packages`` (dotted names), subpackages included."""
    digest = hashlib.sha256()
    for package in packages:
        for name, file in sorted(_files(resources.files(package), package)):
            digest.update(name.encode("utf-8") + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        if entry.name in _IGNORED or entry.name.endswith(".pyc"):
            continue
        name = f"{prefix}/{entry.name}"
        found.extend(_files(entry, name) if entry.is_dir() else [(name, entry)])
    return found
