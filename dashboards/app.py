"""The live dashboard (``gouji dashboard``): Streamlit over a read-only snapshot, in Chinese or English."""

from __future__ import annotations

from functools import partial

import streamlit as st
from PIL import Image, ImageDraw

from dashboards.live import coverage, department, findings, overview, quality, safe, session
from dashboards.live.words import LANGUAGES, Words


def _icon() -> Image.Image:
    """A tick and a rule. Drawn here: Streamlit fetches its own icons from another host."""
    icon = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    drawing = ImageDraw.Draw(icon)
    drawing.rounded_rectangle((2, 2, 62, 62), 12, fill=(31, 79, 163))
    drawing.line((14, 30, 27, 43, 50, 16), fill="white", width=7, joint="curve")
    drawing.line((14, 53, 50, 53), fill="white", width=5)
    return icon


st.set_page_config(page_title="勾稽 gouji", page_icon=_icon(), layout="wide")
session.keep()
st.html(safe.style())
words = Words(st.sidebar.radio("语言 / Language", LANGUAGES, horizontal=True, key="language"))
PAGES = {
    "overview": overview.show,
    "findings": findings.show,
    "department": department.show,
    "coverage": coverage.show_coverage,
    "quality": quality.show,
    "sources": coverage.show_sources,
}
st.navigation(
    [
        st.Page(partial(draw, words), title=words(name), url_path=name, default=name == "overview")
        for name, draw in PAGES.items()
    ]
).run()
