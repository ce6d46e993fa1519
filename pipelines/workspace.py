"""Where a warehouse keeps its state: everything but the published file lives beside it in ``PATH.d/``.

``PATH`` itself is a symlink to one whole version in ``PATH.d/versions/``.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.progress import Progress, SilentProgress

DEFAULT_WAREHOUSE = "warehouse.duckdb"
WAREHOUSE_VARIABLE = "GOUJI_WAREHOUSE"
WORKERS_VARIABLE = "GOUJI_WORKERS"
SAMPLE = "sample"
"""The source id of the bundled publisher."""


@dataclass(frozen=True)
class Workspace:
    """The paths and limits of one warehouse's pipeline.

    ``base_urls`` overrides a source's address (source id to URL): the bundled publisher is served on a loopback
    port that is known only at run time.
    """

    warehouse: Path
    workers: int = 2
    timeout_seconds: float = 300.0
    memory_mb: int = 2048
    base_urls: dict[str, str] = field(default_factory=dict)
    progress: Progress = field(default_factory=SilentProgress)

    @property
    def state(self) -> Path:
        """The folder of everything that is not the published file."""
        return Path(f"{self.warehouse}.d")

    @property
    def archive(self) -> Path:
        """Published bytes by sha256, never overwritten."""
        return self.state / "archive"

    @property
    def ledger(self) -> Path:
        """The SQLite ledger of listings, retrievals and document states."""
        return self.state / "ledger.sqlite"

    @property
    def contents(self) -> Path:
        """Parquet of documents as read (cells and lines), by the hash of the reading stage."""
        return self.state / "parquet" / "contents"

    @property
    def records(self) -> Path:
        """Parquet of typed records, by the hash of the parsing stage."""
        return self.state / "parquet" / "records"

    @property
    def building(self) -> Path:
        """Candidates that are not published yet."""
        return self.state / "building"

    @property
    def gx_results(self) -> Path:
        """Great Expectations results, one folder a run."""
        return self.state / "gx"

    @property
    def verdicts(self) -> Path:
        """The append-only store of reviewers' verdicts."""
        return self.state / "verdicts.jsonl"

    @property
    def inbox(self) -> Path:
        """A folder watched for documents dropped in by hand."""
        return self.state / "inbox"

    @property
    def dagster_home(self) -> Path:
        """Dagster's run history and event log."""
        return self.state / "dagster"

    def prepare(self) -> None:
        """Create the folders that stages write to."""
        for folder in (self.archive, self.contents, self.records, self.building, self.gx_results, self.inbox):
            folder.mkdir(parents=True, exist_ok=True)


def workspace_from_environment() -> Workspace:
    """The workspace named by ``GOUJI_WAREHOUSE`` (default ``warehouse.duckdb`` in the current folder)."""
    path = Path(os.environ.get(WAREHOUSE_VARIABLE, DEFAULT_WAREHOUSE)).absolute()
    workers = int(os.environ.get(WORKERS_VARIABLE, str(default_workers())))
    return Workspace(warehouse=path, workers=workers)


def default_workers() -> int:
    """As many worker processes as the machine has cores, eight at most."""
    return max(1, min(8, os.cpu_count() or 1))
