"""Data quality by run: Great Expectations results over time, checks that never apply, what was not read."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.live.snapshot import query, state_folder
from dashboards.live.words import Words
from expectations.gx import GxError, read_results

_RUNS_SHOWN = 60
_NEVER = """
SELECT check_id, title, family FROM dim_check
WHERE check_id NOT IN (SELECT check_id FROM check_results WHERE status NOT IN ('not_applicable', 'error')) ORDER BY 1
"""
_UNREAD = "SELECT d.document_name, u.page, u.what, u.reason, u.text FROM unread AS u JOIN documents AS d USING (document_sha256) ORDER BY 1, 2"
_UNREADABLE = "SELECT document_name, reason, source_url FROM documents WHERE state = 'quarantined' ORDER BY 1"
_ACCOUNTING = """
SELECT statement, count(*) AS statements, sum(rows_printed) AS printed, sum(rows_parsed) AS parsed,
       sum(rows_ignored) AS ignored, sum(rows_unread) AS unread FROM statements GROUP BY 1 ORDER BY 3 DESC
"""


def show(words: Words) -> None:
    """Draw the page."""
    st.title(words("quality"))
    st.subheader(words("runs"))
    runs = _runs(state_folder() / "gx")
    if not runs.empty:
        chart = alt.Chart(runs).mark_line(point=True)
        st.altair_chart(
            chart.encode(
                x="run_at:T", y="failing:Q", color="suite:N", tooltip=["run_at", "suite", "failing", "checks"]
            ),
            width="stretch",
        )
        st.dataframe(runs, hide_index=True, width="stretch")
    for title, sql in (
        ("statements", _ACCOUNTING),
        ("unreadable", _UNREADABLE),
        ("unread_rows", _UNREAD),
        ("never_applied", _NEVER),
    ):
        rows = query(sql)
        st.subheader(f"{words(title)}（{len(rows)}）")
        st.dataframe(rows, hide_index=True, width="stretch")


def _runs(folder: Path) -> pd.DataFrame:
    rows = []
    for path in sorted(folder.glob("*.json"))[-_RUNS_SHOWN:]:
        try:
            report = read_results(path)
        except GxError as error:
            st.warning(str(error))
            continue
        for suite in sorted({check.suite for check in report.checks}):
            checks = [check for check in report.checks if check.suite == suite]
            failing = sum(not check.success for check in checks)
            rows.append((report.run_at, suite, len(checks), failing, sum(check.n_unexpected for check in checks)))
    return pd.DataFrame(rows, columns=["run_at", "suite", "checks", "failing", "failing_rows"])
