"""Nothing that we serve reports on its users: Dagster's telemetry is off in the instance that ``gouji dev`` makes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pipelines.schedules import write_instance_settings


def test_the_instance_of_the_dagster_ui_sends_no_telemetry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))  # set by the function, too: put back afterwards
    write_instance_settings(tmp_path)
    settings = yaml.safe_load((tmp_path / "dagster.yaml").read_text(encoding="utf-8"))
    assert settings["telemetry"] == {"enabled": False}
