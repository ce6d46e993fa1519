"""The asset graph as a snapshot: an asset or a check that comes or goes must be meant."""

from __future__ import annotations

from pipelines.checks import CONTRACTS_CHECK, FAMILIES
from pipelines.definitions import defs

ASSETS = {
    "discovered_links": set(),
    "documents": {"discovered_links"},
    "pages": {"documents"},
    "line_items": {"pages"},
    "claims": {"pages"},
    "performance_forms": {"pages"},
    "disclosure_items": {"pages"},
    "warehouse_candidate": {"line_items", "claims", "performance_forms", "disclosure_items"},
    "check_results": {"warehouse_candidate"},
    "findings": {"check_results"},
    "warehouse": {"findings"},
}
WHOLE = {"warehouse_candidate", "check_results", "findings", "warehouse"}


def test_assets_and_what_each_is_made_of() -> None:
    graph = defs.resolve_asset_graph()
    found = {
        key.to_user_string(): {parent.to_user_string() for parent in graph.get(key).parent_keys}
        for key in graph.get_all_asset_keys()
    }
    assert found == ASSETS


def test_ingestion_is_partitioned_and_the_warehouse_is_whole() -> None:
    graph = defs.resolve_asset_graph()
    whole = {key.to_user_string() for key in graph.get_all_asset_keys() if not graph.get(key).is_partitioned}
    assert whole == WHOLE


def test_contracts_block_and_discrepancies_do_not() -> None:
    graph = defs.resolve_asset_graph()
    blocking = {key.name: graph.get(key).blocking for key in graph.asset_check_keys}
    assert blocking == {CONTRACTS_CHECK: True, "coverage": False, "freshness": False, **dict.fromkeys(FAMILIES, False)}


def test_jobs_schedules_and_sensors() -> None:
    assert {job.name for job in defs.jobs or []} == {"discovery", "ingestion", "reading", "publication"}
    assert {schedule.name for schedule in defs.schedules or []} == {
        "nightly_discovery",
        "season_discovery",
        "nightly_ingestion",
    }
    assert {sensor.name for sensor in defs.sensors or []} == {"alert_on_failure", "dropped_files", "new_documents"}
