"""Great Expectations results as Dagster asset checks.

Our own contracts block the publication (ERROR). What publishers got wrong is a warning with its number of failing
rows: the run has worked, the finding is the product.
"""

from collections.abc import Iterator

import dagster as dg

from expectations.declared import load_catalogue
from expectations.gx import GxCheck, store_validation, validate
from expectations.gx_suites import CONTRACTS, IDENTITIES
from pipelines.assets.warehouse import candidate_path, check_results
from pipelines.previews import table_preview
from pipelines.workspace import Workspace
from warehouse.connect import open_candidate

CONTRACTS_CHECK = "contracts"
_FAMILY_OF = {rule.id: rule.family for rule in load_catalogue()}
FAMILIES = sorted(set(_FAMILY_OF.values()))


def _specs() -> list[dg.AssetCheckSpec]:
    ours = dg.AssetCheckSpec(
        CONTRACTS_CHECK,
        asset=check_results,
        blocking=True,
        description="Keys, references, closed vocabularies, row accounting and expected counts of the candidate.",
    )
    families = [
        dg.AssetCheckSpec(family, asset=check_results, description=f"Published numbers agree: {family}.")
        for family in FAMILIES
    ]
    return [ours, *families]


@dg.multi_asset_check(name="great_expectations", specs=_specs(), compute_kind="great_expectations")
def great_expectations_checks(workspace: dg.ResourceParam[Workspace]) -> Iterator[dg.AssetCheckResult]:
    """Validate the candidate with both suites, keep the results, give one check a family."""
    with workspace.progress.stage("验证（Great Expectations）", 1) as stage:
        report = validate(candidate_path(workspace), workspace.gx_results)
        with open_candidate(candidate_path(workspace)) as connection:
            store_validation(connection, report)
            connection.execute("CHECKPOINT")
        stage.advance()
    results_file = dg.MetadataValue.path(str(report.results_path))
    contracts = [check for check in report.checks if check.suite == CONTRACTS]
    broken = [check for check in contracts if not check.success]
    yield dg.AssetCheckResult(
        asset_key=check_results.key,
        check_name=CONTRACTS_CHECK,
        passed=not broken,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={"expectations": len(contracts), "results": results_file, "failed": _table(broken)},
    )
    for family in FAMILIES:
        identities = [c for c in report.checks if c.suite == IDENTITIES and _FAMILY_OF.get(c.key) == family]
        failed = [check for check in identities if not check.success]
        yield dg.AssetCheckResult(
            asset_key=check_results.key,
            check_name=family,
            passed=not failed,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={
                "expectations": len(identities),
                "failing_rows": sum(check.n_unexpected for check in failed),
                "results": results_file,
                "failed": _table(failed),
            },
        )


def _table(checks: list[GxCheck]) -> dg.MarkdownMetadataValue:
    rows = [(check.key, check.description, check.n_unexpected) for check in checks]
    return table_preview(("expectation", "description", "failing_rows"), rows)
