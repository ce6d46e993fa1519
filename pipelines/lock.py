"""One run at a time over a warehouse; readers are never kept waiting."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.errors import WarehouseBusyError
from pipelines.workspace import Workspace


@contextmanager
def exclusive(workspace: Workspace) -> Iterator[None]:
    """Hold the warehouse for one run. Raises :class:`WarehouseBusyError` where another run holds it."""
    workspace.prepare()
    with (workspace.state / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WarehouseBusyError(f"另一个 gouji run 正在写 {workspace.warehouse.name}") from error
        yield
