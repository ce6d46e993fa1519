"""One header label: its words, the year, unit and 其中 it carries, and the family it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from transform.amounts import find_unit
from transform.statements.lexicon import HeaderLabel, match_header
from transform.text import squeeze

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?度?(?!\d)")
_UNIT_BRACKET = re.compile(
    r"\((?:单位|金额单位|金额)?[:]?(?:人民币)?(?:亿元|百万元|万元|千元|元)\)|[(]?单位[:](?:亿元|万元|千元|元)[)]?"
)
_FORMULA = re.compile(r"\(?\d{1,2}=[\d+\-*/()]+\)?$|\((?:[A-Z]|\d{1,2})(?:=[^)]*)?\)$|[①-⑳]$|(?<=\D)=[\d+\-()]+$")
_OF_WHICH = re.compile(r"^其中[:;、]?")


@dataclass(frozen=True, slots=True)
class Label:
    """A header label taken apart. ``words`` is what is left after year, unit, formula and 其中."""

    words: str
    entry: HeaderLabel | None
    year: int | None
    unit: str | None
    of_which: bool


@lru_cache(maxsize=16384)
def header_label(text: str) -> Label:
    """Take a printed header label apart; ``entry`` is None for words that no family holds."""
    words = squeeze(text)
    unit = find_unit(words) if _UNIT_BRACKET.search(words) else None
    words = _UNIT_BRACKET.sub("", words)
    of_which = bool(_OF_WHICH.match(words))
    words = _OF_WHICH.sub("", words) if of_which and len(words) > 3 else words
    years = _YEAR.findall(words)
    plain = _YEAR.sub("", words) if years else words
    for candidate in (words, plain, _FORMULA.sub("", plain)):
        entry = match_header(candidate) if candidate else None
        if entry is not None:
            return Label(candidate, entry, int(years[0]) if years else None, unit, of_which)
    if years and not plain:
        return Label("", match_header("预算数"), int(years[0]), unit, of_which)
    below = _below_its_group(text)
    if below is not None:
        return below
    return Label(plain, None, int(years[0]) if years else None, unit, of_which)


def _below_its_group(text: str) -> Label | None:
    """Read a label that took in the heading of the columns around it (支出 above 一般公共预算财政拨款): a table without
    vertical rules does not say how far 支出 reaches."""
    above, _, rest = text.strip().partition("\n")
    group = match_header(squeeze(above)) if rest else None
    if group is None or group.role != "group" or group.side is None:
        return None
    label = header_label(rest)
    return replace(label, entry=replace(label.entry, side=group.side)) if label.entry is not None else None
