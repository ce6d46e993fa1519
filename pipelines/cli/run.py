"""``gouji run``: bytes to published findings, through the same assets that Dagster schedules."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pipelines.cli.console import EXIT_FAIL_ON, EXIT_NOTHING_READ, SEVERITIES, RichProgress, err, fail
from pipelines.cli.summary import Summary, print_summary, summarise
from pipelines.given_files import expand
from pipelines.workspace import SAMPLE, Workspace, default_workers

if TYPE_CHECKING:
    from pipelines.main_job import Done

EXIT_INTERNAL = 4
UNREADABLE = "unreadable"
"""For ``--fail-on``: a file of this run could not be read. Without it such a file is named and the status stays 0."""


def run_command(
    inputs: Sequence[Path],
    *,
    warehouse: Path,
    source_id: str | None,
    year: int | None,
    workers: int | None,
    fail_on: str | None,
) -> None:
    """Run the main job and print its summary; leaves with the contract's exit status."""
    if fail_on is not None and fail_on not in (*SEVERITIES, UNREADABLE):
        fail(f"--fail-on 应为 {' | '.join([*SEVERITIES, UNREADABLE])}，不是 {fail_on}")
    if inputs and source_id is not None:
        fail("不能同时给出文件和 --source")
    if not warehouse.absolute().parent.is_dir():
        fail(f"文件夹不存在：{warehouse.absolute().parent}")
    _check_target(warehouse.absolute())
    started = time.monotonic()
    files, refused = expand(inputs)
    for path, reason in refused:
        err.print(f"[yellow]跳过[/] {path}：{reason}", highlight=False)
    if inputs and not files:
        err.print("没有可读的文件", highlight=False)
        raise typer.Exit(EXIT_NOTHING_READ)

    workspace = Workspace(warehouse.absolute(), workers=workers or default_workers(), progress=RichProgress())
    summary = _run(workspace, files, source_id=source_id, year=year)
    print_summary(summary, workspace, refused=refused, seconds=time.monotonic() - started)
    if summary.documents_this_run and not summary.readable_this_run:
        raise typer.Exit(EXIT_NOTHING_READ)
    if fail_on == UNREADABLE:
        met = bool(refused or summary.unreadable)
    else:
        met = fail_on is not None and summary.count_from(fail_on) > 0
    if met:
        raise typer.Exit(EXIT_FAIL_ON)


def _check_target(warehouse: Path) -> None:
    """Refuse a path that holds somebody else's file before the work, not after."""
    from warehouse.errors import PublishError
    from warehouse.target import check_target

    try:
        check_target(warehouse)
    except PublishError as error:
        fail(str(error))


def rebuild_command(warehouse: Path, *, workers: int | None) -> None:
    """Make everything beside the archive again from it, and publish; nothing is fetched."""
    from extract.archive import Archive
    from pipelines.main_job import rebuild

    target = warehouse.absolute()
    _check_target(target)
    workspace = Workspace(target, workers=workers or default_workers(), progress=RichProgress())
    if not workspace.archive.is_dir() or next(Archive(workspace.archive).retrievals(), None) is None:
        fail(f"没有存档 {workspace.archive}，无从重建；先运行 gouji run")
    started = time.monotonic()
    summary = _held(workspace, lambda: rebuild(workspace), ())
    print_summary(summary, workspace, refused=(), seconds=time.monotonic() - started)


def _run(workspace: Workspace, files: Sequence[Path], *, source_id: str | None, year: int | None) -> Summary:
    from pipelines.main_job import run_files, run_source

    def work() -> Done:
        return run_files(workspace, files, year) if files else run_source(workspace, source_id or SAMPLE, year)

    return _held(workspace, work, files)


def _held(workspace: Workspace, work: Callable[[], Done], files: Sequence[Path]) -> Summary:
    """Do the work with the warehouse held; what goes wrong is said in words, with the contract's exit status."""
    from extract.sources import SourceError
    from pipelines.errors import PipelineError, WarehouseBusyError
    from pipelines.lock import exclusive
    from pipelines.recovery import recover
    from pipelines.storage import advice, is_storage_trouble
    from warehouse.errors import WarehouseError

    try:
        with exclusive(workspace):
            if told := recover(workspace):
                err.print(f"[yellow]重建[/] {told}", highlight=False)
            done = work()
            return summarise(workspace, done.touched, files=files, changed=done.changed)
    except (SourceError, WarehouseBusyError) as error:
        fail(str(error))
    except Exception as error:
        # Whatever was being written (the ledger, Dagster's history): a full disk is no reason for a traceback.
        if is_storage_trouble(str(error)):
            fail(advice(str(error), workspace.state), code=EXIT_INTERNAL)
        if isinstance(error, PipelineError | WarehouseError):
            fail(f"流水线内部错误：{error}", code=EXIT_INTERNAL)
        raise
