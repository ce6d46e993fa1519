"""One spelling for printed Chinese: what two prints of the same label have in common.

A label reaches us wrapped over lines, letter-spaced, with full-width or half-width brackets, with or without an
ordinal.
Everything that is compared goes through :func:`squeeze`; everything that is shown through :func:`display`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WHITE = re.compile(r"[\s\u00a0\u200b\u200c\u200d\u2060\ufeff\u3000]+")
_SIMPLE = str.maketrans(
    {
        "〔": "(", "【": "(", "［": "(", "[": "(", "{": "(",
        "〕": ")", "】": ")", "］": ")", "]": ")", "}": ")",
        "“": '"', "”": '"', "„": '"', "＂": '"', "‘": '"', "’": '"', "「": '"', "」": '"', "'": '"',
        "《": '"', "》": '"',
        "—": "-", "–": "-", "―": "-", "‐": "-", "‑": "-", "‒": "-", "─": "-", "－": "-", "−": "-", "﹣": "-",
        "﹒": ".", "．": ".", "·": "·", "•": "·", "﹑": "、", "､": "、", "〇": "○",
    }
)  # fmt: skip
_CHINESE_DIGITS = "一二三四五六七八九十百○"
_ORDINAL_STYLES = (
    ("section", re.compile(rf"^第[{_CHINESE_DIGITS}\d]+(部分|章|节)[、.:]?")),
    ("bracketed_chinese", re.compile(rf"^\([{_CHINESE_DIGITS}]+\)[、.]?")),
    ("chinese", re.compile(rf"^[{_CHINESE_DIGITS}]+[、.,]")),
    ("bracketed_digit", re.compile(r"^(\(\d{1,2}\)|\d{1,2}\))[、.]?")),
    ("digit", re.compile(r"^\d{1,2}[、.](?=\D)")),
)
_CIRCLED = re.compile(r"^[①-⑳㈠-㈩]")
_OF_WHICH = re.compile(r"^其中[:;、]?")


@lru_cache(maxsize=65536)
def squeeze(text: str) -> str:
    """Return ``text`` in one spelling: NFKC, no white space, one kind of bracket, quotation mark and dash."""
    return _WHITE.sub("", unicodedata.normalize("NFKC", text.translate(_SIMPLE))).translate(_SIMPLE)


def display(text: str) -> str:
    """Return ``text`` as one line: lines of a wrapped cell joined, outer white space gone, nothing else changed."""
    return "".join(part.strip() for part in text.splitlines()).strip()


@lru_cache(maxsize=65536)
def split_ordinal(label: str) -> tuple[str | None, str]:
    """Split a squeezed label into the style of its ordinal and the words after it.

    The style is ``section``, ``chinese`` (一、), ``bracketed_chinese`` ((一)), ``digit`` (1.), ``bracketed_digit``
    ((1)) or None; ① and ㈠ are squeezed to other forms, see :func:`ordinal_style`.
    """
    for style, pattern in _ORDINAL_STYLES:
        found = pattern.match(label)
        if found and found.end() < len(label):
            return style, label[found.end() :]
    return None, label


def ordinal_style(printed: str) -> str | None:
    """Return the style of the ordinal a printed label begins with, ``circled`` for ① and ㈠."""
    if _CIRCLED.match(printed.strip()):
        return "circled"
    return split_ordinal(squeeze(printed))[0]


@lru_cache(maxsize=65536)
def strip_label(printed: str) -> tuple[str, bool]:
    """Return the bare words of a row label and whether it is a 其中 row.

    Ordinals and 其中 are taken off in any order ("其中：1.一般公共预算" and "（一）其中：车辆"); brackets that hold the
    whole label and a trailing colon go too.
    """
    words = re.sub(r"^\d{1,2}(?=\()", "", squeeze(_CIRCLED.sub("", printed.strip())))
    of_which = False
    while True:
        _, rest = split_ordinal(words)
        found = _OF_WHICH.match(rest)
        if found and found.end() < len(rest):
            of_which, rest = True, rest[found.end() :]
        if rest == words:
            break
        words = rest
    return words.strip(":-·*"), of_which
