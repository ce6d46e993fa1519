"""What a run over an unchanged publisher costs against the first, with every process it starts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

# Adopts every process that outlives its parent, so that the CPU time of all of them is known at the end.
MEASURED = """
import ctypes, os, resource, subprocess, sys
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
process = subprocess.Popen(sys.argv[1:])
status = None
while True:
    try:
        pid, ended = os.wait()
    except ChildProcessError:
        break
    if pid == process.pid:
        status = os.waitstatus_to_exitcode(ended)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"cpu {used.ru_utime + used.ru_stime:.2f}")
sys.exit(status)
"""


def cpu_seconds(*command: str) -> tuple[float, str]:
    finished = subprocess.run(
        [sys.executable, "-c", MEASURED, *command],
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "200", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(re.findall(r"cpu ([\d.]+)", finished.stdout)[-1]), finished.stdout


@pytest.mark.slow
def test_a_second_run_costs_a_twentieth(tmp_path: Path) -> None:
    """On the bundled publisher the fixed seconds of Python, Scrapy and DuckDB are nearly all of it."""
    command = (sys.executable, "-m", "pipelines.cli", "run", "--warehouse", str(tmp_path / "w.duckdb"))
    first, _ = cpu_seconds(*command)
    second, said = min(cpu_seconds(*command), cpu_seconds(*command))
    print(f"first {first} s, second {second} s, {second / first:.1%}")
    assert "没有新内容" in said
    assert second / first < 0.07
