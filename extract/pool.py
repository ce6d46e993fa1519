"""Bounded worker processes: a crash, a hang or a memory bomb costs its own task and nothing else."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from itertools import islice
from multiprocessing import forkserver
from pathlib import Path
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from extract.model import UnreadableDocument

Task = TypeVar("Task")
Result = TypeVar("Result")

TASKS_PER_WORKER = 64
"""A worker is replaced after so many tasks: what a C library leaks stays bounded."""
_QUEUED_PER_WORKER = 2
_OUT_OF_MEMORY = 86
"""The exit status by which a worker says that its memory bound was reached."""
_WATCH_SECONDS = 0.05


def start_server(modules: Sequence[str]) -> None:
    """Begin to import ``modules`` in the process that workers are forked from, while the caller goes on.

    :func:`run_bounded` would start it with its first task. One server serves all pools of this process.
    """
    forkserver.set_forkserver_preload(list(modules))
    forkserver.ensure_running()


def run_bounded(
    function: Callable[[Task], Result],
    tasks: Iterable[Task],
    *,
    workers: int,
    timeout_seconds: float,
    memory_mb: int,
    preload: Sequence[str] = (),
) -> Iterator[tuple[Task, Result | UnreadableDocument]]:
    """Call ``function`` on every task in worker processes; yield ``(task, result)`` in the order of completion.

    ``function``, tasks and results must be picklable; workers are forked from a fresh server process that has
    only imported ``preload`` and ``function``'s module, never from this one. A task gets ``timeout_seconds``
    from its start, its worker ``memory_mb`` of resident memory. What goes wrong comes as the result: the
    :class:`UnreadableDocument` that the function raised, or one with code ``timeout``, ``memory`` or ``crashed``. Never
    raises for one task; ``tasks`` is consumed lazily, so it may be long.
    """
    waiting = iter(tasks)
    running: dict[Future[Any], Task] = {}
    pool = ProcessPool(
        max_workers=workers,
        max_tasks=TASKS_PER_WORKER,
        initializer=_bound_worker,
        initargs=(memory_mb,),
        context=_context([*preload, function.__module__]),
    )
    finished = False
    try:
        while True:
            for task in islice(waiting, workers * _QUEUED_PER_WORKER - len(running)):
                running[pool.schedule(function, args=(task,), timeout=timeout_seconds)] = task
            if not running:
                break
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), _outcome(future, timeout_seconds, memory_mb)
        finished = True
    finally:
        if finished:
            pool.close()
        else:
            pool.stop()
        pool.join()


def _context(preload: list[str]) -> multiprocessing.context.BaseContext:
    """A server that imports once what every worker needs; workers start in milliseconds instead of seconds.

    Forking this process itself is out of the question: its libraries have threads running.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(preload)
    return context


def _outcome(future: Future[Any], timeout_seconds: float, memory_mb: int) -> Any:
    error = future.exception()
    return future.result() if error is None else _reason(error, timeout_seconds, memory_mb)


def _reason(error: BaseException, timeout_seconds: float, memory_mb: int) -> UnreadableDocument:
    if isinstance(error, UnreadableDocument):
        return error
    if isinstance(error, TimeoutError):
        return UnreadableDocument("timeout", f"not done after {timeout_seconds:g} seconds")
    out_of_memory = isinstance(error, ProcessExpired) and error.exitcode == _OUT_OF_MEMORY
    if out_of_memory or isinstance(error, MemoryError):
        return UnreadableDocument("memory", f"needs more than {memory_mb} MB")
    if isinstance(error, ProcessExpired):
        return UnreadableDocument("crashed", _death(error.exitcode))
    return UnreadableDocument("crashed", f"{type(error).__name__}: {error}"[:500])


def _death(status: int | None) -> str:
    if status is not None and status < 0:
        try:
            return f"the worker was ended by {signal.Signals(-status).name}"
        except ValueError:
            return f"the worker was ended by signal {-status}"
    return f"the worker ended with status {status}"


def _bound_worker(memory_mb: int) -> None:
    """Run in each worker as it starts: hold it to ``memory_mb`` of resident memory.

    A watching thread ends the worker by name of the reason; a hard limit on its data stands behind, for growth faster
    than the watch. Allocators reserve more address space than they use, so that limit is generous, and not on the
    address space.
    """
    bound = memory_mb << 20
    hard = 2 * bound + (1 << 30)
    _, ceiling = resource.getrlimit(resource.RLIMIT_DATA)
    if ceiling != resource.RLIM_INFINITY:
        hard = min(hard, ceiling)
    resource.setrlimit(resource.RLIMIT_DATA, (hard, ceiling))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # the parent decides on interrupts: a worker that dies of Ctrl-C would report every queued document as crashed
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch_memory, args=(bound,), daemon=True).start()


def _watch_memory(bound: int) -> None:
    page_size = os.sysconf("SC_PAGE_SIZE")
    statm: Any = Path("/proc/self/statm")
    if not statm.exists():
        return
    while True:
        if int(statm.read_text().split()[1]) * page_size > bound:
            os._exit(_OUT_OF_MEMORY)
        time.sleep(_WATCH_SECONDS)
