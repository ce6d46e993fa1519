"""The live dashboard (``gouji dashboard``): Streamlit over a read-only snapshot, in Chinese or English."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboards.live import coverage, department, findings, overview, quality, safe, session
from dashboards.live.words import LANGUAGES, Words

st.set_page_config(page_title="勾稽 gouji", page_icon=":material/rule:", layout="wide")
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
