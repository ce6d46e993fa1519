"""The warehouse as of a day, on either of its two axes of time.

``filings_known_on(day)``: the editions that this warehouse knew on that day and had no later one for (retrieval time).
``filings_published_on(day)``: the editions that were in force at the publishers on that day (publication time, as the
publisher dates it; retrieval where it gives no date), whenever they were retrieved. Days are those of Shanghai; an
edition that another replaced on the same day is in force on no day. Both are table macros kept in every file.
"""

from __future__ import annotations

from typing import Final


def known_on(day: str, filings: str = "filings") -> str:
    """Return the SQL condition that a row of ``filings`` was the latest known on ``day`` (an SQL expression)."""
    start, end = f"left({filings}.known_from, 10)::DATE", f"left({filings}.known_to, 10)::DATE"
    return f"{start} <= {day}::DATE AND ({filings}.known_to IS NULL OR {end} > {day}::DATE)"


def published_on(day: str, filings: str = "filings") -> str:
    """Return the SQL condition that a row of ``filings`` was in force at its publisher on ``day``."""
    start = f"coalesce({filings}.published_from, left({filings}.known_from, 10)::DATE)"
    return f"{start} <= {day}::DATE AND ({filings}.published_to IS NULL OR {filings}.published_to > {day}::DATE)"


MACROS: Final[tuple[str, ...]] = (
    f"CREATE MACRO filings_known_on(day) AS TABLE SELECT * FROM filings WHERE {known_on('day')}",  # noqa: S608
    f"CREATE MACRO filings_published_on(day) AS TABLE SELECT * FROM filings WHERE {published_on('day')}",  # noqa: S608
)
"""The statements that make the macros; they read the contract view ``filings``."""
