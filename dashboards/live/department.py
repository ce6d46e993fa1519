"""One department or unit over the years."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.live.snapshot import query
from dashboards.live.words import Words

_YUAN_PER_WAN = 10_000

_ENTITIES = "SELECT DISTINCT entity_id, entity_name FROM mart_key_figures WHERE entity_name IS NOT NULL ORDER BY 2"
_FIGURES = """
SELECT year, kind, figure_name, scope, amount_yuan FROM mart_key_figures
WHERE entity_id = $entity ORDER BY ordinal, year
"""
_FUNCTIONAL = """
SELECT year, class_code || ' ' || coalesce(class_name, '') AS class, sum(total_yuan) AS amount_yuan
FROM mart_functional_class WHERE entity_id = $entity AND statement = 'expenditure' GROUP BY ALL ORDER BY 1, 2
"""
_ECONOMIC = """
SELECT year, class_code || ' ' || coalesce(class_name, '') AS class, sum(total_yuan) AS amount_yuan
FROM mart_economic_class WHERE entity_id = $entity AND statement = 'general_budget_basic_expenditure'
GROUP BY ALL ORDER BY 1, 2
"""
_THREE_PUBLIC = (
    "SELECT * EXCLUDE (entity_id, region, entity_level) FROM mart_three_public WHERE entity_id = $entity ORDER BY year"
)
_PROJECTS = "SELECT * FROM mart_project_execution WHERE entity_id = $entity ORDER BY year DESC, project_name"


def show(words: Words) -> None:
    """Draw the page."""
    st.title(words("department"))
    entities = query(_ENTITIES)
    if entities.empty:
        st.info(words("no_entity"))
        return
    names = dict(zip(entities["entity_id"], entities["entity_name"], strict=True))
    entity = st.selectbox(words("entity"), list(names), format_func=names.__getitem__, key="department")
    figures = query(_FIGURES, {"entity": entity})
    st.subheader(words("key_figures"))
    accounts = figures[figures["kind"] == "final_account"]
    shown = (accounts if not accounts.empty else figures).assign(amount=lambda rows: _wan(rows["amount_yuan"]))
    table = shown.pivot_table(index="figure_name", columns="year", values="amount", aggfunc="first", sort=False)
    st.dataframe(table.style.format("{:,.2f}", na_rep=""), width="stretch")
    totals = shown[shown["figure_name"].isin(list(shown["figure_name"].unique())[:3])]
    chart = alt.Chart(totals).mark_line(point=True)
    st.altair_chart(
        chart.encode(x="year:O", y="amount:Q", color="figure_name:N", tooltip=["year", "figure_name", "amount"]),
        width="stretch",
    )
    left, right = st.columns(2)
    with left:
        _stacked(words("functional"), query(_FUNCTIONAL, {"entity": entity}))
    with right:
        _stacked(words("economic"), query(_ECONOMIC, {"entity": entity}))
    st.subheader(words("three_public"))
    st.dataframe(query(_THREE_PUBLIC, {"entity": entity}), hide_index=True, width="stretch")
    st.subheader(words("projects"))
    st.dataframe(query(_PROJECTS, {"entity": entity}), hide_index=True, width="stretch")


def _stacked(title: str, rows: pd.DataFrame) -> None:
    st.subheader(title)
    if rows.empty:
        return
    rows = rows.assign(amount=_wan(rows["amount_yuan"]))
    chart = alt.Chart(rows).mark_bar()
    st.altair_chart(
        chart.encode(x="year:O", y="amount:Q", color="class:N", tooltip=["year", "class", "amount"]), width="stretch"
    )


def _wan(amounts_yuan: pd.Series[float]) -> pd.Series[float]:
    return amounts_yuan.astype(float) / _YUAN_PER_WAN
