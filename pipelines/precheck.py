"""One document from bytes to findings in a throw-away folder: for ``gouji check`` and ``gouji inspect``."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from expectations.evaluate import EvaluationReport, evaluate
from extract.clock import timestamp
from extract.content_store import read_content
from extract.file_names import shown_name
from extract.model import DocumentContent, UnreadableDocument
from extract.pool import run_bounded
from pipelines.stages import PRELOAD, ParseOutcome, ParseTask, ReadTask, parse_one, read_one
from pipelines.workspace import Workspace
from transform.identity_hint import DocumentHint
from warehouse.build import build_candidate
from warehouse.connect import open_candidate
from warehouse.documents import SourceDocument


@dataclass(frozen=True)
class Checked:
    """Documents read into a candidate at ``warehouse``, evaluated; what could not be read, with its reason."""

    warehouse: Path
    names: dict[str, str]
    contents: dict[str, DocumentContent]
    outcomes: dict[str, ParseOutcome]
    unreadable: tuple[tuple[str, UnreadableDocument], ...]
    evaluation: EvaluationReport | None


@dataclass(frozen=True, slots=True)
class _OneTask:
    read: ReadTask
    parse: ParseTask


def _read_and_parse(task: _OneTask) -> ParseOutcome:
    read_one(task.read)
    return parse_one(task.parse)


def check_files(files: Sequence[Path], workspace: Workspace) -> Checked:
    """Read, parse, load and evaluate ``files`` under ``workspace``'s folders (a temporary place); publish nothing."""
    records, contents = workspace.records / "check", workspace.contents / "check"
    records.mkdir(parents=True, exist_ok=True)
    names: dict[str, str] = {}
    tasks: dict[str, _OneTask] = {}
    for file in files:
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        names[sha256] = name = shown_name(file.name)
        content = contents / f"{sha256}.parquet"
        hint = DocumentHint(document_name=name)
        tasks[sha256] = _OneTask(ReadTask(sha256, name, file, content), ParseTask(sha256, name, content, records, hint))
    outcomes: dict[str, ParseOutcome] = {}
    unreadable: list[tuple[str, UnreadableDocument]] = []
    bounds = {"workers": workspace.workers, "timeout_seconds": workspace.timeout_seconds}
    with workspace.progress.stage("读取", len(tasks)) as stage:
        for task, result in run_bounded(
            _read_and_parse,
            list(tasks.values()),
            memory_mb=workspace.memory_mb,
            preload=PRELOAD,
            **bounds,  # type: ignore[arg-type]
        ):
            if isinstance(result, UnreadableDocument):
                unreadable.append((task.read.document_name, result))
            else:
                outcomes[task.read.document_sha256] = result
            stage.advance(task.read.document_name)
    evaluation = None
    target = workspace.building / "check.duckdb"
    if outcomes:
        with workspace.progress.stage("核对", 1) as stage:
            build_candidate(parsed_parquet=records, documents=_rows(outcomes, names, files), target=target)
            with open_candidate(target) as connection:
                evaluation = evaluate(connection)
            stage.advance()
    return Checked(
        warehouse=target,
        names=names,
        contents={sha: read_content(tasks[sha].read.target) for sha in outcomes},
        outcomes=outcomes,
        unreadable=tuple(unreadable),
        evaluation=evaluation,
    )


def _rows(outcomes: dict[str, ParseOutcome], names: dict[str, str], files: Sequence[Path]) -> list[SourceDocument]:
    moment = timestamp()
    urls = {shown_name(file.name): file.absolute().as_uri() for file in files}
    return [
        SourceDocument(
            document_sha256=sha,
            document_name=names[sha],
            first_retrieved_at=moment,
            last_retrieved_at=moment,
            page_count=outcome.pages,
            source_url=urls[names[sha]],
        )
        for sha, outcome in outcomes.items()
    ]
