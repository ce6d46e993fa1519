"""Everything Dagster knows of the project: ``dagster dev -m pipelines.definitions``, or ``gouji dev``."""

from __future__ import annotations

import dagster as dg

from pipelines.alerts import alert_on_failure
from pipelines.assets.publishers import discovered_links, documents
from pipelines.assets.records import pages, records
from pipelines.assets.warehouse import check_results, findings, warehouse, warehouse_candidate
from pipelines.checks import great_expectations_checks
from pipelines.coverage_checks import coverage_check, freshness_check
from pipelines.schedules import jobs, schedules, sensors
from pipelines.workspace import Workspace, workspace_from_environment

ASSETS = [discovered_links, documents, pages, records, warehouse_candidate, check_results, findings, warehouse]
CHECKS = [great_expectations_checks, coverage_check, freshness_check]


def definitions(workspace: Workspace | None = None) -> dg.Definitions:
    """The definitions over ``workspace`` (default: the one named by ``GOUJI_WAREHOUSE``)."""
    resource = dg.ResourceDefinition.hardcoded_resource(workspace or workspace_from_environment())
    return dg.Definitions(
        assets=ASSETS,
        asset_checks=CHECKS,
        jobs=jobs,
        schedules=schedules,
        sensors=[*sensors, alert_on_failure],
        resources={"workspace": resource},
    )


defs = definitions()
