"""A small warehouse built from hand-made records, once per session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import warehouse_builders as made

from warehouse.build import build_candidate
from warehouse.connect import open_readonly
from warehouse.frames import to_frames
from warehouse.store import write_frames


@pytest.fixture(scope="session")
def stage_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parquet") / "example_city-2024" / "abc123"
    for parsed in made.world()[0]:
        write_frames(to_frames(parsed), folder)
    return folder


@pytest.fixture(scope="session")
def built(stage_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("built") / "candidate.duckdb"
    build_candidate(parsed_parquet=stage_folder, documents=made.world()[1], target=target)
    return target


@pytest.fixture
def small(built: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a copy-free view of the small warehouse; tests must not write."""
    with open_readonly(built) as connection:
        yield connection
