"""From records to the published warehouse: built aside, checked, then swapped in whole."""

from pathlib import Path

import dagster as dg

from expectations.evaluate import evaluate
from expectations.verdicts import VerdictStore
from extract.ledger import Ledger
from pipelines.assets.records import records
from pipelines.changes import changes
from pipelines.load_plan import load_plan, retrieval_rows
from pipelines.previews import table_preview
from pipelines.published import inputs_digest, note_published
from pipelines.workspace import Workspace
from warehouse.build import build_candidate
from warehouse.connect import open_candidate, open_readonly
from warehouse.publish import publish

_PREVIEW_FINDINGS = """
SELECT severity, fiscal_year, entity_name, check_id, message FROM findings
ORDER BY list_position(['material', 'minor', 'rounding', 'unusual', 'disclosure', 'format'], severity),
         abs(coalesce(difference_yuan, 0)) DESC
"""


def candidate_path(workspace: Workspace) -> Path:
    """The one candidate being built; a former one that was never published is replaced."""
    return workspace.building / "candidate.duckdb"


@dg.asset(
    deps=[dg.AssetDep(key, partition_mapping=dg.AllPartitionMapping()) for key in records.keys],
    group_name="warehouse",
    kinds={"duckdb"},
    description="A new warehouse file with every dimension and fact, not published yet.",
)
def warehouse_candidate(workspace: dg.ResourceParam[Workspace]) -> dg.MaterializeResult[None]:
    """Load all Parquet into a fresh file."""
    workspace.prepare()
    with Ledger(workspace.ledger) as ledger, workspace.progress.stage("入库", 1) as stage:
        plan = load_plan(workspace, ledger)
        report = build_candidate(
            parsed_parquet=[cache.records for cache in plan.caches],
            documents=plan.documents,
            retrievals=retrieval_rows(ledger, plan),
            target=candidate_path(workspace),
        )
        stage.advance()
    return dg.MaterializeResult(
        metadata={
            "documents": report.documents,
            "quarantined": report.quarantined,
            "filings": report.filings,
            "content_hash": report.content_hash,
            "seconds": report.seconds,
            "rows": table_preview(("table", "rows"), list(report.rows.items()), limit=60),
        }
    )


@dg.asset(
    deps=[warehouse_candidate],
    group_name="checks",
    kinds={"duckdb", "sql"},
    description="One row per identity, filing and instance, with its status, both sides and the tolerance.",
)
def check_results(workspace: dg.ResourceParam[Workspace]) -> dg.MaterializeResult[None]:
    """Evaluate the whole catalogue in SQL."""
    store = VerdictStore(workspace.verdicts)
    with workspace.progress.stage("核对", 1) as stage, open_candidate(candidate_path(workspace)) as connection:
        report = evaluate(connection, verdicts=store.read())
        connection.execute("CHECKPOINT")
        stage.advance()
    return dg.MaterializeResult(
        metadata={
            "filings": report.filings,
            "checks_in_catalogue": report.checks,
            "results": sum(report.results_by_status.values()),
            **{f"results_{status}": count for status, count in report.results_by_status.items()},
            "broken_rules": table_preview(("check_id", "detail"), report.broken),
            "never_applied": list(report.never_applied),
            "seconds": report.seconds,
        }
    )


@dg.asset(
    deps=[check_results],
    group_name="checks",
    kinds={"duckdb"},
    description="What does not add up, with both numbers, pages and arithmetic, grouped by root cause.",
)
def findings(workspace: dg.ResourceParam[Workspace]) -> dg.MaterializeResult[None]:
    """Count and show the findings of the candidate."""
    with open_readonly(candidate_path(workspace)) as connection:
        rows = connection.execute(_PREVIEW_FINDINGS).fetchall()
        causes = connection.execute("SELECT count(*) FROM root_causes").fetchall()[0][0]
    by_severity: dict[str, int] = {}
    for row in rows:
        by_severity[row[0]] = by_severity.get(row[0], 0) + 1
    return dg.MaterializeResult(
        metadata={
            "findings": len(rows),
            **{f"findings_{severity}": count for severity, count in by_severity.items()},
            "root_causes": causes,
            "preview": table_preview(("severity", "year", "entity", "check", "message"), rows),
        }
    )


@dg.asset(
    deps=[findings],
    group_name="warehouse",
    kinds={"duckdb"},
    description="The warehouse that people read: one whole version, swapped in behind a symlink.",
)
def warehouse(workspace: dg.ResourceParam[Workspace]) -> dg.MaterializeResult[None]:
    """Verify the candidate and swap it in."""
    with workspace.progress.stage("发布", 1) as stage:
        with Ledger(workspace.ledger) as ledger:
            plan = load_plan(workspace, ledger)
        changed = changes(workspace.warehouse, candidate_path(workspace))
        version = publish(candidate_path(workspace), workspace.warehouse)
        note_published(workspace, inputs_digest(plan.documents, plan.caches, workspace.verdicts), version)
        stage.advance()
    return dg.MaterializeResult(
        metadata={
            "version": str(version),
            "bytes": version.stat().st_size,
            "new_filings": table_preview(("filing",), [(name,) for name in changed.new_filings]),
            "gone_filings": table_preview(("filing",), [(name,) for name in changed.gone_filings]),
            "new_findings": changed.new_findings,
            "gone_findings": changed.gone_findings,
        }
    )
