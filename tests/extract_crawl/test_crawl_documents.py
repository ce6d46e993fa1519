"""What a file is, by its bytes: each kind met on publishers' sites, and nothing ever raised on bytes of no kind."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.crawl.pages import decode_page, read_article, read_list
from extract.documents import (
    DOC,
    DOCX,
    EMPTY,
    HTML,
    OLE,
    PDF,
    TEXT,
    UNKNOWN,
    XLS,
    XLSX,
    ZIP,
    sniff_file,
    sniff_media_type,
)
from extract.sources import Article, Attachments, Links


def workbook() -> bytes:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


def zipped(*names: str, size: int = 10) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, b"\0" * size)
    return stream.getvalue()


def compound(stream_name: str, sector: int = 0) -> bytes:
    """A compound file with one directory entry, its directory in the given sector."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, sector)
    entry = stream_name.encode("utf-16-le").ljust(128, b"\0")
    return bytes(header) + b"\0" * 512 * sector + entry.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n", PDF),
        (b"\xef\xbb\xbf\r\n%PDF-1.4", PDF),
        (b"\x00" * 500 + b"%PDF-1.4", PDF),
        (b"<!DOCTYPE html><script>var a = '%PDF-';</script>", HTML),
        (b"\xef\xbb\xbf  <HTML>", HTML),
        ("<html>".encode("utf-16"), HTML),
        (b"<!-- cached --><html>", HTML),
        (b"<?xml version='1.0'?><html xmlns='x'>", HTML),
        (b"<?xml version='1.0'?><book/>", TEXT),
        (workbook(), XLSX),
        (zipped("word/document.xml"), DOCX),
        (zipped("a.txt", "xlfiles.txt"), ZIP),
        (compound("Workbook"), XLS),
        (compound("Book", sector=3), XLS),
        (compound("WordDocument"), DOC),
        (compound("Other"), OLE),
        (b"Rar!\x1a\x07\x00", "application/vnd.rar"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("决算".encode(), TEXT),
        (b"\x00\x01\x02", UNKNOWN),
        (b"", EMPTY),
    ],
)
def test_kinds(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "named.pdf"
    path.write_bytes(content)
    assert sniff_file(path) == expected
    assert sniff_media_type(content) == expected


def test_a_container_is_looked_into_beyond_its_head(tmp_path: Path) -> None:
    large = tmp_path / "a.xlsx"
    large.write_bytes(zipped("docProps/thumbnail.bin", "xl/workbook.xml", size=200_000))
    assert sniff_file(large) == XLSX
    old = tmp_path / "a.xls"
    old.write_bytes(compound("Workbook", sector=400))
    assert sniff_file(old) == XLS


@given(st.binary(max_size=3000), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"]))
def test_no_bytes_raise(content: bytes, start: bytes) -> None:
    assert sniff_media_type(start + content)


@given(st.binary(max_size=600), st.text(st.characters(codec=None), max_size=200))
def test_no_page_raises(content: bytes, text: str) -> None:
    attachments = Attachments(include_url=(r"\.pdf",))
    for page in (
        decode_page(b"<ul><li><a href='" + content, None),
        f"<a href='{text}' onclick=\"x('{text}')\">{text}</a>",
    ):
        read_list(page, "http://h/", Links(), directory=False)
        read_article(page, "http://h/", Article(content=("body",)), attachments)
