"""Overview: how much is there, and the findings along the Ministry of Finance's inspection axes."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.axes import load_axes
from dashboards.check_titles import check_title
from dashboards.findings_view import SEVERITY_NAMES
from dashboards.live import safe
from dashboards.live.charts import SEVERITY_COLOURS, present
from dashboards.live.snapshot import query, version
from dashboards.live.words import Words

_CHECKS_SHOWN = 300
_CHARTED = tuple(key for key in SEVERITY_NAMES if key != "rounding")

_COUNTS = """
SELECT (SELECT count(*) FROM dim_filing WHERE status = 'loaded' AND is_current) AS filings,
       (SELECT count(DISTINCT entity_id) FROM dim_filing WHERE status = 'loaded') AS departments,
       (SELECT count(*) FROM fact_line_item WHERE state = 'number') AS line_items,
       (SELECT count(*) FROM fact_claim) AS claims,
       (SELECT count(*) FROM dim_document WHERE state = 'quarantined') AS quarantined,
       (SELECT count(*) FROM dim_filing WHERE status = 'loaded' AND NOT is_current) AS replaced,
       (SELECT count(*) FROM fact_finding AS f
        SEMI JOIN (SELECT filing_id FROM dim_filing WHERE NOT is_current) AS g ON g.filing_id = f.filing_id) AS old
"""

_BY_CHECK = """
SELECT n.*, c.title FROM (
    SELECT f.check_id, f.family, f.severity, count(*) AS findings
    FROM fact_finding AS f JOIN dim_filing AS g ON g.filing_id = f.filing_id AND g.is_current
    GROUP BY f.check_id, f.family, f.severity
) AS n JOIN dim_check AS c USING (check_id)
ORDER BY list_position($order::VARCHAR[], severity), findings DESC, check_id
LIMIT $most
"""
_BY_AXIS = """
SELECT f.family, CASE WHEN list_contains($named::VARCHAR[], f.check_id) THEN f.check_id END AS check_id, f.severity,
    count(*) AS findings
