"""``gouji dashboard`` and ``gouji dev``: local servers, on the loopback address only, with telemetry off."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

import typer

from pipelines.cli.console import fail, out
from pipelines.workspace import WAREHOUSE_VARIABLE, Workspace


def dashboard_command(warehouse: Path, *, port: int) -> None:
    """Serve the auditors' dashboard until interrupted."""
    if not warehouse.exists():
        fail(f"没有仓库 {warehouse}；先运行 gouji run")
    app = resources.files("dashboards").joinpath("app.py")
    out.print(f"看板：http://127.0.0.1:{port}（Ctrl-C 结束）", highlight=False)
    command = [
        sys.executable, "-m", "streamlit", "run", str(app),
        "--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true",
        "--browser.gatherUsageStats=false", "--server.fileWatcherType=none", "--client.toolbarMode=viewer",
        "--server.enableXsrfProtection=true", "--server.enableCORS=true", "--server.enableStaticServing=false",
        "--client.showErrorLinks=false", "--server.maxUploadSize=1",
    ]  # fmt: skip
    _serve(command, {WAREHOUSE_VARIABLE: str(warehouse.absolute())})


def dev_command(warehouse: Path, *, port: int) -> None:
    """Serve the Dagster UI and its daemon (schedules, sensors) until interrupted."""
    from pipelines.schedules import write_instance_settings

    workspace = Workspace(warehouse.absolute())
    workspace.prepare()
    write_instance_settings(workspace.dagster_home)
    out.print(f"Dagster：http://127.0.0.1:{port}（Ctrl-C 结束）", highlight=False)
    command = [
        sys.executable, "-m", "dagster", "dev", "-m", "pipelines.definitions", "-h", "127.0.0.1", "-p", str(port),
    ]  # fmt: skip
    _serve(command, {WAREHOUSE_VARIABLE: str(workspace.warehouse), "DAGSTER_HOME": str(workspace.dagster_home)})


def _serve(command: list[str], variables: dict[str, str]) -> None:
    try:
        code = subprocess.run(command, env=os.environ | variables, check=False).returncode
    except KeyboardInterrupt:
        code = 0
    raise typer.Exit(code)
