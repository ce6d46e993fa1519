"""What the warehouse raises."""

from __future__ import annotations


class WarehouseError(Exception):
    """A warehouse could not be built, opened or verified; the message names the file and what is wrong with it."""


class PublishError(WarehouseError):
    """A candidate could not be published; the previously published version is untouched."""


class ExportError(WarehouseError):
    """An export could not be written."""
