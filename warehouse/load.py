"""Parquet into the fact tables, set-based: the chosen documents' rows, in every filing that a document serves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import polars as pl

from warehouse.columns import Table
from warehouse.errors import WarehouseError
from warehouse.insert import insert_rows
from warehouse.schema import FRAMES
from warehouse.store import listing


def choose(stage_folders: Sequence[Path]) -> dict[str, Path]:
    """Return for each parsed document the folder to read it from; the first stage folder that holds it wins."""
    chosen: dict[str, Path] = {}
    for folder in stage_folders:
        for sha, place in listing(folder).items():
            chosen.setdefault(sha, place.resolve())
    return chosen


def read_identities(chosen: Mapping[str, Path]) -> pl.DataFrame:
    """Return the ``identity`` rows of the chosen documents."""
    parts = [
        pl.read_parquet(folder / "identity.parquet").filter(pl.col("document_sha256").is_in(sorted(shas)))
        for folder, shas in _by_folder(chosen).items()
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=FRAMES["identity"].parquet_schema())


def read_statement_ids(chosen: Mapping[str, Path]) -> dict[str, frozenset[str]]:
    """Return the ids of the statements that each chosen document prints."""
    found: dict[str, frozenset[str]] = {}
    for folder, shas in _by_folder(chosen).items():
        frame = pl.scan_parquet(folder / "statements.parquet").filter(pl.col("document_sha256").is_in(sorted(shas)))
        pairs = frame.group_by("document_sha256").agg(pl.col("statement").unique()).collect()
        found.update({str(sha): frozenset(ids) for sha, ids in pairs.iter_rows()})
    return found


def load_frames(connection: duckdb.DuckDBPyConnection, chosen: Mapping[str, Path]) -> None:
    """Fill every table that comes from Parquet; the bridge from documents to filings must be loaded.

    Raises WarehouseError where rows went missing on the way (a document without a filing, a damaged file).
    """
    placed = pl.DataFrame(
        {"document_sha256": list(chosen), "folder": [str(folder) for folder in chosen.values()]},
        schema={"document_sha256": pl.String(), "folder": pl.String()},
    )
    connection.register("chosen_source", placed.to_arrow())
    connection.execute("CREATE TEMP TABLE chosen AS SELECT * FROM chosen_source")
    connection.unregister("chosen_source")
    folders = sorted(set(chosen.values()))
    counts = [_load_frame(connection, name, declared, folders) for name, declared in FRAMES.items()]
    connection.execute("DROP TABLE chosen")
    insert_rows(connection, "load_count", counts)
    lost = [row for row in counts if row["rows_in"] != row["rows_loaded"]]
    if lost:
        told = "; ".join(f"{row['table_name']}: {row['rows_in']} in, {row['rows_loaded']} loaded" for row in lost)
        raise WarehouseError(f"装载丢失了行：{told}")


def _load_frame(
    connection: duckdb.DuckDBPyConnection, name: str, declared: Table, folders: Sequence[Path]
) -> dict[str, object]:
    files = [str(folder / f"{name}.parquet") for folder in folders]
    if not files:
        return {"table_name": declared.name, "rows_in": 0, "rows_loaded": 0}
    parquet_columns = [column.name for column in declared.parquet_columns()]
    of_filing = any(column.name == "filing_id" for column in declared.columns)
    selected = ", ".join(f'p."{column}"' for column in parquet_columns)
    # The folder decides: a document may also lie in a compacted file that is about to be replaced.
    source = (
        "read_parquet($files, filename = true) AS p "
        "JOIN chosen AS c ON c.document_sha256 = p.document_sha256 AND c.folder = parse_dirpath(p.filename)"
    )
    if of_filing:
        selected += ", b.filing_id"
        joined = f"{source} JOIN bridge_filing_document AS b ON b.document_sha256 = p.document_sha256"
        order = "ORDER BY b.filing_id, b.ordinal, p.file_row_number"
        joined = joined.replace("filename = true", "filename = true, file_row_number = true")
    else:
        joined, order = source, "ORDER BY p.document_sha256"
    try:
        counted = connection.execute(f"SELECT count(*) FROM {source}", {"files": files}).fetchone()  # noqa: S608
        insert = f"INSERT INTO {declared.name} BY NAME SELECT {selected} FROM {joined} {order}"  # noqa: S608
        connection.execute(insert, {"files": files})
    except duckdb.Error as error:
        raise WarehouseError(f"无法装载 {declared.name}：{error}") from error
    key = ", ".join(f'"{column}"' for column in declared.key if column != "filing_id")
    loaded = connection.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT {key} FROM {declared.name})"  # noqa: S608
    ).fetchone()
    return {
        "table_name": declared.name,
        "rows_in": 0 if counted is None else int(counted[0]),
        "rows_loaded": 0 if loaded is None else int(loaded[0]),
    }


def _by_folder(chosen: Mapping[str, Path]) -> dict[Path, list[str]]:
    grouped: dict[Path, list[str]] = {}
    for sha, folder in chosen.items():
        grouped.setdefault(folder, []).append(sha)
    return grouped
