"""Every reason why a file is not read is said in Chinese, with its page."""

from __future__ import annotations

import re

import pytest

from extract.model import UnreadableDocument
from pipelines.cli.refusal_words import refusal_in_chinese

CODES = re.findall(r"\w+", (UnreadableDocument.__doc__ or "").partition("one of:")[2])


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_its_word(code: str) -> None:
    assert not refusal_in_chinese(UnreadableDocument(code, "?")).startswith(code)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UnreadableDocument("encrypted", "needs a password"), "已加密（需要口令才能打开，请提供未加密的文件）"),
        (
            UnreadableDocument("too_many_pages", "10000 pages, at most 3000 are read"),
            "页数过多（共 10000 页，最多读 3000 页）",
        ),
        (UnreadableDocument("too_large", "an image of 9 by 8 pixels", page=3), "文件过大（第3页：图像有 9 × 8 像素）"),
        (UnreadableDocument("corrupt", "a word of the library's own"), "文件损坏（a word of the library's own）"),
        ("不是普通文件", "不是普通文件"),
    ],
)
def test_a_reason_in_words(error: UnreadableDocument | str, words: str) -> None:
    assert refusal_in_chinese(error) == words
