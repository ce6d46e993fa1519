"""What a list item's words and dates say: its year, its kind, the day it was published."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from extract.sources import Kind, KindRule

_YEAR_MARKED = re.compile(r"(?<!\d)(20\d{2})\s*(?:年|(?=部门|单位|度))")
_YEAR_BARE = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_YEAR_HAN = re.compile(r"二([〇○零oO0])([〇○零一二三四五六七八九]{2})\s*年")
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_DATE = re.compile(r"(?<!\d)(20\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)")
_DATE_COMPACT = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")


def title_year(title: str) -> int | None:
    """The year a title names first (``2024年度部门决算`` → 2024), in digits or 二〇二四年; None where it names none."""
    text = unicodedata.normalize("NFKC", title)
    if found := _YEAR_MARKED.search(text):
        return int(found[1])
    if found := _YEAR_HAN.search(text):
        return int("20" + found[2].translate(_HAN_DIGITS))
    found = _YEAR_BARE.search(text)
    return int(found[1]) if found else None


def listing_year(title: str, published_on: str | None, *, declared: int | None, fallback: int) -> int:
    """The partition of an item: the year its list page declares, else its title's, its publication's, or ``fallback``.

    This says where the item is listed; the fiscal year is the document's own and may differ.
    """
    published = int(published_on[:4]) if published_on else None
    return declared or title_year(title) or published or fallback


def kind_of(title: str, rules: Iterable[KindRule]) -> Kind:
    """The kind of the first rule found in the title; ``other`` where none is."""
    text = unicodedata.normalize("NFKC", title)
    return next((rule.kind for rule in rules if re.search(rule.pattern, text)), "other")


def find_date(text: str) -> str | None:
    """The first full date in ``text`` as ISO (``2025-09-29`` for 2025年9月29日); None where there is none."""
    for found in _DATE.finditer(unicodedata.normalize("NFKC", text)):
        year, month, day = (int(group) for group in found.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year:04}-{month:02}-{day:02}"
    return None


def address_date(url: str) -> str | None:
    """The date in an address such as ``/202509/t20250929_12011707.html``; None where it carries none."""
    found = list(_DATE_COMPACT.finditer(url))
    return "-".join(found[-1].groups()) if found else None
