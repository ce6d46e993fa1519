"""One finding: its arithmetic, its numbers where they are printed, and what reviewers decided."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboards.axes import load_axes
from dashboards.check_titles import ENGLISH, finding_title
from dashboards.english import english_cause, english_message
from dashboards.evidence import Evidence, Mark, PictureError, page_evidence, zoomed_evidence
from dashboards.findings_view import FindingView, Operand, group_by_cause, load_findings_by_id
from dashboards.links import web_link
from dashboards.live import safe
from dashboards.live.finding_query import of_the_same_cause
from dashboards.live.snapshot import cursor, document_file
from dashboards.live.words import Words
from expectations.decided import finding_key, record
from expectations.verdicts import Decision, Verdict, VerdictStore

VERDICTS: tuple[Decision, ...] = ("open", "confirmed", "explained", "dismissed")
_SIDE_BY_SIDE = 2
_PLACES_SHOWN = 8


def show_finding(finding_id: str, store: VerdictStore, words: Words) -> None:
    """Draw the finding named ``finding_id``; a message where the warehouse has none of that id."""
    if st.button(words("back"), key="back"):
        del st.query_params["finding"]
        st.rerun()
    connection = cursor()
    found = load_findings_by_id(connection, [finding_id])
    if not found:
        st.warning(words("no_such_finding"))
        return
    finding = found[0]
    cause = group_by_cause(connection, found)[0]
    key = finding_key(connection, finding_id)
    history = [entry for entry in store.read() if finding_id == entry.finding_id or key == entry.finding_key]
    verdict = history[-1].verdict if history else finding.verdict
    _show_heading(finding, verdict, words)
    st.caption(words(f"about_{finding.severity}"))
    english = words.column == ENGLISH
    title, about = english_cause(cause) if english else (cause.title, cause.message)
    if title and (cause.n_findings > 1 or cause.title not in finding.title):
        st.html(f'<div class="gj-cause">{safe.block(title, "title")}{safe.block(about, "quiet")}</div>')
    st.html(safe.block(english_message(finding) if english else finding.message, "message"))
    show_operands(finding, words)
    _show_pictures(finding, words)
    _show_siblings(finding, words)
    _show_verdicts(finding, store, history, words)


def _show_heading(finding: FindingView, verdict: str, words: Words) -> None:
    axes = load_axes()
    axis = axes.names[axes.axis_of(finding.check_id, finding.family)][words.column]
    tags = (
        safe.tag(words(finding.severity), finding.severity)
        + safe.tag(axis, "plain")
        + safe.tag(axes.family_name(finding.family, words.column), "plain")
        + safe.tag(words(verdict), verdict)
    )
    year = "" if finding.fiscal_year is None else f"{finding.fiscal_year} "
    about = f"{finding.entity_name} · {year}{words.known(finding.kind)}"
    if finding.difference_text:
        about += f" · {words('difference')} {finding.difference_text}"
    shown = finding_title(finding.check_id, finding.check_title, finding.title, words.column)
    title = safe.block(shown, "title").replace("gj-title", "gj-title gj-heading")
    st.html(f'<div id="finding">{tags}{title}{safe.block(about, "quiet")}</div>')


def row_title(row: pd.Series, words: Words) -> str:
    """The title of a row of findings (``check_id``, ``check_title``, ``title``) in the language chosen."""
    return finding_title(row["check_id"], row["check_title"] or row["title"], row["title"], words.column)


def show_operands(finding: FindingView, words: Words) -> None:
    """Draw the table of its numbers; blank terms of a sum are only counted."""
    shown = [operand for operand in finding.operands if operand.is_suspect or not operand.is_blank]
    if not shown:
        return
    scanned = any(operand.confidence is not None for operand in shown)
    header = ["#", words("where"), words("place"), words("label"), words("printed")]
    if scanned:
        header.append(words("ocr_confidence"))
    rows = [(_operand_cells(operand, words, scanned=scanned), operand.is_suspect) for operand in shown]
    st.html(safe.table(header, rows, numbers=frozenset({4})))
    blanks = len(finding.operands) - len(shown)
    if blanks:
        st.caption(words("blank_terms", n=blanks))


def _operand_cells(operand: Operand, words: Words, *, scanned: bool) -> list[str]:
    where = words("page", page=operand.page) if operand.page and operand.where.startswith("第") else operand.where
    printed = operand.printed_text + (f"（{words('suspect')}）" if operand.is_suspect else "")
    cells = [str(operand.ordinal), where, operand.place, operand.label, printed]
    if scanned:
        cells.append("" if operand.confidence is None else f"{operand.confidence:.0%}")
    return cells


@st.cache_data(max_entries=300, show_spinner=False)
def _picture(document_sha256: str, page: int, marks: tuple[Mark, ...], *, whole: bool) -> Evidence:
    draw = page_evidence if whole else zoomed_evidence
    return draw(document_file(document_sha256), page, marks)


def _show_pictures(finding: FindingView, words: Words) -> None:
    places = finding.places()
    if not places:
        return
    whole = st.toggle(words("whole_page"), key="whole_page")
    if whole:
        pages: dict[tuple[str, int], list[Mark]] = {}
        for sha256, marks in places:
            pages.setdefault((sha256, marks[0].page), []).extend(marks)
        places = tuple((sha256, tuple(marks)) for (sha256, _), marks in pages.items())
    for start in range(0, min(len(places), _PLACES_SHOWN), _SIDE_BY_SIDE):
        pair = places[start : start + _SIDE_BY_SIDE]
        for column, (sha256, marks) in zip(st.columns(_SIDE_BY_SIDE), pair, strict=False):
            with column:
                _show_place(finding, sha256, marks, words, whole=whole)
    if len(places) > _PLACES_SHOWN:
        st.caption(words("more_places", n=len(places) - _PLACES_SHOWN))


def _show_place(finding: FindingView, sha256: str, marks: tuple[Mark, ...], words: Words, *, whole: bool) -> None:
    page = marks[0].page
    operand = next(operand for operand in finding.operands if operand.document_sha256 == sha256)
    numbers = "、".join(str(mark.number) for mark in marks)
    suspect = safe.tag(words("suspect"), "material") if any(mark.is_suspect for mark in marks) else ""
    st.html(
        f'<div class="gj-place">{suspect}<b>{words("page", page=page)}</b> · {words("marks")} {numbers}'
        f"{safe.block(operand.document_name, 'quiet')}</div>"
    )
    try:
        evidence = _picture(sha256, page, marks, whole=whole)
    except (PictureError, ValueError) as error:
        st.html(safe.block(f"{words('no_picture')}：{error}", "quiet"))
    else:
        st.image(evidence.image, width="stretch", alt=f"{words('page', page=page)} {numbers}")
    link = web_link(operand.source_url, page)
    if link is not None:
        st.link_button(words("open_source", page=page), link)


def _show_siblings(finding: FindingView, words: Words) -> None:
    if finding.root_cause_id is None:
        return
    others = of_the_same_cause(finding.root_cause_id)
    others = others[others["finding_id"] != finding.finding_id]
    if others.empty:
        return
    st.subheader(words("same_cause"))
    for _, row in others.iterrows():
        left, right = st.columns([6, 1], vertical_alignment="center")
        title = safe.block(row_title(row, words), "title")
        left.html(f"<div>{safe.tag(words(row['severity']), row['severity'])}{title}</div>")
        if right.button(words("see_evidence"), key=f"open-{row['finding_id']}", width="stretch"):
            st.query_params["finding"] = row["finding_id"]
            st.rerun()


def _show_verdicts(finding: FindingView, store: VerdictStore, history: list[Verdict], words: Words) -> None:
    st.subheader(words("record"))
    with st.form(f"verdict-{finding.finding_id}", border=True):
        verdict = st.radio(words("verdict"), VERDICTS[1:] + VERDICTS[:1], format_func=words, horizontal=True)
        name = st.text_input(words("your_name"), key="reviewer")
        note = st.text_area(words("note"), height=80)
        if st.form_submit_button(words("save"), type="primary"):
            if name.strip():
                record(cursor(), store, finding.finding_id, verdict, note=note.strip(), name=name.strip())
                st.toast(words("saved"))
                st.rerun()
            st.error(words("name_needed"))
    if any(entry.finding_id != finding.finding_id for entry in history):
        st.caption(words("carried"))
    if history:
        st.caption(f"{words('history')} · {words('saved')}")
        st.dataframe(
            pd.DataFrame(
                [(entry.time, words(entry.verdict), entry.name, entry.note) for entry in reversed(history)],
                columns=[words("time"), words("verdict"), words("your_name"), words("note")],
            ),
            hide_index=True,
            width="stretch",
        )
