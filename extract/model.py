"""What the reader hands on: printed strings with their page and box, nothing interpreted.

Boxes are in PDF points of the page as displayed (after /Rotate), origin top left, pages counted from 1.
Spreadsheets use the same records: a sheet is a page, a cell's ``locator`` is ``Sheet1!C14``.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points, origin top left: ``x0 <= x1`` and ``top <= bottom``."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell of a ruled (or aligned) grid.

    ``row`` and ``col`` count from 0 within the joined table; a merged cell is given once, at its top-left place,
    with its spans. ``text`` is the printed text, lines joined by ``\\n``; an empty cell is ``""``.
    """

    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    page: int
    box: Box
    locator: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line outside tables (or, for captions, around them).

    ``edges`` holds for each character of ``text`` its ``(x0, x1)``: a number inside a sentence keeps its own box.
    ``size`` is the dominant character size in points. Where the text was recognised, ``levels`` holds the confidence of
    each character, ``confidence`` the lowest of them.
    """

    page: int
    text: str
    box: Box
    edges: tuple[tuple[float, float], ...]
    size: float
    locator: str
    confidence: float | None = None
    levels: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as printed, pages joined: continuation pages are appended, their repeated header rows left out.

    ``above`` are the text lines between the previous table (or page furniture) and this one, in reading order:
    title, compiling unit, fiscal year and money unit are found there. ``below`` are those up to the next table's
    ``above`` that lie on the table's last page (notes such as ``注：``). ``repeated_header_rows`` counts the latter.
    """

    index: int
    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    above: tuple[TextLine, ...]
    below: tuple[TextLine, ...]
    pages: tuple[int, ...]
    repeated_header_rows: int
    engine: str


@dataclass(frozen=True, slots=True)
class PageInfo:
    """One page's geometry and how it was read. ``engine`` is pdfium, pdfplumber, ocr, openpyxl, xlrd or html."""

    number: int
    width: float
    height: float
    rotation: int
    engine: str
    n_chars: int
    n_rules: int
    n_images: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """A whole document as read. ``lines`` are all text lines outside table cells, in reading order."""

    document_sha256: str
    media_type: str
    pages: tuple[PageInfo, ...]
    tables: tuple[RawTable, ...]
    lines: tuple[TextLine, ...]
    warnings: tuple[str, ...] = field(default=())


class UnreadableDocument(Exception):  # noqa: N818  (names a state; yielded as often as raised)
    """The document could not be read; quarantines it with a reason.

    ``code`` is one of: missing, not_a_file, permission, empty, not_supported, html, encrypted, truncated, corrupt,
    too_many_pages, too_large, timeout, memory, crashed, no_text.
    """

    def __init__(self, code: str, detail: str, *, page: int | None = None) -> None:
        super().__init__(f"{code}: {detail}" if page is None else f"{code}: page {page}: {detail}")
        self.code = code
        self.detail = detail
        self.page = page

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_unreadable, (self.code, self.detail, self.page)


def _rebuild_unreadable(code: str, detail: str, page: int | None) -> UnreadableDocument:
    return UnreadableDocument(code, detail, page=page)
