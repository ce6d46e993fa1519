"""Modules that run only when something of theirs is used: what a library imports on the chance is not paid for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType


class _LazyFinder(MetaPathFinder):
    """Finds the named modules where they are, and puts their execution off."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of a named module with a lazy loader; None leaves the search to others."""
        if fullname not in self._names:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


def import_lazily(*names: str) -> None:
    """From now on ``import`` of the modules ``names`` (dotted) in this process runs them at their first use."""
    sys.meta_path.insert(0, _LazyFinder(frozenset(names)))
