"""Charts of amounts over the years, alike on every page."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.live.words import Words

SEVERITY_COLOURS = {
    "material": "#b3261e",
    "minor": "#d98a1f",
    "rounding": "#3a9aa8",
    "unusual": "#8a4d9c",
    "disclosure": "#4a75c4",
    "format": "#9a9a9a",
}
_YUAN_PER_WAN = 10_000
_COLOURS = ["#1f4fa3", "#d98a1f", "#3a9aa8", "#8a4d9c", "#6b8e4e", "#7fa8d9", "#a1624a", "#9a9a9a"]
"""Told apart in print and by most eyes; red is left to what is wrong."""


def wan(amounts_yuan: pd.Series) -> pd.Series:
    """Yuan to 万元, for display only: the warehouse keeps exact decimals."""
    return amounts_yuan.astype(float) / _YUAN_PER_WAN


def present(chart: alt.Chart | alt.LayerChart) -> None:
    """Draw ``chart`` over the width there is."""
    st.altair_chart(chart, width="stretch")


def lines(rows: pd.DataFrame, words: Words) -> alt.Chart:
    """``year``, ``name``, ``amount`` (万元) as one line a name."""
    # Income and expenditure often coincide: dashes keep the lower line in sight.
    dashes = alt.StrokeDash("name:N", sort=_order(rows), legend=None)
    return (
        alt.Chart(rows).mark_line(point=alt.OverlayMarkDef(size=60)).encode(strokeDash=dashes, **_channels(rows, words))
    )


def stacked(rows: pd.DataFrame, words: Words) -> alt.Chart:
    """``year``, ``name``, ``amount`` (万元) as stacked bars."""
    return alt.Chart(rows).mark_bar(size=42).encode(**_channels(rows, words))


def grouped(rows: pd.DataFrame, words: Words) -> alt.Chart:
    """``year``, ``name``, ``amount`` (万元) as bars side by side."""
    return alt.Chart(rows).mark_bar().encode(xOffset=alt.XOffset("name:N", sort=_order(rows)), **_channels(rows, words))


def _channels(rows: pd.DataFrame, words: Words) -> dict[str, object]:
    return {
        "x": alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
        "y": alt.Y("amount:Q", title=words("wan"), axis=alt.Axis(format=",.0f")),
        "color": alt.Color(
            "name:N",
            title=None,
            sort=_order(rows),
            scale=_scale(rows),
            legend=alt.Legend(orient="bottom", columns=2, labelLimit=320),
        ),
        "tooltip": [
            alt.Tooltip("year:O", title=words("year")),
            alt.Tooltip("name:N", title=words("label")),
            alt.Tooltip("amount:Q", title=words("wan"), format=",.2f"),
        ],
    }


def _scale(rows: pd.DataFrame) -> alt.Scale:
    names = _order(rows)
    if len(names) > len(_COLOURS):
        return alt.Scale(scheme="tableau20")
    return alt.Scale(domain=names, range=_COLOURS[: len(names)])


def _order(rows: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(rows["name"]))
