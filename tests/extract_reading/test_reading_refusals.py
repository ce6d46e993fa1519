"""Files that cannot be read are named by code; what can be read in spite of oddities is read."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.enums import EncryptionMethod
from tiny_pdf import TinyPage, write_pdf

from extract.model import UnreadableDocument
from extract.pool import run_bounded
from extract.reading import ReadLimits, read_document


def code_of(path: Path, limits: ReadLimits = ReadLimits(ocr="never")) -> str:  # noqa: B008 - frozen
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path, limits=limits)
    return caught.value.code


def sample(tmp_path: Path, pages: int = 1) -> Path:
    drawn = []
    for number in range(pages):
        page = TinyPage()
        page.text(60, 100, f"583.56 {number}")
        drawn.append(page)
    return write_pdf(drawn, tmp_path / "sample.pdf")


def put(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "file.pdf"
    path.write_bytes(data)
    return path


def test_missing_and_not_a_file(tmp_path: Path) -> None:
    assert code_of(tmp_path / "nothing.pdf") == "missing"
    assert code_of(tmp_path) == "not_a_file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_permission(tmp_path: Path) -> None:
    path = sample(tmp_path)
    path.chmod(0)
    assert code_of(path) == "permission"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\x00\x00", "empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "html"),
        (b"\xef\xbb\xbf\n <html>", "html"),
        (b'<?xml version="1.0"?>\n<!-- x -->\n<html>', "html"),
        (b"PK\x03\x04 word/document.xml", "not_supported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not_supported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xff\xd8\xff\xe0 JFIF", "not_supported"),
        (b"Rar!\x1a\x07\x00 a.pdf %PDF-1.7", "not_supported"),
        (b"PK\x03\x04 a.pdf %PDF-1.7\n%%EOF\n", "not_supported"),
        (b"%PDF-1.7\nrubbish without any object\n%%EOF\n", "corrupt"),
        (b"%PDF-1.7\n", "truncated"),
    ],
)
def test_content_decides(tmp_path: Path, data: bytes, code: str) -> None:
    assert code_of(put(tmp_path, data)) == code


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_cut_file_is_truncated_even_where_pages_could_be_saved(tmp_path: Path, share: float) -> None:
    data = sample(tmp_path, pages=20).read_bytes()
    assert code_of(put(tmp_path, data[: int(share * len(data))])) == "truncated"


def test_rubbish_before_and_after_does_not_matter(tmp_path: Path) -> None:
    data = sample(tmp_path).read_bytes()
    assert read_document(put(tmp_path, data + b"\0" * 3000)).lines[0].text == "583.56 0"


def test_a_wrong_cross_reference_is_repaired(tmp_path: Path) -> None:
    data = sample(tmp_path, pages=3).read_bytes()
    content = read_document(put(tmp_path, data.replace(b"startxref\n", b"startxref\n9")))
    assert [line.text for line in content.lines] == ["583.56 0", "583.56 1", "583.56 2"]


def test_scripts_and_attachments_are_not_run(tmp_path: Path) -> None:
    action = b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    data = sample(tmp_path).read_bytes().replace(b"/Type /Catalog", action)
    assert [line.text for line in read_document(put(tmp_path, data)).lines] == ["583.56 0"]


def test_a_pipe_and_a_link_to_itself_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "loop.pdf").symlink_to(tmp_path / "loop.pdf")
    assert code_of(tmp_path / "pipe.pdf") == "not_a_file"
    assert code_of(tmp_path / "loop.pdf") == "missing"


def encrypted(path: Path, *, user_password: str | None) -> Path:
    document = FPDF()
    document.add_page()
    document.set_font("Helvetica")
    document.cell(text="583.56")
    document.set_encryption("owner", user_password, encryption_method=EncryptionMethod.RC4)
    document.output(str(path))
    return path


def test_a_user_password_refuses_and_an_owner_password_does_not(tmp_path: Path) -> None:
    assert code_of(encrypted(tmp_path / "user.pdf", user_password="secret")) == "encrypted"
    content = read_document(encrypted(tmp_path / "owner.pdf", user_password=None))
    assert [line.text for line in content.lines] == ["583.56"]


def test_limits(tmp_path: Path) -> None:
    path = sample(tmp_path, pages=4)
    assert code_of(path, ReadLimits(max_pages=3)) == "too_many_pages"
    assert code_of(path, ReadLimits(max_bytes=100)) == "too_large"


def test_ten_thousand_pages_are_refused_at_once(tmp_path: Path) -> None:
    assert code_of(sample(tmp_path, pages=10_000)) == "too_many_pages"


def test_a_cyclic_page_tree_ends(tmp_path: Path) -> None:
    data = sample(tmp_path).read_bytes()
    tree = data.index(b"/Type /Pages")
    kids = data.index(b"/Kids [", tree) + len(b"/Kids [")
    # the first child of the page tree becomes the page tree itself (object 2)
    cyclic = data[:kids] + b"2 0 R " + data[kids + 6 :]
    path = put(tmp_path, cyclic.replace(b"/Count 1 ", b"/Count 9 "))
    assert code_of(path) == "corrupt"


def test_a_page_that_does_not_load_is_reported(tmp_path: Path) -> None:
    data = sample(tmp_path, pages=2).read_bytes()
    broken = data.replace(b"/Type /Page /Parent", b"/Type /Oops /Parent", 1)
    content = read_document(put(tmp_path, broken), limits=ReadLimits(ocr="never"))
    assert len(content.pages) == 2
    assert content.lines[-1].text == "583.56 1"


def bomb(path: Path) -> Path:
    """A page whose content stream of a few kilobytes unpacks, twice, to more than a gigabyte of operators."""
    packed = zlib.compress(zlib.compress(b"0 0 m 9 9 l S\n" * (90 << 20 >> 1), 9), 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n%b\nendstream" % (len(packed), packed),
    ]
    out = bytearray(b"%PDF-1.5\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in offsets)
    out += b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    path.write_bytes(bytes(out))
    return path


@pytest.mark.slow
def test_a_decompression_bomb_costs_only_itself(tmp_path: Path) -> None:
    paths = [bomb(tmp_path / "bomb.pdf"), sample(tmp_path)]
    results = dict(run_bounded(read_document, paths, workers=2, timeout_seconds=60, memory_mb=500))
    outcome = results[paths[0]]
    assert isinstance(outcome, UnreadableDocument)
    assert outcome.code in ("memory", "timeout", "crashed")
    assert not isinstance(results[paths[1]], UnreadableDocument)
