"""Progress of long stages: assets report it, the command shows it, Dagster runs stay silent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Stage(Protocol):
    """One running stage."""

    def advance(self, note: str = "") -> None:
        """Count one finished item; ``note`` names it."""


class Progress(Protocol):
    """Where stages are shown."""

    @contextmanager
    def stage(self, title: str, total: int | None) -> Iterator[Stage]:
        """Show a stage of ``total`` items (``None``: not known yet) until the block ends."""
        yield SilentStage()


class SilentStage:
    """A stage nobody watches."""

    def advance(self, note: str = "") -> None:
        """Do nothing."""


class SilentProgress:
    """No display."""

    @contextmanager
    def stage(self, title: str, total: int | None) -> Iterator[Stage]:
        """Yield a stage that shows nothing."""
        del title, total
        yield SilentStage()
