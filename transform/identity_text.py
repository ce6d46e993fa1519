"""Text as identity rules see it: white space gone, full-width letters and digits folded, years read.

Pure functions over strings; nothing here knows a layout.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SPACE = re.compile(r"\s+")
_YEAR_DIGITS = {char: str(index) for index, char in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0", "О": "0"}
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
_BRACKETS = str.maketrans('()"＂”‘’', "（）“““““")
_FURNITURE = re.compile(r"^(?:[-—–_·.\s]*(?!20\d\d$)\d{1,4}[-—–_·.\s]*|第\d+页(?:[,，/]?共\d+页)?|附件\d*[:：]?\d*)$")


def fold(text: str) -> str:
    """Return ``text`` with full-width letters and digits as ASCII; punctuation stays as printed."""
    return text.translate(_FULL_WIDTH)


@lru_cache(maxsize=65536)
def compact(text: str) -> str:
    """Return ``text`` folded and without any white space."""
    return _SPACE.sub("", fold(text))


def year_value(printed: str) -> int | None:
    """Return the year of ``2024`` or ``二〇二四``; None where the digits are not a year."""
    digits = "".join(_YEAR_DIGITS.get(char, char) for char in printed)
    return int(digits) if re.fullmatch(r"20\d\d", digits) else None


def numeral(text: str) -> int:
    """Return the value of ``12``, ``十二``, ``两`` or ``二十一``. Raises KeyError for anything else."""
    if text.isdigit():
        return int(text)
    digits = {char: value for value, char in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
    tens, ten, ones = text.partition("十")
    if not ten:
        return digits[text]
    return 10 * (digits[tens] if tens else 1) + (digits[ones] if ones else 0)


def is_furniture(compacted: str) -> bool:
    """Tell whether a compacted line is only a page number or an attachment mark."""
    return not compacted or _FURNITURE.match(compacted) is not None


def brackets_folded(name: str) -> str:
    """Return ``name`` with full-width round brackets and quotes as one form, for comparing."""
    return name.translate(_BRACKETS)


def is_insertion(shorter: str, longer: str) -> list[str] | None:
    """Return the pieces to insert into ``shorter`` to get ``longer``, or None where that is not enough.

    >>> is_insertion("城乡居民养老保险办公室", "城乡居民社会养老保险办公室")
    ['社会']
    """
    pieces: list[str] = []
    run = ""
    index = 0
    for char in longer:
        if index < len(shorter) and char == shorter[index]:
            index += 1
            if run:
                pieces.append(run)
                run = ""
        else:
            run += char
    if run:
        pieces.append(run)
    return pieces if index == len(shorter) else None