FROM fact_finding AS f JOIN dim_filing AS g ON g.filing_id = f.filing_id AND g.is_current
GROUP BY ALL
"""
_BY_YEAR = """
SELECT g.fiscal_year AS year, f.severity, count(*) AS findings
FROM fact_finding AS f JOIN dim_filing AS g ON g.filing_id = f.filing_id AND g.is_current
WHERE g.fiscal_year IS NOT NULL AND f.severity <> 'rounding' GROUP BY ALL ORDER BY 1, 2
"""
_MOST = """
SELECT coalesce(e.entity_name, n.name) AS entity_name, n.material, n.minor, n.findings FROM (
    SELECT g.entity_id, max(g.entity_name) AS name, count(*) FILTER (severity = 'material') AS material,
        count(*) FILTER (severity = 'minor') AS minor, count(*) FILTER (severity <> 'rounding') AS findings
    FROM fact_finding AS f JOIN dim_filing AS g ON g.filing_id = f.filing_id AND g.is_current
    WHERE g.entity_id IS NOT NULL
    GROUP BY g.entity_id HAVING material + minor > 0 ORDER BY material DESC, minor DESC, name LIMIT 20
) AS n LEFT JOIN dim_entity AS e ON e.entity_id = n.entity_id
ORDER BY n.material DESC, n.minor DESC, 1
"""


def show(words: Words) -> None:
    """Draw the page."""
    st.title(words("title"))
    st.caption(f"{words('version')} {version()}")
    counts = query(_COUNTS).iloc[0]
    for column, key in zip(
        st.columns(5), ("filings", "departments", "line_items", "claims", "quarantined"), strict=True
    ):
        column.metric(words(key), f"{int(counts[key]):,}")
    by_axis = query(_BY_AXIS, {"named": tuple(load_axes().by_check)})
    if by_axis.empty:
        st.info(words("no_findings"))
        return
    totals = by_axis.groupby("severity")["findings"].sum()
    st.html(safe.totals((key, words(key), int(totals.get(key, 0))) for key in SEVERITY_NAMES))
    st.caption(words("severity_about"))
    if counts["replaced"]:
        st.caption(words("only_current", filings=int(counts["replaced"]), findings=int(counts["old"])))
    _show_axes(by_axis[by_axis["severity"] != "rounding"], words)
    if rounding := int(totals.get("rounding", 0)):
        # Hundreds of last places would hide what matters.
        st.caption(words("without_rounding", n=rounding))
    left, right = st.columns(2)
    with left:
        st.subheader(words("by_year"))
        years = query(_BY_YEAR)
        present(_bars(years, "year:O", words("year"), words))
    with right:
        st.subheader(words("most_findings"))
        most = query(_MOST)
        st.dataframe(
            most.rename(columns={key: words("entity" if key == "entity_name" else key) for key in most.columns}),
            hide_index=True, width="stretch",
        )  # fmt: skip
    st.subheader(words("by_check"))
    axes = load_axes()
    by_check = query(_BY_CHECK, {"order": tuple(SEVERITY_NAMES), "most": _CHECKS_SHOWN})
    titles = [
        check_title(check, title, words.column)
        for check, title in zip(by_check["check_id"], by_check["title"], strict=True)
    ]
    st.dataframe(
        pd.DataFrame(
            {
                words("severity"): by_check["severity"].map(words),
                words("family"): by_check["family"].map(lambda family: axes.family_name(family, words.column)),
                words("check"): titles,
                words("findings"): by_check["findings"],
            }
        ),
        hide_index=True,
        width="stretch",
        column_config={words("check"): st.column_config.TextColumn(width="large")},
    )
    if len(by_check) == _CHECKS_SHOWN:
        st.caption(words("first_shown", n=_CHECKS_SHOWN))


def _show_axes(by_axis: pd.DataFrame, words: Words) -> None:
    axes = load_axes()
    st.subheader(words("axes"))
    assigned = by_axis.assign(
        axis=[
            axes.axis_of(check or "", family)
            for check, family in zip(by_axis["check_id"], by_axis["family"], strict=True)
        ]
    )
    per_axis = assigned.groupby("axis")["findings"].sum()
    for column, (axis, names) in zip(st.columns(len(axes.names)), axes.names.items(), strict=True):
        with column.container(border=True, height=190):
            st.metric(names[words.column], f"{int(per_axis.get(axis, 0)):,}")
            st.caption(axes.about[axis][words.column])
    rows = assigned.groupby(["axis", "severity"], as_index=False)["findings"].sum()
    rows = rows.assign(axis=rows["axis"].map(lambda axis: axes.names[axis][words.column]))
    order = [names[words.column] for names in axes.names.values()]
    present(
        _bars(
            rows,
            alt.Y("axis:N", sort=order, title=None, scale=alt.Scale(domain=order), axis=alt.Axis(labelLimit=200)),
            None,
            words,
        )
    )


def _bars(rows: pd.DataFrame, along: str | alt.Y, title: str | None, words: Words) -> alt.Chart:
    """Stacked bars of findings by severity; horizontal where ``along`` is a y channel."""
    rows = rows.assign(name=rows["severity"].map(words), order=rows["severity"].map(list(SEVERITY_NAMES).index))
    count = {"title": words("findings")}
    position = (
        {"y": along, "x": alt.X("findings:Q", **count)}
        if isinstance(along, alt.Y)
        else {"x": alt.X(along, title=title, axis=alt.Axis(labelAngle=0)), "y": alt.Y("findings:Q", **count)}
    )
    return (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            color=alt.Color(
                "name:N",
                title=words("severity"),
                scale=alt.Scale(
                    domain=[words(key) for key in _CHARTED], range=[SEVERITY_COLOURS[key] for key in _CHARTED]
                ),
                legend=alt.Legend(orient="bottom"),
            ),
            order="order:Q",
            tooltip=[
                alt.Tooltip("name:N", title=words("severity")),
                alt.Tooltip("findings:Q", title=words("findings")),
            ],
            **position,
        )
    )
