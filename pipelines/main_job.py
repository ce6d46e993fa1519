"""The main job: a publisher (or files given by hand) to a published warehouse, through the asset graph."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extract.clock import today
from extract.ledger import ADHOC, Ledger
from extract.sources import Source, get_source
from pipelines.load_plan import load_plan
from pipelines.published import inputs_digest, is_published
from pipelines.workspace import SAMPLE, Workspace

if TYPE_CHECKING:
    from extract.crawl import CrawlReport


@dataclass(frozen=True, slots=True)
class Done:
    """The partitions that a run was about, and whether it published a new version."""

    touched: tuple[tuple[str, int], ...]
    changed: bool


def run_files(workspace: Workspace, files: Sequence[Path], year: int | None) -> Done:
    """Take in files given by hand, read them, publish. ``year`` is their listing year, by default the present one."""
    if not workspace.warehouse.exists():
        _expect_work()
    from pipelines.execution import Graph

    graph = Graph(workspace)
    listing_year = year or today().year
    graph.ingest(ADHOC, listing_year, given=files)
    return Done(((ADHOC, listing_year),), graph.publish())


def run_source(workspace: Workspace, source_id: str, year: int | None) -> Done:
    """Crawl one publisher (one listing year of it, or all), read what is new, publish.

    The bundled publisher is served for the length of the run, unless ``workspace.base_urls`` says where it is. A
    publisher that the published version holds already is asked first, without the seconds that the asset graph takes
    to load: where it has nothing new, that is all.
    Raises :class:`extract.sources.SourceError` where there is no such source.
    """
    source = get_source(source_id)
    with ExitStack() as stack:
        if source.id == SAMPLE and SAMPLE not in workspace.base_urls:
            from pipelines.samples.server import serve_samples

            workspace.base_urls[SAMPLE] = stack.enter_context(serve_samples())
        if holds_everything(workspace) and _partitions(workspace, source, year):
            asked = _ask(workspace, source, year)
            if holds_everything(workspace):
                return Done(_partitions(workspace, source, year), changed=False)
            return _take_up(workspace, source, year, asked)
        return _whole(workspace, source, year)


def rebuild(workspace: Workspace) -> Done:
    """Read all that the archive holds and publish it, asking nobody."""
    from pipelines.execution import Graph

    changed = Graph(workspace).publish()
    with Ledger(workspace.ledger) as ledger:
        return Done(tuple(ledger.partitions()), changed)


def holds_everything(workspace: Workspace) -> bool:
    """Whether the version being served was made of all that the ledger knows, by this version of the code.

    A document that a killed run has brought and not read is in no version yet.
    """
    if not workspace.warehouse.exists() or not workspace.ledger.exists():
        return False
    with Ledger(workspace.ledger) as ledger:
        if ledger.documents(states=("fetched", "read")):
            return False
        plan = load_plan(workspace, ledger)
    return is_published(workspace, inputs_digest(plan.documents, plan.caches, workspace.verdicts))


def _expect_work() -> None:
    """Let the workers' server load what reads and parses, while this process loads the asset graph."""
    from extract.pool import start_server
    from pipelines.stages import PRELOAD

    start_server(PRELOAD)


def _whole(workspace: Workspace, source: Source, year: int | None) -> Done:
    _expect_work()
    from pipelines.execution import Graph

    graph = Graph(workspace)
    graph.discover(source.id)
    wanted = _partitions(workspace, source, year)
    for _, listing_year in wanted:
        graph.ingest(source.id, listing_year)
    return Done(wanted, graph.publish())


def _ask(workspace: Workspace, source: Source, year: int | None) -> CrawlReport:
    """Walk the lists and ask for every file, in one crawl; what has not changed is answered without a body."""
    from extract.archive import Archive
    from extract.crawl import crawl

    with (
        Ledger(workspace.ledger) as ledger,
        workspace.progress.stage(f"询问 {source.id}", None) as stage,
    ):
        return crawl(
            source,
            listing_year=year,
            archive=Archive(workspace.archive),
            ledger=ledger,
            base_url=workspace.base_urls.get(source.id),
            progress=lambda event: stage.advance(str(event.get("url", ""))),
        )


def _take_up(workspace: Workspace, source: Source, year: int | None, asked: CrawlReport) -> Done:
    """Read and publish what :func:`_ask` has brought; the crawl stands in the run history like the assets' own."""
    _expect_work()
    from pipelines.execution import Graph

    graph = Graph(workspace)
    wanted = _partitions(workspace, source, year)
    graph.note_crawl(source.id, wanted, asked)
    return Done(wanted, graph.publish())


def _partitions(workspace: Workspace, source: Source, year: int | None) -> tuple[tuple[str, int], ...]:
    with Ledger(workspace.ledger) as ledger:
        listed = [pair for pair in ledger.partitions() if pair[0] == source.id]
    return tuple(pair for pair in listed if year is None or pair[1] == year)
