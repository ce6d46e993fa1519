"""When the pipeline runs by itself: nightly, denser in the publication seasons, and when files are dropped in."""

import os
from collections.abc import Iterator
from datetime import datetime
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import dagster as dg

from extract.ledger import ADHOC, Ledger
from extract.sources import load_sources
from pipelines import partitions
from pipelines.load_plan import LoadPlan, load_plan, partitions_to_read
from pipelines.published import inputs_digest, is_published
from pipelines.recovery import recover
from pipelines.workspace import Workspace

TIMEZONE = "Asia/Shanghai"
HOST_TAG = "gouji/host"
_READINGS_AT_ONCE = 20
_INSTANCE_SETTINGS = f"""telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  runs:
    max_concurrent_runs: 1
    tag_concurrency_limits:
      - key: {HOST_TAG}
        value:
          applyLimitPerUniqueValue: true
        limit: 1
"""

discovery_job = dg.define_asset_job("discovery", selection=dg.AssetSelection.assets("discovered_links"))
ingestion_job = dg.define_asset_job(
    "ingestion",
    selection=dg.AssetSelection.assets(
        "documents", "pages", "line_items", "claims", "performance_forms", "disclosure_items"
    ),
)
reading_job = dg.define_asset_job(
    "reading",
    selection=dg.AssetSelection.assets("pages", "line_items", "claims", "performance_forms", "disclosure_items"),
    description="Read what the archive holds of a partition, asking nobody.",
)
publication_job = dg.define_asset_job(
    "publication",
    selection=dg.AssetSelection.assets("warehouse_candidate", "check_results", "findings", "warehouse")
    | dg.AssetSelection.checks_for_assets("check_results"),
)
jobs = [discovery_job, ingestion_job, reading_job, publication_job]


def _live_sources() -> list[str]:
    """Every publisher but the bundled sample, whose server runs only within ``gouji run``."""
    return sorted(source.id for source in load_sources().values() if not source.allow_loopback)


def host_tag(source_id: str) -> dict[str, str]:
    """The tag by which the instance lets one run at a time ask a host, however many sources it has."""
    return {HOST_TAG: urlsplit(load_sources()[source_id].base_url).hostname or source_id}


def _listing_year(context: dg.ScheduleEvaluationContext) -> int:
    return context.scheduled_execution_time.astimezone(ZoneInfo(TIMEZONE)).year


def _discover_all(context: dg.ScheduleEvaluationContext) -> Iterator[dg.RunRequest]:
    moment = context.scheduled_execution_time.isoformat()
    for source_id in _live_sources():
        yield dg.RunRequest(
            run_key=f"{source_id}@{moment}", partition_key=source_id, job_name="discovery", tags=host_tag(source_id)
        )


nightly_discovery = dg.ScheduleDefinition(
    name="nightly_discovery",
    job=discovery_job,
    cron_schedule="0 1 * * *",
    execution_timezone=TIMEZONE,
    execution_fn=_discover_all,
    description="Every night at 01:00: walk every publisher's list pages.",
)

season_discovery = dg.ScheduleDefinition(
    name="season_discovery",
    job=discovery_job,
    cron_schedule="0 9,13,17,21 * 1-3,8-10 *",
    execution_timezone=TIMEZONE,
    execution_fn=_discover_all,
    description="January to March (budgets) and August to October (final accounts): four more times a day.",
)


def _ingest_all(context: dg.ScheduleEvaluationContext) -> Iterator[dg.RunRequest]:
    year = _listing_year(context)
    moment = context.scheduled_execution_time.isoformat()
    # The listing year is the one in an item's title: an account of last year is published in the autumn of this one.
    for source_id, listing_year in product(_live_sources(), (year - 1, year)):
        key = partitions.partition_key(source_id, listing_year)
        yield dg.RunRequest(run_key=f"{source_id}-{listing_year}@{moment}", partition_key=key, tags=host_tag(source_id))


nightly_ingestion = dg.ScheduleDefinition(
    name="nightly_ingestion",
    job=ingestion_job,
    cron_schedule="0 3 * * *",
    execution_timezone=TIMEZONE,
    execution_fn=_ingest_all,
    description="Every night at 03:00: fetch and read what is listed for this year and the last.",
)
schedules = [nightly_discovery, season_discovery, nightly_ingestion]


@dg.sensor(job=ingestion_job, minimum_interval_seconds=60, required_resource_keys={"workspace"})
def dropped_files(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Take in files dropped into the inbox beside the warehouse."""
    workspace: Workspace = context.resources.workspace
    workspace.prepare()
    waiting = sorted(path for path in workspace.inbox.rglob("*") if path.is_file())
    if not waiting:
        return dg.SkipReason(f"nothing in {workspace.inbox.name}/")
    state = ";".join(f"{path.name}:{path.stat().st_mtime_ns}:{path.stat().st_size}" for path in waiting)
    if state == context.cursor:
        return dg.SkipReason("nothing new dropped in")
    year = datetime.now(ZoneInfo(TIMEZONE)).year
    request = dg.RunRequest(run_key=state, partition_key=partitions.partition_key(ADHOC, year))
    return dg.SensorResult(run_requests=[request], cursor=state)


@dg.sensor(jobs=[publication_job, reading_job], minimum_interval_seconds=120, required_resource_keys={"workspace"})
def new_documents(context: dg.SensorEvaluationContext) -> list[dg.RunRequest] | dg.RunRequest | dg.SkipReason:
    """Build, check and publish a new version when documents were read since the published one.

    What this version of the code has not read yet (after an upgrade) is read before that, partition by partition.
    """
    workspace: Workspace = context.resources.workspace
    workspace.prepare()
    recover(workspace)
    if not workspace.ledger.exists():
        return dg.SkipReason("no document yet")
    with Ledger(workspace.ledger) as ledger:
        waiting = partitions_to_read(workspace, ledger)
        plan = load_plan(workspace, ledger)
    if waiting:
        return [_reading_of(*partition, plan) for partition in waiting[:_READINGS_AT_ONCE]]
    if not plan.documents:
        return dg.SkipReason("no document is parsed yet")
    digest = inputs_digest(plan.documents, plan.caches, workspace.verdicts)
    if is_published(workspace, digest):
        return dg.SkipReason("the published warehouse holds everything")
    return dg.RunRequest(run_key=digest, job_name="publication")


def _reading_of(source_id: str, listing_year: int, plan: LoadPlan) -> dg.RunRequest:
    """Asked for once per partition, version of the code and number of documents: a broken one is not asked for again
    every two minutes."""
    code = plan.caches[0].records.parent.name if plan.caches else ""
    key = f"reading-{source_id}-{listing_year}-{code}-{len(plan.documents)}"
    return dg.RunRequest(key, job_name="reading", partition_key=partitions.partition_key(source_id, listing_year))


sensors = [dropped_files, new_documents]


def write_instance_settings(home: Path) -> None:
    """Make a Dagster home with telemetry off and one run at a time, unless a person has put settings there."""
    home.mkdir(parents=True, exist_ok=True)
    settings = home / "dagster.yaml"
    if not settings.exists():
        settings.write_text(_INSTANCE_SETTINGS, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(home)
