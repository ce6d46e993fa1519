"""The warehouse as of a day, on either of its two axes of time, as table macros kept in every file.

``filings_known_on(day)``: the editions that this warehouse knew on that day and had no later one for (retrieval time).
``filings_published_on(day)``: the editions that were in force at the publishers on that day (publication time, as the
publisher dates it; retrieval where it gives no date), whenever they were retrieved. Days are those of Shanghai; an
edition that another replaced on the same day is in force on no day.
"""

from __future__ import annotations

from typing import Final

MACROS: Final[tuple[str, ...]] = (
    (
        "CREATE MACRO filings_known_on(day) AS TABLE SELECT * FROM filings"
        " WHERE left(known_from, 10)::DATE <= day::DATE AND (known_to IS NULL OR left(known_to, 10)::DATE > day::DATE)"
    ),
    (
        "CREATE MACRO filings_published_on(day) AS TABLE SELECT * FROM filings"
        " WHERE coalesce(published_from, left(known_from, 10)::DATE) <= day::DATE"
        " AND (published_to IS NULL OR published_to > day::DATE)"
    ),
)
"""The statements that make the macros; they read the contract view ``filings``."""
