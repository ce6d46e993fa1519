"""Running the asset graph in this process, the same assets that the Dagster UI and its schedules run."""

from __future__ import annotations

import fcntl
import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from extract.ledger import ADHOC, Ledger
from pipelines import partitions
from pipelines.definitions import ASSETS, CHECKS
from pipelines.load_plan import load_plan
from pipelines.published import inputs_digest, is_published
from pipelines.schedules import write_instance_settings
from pipelines.workspace import Workspace

INGESTION = ("documents", "pages", "line_items", "claims", "performance_forms", "disclosure_items")
PUBLICATION = ("warehouse_candidate", "check_results", "findings", "warehouse")
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


class PipelineError(Exception):
    """An asset failed: our own fault, not a publisher's. Names the asset and the error."""


class WarehouseBusyError(Exception):
    """Another run is writing to the same warehouse."""


@contextmanager
def exclusive(workspace: Workspace) -> Iterator[None]:
    """Hold the warehouse for one run; readers are never kept waiting.

    Raises :class:`WarehouseBusyError` where another run holds it.
    """
    workspace.prepare()
    with (workspace.state / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WarehouseBusyError(f"另一个 gouji run 正在写 {workspace.warehouse.name}") from error
        yield


class Graph:
    """The asset graph over one workspace, with its run history in the workspace's Dagster home."""

    def __init__(self, workspace: Workspace) -> None:
        warnings.filterwarnings("ignore", category=dg.BetaWarning)
        warnings.filterwarnings("ignore", category=dg.PreviewWarning)
        logging.getLogger("dagster").setLevel(logging.CRITICAL)
        self.workspace = workspace
        write_instance_settings(workspace.dagster_home)
        self._instance = dg.DagsterInstance.get()
        self._resources = {"workspace": dg.ResourceDefinition.hardcoded_resource(workspace)}

    def discover(self, source_id: str) -> None:
        """Walk a publisher's list pages."""
        self._materialize(("discovered_links",), partition=source_id)

    def ingest(self, source_id: str, listing_year: int, *, given: Sequence[Path] = ()) -> None:
        """Fetch (or take in ``given``), read and parse one partition."""
        config = {"ops": {"documents": {"config": {"paths": [str(path) for path in given]}}}}
        key = partitions.partition_key(source_id, listing_year)
        self._materialize(INGESTION, partition=key, config=config if source_id == ADHOC else {})

    def publish(self) -> bool:
        """Build, check and publish a new version; False where the published one holds everything already."""
        with Ledger(self.workspace.ledger) as ledger:
            plan = load_plan(self.workspace, ledger)
        if is_published(self.workspace, inputs_digest(plan.documents, plan.caches, self.workspace.verdicts)):
            return False
        self._materialize(PUBLICATION, partition=None)
        return True

    def _materialize(
        self, assets: Sequence[str], *, partition: str | None, config: Mapping[str, object] | None = None
    ) -> None:
        selection = dg.AssetSelection.assets(*assets)
        result = dg.materialize(
            [*ASSETS, *CHECKS],
            selection=selection,
            partition_key=partition,
            instance=self._instance,
            resources=self._resources,
            run_config={**_QUIET, **(config or {})},
            raise_on_error=False,
        )
        if not result.success:
            raise PipelineError(_reason(result))


def _reason(result: dg.ExecuteInProcessResult) -> str:
    failures = []
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            cause = error.cause if error is not None and error.cause is not None else error
            failures.append(f"{event.step_key}: {cause.message.strip() if cause is not None else 'failed'}")
    return "; ".join(failures) or "the run failed"
