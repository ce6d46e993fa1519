"""A new warehouse file from Parquet and the ledger's rows: always built whole, never updated in place."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb

from extract.clock import timestamp
from warehouse.connect import open_candidate
from warehouse.dimensions import complete_from_facts, load_lists
from warehouse.documents import RetrievalRow, SourceDocument, quarantined
from warehouse.errors import WarehouseError
from warehouse.filings import assemble, load_assembly
from warehouse.insert import insert_rows
from warehouse.load import choose, load_frames, read_identities, read_statement_ids
from warehouse.schema import create_statements
from warehouse.stored_marts import store_marts
from warehouse.verify import content_hash, row_counts, verify_keys

NOT_PARSED = "not_parsed: 没有解析结果"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a candidate holds. ``unlisted`` documents have Parquet but no row from the caller and are left out;
    ``not_parsed`` ones were given as loaded but have no Parquet and are quarantined for that."""

    path: Path
    documents: int
    quarantined: int
    filings: int
    rows: Mapping[str, int]
    unlisted: tuple[str, ...]
    not_parsed: tuple[str, ...]
    content_hash: str
    seconds: float
    stages: Mapping[str, float] = field(default_factory=dict)


def build_candidate(
    *,
    parsed_parquet: Sequence[Path] | Path,
    documents: Sequence[SourceDocument],
    target: Path,
    retrievals: Sequence[RetrievalRow] = (),
    run: Mapping[str, str] | None = None,
) -> BuildReport:
    """Build a candidate at ``target`` (replaced if it is there) and return what it holds.

    ``parsed_parquet`` are stage folders (``warehouse.store``), the preferred first; ``documents`` decides what belongs
    in the warehouse; ``run`` is kept in ``run_metadata``. The same inputs give the same content
    (``warehouse.verify.content_hash``).

    Raises WarehouseError where documents are given twice, rows are lost on loading, or a key is not unique; the target
    is then removed.
    """
    started = time.perf_counter()
    folders = [parsed_parquet] if isinstance(parsed_parquet, Path) else list(parsed_parquet)
    parsed = choose(folders)
    listed = {document.document_sha256 for document in documents}
    if len(listed) != len(documents):
        raise WarehouseError("同一文件（SHA-256）给出了两次")
    not_parsed = tuple(
        sorted(row.document_sha256 for row in documents if row.state == "loaded" and row.document_sha256 not in parsed)
    )
    rows = sorted(
        (quarantined(row, NOT_PARSED) if row.document_sha256 in not_parsed else row for row in documents),
        key=lambda row: row.document_sha256,
    )
    loaded = {row.document_sha256 for row in rows if row.state == "loaded"}
    chosen = {sha: parsed[sha] for sha in sorted(loaded)}
    _remove(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    connection = open_candidate(target)
    stages: dict[str, float] = {}
    try:
        with _Transaction(connection):
            for statement in create_statements():
                connection.execute(statement)
            identities = read_identities(chosen)
            assembly = assemble(rows, identities, read_statement_ids(chosen))
            load_assembly(connection, assembly)
            pages = {str(sha): pages for sha, pages in identities.select("document_sha256", "page_count").iter_rows()}
            insert_rows(connection, "dim_document", [_document_row(row, pages) for row in rows])
            insert_rows(connection, "fact_retrieval", [asdict(row) for row in retrievals])
            load_lists(connection)
            stages["dimensions"] = time.perf_counter() - started
            load_frames(connection, chosen)
            complete_from_facts(connection)
            verify_keys(connection)
            stages["facts"] = time.perf_counter() - started - stages["dimensions"]
            store_marts(connection)
            stages["marts"] = time.perf_counter() - started - stages["dimensions"] - stages["facts"]
            record(connection, "build", {"documents": len(rows), "duckdb": duckdb.__version__, **(run or {})})
        connection.execute("CHECKPOINT")
        report = BuildReport(
            path=target,
            documents=len(rows),
            quarantined=len(rows) - len(loaded),
            filings=len(assembly.filings),
            rows=row_counts(connection),
            unlisted=tuple(sorted(parsed.keys() - listed)),
            not_parsed=not_parsed,
            content_hash=content_hash(connection),
            seconds=time.perf_counter() - started,
            stages=stages,
        )
    except BaseException:
        connection.close()
        _remove(target)
        raise
    connection.close()
    return report


def record(connection: duckdb.DuckDBPyConnection, key: str, value: object) -> None:
    """Write an entry of ``run_metadata``, replacing the one of that key."""
    connection.execute("DELETE FROM run_metadata WHERE key = ?", [key])
    text = json.dumps(value, ensure_ascii=False, default=str)
    insert_rows(connection, "run_metadata", [{"key": key, "value": text, "recorded_at": timestamp()}])


def _document_row(row: SourceDocument, pages: Mapping[str, int]) -> dict[str, object]:
    return {**asdict(row), "page_count": pages.get(row.document_sha256, row.page_count)}


def _remove(target: Path) -> None:
    for path in (target, target.with_name(f"{target.name}.wal")):
        path.unlink(missing_ok=True)


class _Transaction:
    """One transaction: committed at the end, rolled back on an exception."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN")

    def __exit__(self, kind: object, *_: object) -> None:
        self._connection.execute("COMMIT" if kind is None else "ROLLBACK")
