"""Who has published, who has not, and what each source's lists hold."""

from __future__ import annotations

from datetime import timedelta

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.live.charts import present
from dashboards.live.snapshot import query, state_folder
from dashboards.live.words import Words
from extract.clock import now, today
from extract.coverage import coverage, freshness
from extract.ledger import Ledger
from extract.sources import load_sources

_MAX_AGE = timedelta(days=2)
_ENTITIES_SHOWN = 400
_COLOURS = {"published": "#2e6b34", "quarantined": "#a15c00", "missing": "#c9c9c9"}

_PER_YEAR = """
SELECT kind, year, coverage, count(*) AS n FROM mart_coverage WHERE year IS NOT NULL
GROUP BY ALL ORDER BY 1, 2, 3
"""
_GRID = """
WITH asked AS (
    SELECT * FROM mart_coverage WHERE contains(coalesce(entity_name, ''), $text) AND year IS NOT NULL
)
SELECT entity_name, kind, year, coverage FROM asked
WHERE entity_name IN (SELECT DISTINCT entity_name FROM asked ORDER BY 1 LIMIT $most)
ORDER BY entity_name, kind, year
"""


def show_coverage(words: Words) -> None:
    """Draw the coverage page: totals by year, entity by year, then the register of expected filings."""
    st.title(words("coverage"))
    _show_years(words)
    st.caption(words("missing_about"))
    _show_grid(words)
    _show_register(words)


def _show_years(words: Words) -> None:
    rows = query(_PER_YEAR)
    if rows.empty:
        st.info(words("nothing_yet"))
        return
    rows = rows.assign(state=rows["coverage"].map(words.known), kind=_kinds(rows["kind"], words))
    present(
        alt.Chart(rows)
        .mark_bar(size=34)
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("n:Q", title=words("departments")),
            color=alt.Color(
                "state:N",
                title=None,
                scale=alt.Scale(domain=[words.known(key) for key in _COLOURS], range=list(_COLOURS.values())),
                legend=alt.Legend(orient="bottom"),
            ),
            column=alt.Column("kind:N", title=None),
            tooltip=["kind", "year", "state", "n"],
        )
        .properties(width=320, height=220)
    )


def _kinds(kinds: pd.Series, words: Words) -> list[str]:
    return [words("kind_unknown") if pd.isna(kind) else words.known(kind) for kind in kinds]


def _show_grid(words: Words) -> None:
    text = st.text_input(words("entity_contains"), key="coverage_text").strip()
    rows = query(_GRID, {"text": text, "most": _ENTITIES_SHOWN})
    if rows.empty:
        return
    marks = {"published": "✓", "quarantined": "⚠", "missing": "—"}
    grid = rows.assign(
        coverage=[f"{marks.get(state, '')} {words.known(state)}" for state in rows["coverage"]],
        kind=_kinds(rows["kind"], words),
    ).pivot_table(index=["entity_name", "kind"], columns="year", values="coverage", aggfunc="first")
    grid.columns = [str(int(year)) for year in grid.columns]
    st.dataframe(
        grid.fillna("").reset_index().rename(columns={"entity_name": words("entity"), "kind": words("kind")}),
        hide_index=True,
        width="stretch",
    )
    if rows["entity_name"].nunique() >= _ENTITIES_SHOWN:
        st.caption(words("first_shown", n=_ENTITIES_SHOWN))


def _show_register(words: Words) -> None:
    st.subheader(words("register"))
    ledger_path = state_folder() / "ledger.sqlite"
    if not ledger_path.exists():
        st.caption(words("nothing_yet"))
        return
    with Ledger(ledger_path) as ledger:
        listings = ledger.listings()
    touched = {listing.source_id for listing in listings}
    register = [
        (source.name, row.listing_year, words.known(row.kind or "kind_unknown"), row.subject,
         words.known(row.status), row.detail, row.due, row.published_on)
        for source in load_sources().values()
        if source.id in touched
        for row in coverage(source, listings, as_of=today())
    ]  # fmt: skip
    if not register:
        st.caption(words("nothing_yet"))
        return
    columns = ["source", "year", "kind", "entity", "status", "detail", "due", "published_on"]
    st.dataframe(
        pd.DataFrame(register, columns=[words(column) for column in columns]).astype({words("year"): "string"}),
        hide_index=True,
        width="stretch",
    )


def show_sources(words: Words) -> None:
    """Draw the source page: when each was last walked and what it brought."""
    st.title(words("sources"))
    ledger_path = state_folder() / "ledger.sqlite"
    if not ledger_path.exists():
        st.info(words("nothing_yet"))
        return
    with Ledger(ledger_path) as ledger:
        listings, walks = ledger.listings(), ledger.walks()
    rows = []
    for source in load_sources().values():
        fresh = freshness(source.id, listings, walks, at=now(), max_age=_MAX_AGE)
        state = "never_walked" if fresh.last_walk_at is None else "stale" if fresh.stale else "fresh"
        rows.append((source.name, source.region, words(state), fresh.items, fresh.last_walk_at, fresh.last_new_at))
    columns = ["source", "region", "status", "items", "last_walk", "last_new"]
    st.dataframe(pd.DataFrame(rows, columns=[words(column) for column in columns]), hide_index=True, width="stretch")
