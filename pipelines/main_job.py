"""The main job: a publisher (or files given by hand) to a published warehouse, through the asset graph."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from extract.clock import today
from extract.ledger import ADHOC, Ledger
from extract.sources import get_source
from pipelines.execution import Graph
from pipelines.workspace import SAMPLE, Workspace


@dataclass(frozen=True, slots=True)
class Done:
    """The partitions that a run was about, and whether it published a new version."""

    touched: tuple[tuple[str, int], ...]
    changed: bool


def run_files(workspace: Workspace, files: Sequence[Path], year: int | None) -> Done:
    """Take in files given by hand, read them, publish. ``year`` is their listing year, by default the present one."""
    graph = Graph(workspace)
    listing_year = year or today().year
    graph.ingest(ADHOC, listing_year, given=files)
    return Done(((ADHOC, listing_year),), graph.publish())


def run_source(workspace: Workspace, source_id: str, year: int | None) -> Done:
    """Crawl one publisher (one listing year of it, or all), read what is new, publish.

    The bundled publisher is served for the length of the run, unless ``workspace.base_urls`` says where it is.
    Raises :class:`extract.sources.SourceError` where there is no such source.
    """
    source = get_source(source_id)
    with ExitStack() as stack:
        if source.id == SAMPLE and SAMPLE not in workspace.base_urls:
            from pipelines.samples.server import serve_samples

            workspace.base_urls[SAMPLE] = stack.enter_context(serve_samples())
        graph = Graph(workspace)
        graph.discover(source.id)
        with Ledger(workspace.ledger) as ledger:
            listed = [pair for pair in ledger.partitions() if pair[0] == source.id]
        wanted = tuple(pair for pair in listed if year is None or pair[1] == year)
        for _, listing_year in wanted:
            graph.ingest(source.id, listing_year)
        return Done(wanted, graph.publish())
