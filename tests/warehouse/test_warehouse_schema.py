"""The declared schema: it makes a database, and the public contract holds column by column."""

from __future__ import annotations

import duckdb
import pytest

from warehouse.schema import CONTRACT, FRAMES, TABLES, create_statements, table
from warehouse.views import parse_view


@pytest.fixture(scope="module")
def empty() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for statement in create_statements():
        connection.execute(statement)
    return connection


def described(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in connection.execute(f"DESCRIBE {name}").fetchall()]


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_contract_columns_come_first_and_in_order(empty: duckdb.DuckDBPyConnection, name: str) -> None:
    columns = [column for column, _ in described(empty, name)]
    assert tuple(columns[: len(CONTRACT[name])]) == CONTRACT[name]


def test_money_is_exact_everywhere(empty: duckdb.DuckDBPyConnection) -> None:
    for name in [*CONTRACT, *(entry.name for entry in TABLES)]:
        for column, kind in described(empty, name):
            if column.endswith("_yuan"):
                assert kind in {"DECIMAL(20,2)", "DECIMAL(20,6)"}, (name, column)
    assert dict(described(empty, "line_items"))["amount_yuan"] == "DECIMAL(20,2)"


@pytest.mark.parametrize("entry", TABLES, ids=lambda entry: entry.name)
def test_ddl_and_declaration_agree(empty: duckdb.DuckDBPyConnection, entry) -> None:  # type: ignore[no-untyped-def]
    assert described(empty, entry.name) == [(column.name, column.type.duckdb) for column in entry.columns]
    assert len(set(entry.names())) == len(entry.columns)
    assert set(entry.key) <= set(entry.names())
    for column in entry.columns:
        assert column.zh
        assert column.en


def test_references_name_declared_columns() -> None:
    for entry in TABLES:
        for column in entry.columns:
            if column.references:
                target, _, key = column.references.partition(".")
                table(target).column(key)


def test_a_closed_vocabulary_is_enforced(empty: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(duckdb.ConstraintException):
        empty.execute("INSERT INTO dim_entity VALUES ('e', '某局', NULL, NULL, NULL, NULL, 'ministry')")


def test_frames_leave_out_what_only_loading_knows() -> None:
    assert "filing_id" not in FRAMES["line_items"].parquet_schema()
    assert "filing_id" in FRAMES["line_items"].polars_schema()


def test_a_view_without_grain_is_refused() -> None:
    with pytest.raises(ValueError, match="grain"):
        parse_view("x", "-- title: 某表\nSELECT 1")
