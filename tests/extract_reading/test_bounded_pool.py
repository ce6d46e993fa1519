"""The pool loses the task that misbehaves and no other, and says why."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from itertools import count

import pytest

from extract.model import UnreadableDocument
from extract.pool import run_bounded


def work(task: tuple[str, int]) -> int:
    what, number = task
    if what == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "segfault":
        ctypes.string_at(0)
    if what == "hang":
        time.sleep(60)
    if what == "bomb":
        hoard = []
        for _ in range(4000):
            hoard.append(bytearray(b"x" * (1 << 20)))
    if what == "refuse":
        raise UnreadableDocument("encrypted", "needs a password", page=3)
    if what == "raise":
        raise ValueError("unexpected")
    return number * number


def run(tasks: list[tuple[str, int]]) -> dict[tuple[str, int], int | UnreadableDocument]:
    return dict(run_bounded(work, tasks, workers=2, timeout_seconds=6, memory_mb=400))


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("crash", "crashed"),
        ("segfault", "crashed"),
        ("hang", "timeout"),
        ("bomb", "memory"),
        ("refuse", "encrypted"),
        ("raise", "crashed"),
    ],
)
def test_misbehaving_task_is_named_and_the_others_finish(what: str, code: str) -> None:
    good = [("fine", number) for number in range(6)]
    results = run([*good[:3], (what, 99), *good[3:]])
    failure = results.pop((what, 99))
    assert isinstance(failure, UnreadableDocument)
    assert failure.code == code
    assert results == {task: task[1] ** 2 for task in good}


def test_refusal_keeps_its_page() -> None:
    (result,) = run([("refuse", 1)]).values()
    assert isinstance(result, UnreadableDocument)
    assert (result.detail, result.page) == ("needs a password", 3)


def test_no_tasks_give_no_results() -> None:
    assert run([]) == {}


def test_an_endless_supply_of_tasks_is_taken_lazily() -> None:
    supply = (("fine", number) for number in count())
    results = run_bounded(work, supply, workers=2, timeout_seconds=2, memory_mb=400)
    first = [next(results) for _ in range(5)]
    results.close()  # type: ignore[attr-defined]
    assert all(result == task[1] ** 2 for task, result in first)
    assert next(supply)[1] < 20
