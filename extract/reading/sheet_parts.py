"""The XML of a workbook's sheets, looked through in pieces before anything is built from it.

A sheet may be formatted to its last row (1,048,576 rows of empty cells with a border): what lies below the last row
that holds a value is cut off. A sheet of too many cells is refused while it still costs nothing.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from extract.model import UnreadableDocument
from extract.reading.limits import ReadLimits

_PIECE = 1 << 20
_OVERLAP = 64
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is|f)[ />]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s+ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_DATA_END = re.compile(rb"</(?:\w+:)?sheetData>")
_WORTH_CUTTING = 2_000_000
"""Bytes of empty cells that cost less to build than to cut off."""


@dataclass(frozen=True, slots=True)
class SheetParts:
    """A workbook ready to be opened: ``data``, and whether any cell holds a formula."""

    data: bytes
    has_formulas: bool


@dataclass(slots=True)
class _Census:
    """What one sheet's XML holds: cells up to the last value, and where that value stands."""

    cells: int = 0
    valued_cells: int = 0
    last_value: int = -1
    formulas: bool = False
    merged_cells: int = 0


def prepare(data: bytes, limits: ReadLimits) -> SheetParts:
    """Return the workbook without the empty rows below its tables.

    Raises :class:`UnreadableDocument` (truncated, too_large, corrupt).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _prepared(data, archive, limits)
    except (zipfile.BadZipFile, EOFError) as error:
        raise UnreadableDocument("truncated", "the archive's directory or an entry is incomplete") from error
    except (NotImplementedError, RuntimeError, zipfile.LargeZipFile) as error:
        raise UnreadableDocument("corrupt", f"the archive cannot be unpacked: {error}"[:300]) from error


def _prepared(data: bytes, archive: zipfile.ZipFile, limits: ReadLimits) -> SheetParts:
    unpacked = sum(item.file_size for item in archive.infolist())
    if unpacked > limits.max_unpacked_bytes:
        raise UnreadableDocument(
            "too_large", f"unpacks to {unpacked} bytes, at most {limits.max_unpacked_bytes} are read"
        )
    ends: dict[str, int] = {}
    formulas = False
    for item in archive.infolist():
        if not _SHEET.fullmatch(item.filename):
            continue
        census = _census(archive, item, limits)
        formulas = formulas or census.formulas
        if census.cells > census.valued_cells and item.file_size - census.last_value > _WORTH_CUTTING:
            ends[item.filename] = census.last_value
    return SheetParts(_cut(archive, ends) if ends else data, formulas)


def _pieces(archive: zipfile.ZipFile, item: zipfile.ZipInfo) -> Iterator[tuple[int, bytes, int]]:
    """Yield (offset, bytes, how many of them were in the piece before): words are never torn."""
    with archive.open(item) as stream:
        tail, offset = b"", 0
        while piece := stream.read(_PIECE):
            yield offset - len(tail), tail + piece, len(tail)
            offset += len(piece)
            tail = (tail + piece)[-_OVERLAP:]


def _census(archive: zipfile.ZipFile, item: zipfile.ZipInfo, limits: ReadLimits) -> _Census:
    found = _Census()
    for offset, piece, again in _pieces(archive, item):
        # what ends within the overlap was counted with the piece before
        cells = [match.start() for match in _CELL.finditer(piece) if match.end() > again]
        values = [match.start() for match in _VALUE.finditer(piece) if match.end() > again]
        if values:
            found.last_value = offset + values[-1]
            found.valued_cells = found.cells + sum(at < values[-1] for at in cells)
        if found.valued_cells > limits.max_sheet_cells:
            raise UnreadableDocument(
                "too_large", f"{item.filename}: more than {limits.max_sheet_cells} cells above its last value"
            )
        found.cells += len(cells)
        found.formulas = found.formulas or bool(_FORMULA.search(piece))
        found.merged_cells += sum(_covered(match) for match in _MERGED.finditer(piece) if match.end() > again)
        if found.merged_cells > limits.max_sheet_cells:  # each would be built, empty as it is
            raise UnreadableDocument("too_large", f"{item.filename}: merged over {found.merged_cells} cells")
    return found


def _covered(merge: re.Match[bytes]) -> int:
    """Return how many cells a merged range (A1:C9) covers."""
    left, top, right, bottom = merge.groups()
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cut(archive: zipfile.ZipFile, ends: dict[str, int]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for item in archive.infolist():
            if item.filename not in ends:
                target.writestr(item.filename, archive.read(item))
                continue
            with target.open(item.filename, "w") as sink:
                for part in _kept(archive, item, ends[item.filename]):
                    sink.write(part)
    return out.getvalue()


def _kept(archive: zipfile.ZipFile, item: zipfile.ZipInfo, last_value: int) -> Iterator[bytes]:
    """Yield a sheet's XML to the end of the row that holds its last value, and from the end of its data on."""
    with archive.open(item) as stream:
        left = last_value
        while left > 0 and (piece := stream.read(min(left, _PIECE))):
            left -= len(piece)
            yield piece
        held = b""
        for mark, keeps_what_precedes in ((_ROW_END, True), (_DATA_END, False)):
            while (found := mark.search(held)) is None and (piece := stream.read(_PIECE)):
                held = (held if keeps_what_precedes else held[-_OVERLAP:]) + piece
            if found is None:
                raise zipfile.BadZipFile("the sheet has no end")
            if keeps_what_precedes:
                yield held[: found.end()]
                held = held[found.end() :]
            else:
                yield held[found.start() :]
        while piece := stream.read(_PIECE):
            yield piece
