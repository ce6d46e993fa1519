"""What a file is, by its content; a name says nothing."""

from __future__ import annotations

import re
from pathlib import Path

from extract.model import UnreadableDocument
from extract.reading.limits import ReadLimits

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
HTML = "text/html"

_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|meta|title)", re.I | re.S
)
_HEAD = 4096
_ARCHIVES = ((b"Rar!\x1a\x07", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "gzip"))


def load_bytes(path: Path, limits: ReadLimits) -> bytes:
    """Return the bytes of ``path``.

    Raises :class:`UnreadableDocument` (missing, not_a_file, permission, empty, too_large).
    """
    try:
        if not path.exists():
            raise UnreadableDocument("missing", f"no such file: {path.name}")
        if not path.is_file():
            raise UnreadableDocument("not_a_file", f"not a regular file: {path.name}")
        size = path.stat().st_size
        if size == 0:
            raise UnreadableDocument("empty", "the file has no bytes")
        if size > limits.max_bytes:
            raise UnreadableDocument("too_large", f"{size} bytes, at most {limits.max_bytes} are read")
        return path.read_bytes()
    except PermissionError as error:
        raise UnreadableDocument("permission", f"may not be read: {path.name}") from error
    except OSError as error:
        raise UnreadableDocument("missing", f"{path.name}: {error.strerror}") from error


def media_type(data: bytes) -> str:
    """Return the media type of ``data``; raises :class:`UnreadableDocument` (not_supported, encrypted, empty)."""
    head = data[:_HEAD]
    if not data.strip(b"\x00\t\n\r ")[:1]:
        raise UnreadableDocument("empty", "the file holds only blanks")
    if head.startswith(b"PK\x03\x04"):
        if b"xl/workbook" in data or b"xl/worksheets" in data:
            return XLSX
        raise UnreadableDocument("not_supported", "a ZIP archive that is not an .xlsx workbook")
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
            return XLS
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableDocument("encrypted", "an encrypted Office document")
        raise UnreadableDocument("not_supported", "an OLE document that is not an .xls workbook")
    for magic, kind in _ARCHIVES:
        if head.startswith(magic):
            raise UnreadableDocument("not_supported", f"a {kind} archive")
    # readers accept a PDF header within the first 1024 bytes; an archive may begin with a whole PDF
    if b"%PDF-" in head[:1024]:
        return PDF
    if _HTML.match(head.lstrip(b"\xef\xbb\xbf")):
        return HTML
    raise UnreadableDocument("not_supported", f"unknown content, begins with {head[:8]!r}")
