"""Findings: filters whose totals follow, grouped by root cause or one by one, each opening on its evidence."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboards.axes import checks_by_axis, load_axes
from dashboards.findings_view import SEVERITY_NAMES
from dashboards.live import safe
from dashboards.live.finding_detail import VERDICTS, row_title, show_finding
from dashboards.live.finding_query import (
    PER_PAGE,
    UNGROUPED_SHOWN,
    Filters,
    page_of_findings,
    page_of_groups,
    totals,
)
from dashboards.live.in_english import in_language
from dashboards.live.reviewed import held_verdicts, verdict_store
from dashboards.live.snapshot import cursor, query
from dashboards.live.words import Words
from expectations.decided import Standing

_ENTITIES_LISTED = 500
"""With more entities than this they are searched by name, not listed."""

_CHOICES = """
SELECT (SELECT list(DISTINCT fiscal_year ORDER BY fiscal_year DESC) FROM dim_filing
        WHERE fiscal_year IS NOT NULL) AS years,
       (SELECT list(DISTINCT kind ORDER BY kind) FROM dim_filing WHERE status = 'loaded') AS kinds,
       (SELECT list(DISTINCT family ORDER BY family) FROM dim_check) AS families,
       (SELECT count(DISTINCT entity_name) FROM dim_filing) AS n_entities
