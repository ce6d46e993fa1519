"""The numbers in front of headings and items (一、 （一） 1. (1) ①) and the heading hierarchy they make."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CN = "[一二三四五六七八九十]{1,3}"
# Outermost first. The order is fixed: （一） closes an open 1. list whatever the document did before.
_LEVELS: tuple[re.Pattern[str], ...] = (
    re.compile(rf"第{_CN}(?:部分|章)[:、.]?"),
    re.compile(rf"{_CN}[、.](?!\d)"),
    re.compile(rf"\({_CN}\)[、.]?"),
    re.compile(r"\d{1,2}(?:[.、](?![\d.])|[.、](?=20\d\d年)|(?=[“\"]))"),
    re.compile(r"\(\d{1,2}\)[.、]?"),
    re.compile(r"[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳]"),
)


@dataclass(frozen=True, slots=True)
class Enumerator:
    """What a paragraph is numbered with: ``level`` 0 (第一部分) to 5 (①), ``length`` in characters."""

    level: int
    text: str

    @property
    def length(self) -> int:
        """Number of characters of the enumerator."""
        return len(self.text)


def enumerator_of(text: str) -> Enumerator | None:
    """Return the enumerator that folded ``text`` begins with, if any."""
    offset = len(text) - len(text.lstrip('“" '))
    for level, pattern in enumerate(_LEVELS):
        match = pattern.match(text, offset)
        if match and match.end() < len(text):
            return Enumerator(level, text[: match.end()])
    return None
