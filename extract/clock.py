"""Times as the project stores them: Asia/Shanghai, with their offset."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one offset and has had no summer time since 1991; publishers' dates begin in 2008."""


_held: ContextVar[datetime | None] = ContextVar("held", default=None)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block it is ``moment``: whatever one answer of a publisher leads to happens at one time, and a log of
    answers can be gone through again as of then."""
    token = _held.set(moment)
    try:
        yield
    finally:
        _held.reset(token)


def now() -> datetime:
    """The present moment in Shanghai."""
    return _held.get() or datetime.now(SHANGHAI)


def timestamp(moment: datetime | None = None) -> str:
    """``moment`` (default: now) as ISO 8601 to the millisecond with its offset, ``2026-03-02T09:24:00.000+08:00``."""
    return (moment or now()).astimezone(SHANGHAI).isoformat(timespec="milliseconds")


def today() -> date:
    """The present day in Shanghai."""
    return now().date()
