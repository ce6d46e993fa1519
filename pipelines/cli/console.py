"""What every subcommand prints with: one console for results, one for progress and errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import TaskID as RichTaskId

from pipelines.progress import Stage

EXIT_FAIL_ON = 1
EXIT_USAGE = 2
EXIT_NOTHING_READ = 3

out = Console()
err = Console(stderr=True)

SEVERITIES: dict[str, tuple[str, str]] = {
    "material": ("重大", "bold red"),
    "minor": ("轻微", "yellow"),
    "rounding": ("尾差", "cyan"),
    "unusual": ("异常", "magenta"),
    "disclosure": ("披露", "blue"),
    "format": ("格式", "dim"),
}
"""Severity id to its Chinese name and style, gravest first."""

VERDICTS = {"open": "待核", "confirmed": "属实", "explained": "已说明", "dismissed": "不成立"}
"""Verdict id to its Chinese name."""


def fail(message: str, *, code: int = EXIT_USAGE) -> NoReturn:
    """Print an error and leave with ``code``."""
    err.print(f"[bold red]错误[/] {message}", highlight=False, markup=True)
    raise typer.Exit(code)


class RichStage:
    """A stage shown as one progress bar."""

    def __init__(self, progress: Progress, task: RichTaskId) -> None:
        self._progress = progress
        self._task = task

    def advance(self, note: str = "") -> None:
        """Count one finished item and show its name."""
        self._progress.update(self._task, advance=1, note=note[:40])


class RichProgress:
    """Stages as progress bars on standard error."""

    @contextmanager
    def stage(self, title: str, total: int | None) -> Iterator[Stage]:
        """Show a bar titled ``title`` until the block ends."""
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[note]}"),
        )
        with Progress(*columns, console=err, transient=False) as progress:
            yield RichStage(progress, progress.add_task(title, total=total, note=""))
