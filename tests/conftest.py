"""Shared fixtures: where the corpus of real documents is, and the rule that CI never skips it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def corpus_root() -> Path:
    """Return the corpus folder: ``GOUJI_CORPUS`` or ``../shared/corpus`` from the project's root."""
    return Path(os.environ.get("GOUJI_CORPUS", ROOT.parent / "shared" / "corpus"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The corpus; skips with a reason where it is missing, fails where ``GOUJI_CORPUS_REQUIRED`` is set."""
    folder = corpus_root()
    if (folder / "seed" / "seed_office.pdf").is_file():
        return folder
    if os.environ.get("GOUJI_CORPUS_REQUIRED"):
        pytest.fail(f"GOUJI_CORPUS_REQUIRED is set but there is no corpus at {folder}")
    pytest.skip(f"no corpus at {folder}")