"""
_ENTITIES = "SELECT DISTINCT entity_name FROM dim_filing WHERE entity_name IS NOT NULL ORDER BY 1"


def show(words: Words) -> None:
    """Draw the page: the list, or the finding named in the address."""
    store = verdict_store()
    asked = st.query_params.get("finding")
    if asked:
        show_finding(asked, store, words)
        return
    st.title(words("findings"))
    held = held_verdicts()
    decided = {finding_id: one.verdict.verdict for one in held for finding_id in one.finding_ids}
    filters = _filters(words)
    left_over = totals(filters, decided)
    st.html(
        safe.totals(
            [("plain", words("total"), left_over.findings), ("open", words("causes"), left_over.causes)]
            + [(key, words(key), left_over.by_severity.get(key, 0)) for key in SEVERITY_NAMES]
        )
    )
    st.caption(words("severity_about"))
    _show_left_behind(held, words)
    if not left_over.findings:
        st.info(words("nothing"))
        return
    left, right = st.columns([5, 1], vertical_alignment="bottom")
    way = left.segmented_control(
        words("view"), ["causes", "flat"], format_func=lambda key: words(f"view_{key}"), key="grouped",
        label_visibility="collapsed",
    )  # fmt: skip
    grouped = way != "flat"
    with right:
        page = _page_number(left_over.groups if grouped else left_over.findings, words)
    if grouped:
        _show_groups(in_language(page_of_groups(filters, decided, page), words), words)
    else:
        for _, row in in_language(page_of_findings(filters, decided, page), words).iterrows():
            with st.container(border=True):
                _show_row(row, words)


def _show_left_behind(held: Sequence[Standing], words: Words) -> None:
    """List the verdicts whose finding no current edition has: corrected since, or not found any more."""
    left = [one for one in held if one.state != "here"]
    if not left:
        return
    with st.expander(words("left_behind", n=len(left))):
        rows = [
            (one.verdict.about or one.verdict.finding_id, words(one.verdict.verdict), words(f"finding_{one.state}"),
             one.verdict.name, one.verdict.note, one.verdict.time)
            for one in left
        ]  # fmt: skip
        columns = [words(key) for key in ("finding", "verdict", "became", "your_name", "note", "time")]
        st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, width="stretch")


def _filters(words: Words) -> Filters:
    choices = query(_CHOICES).iloc[0]
    axes = load_axes()
    with st.container(border=True):
        severities = st.pills(
            words("severity"), list(SEVERITY_NAMES), format_func=words,
            selection_mode="multi", key="severity",
        )  # fmt: skip
        first, second, third, fourth = st.columns([3, 2, 2, 2])
        entities: list[str] = []
        entity_text = ""
        if int(choices["n_entities"]) <= _ENTITIES_LISTED:
            entities = first.multiselect(
                words("entity"), query(_ENTITIES)["entity_name"].tolist(), key="entity", placeholder=words("all")
            )
        else:
            entity_text = first.text_input(words("entity_contains"), key="entity_text")
        years = second.multiselect(words("year"), list(choices["years"]), key="year", placeholder=words("all"))
        kinds = third.multiselect(
            words("kind"), list(choices["kinds"]), format_func=words.known, key="kind", placeholder=words("all")
        )
        verdicts = fourth.multiselect(
            words("verdict"), list(VERDICTS), format_func=words, key="verdict", placeholder=words("all")
        )
        first, second, third, fourth = st.columns([3, 2, 2, 2])
        text = first.text_input(words("search"), key="search")
        chosen_axes = second.multiselect(
            words("axis"), list(axes.names), format_func=lambda axis: axes.names[axis][words.column], key="axis",
            placeholder=words("all"),
        )  # fmt: skip
        families = third.multiselect(
            words("family"), list(choices["families"]),
            format_func=lambda family: axes.family_name(family, words.column), key="family", placeholder=words("all"),
        )  # fmt: skip
        replaced = fourth.toggle(words("replaced_too"), key="replaced")
    checks: list[str] = []
    if chosen_axes:
        known = checks_by_axis(cursor())
        checks = [check for axis in chosen_axes for check in known[axis]] or ["-"]
    return Filters(
        severities=tuple(severities),
        entities=tuple(entities),
        entity_text=entity_text.strip(),
        years=tuple(int(year) for year in years),
        kinds=tuple(kinds),
        families=tuple(families),
        checks=tuple(checks),
        verdicts=tuple(verdicts),
        text=text.strip(),
        replaced_too=replaced,
    )


def _page_number(rows: int, words: Words) -> int:
    """The page to show, from 0."""
    pages = max(1, -(-rows // PER_PAGE))
    if pages == 1:
        return 0
    if st.session_state.get("page_number", 1) > pages:
        st.session_state["page_number"] = 1
    return int(st.number_input(words("page_of", pages=pages), 1, pages, key="page_number")) - 1


def _show_groups(rows: pd.DataFrame, words: Words) -> None:
    for _, members in rows.groupby("group_id", sort=False):
        if members["only_rounding"].all() and int(members["n"].iloc[0]) > 1:
            _show_rounding(members, words)
        else:
            with st.container(border=True):
                _show_cause(members, words)


def _show_cause(members: pd.DataFrame, words: Words) -> None:
    """Draw the findings of one root cause below it, or a finding without one."""
    cause = members["cause"].iloc[0]
    count = int(members["n"].iloc[0])
    # A cause that only repeats its single finding says nothing more.
    if isinstance(cause, str) and cause and (count > 1 or cause not in members["title"].iloc[0]):
        of_one_cause = safe.tag(words("n_findings", n=count), "plain") if count > 1 else ""
        st.html(
            f'<div class="gj-cause">{of_one_cause}'
            f"{safe.block(cause, 'title')}{safe.block(members['cause_message'].iloc[0] or '', 'quiet')}</div>"
        )
    for _, row in members.iterrows():
        _show_row(row, words)
    left = count - len(members)
    if left > 0:
        st.caption(words("more_in_cause", n=left, shown=UNGROUPED_SHOWN))


def _show_rounding(members: pd.DataFrame, words: Words) -> None:
    """Draw what is only rounding in a filing: counted, the first ones folded."""
    first = members.iloc[0]
    count = int(first["n"])
    with st.container(border=True):
        counted = words("only_rounding", n=count, causes=int(first["n_causes"]))
        st.html(
            f'<div class="gj-finding gj-tail">{safe.tag(words("rounding"), "rounding")}'
            f"{safe.block(counted, 'title')}{safe.block(_about(first, words), 'quiet')}</div>"
        )
        with st.expander(words("singly")):
            for _, row in members.iterrows():
                _show_row(row, words)
            if count > len(members):
                st.caption(words("more_rounding", n=count - len(members)))


def _about(row: pd.Series, words: Words) -> str:
    year = "" if pd.isna(row["fiscal_year"]) else f"{int(row['fiscal_year'])} "
    return f"{row['entity_name'] or ''} · {year}{words.known(row['kind'])}"


def _show_row(row: pd.Series, words: Words) -> None:
    left, right = st.columns([6, 1], vertical_alignment="center")
    verdict = "" if row["verdict"] == "open" else safe.tag(words(row["verdict"]), row["verdict"])
    replaced = "" if row["is_current"] else safe.tag(words("replaced"), "plain")
    left.html(
        f'<div class="gj-finding">{safe.tag(words(row["severity"]), row["severity"])}{verdict}{replaced}'
        f"{safe.block(row_title(row, words), 'title')}{safe.block(_about(row, words), 'quiet')}"
        f"{safe.block(row['message'], 'message')}</div>"
    )
    if right.button(words("see_evidence"), key=f"open-{row['finding_id']}", width="stretch"):
        st.query_params["finding"] = row["finding_id"]
        st.rerun()
