"""All checks over a synthetic warehouse: seconds, growth and peak memory.

    .venv/bin/python -m benchmarks.evaluation FOLDER --documents PDF... --filings 100 1000 20000

The documents are parsed once (FOLDER/parsed, kept); each warehouse (FOLDER/<n>.duckdb, kept) repeats their filings
under other entities and ids until there are n. One filing in five has one amount changed. Every evaluation runs in a
process of its own, whose CPU seconds and peak memory are those printed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.build import build_candidate
from warehouse.connect import open_candidate
from warehouse.documents import SourceDocument
from warehouse.schema import TABLES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOMENT = "2025-09-01T10:00:00.000+08:00"
COPIED_IDS = frozenset(
    {
        "document_sha256",
        "filing_id",
        "filing_key",
        "entity_id",
        "parent_entity_id",
        "line_item_id",
        "claim_id",
        "performance_row_id",
        "form_id",
        "disclosure_id",
        "unread_id",
    }
)
COPIED_TABLES = ("dim_document", "dim_entity", "dim_filing", "bridge_filing_document")
ONE_IN = 5
PLANT = f"""
CREATE TEMP TABLE planted AS
SELECT line_item_id, filing_id FROM fact_line_item
WHERE state = 'number' AND amount_yuan <> 0 AND row_kind <> 'of_which' AND hash(filing_id) % {ONE_IN} = 0
QUALIFY row_number() OVER (PARTITION BY filing_id ORDER BY hash(line_item_id)) = 1;
UPDATE fact_line_item SET amount_yuan = amount_yuan + 137 * step_yuan
WHERE (filing_id, line_item_id) IN (SELECT (filing_id, line_item_id) FROM planted);
"""


def parse(documents: Sequence[Path], stage: Path) -> list[str]:
    """Parse each document under a name of its own, so that none shares a filing with another; return their hashes."""
    from extract.reading import read_document
    from transform.documents import parse_document
    from warehouse.frames import to_frames
    from warehouse.store import listing, write_frames

    held = listing(stage)
    found: list[str] = []
    for number, path in enumerate(documents):
        sha = hashlib.sha256(path.read_bytes()).hexdigest()
        found.append(sha)
        if sha not in held:
            parsed = parse_document(read_document(path))
            name = f"第{number}号{parsed.identity.entity_name}"
            identity = replace(parsed.identity, entity_name=name, names=(name, *parsed.identity.names))
            write_frames(to_frames(replace(parsed, identity=identity)), stage)
    return found


def build(stage: Path, shas: Sequence[str], n_filings: int, target: Path) -> None:
    """Write a warehouse of ``n_filings`` filings to ``target``."""
    aside = target.with_suffix(".building")
    rows = [SourceDocument(sha, f"{sha[:8]}.pdf", MOMENT, MOMENT) for sha in shas]
    report = build_candidate(parsed_parquet=stage, documents=rows, target=aside)
    copies = -(-n_filings // report.filings)
    with open_candidate(aside) as connection:
        multiply(connection, copies)
        connection.execute(PLANT)
        connection.execute("CHECKPOINT")
    aside.rename(target)


def multiply(connection: DuckDBPyConnection, copies: int) -> None:
    """Repeat every filing until there are ``copies`` of it, each with its number (from 1) at the end of its ids."""
    for table in TABLES:
        named = [column.name for column in table.columns]
        if table.name not in COPIED_TABLES and not {"filing_id", "line_item_id"} & set(named):
            continue
        selected = ", ".join(f"{one} || '-' || n AS {one}" if one in COPIED_IDS else f'"{one}"' for one in named)
        if table.name == "dim_filing":
            selected = selected.replace('"entity_name"', "n || entity_name AS entity_name")
        connection.execute(
            f"INSERT INTO {table.name} BY NAME SELECT {selected} "
            f"FROM {table.name}, range(1, {copies}) AS copy(n) ORDER BY n"
        )


def run(path: Path) -> None:
    """Evaluate one warehouse (in the child process) and print what it took as JSON."""
    started = time.process_time()
    from expectations.evaluate import evaluate

    imported = time.process_time() - started
    with open_candidate(path) as connection:
        wall, cpu = time.perf_counter(), time.process_time()
        report = evaluate(connection)
        figures = {
            "filings": report.filings,
            "wall": time.perf_counter() - wall,
            "cpu": time.process_time() - cpu,
            "import": imported,
            "seconds": report.seconds,
            "results": sum(report.results_by_status.values()),
            "findings": sum(report.findings_by_severity.values()),
            "root_causes": report.root_causes,
            "broken": report.broken,
        }
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(figures, ensure_ascii=False))


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=Path, nargs="+", default=[])
    parser.add_argument("--filings", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.run is not None:
        run(options.run)
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    for n_filings in options.filings:
        kept = options.folder / f"{n_filings}.duckdb"
        if not kept.exists():
            build(options.folder / "parsed", parse(options.documents, options.folder / "parsed"), n_filings, kept)
        used = options.folder / "run.duckdb"
        shutil.copyfile(kept, used)
        command = [sys.executable, "-m", "benchmarks.evaluation", str(options.folder), "--run", str(used)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        figures = json.loads(done.stdout.splitlines()[-1])
        print(
            f"{figures['filings']:>6} filings: {figures['wall']:8.1f} s, CPU {figures['cpu']:8.1f} s "
            f"({figures['cpu'] / figures['filings'] * 1000:.1f} ms a filing), peak {figures['peak_mb']:.0f} MB, "
            f"load {os.getloadavg()[0]:.1f}; {figures['results']} results, {figures['findings']} findings, "
            f"{figures['root_causes']} causes; {figures['seconds']}",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
