"""Running the asset graph in this process, the same assets that the Dagster UI and its schedules run."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import dagster as dg

from expectations import gx
from extract.crawl import CrawlReport
from extract.ledger import ADHOC, Ledger
from pipelines import partitions
from pipelines.definitions import ASSETS, CHECKS
from pipelines.errors import PipelineError
from pipelines.load_plan import load_plan, partitions_to_read
from pipelines.published import inputs_digest, is_published
from pipelines.schedules import write_instance_settings
from pipelines.workspace import Workspace

READING = ("pages", "line_items", "claims", "performance_forms", "disclosure_items")
INGESTION = ("documents", *READING)
PUBLICATION = ("warehouse_candidate", "check_results", "findings", "warehouse")
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


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

    def note_crawl(self, source_id: str, listed: Sequence[tuple[str, int]], report: CrawlReport) -> None:
        """Enter a crawl that was made before the graph was loaded into the run history of the assets it stands for."""
        metadata = {
            "listed_items": report.listings,
            "requests": report.requests,
            "not_modified": report.not_modified,
            "new_documents": report.new_documents,
            "withdrawn_items": report.withdrawn,
            "bytes": report.bytes,
            "failed_requests": report.failed,
        }
        keys = [("discovered_links", source_id), *(("documents", partitions.partition_key(*pair)) for pair in listed)]
        for asset, partition in keys:
            event = dg.AssetMaterialization(asset, partition=partition, metadata=metadata)
            self._instance.report_runless_asset_event(event)

    def ingest(self, source_id: str, listing_year: int, *, given: Sequence[Path] = ()) -> None:
        """Fetch (or take in ``given``), read and parse one partition."""
        config = {"ops": {"documents": {"config": {"paths": [str(path) for path in given]}}}}
        key = partitions.partition_key(source_id, listing_year)
        self._materialize(INGESTION, partition=key, config=config if source_id == ADHOC else {})

    def read(self, source_id: str, listing_year: int) -> None:
        """Read and parse what the archive holds of one partition."""
        self._materialize(READING, partition=partitions.partition_key(source_id, listing_year))

    def publish(self) -> bool:
        """Build, check and publish a new version; False where the published one holds everything already.

        Whatever is in the archive and not read yet by this version of the code is read first.
        """
        with Ledger(self.workspace.ledger) as ledger:
            waiting = partitions_to_read(self.workspace, ledger)
        for partition in waiting:
            self.read(*partition)
        with Ledger(self.workspace.ledger) as ledger:
            plan = load_plan(self.workspace, ledger)
        if is_published(self.workspace, inputs_digest(plan.documents, plan.caches, self.workspace.verdicts)):
            return False
        gx.start()
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
