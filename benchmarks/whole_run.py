"""The whole job against pdfplumber's tables alone: ``python -m benchmarks.whole_run [--workers 1 2] [INPUT...]``.

INPUT: files or folders, the corpus without any. For each number of workers ``gouji run`` goes over all of them into a
new warehouse, from bytes to published findings; before that pdfplumber ``extract_tables`` reads pages of the same
documents at even steps. Prints wall and CPU milliseconds a page (the CPU of ``gouji run`` without its pool's workers),
the ratios, and how much faster the last number of workers is than the first. ``--stages`` also times reading and
parsing alone in the bounded pool, without what follows them.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb
import pdfplumber

from extract.model import UnreadableDocument
from extract.pool import run_bounded
from extract.reading import ReadLimits, read_document
from transform.documents import parse_document

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Spent:
    """Wall and CPU seconds for a number of pages; ``cpu`` is None where workers' time is not told."""

    what: str
    wall: float
    cpu: float | None
    pages: int

    def line(self, reference: float | None = None) -> str:
        text = f"{self.what:28} {1000 * self.wall / self.pages:8.2f} ms/page wall"
        if self.cpu is not None:
            text += f", {1000 * self.cpu / self.pages:8.2f} CPU"
        return text + (f", {reference / (self.wall / self.pages):5.1f} x pdfplumber's tables" if reference else "")


def pdfs(inputs: Sequence[Path]) -> list[Path]:
    """Return the PDFs among the inputs."""
    return sorted(file for given in inputs for file in (given.rglob("*.pdf") if given.is_dir() else [given]))


def whole_job(inputs: Sequence[Path], workers: int) -> Spent:
    """Run ``gouji run`` into a new warehouse."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "warehouse.duckdb"
        command = [sys.executable, "-m", "pipelines.cli", "run", *map(str, inputs)]
        started, cpu = time.perf_counter(), _children_cpu()
        done = subprocess.run(
            [*command, "--warehouse", str(target), "--workers", str(workers)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        wall, used = time.perf_counter() - started, _children_cpu() - cpu
        if done.returncode:
            raise SystemExit(f"gouji run ended with {done.returncode}:\n{done.stderr[-2000:]}")
        with duckdb.connect(str(target), read_only=True) as connection:
            found = connection.execute("SELECT sum(page_count) FROM documents").fetchone()
    return Spent(f"gouji run, {workers} workers", wall, used, int(found[0]) if found else 0)


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def read_and_parse(path: Path, *, limits: ReadLimits) -> int:
    """Return a document's pages after reading and parsing it."""
    content = read_document(path, limits=limits)
    parse_document(content)
    return len(content.pages)


def stages(files: Sequence[Path], workers: int) -> Spent:
    """Read and parse in the bounded pool, text layers only."""
    started = time.perf_counter()
    work = partial(read_and_parse, limits=ReadLimits(ocr="never"))
    done = run_bounded(work, files, workers=workers, timeout_seconds=900, memory_mb=2000)
    pages = sum(result for _, result in done if not isinstance(result, UnreadableDocument))
    return Spent(f"read and parse, {workers} workers", time.perf_counter() - started, None, max(1, pages))


def reference(files: Sequence[Path], per_document: int) -> Spent:
    """Time pdfplumber's tables on some pages of every document."""
    pages = 0
    started, cpu = time.perf_counter(), time.process_time()
    for path in files:
        with pdfplumber.open(path) as document:
            for page in document.pages[:: max(1, len(document.pages) // per_document)]:
                page.extract_tables()
                page.close()
                pages += 1
    return Spent("pdfplumber tables", time.perf_counter() - started, time.process_time() - cpu, max(1, pages))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", type=Path)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--pages", type=int, default=6, help="pages of each document for pdfplumber, about")
    parser.add_argument("--stages", action="store_true")
    chosen = parser.parse_args(arguments)
    inputs = chosen.inputs or [chosen.corpus / "budgets", chosen.corpus / "final_accounts"]
    plumber = reference(pdfs(inputs), chosen.pages)
    print(plumber.line(), flush=True)
    per_page = plumber.wall / plumber.pages
    runs = [[whole_job(inputs, workers) for workers in chosen.workers]]
    if chosen.stages:
        runs.append([stages(pdfs(inputs), workers) for workers in chosen.workers])
    for group in runs:
        for spent in group:
            print(spent.line(per_page), flush=True)
        if len(group) > 1:
            print(f"{group[0].wall / group[-1].wall:.2f} x as fast with {chosen.workers[-1]} workers as with the first")
    print(f"{runs[0][0].pages} pages, load {os.getloadavg()[0]:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
