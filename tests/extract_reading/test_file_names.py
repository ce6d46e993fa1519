"""Names of files as people read them, whatever bytes the file system keeps."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extract.file_names import shown_name


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("部门预算.pdf".encode(), "部门预算.pdf"),
        ("部门预算.pdf".encode("gbk"), "部门预算.pdf"),
        ("第一行\n第二行.pdf".encode(), "第一行 第二行.pdf"),
        (b"\xff\xff.pdf", "\ufffd\ufffd.pdf"),
        (b"/data/\xb2\xc6.pdf", "/data/财.pdf"),
    ],
)
def test_a_name_is_shown_as_valid_text_on_one_line(kept: bytes, shown: str) -> None:
    assert shown_name(os.fsdecode(kept)) == shown
    assert shown_name(Path(os.fsdecode(kept))) == shown
