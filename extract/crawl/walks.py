"""The walk over one declared list and its pagination: when it is done, and whether it saw everything."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.sources import ListPage


@dataclass(slots=True)
class ListWalk:
    """Counts the pages asked for and answered, and the items found, of one list.

    ``declared`` is the page's own declaration (year, department); ``pending`` the pages still awaited; ``reason`` why
    the walk is incomplete, the first reason met.
    """

    root_url: str
    declared: ListPage
    started_at: str
    pending: int = 0
    pages: int = 0
    ignored: int = 0
    seen: set[str] = field(default_factory=set)
    reason: str | None = None
    recorded: bool = False

    def fail(self, reason: str) -> None:
        """Note why the walk cannot be complete; the first reason stays."""
        self.reason = self.reason or reason

    @property
    def complete(self) -> bool:
        """Whether every page was read."""
        return self.pending == 0 and self.reason is None
