"""Starts crawling processes, hears them out, and ends them in time."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from typing import IO

from extract.crawl.job import CrawlJob, CrawlReport

Progress = Callable[[Mapping[str, object]], None]
"""Called with each answer as it comes: ``role``, ``url``, ``status``, ``bytes``, ``reason``."""

GRACE_SECONDS = 30.0
"""How long a crawl may take to close after its last answer before it is killed."""


class _Nursery:
    """This process's nursery: started when first needed, again where it has gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = 0
        self._control: socket.socket | None = None

    def fork(self, job: socket.socket, log: IO[str]) -> None:
        """Hand the descriptors of a new job over. Raises ``OSError`` where no nursery can be started."""
        with self._lock:
            if self._control is None or self._owner != os.getpid():
                self._start()
            try:
                self._send(job, log)
            except OSError:
                self._start()
                self._send(job, log)

    def forget(self) -> None:
        """Start a new one next time: this one did not take its job."""
        with self._lock:
            if self._control is not None and self._owner == os.getpid():
                self._control.close()
            self._control = None

    def _send(self, job: socket.socket, log: IO[str]) -> None:
        if self._control is None:
            raise OSError("no nursery")
        socket.send_fds(self._control, [b"j"], [job.fileno(), log.fileno()])

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            # A session of its own: an interrupt typed at the terminal is for the parent, which then closes the sockets.
            process = subprocess.Popen(
                [sys.executable, "-m", "extract.crawl.nursery", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        threading.Thread(target=process.wait, daemon=True).start()
        self._owner, self._control = os.getpid(), ours


_nursery = _Nursery()


def run_job(job: CrawlJob, log: IO[str], progress: Progress | None) -> CrawlReport | None:
    """Run one job in a process of its own to its end or its time limit; its report, None where it gave none.

    What the process says is written to ``log``. Should this process die, so does the crawl.
    """
    for _ in range(2):
        started, report = _attempt(job, log, progress)
        if started:
            return report
        # The nursery went (idle for too long) just as the job was handed over: nothing was begun.
        _nursery.forget()
    return None


def _attempt(job: CrawlJob, log: IO[str], progress: Progress | None) -> tuple[bool, CrawlReport | None]:
    """Whether the crawl was begun, and its report."""
    ours, theirs = socket.socketpair()
    started, report = False, None
    with ours:
        with theirs:
            _nursery.fork(theirs, log)
        limit: threading.Timer | None = None
        stream = ours.makefile("rw", encoding="utf-8")
        try:
            with contextlib.suppress(ConnectionError):
                stream.write(job.to_json() + "\n")
                stream.flush()
                for line in stream:
                    event = json.loads(line)
                    if event["event"] == "started":
                        started = True
                        limit = _kill_after(_longest(job), int(event["pid"]))
                    elif event["event"] == "report":
                        report = CrawlReport(**event["report"])
                    elif progress is not None:
                        progress(event)
        finally:
            if limit is not None:
                limit.cancel()
            with contextlib.suppress(OSError):
                ours.shutdown(socket.SHUT_RDWR)
            with contextlib.suppress(OSError):
                stream.close()
    return started, report


def _longest(job: CrawlJob) -> float:
    """Seconds until a crawl is killed: its own limit, the answer it may still wait for, and time to close."""
    politeness = job.source.politeness
    return politeness.max_seconds + politeness.timeout_seconds + GRACE_SECONDS


def _kill_after(seconds: float, pid: int) -> threading.Timer:
    def kill() -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    timer = threading.Timer(seconds, kill)
    timer.daemon = True
    timer.start()
    return timer
