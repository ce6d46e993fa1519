"""What a published file is: told from its bytes, never from its name or the server's word for it."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
HTML = "text/html"
TEXT = "text/plain"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"

READABLE = frozenset({PDF, XLSX, XLS})
"""Media types the readers take; every other attachment is listed as unread, never dropped."""

HEAD_BYTES = 65_536
"""How much of a file :func:`sniff_media_type` wants; more does no harm, less may tell a container only as such."""

_MAGIC = (
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
)
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ARCHIVES = (b"Rar!", b"7z", b"\x1f\x8b")
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_Reader = Callable[[int, int], bytes]
_HTML_STARTS = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<script",
    b"<meta",
    b"<title",
    b"<div",
    b"<table",
    b"<p",
)


@dataclass(frozen=True, slots=True)
class Document:
    """One file as the archive holds it. ``name`` is how people know it: the link's words or the file's name."""

    sha256: str
    media_type: str
    size: int
    name: str
    path: Path


def sniff_media_type(head: bytes) -> str:
    """The media type of a file from its first bytes (:data:`HEAD_BYTES` of them, or the whole file).

    Never raises: what cannot be told is ``application/octet-stream``, nothing at all is ``application/x-empty``.
    A ZIP or OLE container whose kind does not show within ``head`` is told as such: :func:`sniff_file` looks further.
    """
    if not head:
        return EMPTY
    # ISO 32000 readers accept a header within the first 1024 bytes, and publishers' servers do prepend bytes;
    # an HTML page may quote "%PDF-" in a script and an archive may hold a PDF as it is, so these are asked first.
    tests: tuple[tuple[bool, Callable[[bytes], str]], ...] = (
        (_looks_like_html(head), lambda _: HTML),
        (head.startswith(_ZIP_MAGIC), _zip_kind),
        (head.startswith(_OLE_MAGIC), _ole_kind),
        (b"%PDF-" in head[:1024] and not head.startswith(_ARCHIVES), lambda _: PDF),
    )
    for matches, kind in tests:
        if matches:
            return kind(head)
    return next((media_type for magic, media_type in _MAGIC if head.startswith(magic)), None) or (
        TEXT if _looks_like_text(head) else UNKNOWN
    )


def sniff_file(path: Path) -> str:
    """The media type of the file at ``path``; looks into containers whose directory lies beyond the head.

    Raises ``OSError`` where the file cannot be read.
    """
    with path.open("rb") as stream:
        return sniff_stream(stream)


def sniff_stream(stream: BinaryIO) -> str:
    """As :func:`sniff_file`, for an open seekable stream (its position is not kept)."""
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    media_type = sniff_media_type(head)
    if media_type == ZIP:
        stream.seek(0, 2)
        size = stream.tell()
        stream.seek(max(0, size - HEAD_BYTES))
        return _kind_of_zip_names(_central_names(stream.read(HEAD_BYTES)))
    if media_type == OLE:
        return _ole_kind_of(_ole_directory(stream, head))
    return media_type


def _looks_like_html(head: bytes) -> bool:
    start = _text_start(head)
    if start.startswith(b"<?xml"):
        return b"<html" in start[:1024]
    while start.startswith(b"<!--"):
        end = start.find(b"-->")
        if end < 0:
            return True
        start = start[end + 3 :].lstrip()
    return start.startswith(_HTML_STARTS)


def _text_start(head: bytes) -> bytes:
    """The first words in lower case, byte order marks and UTF-16 padding removed."""
    text = head[:4096]
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = text[2:].replace(b"\x00", b"")
    return text.removeprefix(b"\xef\xbb\xbf").lstrip().lower()


def _looks_like_text(head: bytes) -> bool:
    sample = head[:4096]
    return b"\x00" not in sample and sum(byte < 32 and byte not in b"\t\n\r\f" for byte in sample) * 100 <= len(sample)


def _zip_kind(head: bytes) -> str:
    return _kind_of_zip_names([*_local_names(head), *_central_names(head)])


def _local_names(head: bytes) -> Iterator[str]:
    """Entry names of the local file headers within ``head``."""
    at = 0
    while (at := head.find(b"PK\x03\x04", at)) >= 0 and at + 30 <= len(head):
        (length,) = struct.unpack_from("<H", head, at + 26)
        yield head[at + 30 : at + 30 + length].decode("utf-8", "replace")
        at += 30


def _central_names(tail: bytes) -> Iterator[str]:
    """Entry names of the central directory within ``tail``."""
    at = 0
    while (at := tail.find(b"PK\x01\x02", at)) >= 0 and at + 46 <= len(tail):
        (length,) = struct.unpack_from("<H", tail, at + 28)
        yield tail[at + 46 : at + 46 + length].decode("utf-8", "replace")
        at += 46


def _kind_of_zip_names(names: list[str] | Iterator[str]) -> str:
    folders = {name.replace("\\", "/").split("/", 1)[0] for name in names if "/" in name.replace("\\", "/")}
    if "xl" in folders:
        return XLSX
    return DOCX if "word" in folders else ZIP


def _ole_kind(head: bytes) -> str:
    """The kind of a compound file whose directory sector may lie within ``head``."""
    return _ole_kind_of(_directory_sector(head, lambda start, length: head[start : start + length]))


def _ole_directory(stream: BinaryIO, head: bytes) -> bytes:
    def read(start: int, length: int) -> bytes:
        stream.seek(start)
        return stream.read(length)

    return _directory_sector(head, read)


def _directory_sector(head: bytes, read: _Reader) -> bytes:
    """The first directory sector of a compound file ([MS-CFB] 2.2: sector shift at 30, directory sector at 48)."""
    if len(head) < 52:
        return b""
    (shift,) = struct.unpack_from("<H", head, 30)
    (sector,) = struct.unpack_from("<I", head, 48)
    if shift not in (9, 12):
        return b""
    size = 1 << shift
    return read((sector + 1) * size, size)


def _ole_kind_of(directory: bytes) -> str:
    names = {
        directory[at : at + 64].decode("utf-16-le", "replace").split("\x00", 1)[0]
        for at in range(0, len(directory) - 127, 128)
    }
    if names & {"Workbook", "Book"}:
        return XLS
    return DOC if "WordDocument" in names else OLE
