"""The verdicts that hold, as the pages need them: asked again only where one was added or a new version is served."""

from __future__ import annotations

import streamlit as st

from dashboards.live.snapshot import cursor, state_folder, version
from expectations.decided import Standing, standing
from expectations.verdicts import VerdictStore


def verdict_store() -> VerdictStore:
    """Where verdicts about this warehouse are recorded."""
    return VerdictStore(state_folder() / "verdicts.jsonl")


def held_verdicts() -> tuple[Standing, ...]:
    """The verdicts that hold over the version being served, those recorded since it was published too."""
    path = state_folder() / "verdicts.jsonl"
    return _held(version(), path.stat().st_size if path.is_file() else 0)


@st.cache_data(max_entries=4, show_spinner=False)
def _held(version_name: str, recorded_bytes: int) -> tuple[Standing, ...]:
    # Nothing is ever taken out of the file: its size says whether something was added.
    del version_name, recorded_bytes
    return standing(cursor(), verdict_store().read())
