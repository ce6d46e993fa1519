"""How a run ends that does not end well."""

from __future__ import annotations


class PipelineError(Exception):
    """An asset failed: our own fault, not a publisher's. Names the asset and the error."""


class WarehouseBusyError(Exception):
    """Another run is writing to the same warehouse."""


class StorageError(Exception):
    """Nothing more can be written where the warehouse keeps its state; no document's fault."""
