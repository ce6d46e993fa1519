"""What stays chosen while a person moves between pages: Streamlit forgets a widget that was not drawn in a run."""

from __future__ import annotations

from typing import Any

import streamlit as st

KEPT: dict[str, Any] = {
    "severity": ["material", "minor"],
    "entity": [],
    "entity_text": "",
    "year": [],
    "kind": [],
    "family": [],
    "axis": [],
    "verdict": [],
    "search": "",
    "grouped": "causes",
    "replaced": False,
    "page_number": 1,
    "reviewer": "",
    "department": None,
    "department_text": "",
    "coverage_text": "",
}
"""Keys of widgets whose value outlives their page, with the value they begin with."""


def keep() -> None:
    """Carry the kept values into this run. Called before any widget is drawn."""
    for key, first in KEPT.items():
        st.session_state[key] = st.session_state.get(key, first)
