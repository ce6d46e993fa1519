"""The evidence of one finding: its numbers, and their places on the page side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboards.evidence import Evidence, Mark, PictureError, page_evidence, zoomed_evidence
from dashboards.findings_view import FindingView
from dashboards.live.snapshot import document_file
from dashboards.live.words import Words

_SIDE_BY_SIDE = 2


@st.cache_data(max_entries=300, show_spinner=False)
def _picture(document_sha256: str, page: int, marks: tuple[Mark, ...], *, whole: bool) -> Evidence:
    draw = page_evidence if whole else zoomed_evidence
    return draw(document_file(document_sha256), page, marks)


def show_evidence(finding: FindingView, words: Words) -> None:
    """Draw the operands and the pictures of the pages they stand on."""
    st.markdown(f"**{words('operands')}**")
    st.dataframe(
        pd.DataFrame(
            [
                (
                    operand.ordinal,
                    words("page", page=operand.page) if operand.page else operand.locator,
                    operand.place,
                    operand.label,
                    operand.printed_text,
                    words("suspect") if operand.is_suspect else "",
                )
                for operand in finding.operands
            ],
            columns=["#", words("where"), words("place"), words("label"), words("printed"), words("suspect")],
        ),
        hide_index=True,
        width="stretch",
    )
    places: dict[tuple[str, int], list[Mark]] = {}
    for operand in finding.operands:
        if operand.mark is not None and operand.document_sha256 is not None:
            places.setdefault((operand.document_sha256, operand.mark.page), []).append(operand.mark)
    if not places:
        return
    st.markdown(f"**{words('evidence')}**")
    whole = st.toggle(words("whole_page"), key=f"whole-{finding.finding_id}")
    ordered = sorted(places.items(), key=lambda place: min(mark.number for mark in place[1]))
    for start in range(0, len(ordered), _SIDE_BY_SIDE):
        _row(ordered[start : start + _SIDE_BY_SIDE], words, whole=whole)


def _row(places: Sequence[tuple[tuple[str, int], list[Mark]]], words: Words, *, whole: bool) -> None:
    for column, ((document_sha256, page), marks) in zip(st.columns(len(places)), places, strict=True):
        numbers = "、".join(str(mark.number) for mark in marks)
        try:
            evidence = _picture(document_sha256, page, tuple(marks), whole=whole)
        except (PictureError, ValueError) as error:
            column.warning(f"{words('no_picture')}：{error}")
            continue
        column.image(evidence.png, caption=f"{words('page', page=page)} · {numbers}", width="stretch")
