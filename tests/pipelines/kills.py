"""Kills the main job at chosen moments and says what it left behind."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.samples.server import Request
from tests.conftest import ROOT
from warehouse.connect import open_readonly
from warehouse.verify import content_hash, verify_contract, verify_counts, verify_keys

STAGES = ("浏览列表", "下载", "读取", "解析", "入库", "核对", "验证", "发布")
"""The stages of the main job, as its progress names them."""


@dataclass(frozen=True)
class Moment:
    """When to kill: ``after`` seconds from the beginning of ``stage`` (None: of the run)."""

    stage: str | None
    after: float


@dataclass
class Run:
    """What a run told until it ended: its stages with the second at which each began, and how it ended."""

    killed_in: str | None = None
    seconds: float = 0.0
    began: dict[str, float] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)
    changed: bool | None = None
    error: str | None = None


class MainJobs:
    """The forking server of ``main_job_server`` and the runs it makes."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "main_job_server"],
            env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{Path(__file__).parent}", "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._told: queue.Queue[Mapping[str, object] | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """End the server; it runs nothing by then."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait(timeout=120)

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self._told.put(json.loads(line))
        self._told.put(None)

    def run(self, warehouse: Path, address: str, *, kill: Moment | None = None, whole_group: bool = False) -> Run:
        """Run the main job to its end, or until it is killed: the process alone, or all that it started with it."""
        assert self._process.stdin
        self._process.stdin.write(f"{warehouse}\t{address}\n")
        self._process.stdin.flush()
        run, pid, current = Run(), 0, "开始"
        started = time.monotonic()
        due = None if kill is None or kill.stage else started + (kill.after if kill else 0)
        while True:
            try:
                event = self._told.get(timeout=540 if due is None else max(0.0, due - time.monotonic()))
            except queue.Empty:
                assert due is not None, "the main job hangs"
                due = None
                if pid and run.killed_in is None:
                    run.killed_in = current
                    _kill(pid, whole_group=whole_group)
                continue
            assert event is not None, "the server of main jobs has died"
            if "pid" in event:
                pid = int(str(event["pid"]))
            elif "begin" in event:
                current = str(event["begin"])
                run.began.setdefault(current, time.monotonic() - started)
                if kill and kill.stage == current and run.killed_in is None and due is None:
                    due = time.monotonic() + kill.after
            elif "end" in event:
                ended = str(event["end"])
                run.took.setdefault(ended, time.monotonic() - started - run.began[ended])
                current = f"{ended}之后"
            elif "done" in event:
                run.changed = bool(event["done"])
            elif "error" in event:
                run.error = str(event["error"])
            elif "ended" in event:
                run.seconds = time.monotonic() - started
                if run.changed is not None:
                    # Done before the signal came.
                    run.killed_in = None
                return run


@dataclass(frozen=True)
class Undisturbed:
    """A run that nobody disturbed: what it was asked over, its times, and the content that it published.

    ``asked`` are all requests that the site has answered; it may be rewritten by a test that puts it back.
    """

    jobs: MainJobs
    address: str
    site: Path
    asked: list[Request]
    warehouse: Path
    run: Run
    content: str


def _kill(pid: int, *, whole_group: bool) -> None:
    """SIGKILL to the process alone (what it started must end by itself), or to all of its session at once."""
    victims = [pid]
    if whole_group:
        victims += descendants(pid)
    for victim in victims:
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)


def descendants(pid: int) -> list[int]:
    """All processes started by ``pid``, by whatever generation."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


@contextmanager
def main_jobs() -> Iterator[MainJobs]:
    """A server of main jobs, ended with the block."""
    server = MainJobs()
    try:
        yield server
    finally:
        server.close()


def served(warehouse: Path) -> str | None:
    """The content of what is served, without times: None where nothing is; anything but a whole version raises."""
    if not warehouse.is_symlink():
        assert not warehouse.exists()
        return None
    with open_readonly(warehouse) as connection:
        verify_counts(connection, verify_contract(connection))
        verify_keys(connection)
        return content_hash(connection, when_retrieved=False)


def random_moment(moments: random.Random, undisturbed: Run) -> Moment:
    """Half of the moments are spread evenly over the time of a run, half over its stages, short ones included."""
    if moments.random() < 0.5:
        return Moment(None, moments.uniform(0.0, undisturbed.seconds))
    stage = moments.choice(STAGES)
    return Moment(stage, moments.uniform(0.0, undisturbed.took.get(stage, 0.5) + 0.1))
