"""Printed characters in one comparable spelling, each still knowing where it is printed.

Full-width digits, brackets and radicals are folded (NFKC, one character to one), white space between Chinese
characters is dropped: 全 年 预 算 数 为 10 万 元 and 全年预算数为10万元 read alike. A space between two digits is kept
where it is wide: two numbers side by side must not become one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.model import Box, TextLine
from transform.records import Place

_NUMERIC = frozenset("0123456789")
_WORD = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,")
# A digit pair further apart than this share of the character size is two numbers.
_JOIN_GAP = 0.45


@lru_cache(maxsize=65536)
def fold(character: str) -> str:
    """Return the comparable form of one printed character; itself where folding would change its length.

    ³ and ① stay as they are: as 3 and 1 they would run into the numbers beside them.
    """
    if unicodedata.category(character) == "No":
        return character
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


@lru_cache(maxsize=16384)
def fold_text(text: str) -> str:
    """Return ``text`` folded and without white space: for labels and titles that are compared."""
    return "".join(fold(character) for character in text if not _is_blank(character))


@lru_cache(maxsize=65536)
def _is_blank(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Cf", "Cc", "Co"}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text: ``text`` folded, ``printed`` as printed, same length; ``source`` gives (line, character)."""

    text: str
    printed: str
    source: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.text)

    def slice(self, start: int, end: int) -> Run:
        """Return the part from ``start`` to ``end``."""
        return Run(self.text[start:end], self.printed[start:end], self.source[start:end])


def run_of(lines: Sequence[TextLine], numbers: Sequence[int]) -> Run:
    """Join the lines ``numbers`` (indexes into ``lines``) to one run."""
    folded: list[str] = []
    printed: list[str] = []
    source: list[tuple[int, int]] = []
    for number in numbers:
        line = lines[number]
        for index, character in enumerate(line.text):
            if _is_blank(character):
                continue
            if folded and _must_part(lines, source[-1], (number, index), folded[-1], fold(character)):
                folded.append(" ")
                printed.append(" ")
                source.append((number, index))
            folded.append(fold(character))
            printed.append(character)
            source.append((number, index))
    return Run("".join(folded), "".join(printed), tuple(source))


def _must_part(lines: Sequence[TextLine], left: tuple[int, int], right: tuple[int, int], a: str, b: str) -> bool:
    """Say whether a space has to stay between two printed characters."""
    if a not in _WORD or b not in _WORD:
        return False
    if left[0] != right[0]:
        # A number broken at a full line's end goes on in the next line; words of Latin letters do not.
        return not ((a in _NUMERIC and b in "0123456789.,") or (a in ".," and b in _NUMERIC))
    if right[1] - left[1] == 1:
        return False
    line = lines[left[0]]
    if len(line.edges) <= right[1]:
        return True
    gap = line.edges[right[1]][0] - line.edges[left[1]][1]
    return gap > _JOIN_GAP * line.size


def place_of(run: Run, start: int, end: int, lines: Sequence[TextLine]) -> Place:
    """Return where ``run[start:end]`` is printed: page, and the box of its characters on that page's first line."""
    first_line = run.source[start][0]
    line = lines[first_line]
    spans = [line.edges[c] for number, c in run.source[start:end] if number == first_line and c < len(line.edges)]
    box = line.box
    if spans:
        box = Box(min(x0 for x0, _ in spans), line.box.top, max(x1 for _, x1 in spans), line.box.bottom)
    sure = [line.levels[c] for number, c in run.source[start:end] if number == first_line and c < len(line.levels)]
    return Place(line.page, box, line.locator, min(sure) if sure else line.confidence)
