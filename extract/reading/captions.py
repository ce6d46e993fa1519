"""Lines between two tables: which close the upper one (notes) and which announce the lower one (title, unit, year)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.model import TextLine

_NOTE = re.compile(r"^\s*[（(]?\s*(?:注|备注|说明|附注|数据来源|填表说明)\s*[:：0-9一]")
_SENTENCE_END = re.compile(r"[。；;！!]\s*[）)”\"]?\s*$")
_CONTINUED = re.compile(r"[（(]?\s*(?:续表?|续上表|接上页|转下页|接下页)\s*[一二三四五六七八九十\d]*\s*[）)]?")
_TABLE_NUMBER = re.compile(
    r"^\s*[（(]?(?:附|公开|预算)?\s*(?:附?[表件]\s*[\d一二三四五六七八九十]+|[\d一二三四五六七八九十]+\s*表)"
    r"[-—\d]*[）)]?\s*[:：]?\s*$"
)
_LONGEST_CAPTION = 80
_LINES_FROM_PREVIOUS_PAGE = 12


def is_caption(line: TextLine) -> bool:
    """Say whether a line can be part of a caption: not a note, not a sentence."""
    return len(line.text) <= _LONGEST_CAPTION and not _NOTE.match(line.text) and not _SENTENCE_END.search(line.text)


def split_between(lines: Sequence[TextLine], page: int) -> tuple[list[TextLine], list[TextLine]]:
    """Split the lines between two tables, the lower on ``page``; return those below the upper, those above the lower.

    The caption is the block of caption lines directly over the table. Where there is none, a sentence introduces the
    table, and the lines of its page belong to both.
    """
    start = len(lines)
    while start and is_caption(lines[start - 1]):
        start -= 1
    below, above = list(lines[:start]), list(lines[start:])
    if not above:
        above = [line for line in below if line.page == page]
    same_page = [line for line in above if line.page == page]
    if same_page:
        below += [line for line in above if line.page != page]
        return below, same_page
    return below, above[-_LINES_FROM_PREVIOUS_PAGE:]


def caption_key(text: str) -> str:
    """Return a caption's text without blanks, continuation marks and page counts, for comparison."""
    plain = re.sub(r"\s", "", text)
    plain = re.sub(r"第\d+页[,，/]?(?:共\d+页)?|共\d+页", "", plain)
    return _CONTINUED.sub("", plain)


def only_number_again(lines: Sequence[TextLine], above: Sequence[TextLine]) -> bool:
    """Say whether ``lines`` only print the table's number (表14, 公开05表) again, which goes on over the page."""
    return all(_TABLE_NUMBER.match(line.text) for line in lines) and repeats_caption(lines, above)


def repeats_caption(lines: Sequence[TextLine], above: Sequence[TextLine]) -> bool:
    """Say whether ``lines`` only print again what stood above the table, or say that it continues."""
    known = {caption_key(line.text) for line in above} | {""}
    return all(caption_key(line.text) in known for line in lines)
