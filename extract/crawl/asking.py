"""How the two phases of a crawl ask for pages and files without knowing what carries their requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from scrapy.http import Request

Handler = Callable[..., Iterator[Request] | None]
"""Called with the :class:`~extract.crawl.recorder.Answer` and the context of its request; gives further requests."""


class Ask(Protocol):
    """What makes requests."""

    def __call__(self, url: str, role: str, handler: Handler, referrer: str | None, **context: Any) -> Request:
        """The request for ``url`` in the role ``role``; ``handler`` is called with its answer and ``context``."""
        ...
