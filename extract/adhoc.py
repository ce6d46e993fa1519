"""Files given by hand: kept in the archive and the ledger like a publisher's, under the source ``adhoc``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from extract.archive import Archive, Retrieval
from extract.clock import at, now, timestamp
from extract.documents import EMPTY, HTML, READABLE, Document, sniff_file
from extract.file_names import shown_name
from extract.ledger import ADHOC, Ledger
from extract.model import UnreadableDocument


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file taken: ``new`` where its bytes were never seen before."""

    document: Document
    listing_year: int
    new: bool


def take_file(path: Path, archive: Archive, ledger: Ledger, *, listing_year: int | None = None) -> GivenFile:
    """Keep the file at ``path`` and note it as a document; ``listing_year`` defaults to the current year.

    Raises :class:`UnreadableDocument` (missing, not_a_file, permission, empty, html, not_supported); a file that is
    there but is nothing a reader takes is kept all the same and stands in the ledger as quarantined.
    """
    media_type, size = _look(path)
    try:
        sha256 = archive.put(path)
    except OSError as error:
        raise _unreadable(error, path) from error
    year = listing_year or now().year
    retrieval = Retrieval(
        url=path.resolve().as_uri(),
        retrieved_at=timestamp(),
        source_id=ADHOC,
        role="local",
        status=200,
        sha256=sha256,
        size=size,
        title=shown_name(path.name),
        listing_year=year,
        media_type=media_type,
    )
    archive.log(retrieval)
    given = note_given(retrieval, archive, ledger)
    if code := refusal(media_type):
        raise UnreadableDocument(code, f"{shown_name(path.name)} is {media_type}")
    return given


def note_given(retrieval: Retrieval, archive: Archive, ledger: Ledger) -> GivenFile:
    """Note in the ledger a file that was given, as the archive's log tells it, as of then."""
    sha256, media_type, name = retrieval.sha256 or "", retrieval.media_type or "", retrieval.title or ""
    year = retrieval.listing_year or int(retrieval.retrieved_at[:4])
    document = Document(sha256, media_type, retrieval.size, name, archive.path(sha256))
    code = refusal(media_type)
    with at(datetime.fromisoformat(retrieval.retrieved_at)), ledger.transaction():
        ledger.record_retrieval(retrieval)
        new = ledger.add_document(
            document,
            source_id=ADHOC,
            listing_year=year,
            url=retrieval.url,
            title=name,
            state="quarantined" if code else "fetched",
            reason=f"{code}: {media_type}" if code else None,
        )
    return GivenFile(document, year, new)


def refusal(media_type: str) -> str | None:
    """Why no reader takes a file of this type: ``empty`` or ``not_supported``; None where one does.

    A web page may be a filing whose text stands in it: its reader says whether it is one.
    """
    if media_type in READABLE or media_type == HTML:
        return None
    return "empty" if media_type == EMPTY else "not_supported"


def _look(path: Path) -> tuple[str, int]:
    """Media type and size of the file; raises :class:`UnreadableDocument` where there is none to take."""
    try:
        if not path.exists():
            raise UnreadableDocument("missing", f"no such file: {shown_name(path)}")
        if not path.is_file():
            raise UnreadableDocument("not_a_file", shown_name(path))
        return sniff_file(path), path.stat().st_size
    except OSError as error:
        raise _unreadable(error, path) from error


def _unreadable(error: OSError, path: Path) -> UnreadableDocument:
    code = "permission" if isinstance(error, PermissionError) else "missing"
    if not isinstance(error, PermissionError | FileNotFoundError):
        raise error
    return UnreadableDocument(code, f"{shown_name(path)}: {error.strerror}")
