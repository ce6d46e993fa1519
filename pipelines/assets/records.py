"""From archived documents to typed records."""

from collections.abc import Iterator

import dagster as dg

from extract.ledger import Ledger
from pipelines import partitions
from pipelines.assets.publishers import documents
from pipelines.cache import cache_of
from pipelines.previews import table_preview
from pipelines.work import parse_documents, read_documents
from pipelines.workspace import Workspace
from warehouse.store import compact


@dg.asset(
    partitions_def=partitions.by_source_and_year,
    deps=[documents],
    group_name="reading",
    kinds={"python", "parquet"},
    description="Every document as read: cells of its tables and lines of its text with page and box, as Parquet.",
)
def pages(context: dg.AssetExecutionContext, workspace: dg.ResourceParam[Workspace]) -> dg.MaterializeResult[None]:
    """Read what was not read yet."""
    source_id, year = partitions.of_context(context)
    cache = cache_of(workspace.contents, workspace.records, source_id, year)
    with Ledger(workspace.ledger) as ledger:
        rows = ledger.documents(source_id, year)
        names = {row.document_sha256: row.document_name for row in rows}
        handled = read_documents(rows, workspace=workspace, cache=cache, ledger=ledger)
    preview = [
        (names[sha], outcome.pages, outcome.tables, outcome.lines, ", ".join(f"{e} {n}" for e, n in outcome.engines))
        for sha, outcome in handled.outcomes.items()
    ]
    failures = [(failure.document_name, failure.code, failure.detail) for failure in handled.failures]
    return dg.MaterializeResult(
        metadata={
            "documents_read": len(handled.outcomes),
            "documents_cached": handled.cached,
            "documents_unreadable": len(failures),
            "pages_read": sum(outcome.pages for outcome in handled.outcomes.values()),
            "tables_read": sum(outcome.tables for outcome in handled.outcomes.values()),
            "preview": table_preview(("document_name", "pages", "tables", "lines", "engines"), preview),
            "unreadable": table_preview(("document_name", "code", "detail"), failures),
        }
    )


def _spec(key: str, description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        key, deps=[pages], description=description, group_name="records", kinds={"python", "polars", "parquet"}
    )


@dg.multi_asset(
    partitions_def=partitions.by_source_and_year,
    specs=[
        _spec("line_items", "One row per printed amount of a statement, coded, with provenance."),
        _spec("claims", "One row per number of the narrative, bound to what it states."),
        _spec("performance_forms", "Rows of self-evaluation and target forms."),
        _spec("disclosure_items", "Headings, notes, glossary, checklist answers and template leftovers."),
    ],
    name="records",
)
def records(
    context: dg.AssetExecutionContext, workspace: dg.ResourceParam[Workspace]
) -> Iterator[dg.MaterializeResult[None]]:
    """Parse what was not parsed yet; compact the partition's Parquet."""
    source_id, year = partitions.of_context(context)
    cache = cache_of(workspace.contents, workspace.records, source_id, year)
    with Ledger(workspace.ledger) as ledger:
        rows = ledger.documents(source_id, year)
        names = {row.document_sha256: row.document_name for row in rows}
        handled = parse_documents(rows, workspace=workspace, cache=cache, ledger=ledger)
    if handled.outcomes:
        compact(cache.records)
    outcomes = handled.outcomes
    shared = {"documents_parsed": len(outcomes), "documents_cached": handled.cached}
    failures = [(failure.document_name, failure.code, failure.detail) for failure in handled.failures]
    preview = [
        (names[sha], o.entity_name, o.fiscal_year, o.kind, o.statements, o.rows_printed, o.rows_unread, o.line_items)
        for sha, o in outcomes.items()
    ]
    columns = ("document", "entity", "year", "kind", "statements", "rows_printed", "rows_unread", "line_items")
    yield dg.MaterializeResult(
        asset_key="line_items",
        metadata={
            **shared,
            "line_items": sum(o.line_items for o in outcomes.values()),
            "rows_printed": sum(o.rows_printed for o in outcomes.values()),
            "rows_unread": sum(o.rows_unread for o in outcomes.values()),
            "preview": table_preview(columns, preview),
            "unparseable": table_preview(("document_name", "code", "detail"), failures),
        },
    )
    yield dg.MaterializeResult(
        asset_key="claims",
        metadata={
            **shared,
            "claims": sum(o.claims for o in outcomes.values()),
            "claims_unbound": sum(o.claims_unbound for o in outcomes.values()),
        },
    )
    yield dg.MaterializeResult(
        asset_key="performance_forms",
        metadata={**shared, "performance_rows": sum(o.performance_rows for o in outcomes.values())},
    )
    yield dg.MaterializeResult(
        asset_key="disclosure_items",
        metadata={
            **shared,
            "disclosure_items": sum(o.disclosure_items for o in outcomes.values()),
            "unread": sum(o.unread for o in outcomes.values()),
        },
    )
