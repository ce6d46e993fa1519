"""Data quality by run: Great Expectations results over time, checks that never apply, what was not read."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.axes import load_axes
from dashboards.check_titles import check_title
from dashboards.live.charts import present
from dashboards.live.snapshot import query, state_folder
from dashboards.live.words import Words
from dashboards.unread_words import reason_words, text_words, what_words
from expectations.gx import GxError, read_results

_RUNS_SHOWN = 60
_ROWS_SHOWN = 500
_READ_BY = """
SELECT engine, count(*) AS n_statements, sum(rows_printed) AS rows_printed, sum(rows_unread) AS rows_unread
FROM fact_statement GROUP BY 1 ORDER BY 2 DESC
"""
_ACCOUNTING = """
SELECT coalesce(min(d.name), s.statement) AS statement, count(*) AS n_statements, sum(rows_printed) AS rows_printed,
    sum(rows_parsed) AS rows_parsed, sum(rows_ignored) AS rows_ignored, sum(rows_unread) AS rows_unread
FROM fact_statement AS s LEFT JOIN dim_statement AS d USING (statement) GROUP BY s.statement ORDER BY n_statements DESC
"""
_UNREADABLE = """
SELECT document_name AS document, reason, source_url AS source FROM documents WHERE state = 'quarantined' ORDER BY 1
"""
_UNREAD = """
SELECT d.document_name AS document, u.page AS page_label, u.what, u.reason, u.text
FROM fact_unread AS u JOIN dim_document AS d USING (document_sha256) ORDER BY 1, 2
"""
_STATEMENT_NAMES = "SELECT statement, name FROM dim_statement"
_NEVER = """
SELECT family, check_id, title AS check FROM dim_check
WHERE check_id NOT IN (SELECT DISTINCT check_id FROM fact_check_result WHERE status NOT IN ('not_applicable', 'error'))
ORDER BY 1, 3
"""
_STATUS = """
SELECT c.family, count(*) FILTER (r.status = 'pass') AS pass,
    count(*) FILTER (r.status = 'within_rounding') AS within_rounding,
    count(*) FILTER (r.status = 'fail') AS fail, count(*) FILTER (r.status = 'missing_term') AS missing_term,
    count(*) FILTER (r.status = 'not_applicable') AS not_applicable, count(*) FILTER (r.status = 'error') AS error
FROM fact_check_result AS r JOIN dim_check AS c USING (check_id) GROUP BY 1 ORDER BY 1
"""


def show(words: Words) -> None:
    """Draw the page."""
    st.title(words("quality"))
    _show_runs(words)
    for title, sql in (
        ("check_status", _STATUS),
        ("accounting", _ACCOUNTING),
        ("engines", _READ_BY),
        ("unreadable", _UNREADABLE),
        ("unread_rows", _UNREAD),
        ("never_applied", _NEVER),
    ):
        _show_rows(title, sql, words)


def _show_rows(title: str, sql: str, words: Words) -> None:
    count = int(query(f"SELECT count(*) AS n FROM ({sql})").iloc[0, 0])  # noqa: S608 - constants of this module
    st.subheader(f"{words(title)}（{count:,}）")
    if not count:
        st.caption(words("none"))
        return
    rows = query(f"SELECT * FROM ({sql}) LIMIT {_ROWS_SHOWN}")  # noqa: S608 - constants of this module
    if "family" in rows:
        axes = load_axes()
        rows = rows.assign(family=[axes.family_name(family, words.column) for family in rows["family"]])
    if "reason" in rows:
        said = [words.reason(reason) for reason in rows["reason"]]
        rows = rows.assign(reason=[reason_words(reason, words.column) for reason in said])
    if "what" in rows:
        names = dict(query(_STATEMENT_NAMES).itertuples(index=False))
        rows = rows.assign(
            what=[what_words(what, words.column) for what in rows["what"]],
            text=[text_words(text or "", names) for text in rows["text"]],
        )
    if "check_id" in rows:
        titles = zip(rows["check_id"], rows["check"], strict=True)
        rows = rows.assign(check=[check_title(check, title, words.column) for check, title in titles])
        rows = rows.drop(columns="check_id")
    st.dataframe(rows.rename(columns={key: words(key) for key in rows.columns}), hide_index=True, width="stretch")
    if count > _ROWS_SHOWN:
        st.caption(words("first_shown", n=_ROWS_SHOWN))


def _show_runs(words: Words) -> None:
    st.subheader(words("runs"))
    runs = _runs(state_folder() / "gx")
    if runs.empty:
        st.caption(words("nothing_yet"))
        return
    runs = runs.assign(suite=[words.known(f"suite_{suite}").removeprefix("suite_") for suite in runs["suite"]])
    named = runs.assign(run_at=[str(moment)[:16].replace("T", " ") for moment in runs["run_at"]])
    present(
        alt.Chart(named)
        .mark_line(point=alt.OverlayMarkDef(size=50))
        .encode(
            x=alt.X("run_at:O", title=words("time"), axis=alt.Axis(labelAngle=0)),
            y=alt.Y("failing:Q", title=words("failing"), axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("suite:N", title=words("suite"), legend=alt.Legend(orient="bottom")),
            tooltip=["run_at", "suite", "failing", "checks"],
        )
        .properties(height=300)
    )
    st.dataframe(
        runs.sort_values("run_at", ascending=False).rename(columns={key: words(key) for key in runs.columns}),
        hide_index=True,
        width="stretch",
    )


def _runs(folder: Path) -> pd.DataFrame:
    rows = []
    for path in sorted(folder.glob("*.json"))[-_RUNS_SHOWN:]:
        try:
            report = read_results(path)
        except GxError as error:
            st.warning(str(error).replace("[", "\\["))
            continue
        for suite in sorted({check.suite for check in report.checks}):
            checks = [check for check in report.checks if check.suite == suite]
            failing = sum(not check.success for check in checks)
            rows.append((report.run_at, suite, len(checks), failing, sum(check.n_unexpected for check in checks)))
    return pd.DataFrame(rows, columns=["run_at", "suite", "checks", "failing", "failing_rows"])
