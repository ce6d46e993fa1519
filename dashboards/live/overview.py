"""Overview: how much is there, and the findings along the Ministry of Finance's inspection axes."""

from __future__ import annotations

import altair as alt
import streamlit as st

from dashboards.findings_view import SEVERITY_NAMES
from dashboards.live.snapshot import query, version
from dashboards.live.words import Words

_COUNTS = """
SELECT (SELECT count(*) FROM filings WHERE status = 'loaded' AND is_current) AS filings,
       (SELECT count(DISTINCT entity_id) FROM filings WHERE status = 'loaded') AS departments,
       (SELECT count(*) FROM line_items WHERE state = 'number') AS line_items,
       (SELECT count(*) FROM claims) AS claims,
       (SELECT count(*) FROM documents WHERE state = 'quarantined') AS quarantined
"""

_AXES = """
SELECT axis, severity, count(*) AS findings FROM (
    SELECT severity, CASE
        WHEN family LIKE '%disclosure%' OR severity = 'disclosure' THEN 'completeness'
        WHEN severity = 'format' THEN 'readability'
        WHEN check_id LIKE '%missing_level%' OR check_id LIKE '%itemis%' THEN 'itemisation'
        WHEN check_id LIKE '%date%' OR check_id LIKE '%late%' THEN 'timeliness'
        ELSE 'accuracy' END AS axis
    FROM findings WHERE is_current
) GROUP BY ALL
"""

_BY_CHECK = """
SELECT f.check_id, c.title, f.severity, count(*) AS findings, count(DISTINCT f.filing_id) AS filings
FROM findings AS f JOIN dim_check AS c USING (check_id) WHERE f.is_current
GROUP BY ALL ORDER BY list_position(['material', 'minor', 'rounding', 'unusual', 'disclosure', 'format'], severity),
         findings DESC
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
    axes = query(_AXES)
    if axes.empty:
        st.info(words("nothing"))
        return
    axes = axes.assign(
        axis=axes["axis"].map(words), severity_name=axes["severity"].map(words), order=axes["severity"].map(_order)
    )
    chart = (
        alt.Chart(axes)
        .mark_bar()
        .encode(
            y=alt.Y("axis:N", title=words("axis"), sort="-x"),
            x=alt.X("findings:Q", title=words("findings")),
            color=alt.Color("severity_name:N", title=words("severity"), sort=[words(name) for name in SEVERITY_NAMES]),
            order="order:Q",
            tooltip=["axis", "severity_name", "findings"],
        )
    )
    st.altair_chart(chart, width="stretch")
    st.subheader(words("by_check"))
    table = query(_BY_CHECK)
    st.dataframe(table.assign(severity=table["severity"].map(words)), hide_index=True, width="stretch")


def _order(severity: str) -> int:
    return list(SEVERITY_NAMES).index(severity)
