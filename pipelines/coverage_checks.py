"""Who has not published, and which source has gone quiet, as Dagster checks: nothing is green from zero items."""

from datetime import timedelta

import dagster as dg

from extract.clock import now, today
from extract.coverage import PASSING, coverage, freshness
from extract.ledger import Ledger
from extract.sources import load_sources
from pipelines.assets.publishers import discovered_links
from pipelines.previews import table_preview
from pipelines.workspace import Workspace

MAX_AGE = timedelta(days=2)
"""A source whose lists were not walked to their end for so long is stale: the schedule walks them every night."""


@dg.asset_check(
    asset=discovered_links,
    name="coverage",
    description="Every filing that a register expects is there: none missing, late, withdrawn, or suddenly fewer.",
)
def coverage_check(workspace: dg.ResourceParam[Workspace]) -> dg.AssetCheckResult:
    """Compare the registers of all sources that were walked with what their lists hold."""
    with Ledger(workspace.ledger) as ledger:
        listings, walks = ledger.listings(), ledger.walks()
    walked = {walk.source_id for walk in walks}
    rows = [
        row
        for source in load_sources().values()
        if source.id in walked
        for row in coverage(source, listings, as_of=today())
    ]
    wanting = [row for row in rows if row.status not in PASSING]
    shown = [(row.source_id, row.listing_year, row.kind, row.subject, row.status, row.detail) for row in wanting]
    columns = ("source", "listing_year", "kind", "subject", "status", "detail")
    return dg.AssetCheckResult(
        passed=bool(walked) and not wanting,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "sources_walked": len(walked),
            "expected": len(rows),
            "wanting": len(wanting),
            "rows": table_preview(columns, shown),
        },
    )


@dg.asset_check(
    asset=discovered_links,
    name="freshness",
    description="Every source ever walked was walked to its end within two days, and its lists were not empty.",
)
def freshness_check(workspace: dg.ResourceParam[Workspace]) -> dg.AssetCheckResult:
    """Find the sources whose picture is stale or empty."""
    with Ledger(workspace.ledger) as ledger:
        listings, walks = ledger.listings(), ledger.walks()
    walked = sorted({walk.source_id for walk in walks})
    states = [freshness(source_id, listings, walks, at=now(), max_age=MAX_AGE) for source_id in walked]
    wanting = [state for state in states if state.stale or not state.items]
    shown = [(state.source_id, state.items, state.last_complete_walk_at, state.last_new_at) for state in wanting]
    return dg.AssetCheckResult(
        passed=bool(walked) and not wanting,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "sources_walked": len(walked),
            "stale_or_empty": len(wanting),
            "rows": table_preview(("source", "items", "last_complete_walk", "last_new"), shown),
        },
    )
