"""Who has published, who has not, and what each source's lists hold."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from dashboards.live.snapshot import query, state_folder
from dashboards.live.words import Words
from extract.clock import now, today
from extract.coverage import coverage, freshness
from extract.ledger import Ledger
from extract.sources import load_sources

_MAX_AGE = timedelta(days=2)


def show_coverage(words: Words) -> None:
    """Draw the coverage page: entity by year, then the register of expected filings."""
    st.title(words("coverage"))
    rows = query("SELECT entity_name, kind, year, coverage FROM mart_coverage ORDER BY entity_name, kind, year")
    if not rows.empty:
        names = {"published": words("published"), "quarantined": words("unreadable"), "missing": words("missing")}
        grid = rows.assign(coverage=rows["coverage"].map(lambda state: names.get(state, state))).pivot_table(
            index=["entity_name", "kind"], columns="year", values="coverage", aggfunc="first"
        )
        st.dataframe(grid.fillna(""), width="stretch")
    ledger_path = state_folder() / "ledger.sqlite"
    if not ledger_path.exists():
        return
    with Ledger(ledger_path) as ledger:
        listings = ledger.listings()
    touched = {listing.source_id for listing in listings}
    register = [
        (row.source_id, row.listing_year, row.kind, row.subject, row.status, row.detail, row.due, row.published_on)
        for source in load_sources().values()
        if source.id in touched
        for row in coverage(source, listings, as_of=today())
    ]
    columns = ["source", "year", "kind", "subject", "status", "detail", "due", "published_on"]
    st.dataframe(pd.DataFrame(register, columns=columns), hide_index=True, width="stretch")


def show_sources(words: Words) -> None:
    """Draw the source page: when each was last walked and what it brought."""
    st.title(words("sources"))
    ledger_path = state_folder() / "ledger.sqlite"
    if not ledger_path.exists():
        st.info(words("nothing"))
        return
    with Ledger(ledger_path) as ledger:
        listings, walks = ledger.listings(), ledger.walks()
    rows = []
    for source in load_sources().values():
        fresh = freshness(source.id, listings, walks, at=now(), max_age=_MAX_AGE)
        state = "–" if fresh.last_walk_at is None else "stale" if fresh.stale else "fresh"
        rows.append((source.id, source.name, source.region, state, fresh.items, fresh.last_walk_at, fresh.last_new_at))
    columns = ["id", words("source"), "region", words("status"), "items", words("last_walk"), "last_new"]
    st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, width="stretch")
