"""Reading and parsing a partition's documents in bounded workers, with the ledger kept up to date."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, Literal, TypeVar

from extract.archive import Archive
from extract.ledger import DocumentRow, Ledger
from extract.model import UnreadableDocument
from extract.pool import run_bounded
from extract.sources import load_sources
from pipelines.cache import Cache, remember_failure, remembered_failure
from pipelines.errors import StorageError
from pipelines.stages import PRELOAD, ParseOutcome, ParseTask, ReadOutcome, ReadTask, parse_one, read_one
from pipelines.storage import is_storage_trouble
from pipelines.workspace import Workspace
from transform.identity_hint import DocumentHint

Outcome = TypeVar("Outcome", ReadOutcome, ParseOutcome)
Task = TypeVar("Task", ReadTask, ParseTask)


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that a stage could not handle, and why."""

    document_name: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Handled(Generic[Outcome]):
    """What a stage did to a partition: fresh outcomes by document, how many were cached, and failures."""

    outcomes: dict[str, Outcome]
    cached: int
    failures: tuple[Failure, ...]


def read_documents(
    rows: Sequence[DocumentRow], *, workspace: Workspace, cache: Cache, ledger: Ledger
) -> Handled[ReadOutcome]:
    """Read every document not read yet by this version of the reader; other media (.doc …) stay listed as unread."""
    archive = Archive(workspace.archive)
    rows = [row for row in rows if row.state != "unread"]
    known = {row.document_sha256 for row in rows if cache.content(row.document_sha256).exists()}

    def task(row: DocumentRow) -> ReadTask:
        return ReadTask(
            document_sha256=row.document_sha256,
            document_name=row.document_name,
            file=archive.path(row.document_sha256),
            target=cache.content(row.document_sha256),
        )

    stage = _Stage("读取", read_one, task, lambda given: given.file, folder=cache.contents, done_state="read")
    return _handle(stage, rows, known, workspace=workspace, ledger=ledger)


def parse_documents(
    rows: Sequence[DocumentRow], *, workspace: Workspace, cache: Cache, ledger: Ledger
) -> Handled[ParseOutcome]:
    """Parse every document that was read and is not parsed yet by this version of the parser."""
    readable = [row for row in rows if cache.content(row.document_sha256).exists()]

    def task(row: DocumentRow) -> ParseTask:
        return ParseTask(
            document_sha256=row.document_sha256,
            document_name=row.document_name,
            content=cache.content(row.document_sha256),
            stage_folder=cache.records,
            hint=_hint(row),
        )

    stage = _Stage("解析", parse_one, task, lambda given: given.content, folder=cache.records, done_state="parsed")
    return _handle(stage, readable, cache.parsed(), workspace=workspace, ledger=ledger)


@dataclass(frozen=True, slots=True)
class _Stage(Generic[Task, Outcome]):
    """One stage: its title, what a worker runs, how a task is made, what file a task takes, where failures are
    remembered."""

    title: str
    function: Callable[[Task], Outcome]
    task: Callable[[DocumentRow], Task]
    source: Callable[[Task], Path]
    folder: Path
    done_state: Literal["read", "parsed"]


def _handle(
    stage: _Stage[Task, Outcome],
    rows: Sequence[DocumentRow],
    known: Collection[str],
    *,
    workspace: Workspace,
    ledger: Ledger,
) -> Handled[Outcome]:
    tasks: dict[str, Task] = {}
    by_sha = {row.document_sha256: row for row in rows}
    failures: list[Failure] = []
    cached = 0
    for sha, row in by_sha.items():
        failed_before = remembered_failure(stage.folder, sha)
        if failed_before is not None:
            failures.append(_quarantine(ledger, row, failed_before))
        elif sha in known:
            cached += 1
            _move_on(ledger, row, stage)
        else:
            tasks[sha] = stage.task(row)
    outcomes: dict[str, Outcome] = {}
    with workspace.progress.stage(stage.title, len(tasks)) as shown:
        results = run_bounded(
            stage.function,
            largest_first(tasks.values(), stage.source),
            workers=workspace.workers,
            timeout_seconds=workspace.timeout_seconds,
            memory_mb=workspace.memory_mb,
            preload=PRELOAD,
        )
        for task, result in results:
            row = by_sha[task.document_sha256]
            if isinstance(result, UnreadableDocument):
                if result.code == "crashed" and is_storage_trouble(result.detail):
                    raise StorageError(f"{stage.folder}: {result.detail}")
                remember_failure(stage.folder, row.document_sha256, result)
                failures.append(_quarantine(ledger, row, result))
            else:
                outcomes[row.document_sha256] = result
                ledger.set_document_state(row.document_sha256, stage.done_state, page_count=result.pages)
            shown.advance(row.document_name)
    return Handled(outcomes=outcomes, cached=cached, failures=tuple(failures))


def largest_first(tasks: Iterable[Task], source: Callable[[Task], Path]) -> list[Task]:
    """The tasks by falling size of their file: a long one taken up last would leave the other workers idle."""

    def size(task: Task) -> int:
        path = source(task)
        return path.stat().st_size if path.is_file() else 0

    return sorted(tasks, key=size, reverse=True)


def _move_on(ledger: Ledger, row: DocumentRow, stage: _Stage[Task, Outcome]) -> None:
    """A cached result counts again; a document already parsed is not moved back."""
    pages = None
    if stage.done_state == "read" and row.page_count is None:
        # Read before the ledger was made again from the archive's log, which does not know the number of pages.
        from extract.content_store import read_content

        pages = len(read_content(stage.folder / f"{row.document_sha256}.parquet").pages)
    if pages is not None or row.state not in ("parsed", stage.done_state):
        state = "parsed" if row.state == "parsed" else stage.done_state
        ledger.set_document_state(row.document_sha256, state, page_count=pages)


def _quarantine(ledger: Ledger, row: DocumentRow, error: UnreadableDocument) -> Failure:
    ledger.set_document_state(row.document_sha256, "quarantined", reason=str(error))
    return Failure(row.document_name, error.code, str(error))


def _hint(row: DocumentRow) -> DocumentHint:
    source = load_sources().get(row.source_id)
    return DocumentHint(
        document_name=row.document_name,
        title=row.title,
        source_url=row.source_url,
        published_on=None if not row.published_on else date.fromisoformat(row.published_on[:10]),
        region=None if source is None else source.region,
        region_code=None if source is None else source.region_code,
        listing_year=row.listing_year,
        source_entity=None,
    )
