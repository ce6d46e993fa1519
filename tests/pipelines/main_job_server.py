"""Runs the main job in processes that can be killed, without the seconds that every fresh interpreter takes to import.

Started as ``python -m main_job_server``. Each line of standard input is ``warehouse<TAB>address``; a process is forked
that runs the whole main job over it (``rebuild`` for an address: from the archive alone). Standard output says, one
JSON object a line, which process it is (``pid``), each stage of the job as it begins and ends, and how it ended
(``done`` or ``error``).
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.lock import exclusive
from pipelines.main_job import rebuild, run_source
from pipelines.recovery import recover
from pipelines.workspace import Workspace

_TOLD = os.dup(1)
# Whatever a library prints is not for the test.
os.dup2(2, 1)


def say(**words: object) -> None:
    os.write(_TOLD, (json.dumps(words, ensure_ascii=False) + "\n").encode())


class _Stage:
    def advance(self, note: str = "") -> None:
        """Only beginnings and ends are told."""


class _Told:
    @contextmanager
    def stage(self, title: str, total: int | None) -> Iterator[_Stage]:
        say(begin=title.split(" ", maxsplit=1)[0].split("（", maxsplit=1)[0])
        yield _Stage()
        say(end=title.split(" ", maxsplit=1)[0].split("（", maxsplit=1)[0])


def main_job(path: str, address: str) -> None:
    workspace = Workspace(Path(path), workers=2, base_urls={"sample": address}, progress=_Told())
    with exclusive(workspace):
        recover(workspace)
        done = rebuild(workspace) if address == "rebuild" else run_source(workspace, "sample", None)
    say(done=done.changed)


def serve() -> None:
    """Fork one run for every line."""
    for line in sys.stdin:
        path, address = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.setsid()
                say(pid=os.getpid())
                main_job(path, address)
                code = 0
            except BaseException as error:
                traceback.print_exc()
                say(error=str(error))
            finally:
                os._exit(code)
        os.waitpid(child, 0)
        say(ended=child)


if __name__ == "__main__":
    importlib.import_module("pipelines.execution")
    serve()
