"""Whether a warehouse file is what it claims: keys unique, views answering, content comparable."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import duckdb

from warehouse.columns import TIME
from warehouse.errors import WarehouseError
from warehouse.schema import CONTRACT, TABLES

NOT_CONTENT = frozenset({"run_metadata"})
"""Tables about the run, not about the documents: left out of the content hash."""


def row_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return the number of rows of every declared table."""
    counts = {}
    for entry in TABLES:
        row = connection.execute(f"SELECT count(*) FROM {entry.name}").fetchone()  # noqa: S608  # declared names
        counts[entry.name] = 0 if row is None else int(row[0])
    return counts


def verify_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise WarehouseError where a declared key is not unique."""
    for entry in TABLES:
        key = ", ".join(f'"{column}"' for column in entry.key)
        row = connection.execute(
            f"SELECT {key}, count(*) FROM {entry.name} GROUP BY {key} HAVING count(*) > 1 LIMIT 1"  # noqa: S608
        ).fetchone()
        if row is not None:
            told = ", ".join(f"{name}={value}" for name, value in zip(entry.key, row[:-1], strict=True))
            raise WarehouseError(f"{entry.name} 的键不唯一：{told}（{row[-1]} 行）")


def verify_contract(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Read every contract view and return its number of rows; WarehouseError where one is missing or changed."""
    counts = {}
    for name, expected in CONTRACT.items():
        try:
            described = connection.execute(f"DESCRIBE {name}").fetchall()
            row = connection.execute(f"SELECT count(*) FROM {name}").fetchone()  # noqa: S608
        except duckdb.Error as error:
            raise WarehouseError(f"视图 {name} 不可用：{error}") from error
        columns = tuple(str(column[0]) for column in described)
        if columns[: len(expected)] != expected:
            raise WarehouseError(f"视图 {name} 的列与公开约定不符：{', '.join(columns)}")
        counts[name] = 0 if row is None else int(row[0])
    return counts


def verify_counts(connection: duckdb.DuckDBPyConnection, counts: Mapping[str, int]) -> None:
    """Raise WarehouseError where a view lacks or multiplies rows of the table it shows."""
    tables = row_counts(connection)
    for view, source in VIEW_OF.items():
        if counts[view] != tables[source]:
            raise WarehouseError(f"视图 {view} 有 {counts[view]} 行，其表 {source} 有 {tables[source]} 行")


VIEW_OF: Mapping[str, str] = {
    "documents": "dim_document",
    "filings": "dim_filing",
    "filing_documents": "bridge_filing_document",
    "statements": "fact_statement",
    "line_items": "fact_line_item",
    "claims": "fact_claim",
    "performance": "fact_performance",
    "disclosure_items": "fact_disclosure",
    "unread": "fact_unread",
    "check_results": "fact_check_result",
    "findings": "fact_finding",
    "finding_operands": "fact_finding_operand",
    "root_causes": "fact_root_cause",
}
"""Which table's rows each contract view shows, one for one."""


def content_hash(connection: duckdb.DuckDBPyConnection, *, when_retrieved: bool = True) -> str:
    """Return a hash of everything but the run's own records: equal for equal contents whatever the order of rows.

    Without ``when_retrieved`` the instants and the log of retrievals are left out: what was published, however often
    and at whatever moments it was asked for. Rows are hashed by DuckDB itself (a cryptographic hash of their text took
    as long as building), so the value compares only between files of one DuckDB version, which is part of it.
    """
    digest = hashlib.sha256(duckdb.__version__.encode())
    left_out = NOT_CONTENT if when_retrieved else NOT_CONTENT | {"fact_retrieval"}
    for entry in TABLES:
        if entry.name in left_out:
            continue
        columns = ", ".join(f'"{c.name}"' for c in entry.columns if when_retrieved or c.type is not TIME)
        row = connection.execute(
            f"WITH t AS (SELECT {columns} FROM {entry.name})"  # noqa: S608
            " SELECT count(*), sum(hash(t)::HUGEINT), bit_xor(hash(t)) FROM t"
        ).fetchone()
        digest.update(f"{entry.name}:{row}\n".encode())
    return digest.hexdigest()
