"""Shared fixtures: where the corpus of real documents is, and the rule that CI never skips it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class SampleRun:
    """A finished run of the main job: the published warehouse and what the command printed."""

    warehouse: Path
    finished: subprocess.CompletedProcess[str]


def gouji(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as a person would; output is wide enough not to wrap."""
    return subprocess.run(
        [sys.executable, "-m", "pipelines.cli", *arguments],
        cwd=cwd or ROOT,
        env=os.environ | {"COLUMNS": "250", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


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


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> SampleRun:
    """The main job run once on the bundled publisher: ``make run`` as a new user would."""
    warehouse = tmp_path_factory.mktemp("sample") / "warehouse.duckdb"
    return SampleRun(warehouse, gouji("run", "--warehouse", str(warehouse)))
