"""What runs by itself: who is asked when, one run a host, files dropped in, what an upgrade has to read again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from extract.adhoc import take_file
from extract.archive import Archive
from extract.coverage import CoverageStatus
from extract.ledger import Ledger
from pipelines.cli.coverage import STATUSES
from pipelines.definitions import defs
from pipelines.schedules import (
    HOST_TAG,
    dropped_files,
    new_documents,
    nightly_discovery,
    nightly_ingestion,
    write_instance_settings,
)
from pipelines.workspace import Workspace

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "w.duckdb")
    made.prepare()
    return made


def evaluated(sensor: dg.SensorDefinition, workspace: Workspace, cursor: str | None = None) -> dg.SensorExecutionData:
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_sensor_context(
            instance=instance,
            cursor=cursor,
            resources={"workspace": workspace},
            repository_def=defs.get_repository_def(),
        )
        return sensor.evaluate_tick(context)


def give(workspace: Workspace) -> None:
    (workspace.inbox / "a.pdf").write_bytes(PDF)
    with Ledger(workspace.ledger) as ledger:
        take_file(workspace.inbox / "a.pdf", Archive(workspace.archive), ledger, listing_year=2026)


def test_every_publisher_but_the_sample_is_asked_and_one_run_at_a_time_by_host() -> None:
    moment = datetime(2026, 3, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    context = dg.build_schedule_context(scheduled_execution_time=moment, repository_def=defs.get_repository_def())
    discovered = nightly_discovery.evaluate_tick(context).run_requests
    assert {request.partition_key for request in discovered} >= {"changsha", "wuxi", "mof"}
    assert "sample" not in {request.partition_key for request in discovered}
    assert all(request.tags[HOST_TAG] for request in discovered)
    fetched = nightly_ingestion.evaluate_tick(context).run_requests
    assert len(fetched) == 2 * len(discovered)
    assert {year for request in fetched for year in str(request.partition_key).split("|") if year.isdigit()} == {
        "2025",
        "2026",
    }


def test_instance_settings_are_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    write_instance_settings(tmp_path)
    with dg.DagsterInstance.get() as instance:
        queue = instance.get_concurrency_config().run_queue_config
        assert queue is not None
        assert queue.max_concurrent_runs == 1
        assert queue.tag_concurrency_limits[0]["key"] == HOST_TAG


def test_files_dropped_in_are_taken_once(workspace: Workspace) -> None:
    assert evaluated(dropped_files, workspace).skip_message
    (workspace.inbox / "a.pdf").write_bytes(PDF)
    found = evaluated(dropped_files, workspace)
    (request,) = found.run_requests or []
    assert "adhoc" in str(request.partition_key)
    assert evaluated(dropped_files, workspace, cursor=found.cursor).skip_message == "nothing new dropped in"
    (workspace.inbox / "b.pdf").write_bytes(PDF + b"b")
    assert evaluated(dropped_files, workspace, cursor=found.cursor).run_requests


def test_what_is_not_read_by_this_code_is_read_before_a_new_version(workspace: Workspace) -> None:
    assert evaluated(new_documents, workspace).skip_message == "no document yet"
    give(workspace)
    (request,) = evaluated(new_documents, workspace).run_requests or []
    assert request.job_name == "reading"
    assert set(str(request.partition_key).split("|")) == {"2026", "adhoc"}


def test_a_lost_ledger_is_made_again_by_the_sensor(workspace: Workspace) -> None:
    give(workspace)
    for file in workspace.state.glob("ledger.sqlite*"):
        file.unlink()
    assert evaluated(new_documents, workspace).run_requests
    with Ledger(workspace.ledger) as ledger:
        assert [row.document_name for row in ledger.documents()] == ["a.pdf"]


def test_every_status_of_the_register_has_a_word() -> None:
    assert set(STATUSES) == set(get_args(CoverageStatus))
