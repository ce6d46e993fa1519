"""Thousands of filings: built in bounded memory, marts and contract views answering in seconds (run by hand)."""

from __future__ import annotations

import resource
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import warehouse_builders as made

from warehouse.build import build_candidate
from warehouse.connect import open_readonly
from warehouse.documents import SourceDocument
from warehouse.frames import to_frames
from warehouse.publish import publish
from warehouse.schema import FRAMES, mart_views
from warehouse.store import _write_folder

FILINGS = 4000
REPEAT = 6
"""Each document's rows so many times over: a filing then has about 400 line items."""


def multiplied(folder: Path, filings: int) -> list[SourceDocument]:
    """Write one part with this many documents, copied set-based from one, and return their ledger rows."""
    template = made.final_account("template", "模板局", 2024, basic="540.00", project="90.00")
    frames = to_frames(template)
    shas = [made.sha(f"scale-{n}") for n in range(filings)]
    entities = [f"第{n // 2}号局" for n in range(filings)]
    many = pl.DataFrame({"new_sha": shas, "new_name": entities, "new_year": [2023 + n % 2 for n in range(filings)]})
    copied = {}
    for name, table in FRAMES.items():
        frame = frames[name] if name in {"identity", "statements"} else pl.concat([frames[name]] * REPEAT)
        frame = frame.with_row_index("nth").join(many, how="cross")
        ids = [column for column in frame.columns if column.endswith("_id") and column not in {"form_id", "layout_id"}]
        frame = frame.with_columns(
            pl.col("new_sha").alias("document_sha256"),
            *(pl.format("{}{}", pl.col("new_sha").str.slice(0, 16), pl.col("nth")).alias(column) for column in ids),
        )
        if name == "identity":
            frame = frame.with_columns(
                pl.col("new_name").alias("entity_name"),
                pl.concat_list("new_name").alias("names"),
                pl.col("new_year").cast(pl.Int32).alias("fiscal_year"),
            )
        copied[name] = frame.select(table.parquet_schema().names()).sort("document_sha256", maintain_order=True)
    _write_folder(copied, folder, "part-scale", durable=False)
    return [
        SourceDocument(
            document_sha256=sha,
            document_name=f"{n}.pdf",
            first_retrieved_at="2025-09-01T10:00:00.000+08:00",
            last_retrieved_at="2025-09-01T10:00:00.000+08:00",
            source_id="scale",
            published_on=date(2025, 9, 1),
            region="示例市",
            region_code="420100",
        )
        for n, sha in enumerate(shas)
    ]


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_thousands_of_filings(tmp_path: Path) -> None:
    started = time.perf_counter()
    documents = multiplied(tmp_path / "stage", FILINGS)
    print(f"\ninputs {time.perf_counter() - started:.1f} s")
    report = build_candidate(parsed_parquet=tmp_path / "stage", documents=documents, target=tmp_path / "c.duckdb")
    print(f"build {report.seconds:.1f} s {report.stages} {report.rows['fact_line_item']:,} line items")
    assert report.filings == FILINGS
    started = time.perf_counter()
    version = publish(tmp_path / "c.duckdb", tmp_path / "w.duckdb")
    print(f"publish {time.perf_counter() - started:.1f} s, {version.stat().st_size / 1e6:.0f} MB")
    connection = open_readonly(tmp_path / "w.duckdb")
    for view in mart_views():
        started = time.perf_counter()
        row = connection.execute(f"SELECT count(*), count(COLUMNS(*)) FROM {view.name}").fetchone()
        seconds = time.perf_counter() - started
        assert row is not None
        print(f"{view.name}: {row[0]:,} rows {seconds:.2f} s")
        assert seconds < 60
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"peak memory {peak:.2f} GB")
    assert peak < 4
