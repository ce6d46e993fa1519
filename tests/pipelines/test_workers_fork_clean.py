"""Workers are forked from a server that has imported their code: no import may leave threads of Polars behind.

A fork has none of the threads that its parent had, and waits for them for ever at its first frame.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.conftest import ROOT

THREADS = """
import importlib, os
for name in importlib.import_module("pipelines.stages").PRELOAD:
    importlib.import_module(name)
names = [open(f"/proc/self/task/{task}/comm").read().strip() for task in os.listdir("/proc/self/task")]
print(sum(name.startswith("polars-") and name[7:].isdigit() for name in names))
"""


def test_importing_what_workers_run_starts_no_thread_pool() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", THREADS], env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    assert finished.stdout.strip() == "0"
