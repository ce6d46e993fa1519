"""``gouji checks``: a check that never applied is told, one that applied is not; all are listed on request."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb

from warehouse.connect import open_readonly

ROOT = Path(__file__).resolve().parents[2]


def _checks(warehouse: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipelines.cli", "checks", "--warehouse", str(warehouse), *options]
    return subprocess.run(
        command, cwd=ROOT, env={"COLUMNS": "250", "PATH": ""}, capture_output=True, text=True, timeout=120, check=False
    )


def _ids(connection: duckdb.DuckDBPyConnection, condition: str) -> set[str]:
    return {
        row[0]
        for row in connection.execute(
            "SELECT check_id FROM dim_check LEFT JOIN fact_check_result USING (check_id) "
            f"GROUP BY 1 HAVING {condition} ORDER BY 1"
        ).fetchall()
    }


def test_checks_that_never_applied_are_listed_and_only_they(sample_run: Any) -> None:
    with open_readonly(sample_run.warehouse) as connection:
        used = _ids(connection, "count(*) FILTER (status NOT IN ('not_applicable', 'error')) > 0")
        unused = _ids(connection, "count(*) FILTER (status NOT IN ('not_applicable', 'error')) = 0")
    shown = _checks(sample_run.warehouse)
    assert shown.returncode == 0, shown.stderr
    words = set(shown.stdout.replace("│", " ").split())
    assert unused
    assert unused <= words
    assert not used & words
    assert f"共 {len(used) + len(unused)} 项检查：{len(unused)} 项在任何文件中都没有用上" in shown.stdout
    assert used | unused <= set(_checks(sample_run.warehouse, "--all").stdout.replace("│", " ").split())


def test_without_a_warehouse_it_says_so(tmp_path: Path) -> None:
    refused = _checks(tmp_path / "none.duckdb")
    assert refused.returncode == 2
    assert "没有数据仓库文件" in refused.stderr + refused.stdout
