"""Findings: filters whose totals follow, root causes, evidence on the page, reviewers' verdicts."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboards.findings_view import SEVERITY_NAMES, FindingView, load_findings
from dashboards.live.evidence import show_evidence
from dashboards.live.snapshot import query, state_folder, warehouse_path
from dashboards.live.words import Words
from expectations.verdicts import Decision, VerdictStore
from warehouse.connect import open_readonly

VERDICTS: tuple[Decision, ...] = ("open", "confirmed", "explained", "dismissed")

_ROWS = """
SELECT f.finding_id, f.filing_id, f.severity, f.entity_name, f.fiscal_year, f.check_id, f.family, f.title, f.message,
       f.difference_yuan, f.root_cause_id, f.verdict, r.title AS cause
FROM findings AS f LEFT JOIN root_causes AS r USING (root_cause_id)
WHERE f.is_current
ORDER BY list_position(['material', 'minor', 'rounding', 'unusual', 'disclosure', 'format'], f.severity),
         abs(coalesce(f.difference_yuan, 0)) DESC, f.entity_name, f.fiscal_year, f.finding_id
"""


def show(words: Words) -> None:
    """Draw the page."""
    st.title(words("findings"))
    store = VerdictStore(state_folder() / "verdicts.jsonl")
    rows = query(_ROWS)
    decided = {finding_id: entry.verdict for finding_id, entry in store.current().items()}
    rows = rows.assign(
        verdict=[decided.get(key, now) for key, now in zip(rows["finding_id"], rows["verdict"], strict=True)]
    )
    chosen = _filtered(rows, words)
    counts = chosen["severity"].value_counts()
    cells = st.columns(len(SEVERITY_NAMES) + 2)
    cells[0].metric(words("total"), len(chosen))
    cells[1].metric(words("causes"), int(chosen["root_cause_id"].nunique()))
    for cell, severity in zip(cells[2:], SEVERITY_NAMES, strict=True):
        cell.metric(words(severity), int(counts.get(severity, 0)))
    if chosen.empty:
        st.info(words("nothing"))
        return
    st.caption(words("choose"))
    picked = _table(chosen, words)
    if picked is None:
        return
    finding = _load(picked)
    st.subheader(f"{words(finding.severity)} · {finding.title}")
    st.text(finding.message)
    cause = chosen.loc[chosen["finding_id"] == picked, "cause"].iloc[0]
    if isinstance(cause, str) and cause:
        st.info(f"{words('causes')}：{cause}")
    show_evidence(finding, words)
    _verdict_form(finding, store, words)


def _filtered(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    first, second, third, fourth = st.columns(4)
    severities = first.multiselect(
        words("severity"), list(SEVERITY_NAMES), default=["material", "minor"], format_func=words, key="severity"
    )
    entities = second.multiselect(words("entity"), sorted(rows["entity_name"].dropna().unique()), key="entity")
    years = third.multiselect(words("year"), sorted(rows["fiscal_year"].dropna().astype(int).unique()), key="year")
    verdicts = fourth.multiselect(words("verdict"), list(VERDICTS), format_func=words, key="verdict")
    text = st.text_input(words("search"), key="search")
    kept = rows
    if severities:
        kept = kept[kept["severity"].isin(severities)]
    if entities:
        kept = kept[kept["entity_name"].isin(entities)]
    if years:
        kept = kept[kept["fiscal_year"].isin(years)]
    if verdicts:
        kept = kept[kept["verdict"].isin(verdicts)]
    if text:
        kept = kept[kept["message"].str.contains(text, regex=False) | kept["title"].str.contains(text, regex=False)]
    return kept


def _table(chosen: pd.DataFrame, words: Words) -> str | None:
    shown = pd.DataFrame(
        {
            words("severity"): chosen["severity"].map(words),
            words("entity"): chosen["entity_name"],
            words("year"): chosen["fiscal_year"].astype("Int64").astype("string"),
            words("findings"): chosen["title"],
            words("detail"): chosen["message"],
            words("causes"): chosen["cause"],
            words("verdict"): chosen["verdict"].map(words),
        }
    )
    event = st.dataframe(
        shown, hide_index=True, width="stretch", height=320, on_select="rerun", selection_mode="single-row", key="table"
    )
    selected = event["selection"]["rows"]
    position = selected[0] if selected else 0
    return None if position >= len(chosen) else str(chosen["finding_id"].iloc[position])


def _load(finding_id: str) -> FindingView:
    with open_readonly(warehouse_path()) as connection:
        filing = connection.execute("SELECT filing_id FROM findings WHERE finding_id = ?", [finding_id]).fetchall()[0][
            0
        ]
        return next(view for view in load_findings(connection, [filing]) if view.finding_id == finding_id)


def _verdict_form(finding: FindingView, store: VerdictStore, words: Words) -> None:
    st.subheader(words("record"))
    with st.form(f"verdict-{finding.finding_id}", clear_on_submit=True):
        verdict = st.radio(words("verdict"), VERDICTS[1:] + VERDICTS[:1], format_func=words, horizontal=True)
        name = st.text_input(words("your_name"))
        note = st.text_area(words("note"))
        if st.form_submit_button(words("save")):
            if not name.strip():
                st.error(words("name_needed"))
            else:
                store.append(finding.finding_id, verdict, note=note.strip(), name=name.strip())
                st.success(words("saved"))
    history = [entry for entry in store.read() if entry.finding_id == finding.finding_id]
    if history:
        st.caption(words("history"))
        st.dataframe(
            pd.DataFrame(
                [(entry.time, words(entry.verdict), entry.name, entry.note) for entry in reversed(history)],
                columns=["time", words("verdict"), words("your_name"), words("note")],
            ),
            hide_index=True,
        )
