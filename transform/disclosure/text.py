"""The text of a filing as disclosure rules see it: passages with their headings, titles made comparable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract.model import DocumentContent, TextLine
from transform.narrative.codebook import Codebook, codebook_of
from transform.narrative.enumerators import enumerator_of
from transform.narrative.paragraphs import paragraphs_of
from transform.narrative.sections import Passage, passages_of
from transform.narrative.text import fold_text, place_of
from transform.records import DisclosureItem, FilingIdentity, Place
from transform.text import squeeze

_TABLE_NUMBER = re.compile(
    r"\((?:公开|预算|决算)?(?:附?表|表格)?\d{1,2}(?:-\d)?表?\)$|^(?:公开|预算|附)?表?\d{1,2}表?(?=\D)"
)
_YEAR = re.compile(r"20\d\d年?度?")
_CONTEXT = 12
_MAX_TITLE, _MAX_NUMBERS = 200, 3


@dataclass(frozen=True, slots=True)
class Filed:
    """A document with what every rule needs: identity, passages, and codes by the names that tables and lists give."""

    content: DocumentContent
    identity: FilingIdentity
    passages: tuple[Passage, ...]
    book: Codebook
    printed_codes: frozenset[str]
    beside_tables: frozenset[tuple[int, float, str]]

    @property
    def lines(self) -> tuple[TextLine, ...]:
        """The document's text lines."""
        return self.content.lines


def filed(content: DocumentContent, identity: FilingIdentity) -> Filed:
    """Return ``content`` prepared for the rules."""
    beside = [line for table in content.tables for line in (*table.above, *table.below)]
    return Filed(
        content,
        identity,
        tuple(passages_of(paragraphs_of(content).paragraphs)),
        codebook_of(content),
        frozenset(code for table in content.tables for cell in table.cells if (code := squeeze(cell.text)).isdigit()),
        frozenset((line.page, line.box.top, line.text) for line in beside),
    )


def comparable_title(printed: str, names: Iterable[str]) -> str:
    """Return a heading without number, entity name, fiscal year and table number, in one spelling.

    >>> comparable_title("第二部分 某市某局 2024年度部门决算表", ["某市某局"])
    '部门决算表'
    """
    title = without_year(printed[:_MAX_TITLE])
    for _ in range(_MAX_NUMBERS):
        number = enumerator_of(title)
        if number is None:
            break
        title = title[number.length :]
    for name in sorted(map(squeeze, names), key=len, reverse=True):
        title = title.replace(name, "") if len(name) >= 4 else title
    title = _TABLE_NUMBER.sub("", title.strip())
    return title.strip(" 、,:。.;")


def without_year(printed: str) -> str:
    """Return folded ``printed`` without fiscal years: 一、2024年度收入决算表 is numbered like 一、收入决算表."""
    return _YEAR.sub("", fold_text(printed))


def heading_above(passage: Passage) -> str:
    """Return the printed heading a passage stands under ("" where there is none)."""
    above = passage.open_levels[:-1] if passage.is_heading else passage.open_levels
    return next((level.printed for level in reversed(above) if level.title), "")


def item_of(kind: str, key: str, value: str, section: str, place: Place, code: str | None = None) -> DisclosureItem:
    """Return an item whose ordinal is still 0; :func:`numbered` counts them."""
    return DisclosureItem(kind, key, value, section, 0, place, code)


def found_in(filing: Filed, passage: Passage, kind: str, key: str, start: int, end: int) -> DisclosureItem:
    """Return an item for ``passage[start:end]``: a little context in ``value``, the place of the words themselves."""
    run = passage.paragraph.run
    value = run.printed[max(0, start - _CONTEXT) : end + _CONTEXT]
    return item_of(kind, key, value, heading_above(passage), place_of(run, start, end, filing.lines))


def whole_place(filing: Filed, passage: Passage) -> Place:
    """Return where a passage begins."""
    return place_of(passage.paragraph.run, 0, len(passage.paragraph.run), filing.lines)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of folded ``text``; 。 and ; end one."""
    start = 0
    for match in re.finditer(r"[。;]", text):
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)
