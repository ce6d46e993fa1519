"""Stored marts show what their views compute, under the same names and columns."""

from __future__ import annotations

import duckdb
import pytest

from warehouse.schema import mart_views

STORED = [view for view in mart_views() if view.stored is not None]


@pytest.mark.parametrize("view", STORED, ids=[view.name for view in STORED])
def test_a_stored_mart_shows_what_its_view_computes(small: duckdb.DuckDBPyConnection, view: object) -> None:
    name, sql = view.name, view.sql  # type: ignore[attr-defined]
    small.execute(f"CREATE TEMP VIEW computed AS {sql}")
    try:
        for left, right in ((name, "computed"), ("computed", name)):
            extra = small.execute(f"SELECT * FROM {left} EXCEPT ALL SELECT * FROM {right}").fetchall()
            assert extra == []
        assert small.sql(f"SELECT * FROM {name}").columns == small.sql("SELECT * FROM computed").columns
        stored = small.execute(f"SELECT count(*) FROM stored_{name}").fetchone()
        assert stored == small.execute("SELECT count(*) FROM computed").fetchone()
    finally:
        small.execute("DROP VIEW computed")


def test_the_marts_that_read_all_line_items_are_stored() -> None:
    assert {view.name for view in STORED} >= {"mart_key_figures", "mart_functional_class", "mart_economic_class"}
