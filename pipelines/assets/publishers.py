"""From publishers to archived documents."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from pydantic import Field

from extract.archive import Archive
from extract.crawl import discover, fetch
from extract.file_names import shown_name
from extract.ledger import ADHOC, Ledger
from extract.sources import get_source
from pipelines import partitions
from pipelines.given_files import take_in
from pipelines.previews import table_preview
from pipelines.progress import Stage
from pipelines.recovery import recover
from pipelines.storage import is_storage_trouble
from pipelines.workspace import Workspace

NETWORK_RETRIES = dg.RetryPolicy(max_retries=2, delay=120, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.FULL)
"""For a crawl that broke as a whole; single requests are retried by the crawler itself."""


class GivenFiles(dg.Config):
    """Files given by hand (source ``adhoc`` only); the drop folder is always looked into."""

    paths: list[str] = Field(default_factory=list)


@contextmanager
def _pointless_to_retry() -> Iterator[None]:
    """A full disk ends the run at once: waiting for the network to come back would not help."""
    try:
        yield
    except Exception as error:
        if is_storage_trouble(str(error)):
            raise dg.Failure(description=str(error), allow_retries=False) from error
        raise


def prepare(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
    """Make the folders, and the ledger again where it is gone."""
    workspace.prepare()
    if told := recover(workspace):
        context.log.warning(told)


def _heard(stage: Stage) -> Callable[[Mapping[str, object]], None]:
    """Count every answer of a crawl on ``stage``."""
    return lambda event: stage.advance(str(event.get("url", "")))


@dg.asset(
    partitions_def=partitions.by_source,
    group_name="publishers",
    retry_policy=NETWORK_RETRIES,
    pool="publishers",
    kinds={"scrapy", "sqlite"},
    description="What a publisher's list pages hold: every item with its title, year, kind and date, in the ledger.",
)
def discovered_links(
    context: dg.AssetExecutionContext, workspace: dg.ResourceParam[Workspace]
) -> dg.MaterializeResult[None]:
    """Walk a publisher's list pages."""
    source_id = context.partition_key
    prepare(context, workspace)
    if source_id == ADHOC:
        waiting = sorted(shown_name(path.name) for path in workspace.inbox.iterdir())
        return dg.MaterializeResult(metadata={"waiting_files": len(waiting), "names": waiting[:50]})
    stage_shown = workspace.progress.stage(f"浏览列表 {source_id}", None)
    with _pointless_to_retry(), Ledger(workspace.ledger) as ledger, stage_shown as stage:
        report = discover(
            get_source(source_id),
            archive=Archive(workspace.archive),
            ledger=ledger,
            base_url=workspace.base_urls.get(source_id),
            progress=_heard(stage),
        )
        listings = ledger.listings(source_id)
    rows = [(row.listing_year, row.kind, row.published_on, row.title, row.state) for row in listings]
    return dg.MaterializeResult(
        metadata={
            "listed_items": len(listings),
            "ignored_items": sum(row.state == "ignored" for row in listings),
            "withdrawn_items": sum(row.withdrawn_on is not None for row in listings),
            "requests": report.requests,
            "not_modified": report.not_modified,
            "failed_requests": report.failed,
            "preview": table_preview(("listing_year", "kind", "published_on", "title", "state"), rows),
        }
    )


@dg.asset(
    partitions_def=partitions.by_source_and_year,
    deps=[dg.AssetDep(discovered_links, partition_mapping=partitions.source_of_partition)],
    group_name="publishers",
    retry_policy=NETWORK_RETRIES,
    pool="publishers",
    kinds={"scrapy", "sqlite"},
    description="The published files of one source and listing year, by content, in the append-only archive.",
)
def documents(
    context: dg.AssetExecutionContext, config: GivenFiles, workspace: dg.ResourceParam[Workspace]
) -> dg.MaterializeResult[None]:
    """Fetch what is new or changed, or take in files given by hand."""
    source_id, year = partitions.of_context(context)
    prepare(context, workspace)
    archive = Archive(workspace.archive)
    metadata: dict[str, object] = {}
    with _pointless_to_retry(), Ledger(workspace.ledger) as ledger:
        if source_id == ADHOC:
            dropped = [path for path in sorted(workspace.inbox.rglob("*")) if path.is_file()]
            given = [*(Path(path) for path in config.paths), *dropped]
            taken = take_in(given, archive=archive, ledger=ledger, listing_year=year)
            metadata = {"given": len(given), "new_documents": taken.new, "not_taken": dict(taken.refused)}
        else:
            with workspace.progress.stage(f"下载 {source_id} {year}", None) as stage:
                report = fetch(
                    get_source(source_id),
                    listing_year=year,
                    archive=archive,
                    ledger=ledger,
                    base_url=workspace.base_urls.get(source_id),
                    progress=_heard(stage),
                )
            metadata = {
                "requests": report.requests,
                "not_modified": report.not_modified,
                "new_documents": report.new_documents,
                "bytes": report.bytes,
                "failed_requests": report.failed,
            }
        rows = ledger.documents(source_id, year)
    preview = [(row.document_name, row.media_type, row.size, row.state, row.published_on) for row in rows]
    return dg.MaterializeResult(
        metadata={
            **metadata,  # type: ignore[dict-item]
            "documents": len(rows),
            "preview": table_preview(("document_name", "media_type", "size", "state", "published_on"), preview),
        }
    )
