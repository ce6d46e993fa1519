"""What one worker does with one document: bytes to a content file, content to record frames.

The functions take and give small picklable records and write Parquet; they never touch DuckDB or the ledger. What
reads and parses is imported where it is used: the process that hands out the work has no need of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from transform.identity_hint import DocumentHint

PRELOAD = (
    "extract.content_store",
    "extract.reading",
    "transform.documents",
    "warehouse.frames",
    "warehouse.store",
    "pipelines.stages",
)
"""What every worker needs, imported once by the process that they are forked from."""


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Read ``file`` and leave its content at ``target``."""

    document_sha256: str
    document_name: str
    file: Path
    target: Path


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """What reading gave: pages by engine, tables and lines."""

    pages: int
    engines: tuple[tuple[str, int], ...]
    tables: int
    lines: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParseTask:
    """Parse the content at ``content`` and leave record frames in ``stage_folder``."""

    document_sha256: str
    document_name: str
    content: Path
    stage_folder: Path
    hint: DocumentHint


@dataclass(frozen=True, slots=True)
class ParseOutcome:
    """What parsing gave, counted."""

    entity_name: str
    fiscal_year: int | None
    kind: str
    pages: int
    statements: int
    rows_printed: int
    rows_unread: int
    line_items: int
    claims: int
    claims_unbound: int
    performance_rows: int
    disclosure_items: int
    unread: int


def read_one(task: ReadTask) -> ReadOutcome:
    """Read one document into its content file.

    Raises :class:`extract.model.UnreadableDocument` with the reason where it cannot be read.
    """
    from extract.content_store import write_content
    from extract.reading import read_document

    content = read_document(task.file)
    write_content(content, task.target)
    engines: dict[str, int] = {}
    for page in content.pages:
        engines[page.engine] = engines.get(page.engine, 0) + 1
    return ReadOutcome(
        pages=len(content.pages),
        engines=tuple(sorted(engines.items())),
        tables=len(content.tables),
        lines=len(content.lines),
        warnings=content.warnings,
    )


def parse_one(task: ParseTask) -> ParseOutcome:
    """Parse one document's content into record frames.

    Raises :class:`extract.model.UnreadableDocument` where there is nothing to understand.
    """
    from extract.content_store import read_content
    from transform.documents import parse_document
    from warehouse.frames import to_frames
    from warehouse.store import write_frames

    parsed = parse_document(read_content(task.content), hint=task.hint)
    write_frames(to_frames(parsed), task.stage_folder)
    return ParseOutcome(
        entity_name=parsed.identity.entity_name,
        fiscal_year=parsed.identity.fiscal_year,
        kind=parsed.identity.kind,
        pages=parsed.page_count,
        statements=len(parsed.statements),
        rows_printed=sum(statement.rows_printed for statement in parsed.statements),
        rows_unread=sum(statement.rows_unread for statement in parsed.statements),
        line_items=len(parsed.line_items),
        claims=len(parsed.claims),
        claims_unbound=sum(claim.state == "unbound" for claim in parsed.claims),
        performance_rows=len(parsed.performance),
        disclosure_items=len(parsed.disclosure),
        unread=len(parsed.unread),
    )
