"""Contents entries, headings of the body, the sections they open, and headings with nothing under them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from extract.model import TextLine
from transform.disclosure.patterns import DisclosurePatterns
from transform.disclosure.text import Filed, comparable_title, heading_above, item_of, whole_place, without_year
from transform.identity_evidence import printed_around
from transform.narrative.enumerators import enumerator_of
from transform.narrative.sections import Passage
from transform.narrative.text import fold_text
from transform.records import DisclosureItem, Place

_CONTENTS_TITLE = re.compile(r"^目\s*[录次]$")
_LEADERS = re.compile(r"(?:[.·…⋯。\-—_]{2,}\s*\(?\d{0,3}\)?|(?<=\D)\d{1,3})$")
_PAGE_NUMBER = re.compile(r"^[-—–·_ ]*\d{1,3}[-—–·_ ]*$")
_NOTHING = re.compile(r"^(?:无|不涉及|未涉及|没有)[。.]?$")
_UNIT_ITEM = re.compile(r"\((?:本级|机关|汇总)\)$")
_MAX_PAGES = 4
_MIN_UNTITLED = 8


class _Entry(NamedTuple):
    text: str
    line: TextLine


def contents(filing: Filed) -> Iterator[DisclosureItem]:
    """Yield the entries of the contents list in order; ``section`` is the part (level 1) they are listed under."""
    names = filing.identity.names
    part = ""
    for entry in _entries(filing.lines, contents_range(filing.lines)):
        number = enumerator_of(without_year(entry.text))
        level = number.level if number else 0
        printed = _LEADERS.sub("", entry.text.strip()).strip()
        key = comparable_title(printed, names)
        if not key:
            continue
        if level == 0:
            part = printed
        place = Place.of(entry.line)
        yield item_of("toc", key, printed, part if level else "", place, str(level + 1))


def contents_range(lines: tuple[TextLine, ...]) -> range:
    """Return the indexes of the lines of the contents list: from its title to where its first entry is printed again.

    Without a title it is the first run of numbered lines whose first entry comes again later.
    """
    start = next((index + 1 for index, line in enumerate(lines) if _CONTENTS_TITLE.match(fold_text(line.text))), None)
    if start is not None:
        return range(start, _contents_end(lines, start))
    first = next((index for index, line in enumerate(lines) if enumerator_of(fold_text(line.text))), None)
    if first is None:
        return range(0)
    end = _contents_end(lines, first)
    entry = _LEADERS.sub("", fold_text(lines[first].text))
    second = next((_bare(line) for line in lines[first + 1 : end] if enumerator_of(fold_text(line.text))), "")
    again = {_bare(line) for line in lines[end:]}
    untitled = end - first >= _MIN_UNTITLED and lines[first].page <= 2 and (entry in again or second in again)
    return range(first, end) if untitled else range(0)


def _bare(line: TextLine) -> str:
    return _LEADERS.sub("", fold_text(line.text)).rstrip("。")


def _contents_end(lines: tuple[TextLine, ...], start: int) -> int:
    first: list[str] = []
    last_page = lines[start - 1].page if start else lines[0].page
    begin = last_page
    for index in range(start, len(lines)):
        line = lines[index]
        folded = fold_text(line.text)
        if _PAGE_NUMBER.match(folded) or not folded:
            continue
        bare = _LEADERS.sub("", folded).rstrip("。")
        loose = line.page > last_page and bare == folded.rstrip("。") and enumerator_of(without_year(line.text)) is None
        again = loose or any(
            bare == entry or (len(bare) >= 4 and entry.startswith(bare) and bare == folded.rstrip("。"))
            for entry in first
        )
        far = line.page - last_page > 1 or line.page - begin > _MAX_PAGES
        if again or far or "。" in bare[:-1] or (len(bare) > 60 and bare == folded.rstrip("。")):
            return index
        if len(first) < 2:
            first.append(bare)
        last_page = line.page
    return len(lines)


def _entries(lines: tuple[TextLine, ...], where: range) -> list[_Entry]:
    """Return the entries in ``where``; an entry that wraps has its lines joined."""
    found: list[_Entry] = []
    for line in (lines[index] for index in where):
        folded = fold_text(line.text)
        if _PAGE_NUMBER.match(folded) or not folded:
            continue
        if found and enumerator_of(without_year(line.text)) is None and not _starts_entry(folded, found[-1].text):
            found[-1] = _Entry(found[-1].text + line.text.strip(), found[-1].line)
        else:
            found.append(_Entry(line.text.strip(), line))
    return found


def _starts_entry(folded: str, before: str) -> bool:
    """Tell whether a line without a number begins an entry: the one before ended in a page number."""
    return _LEADERS.search(fold_text(before)) is not None or folded.startswith(("附件", "附表", "表"))


def headings(filing: Filed, patterns: DisclosurePatterns) -> Iterator[DisclosureItem]:
    """Yield the headings of the body, and for each known section the heading that opens it first."""
    found = sorted([*_text_headings(filing), *_table_titles(filing)], key=lambda item: _position(item.place))
    seen: set[str] = set()
    before: DisclosureItem | None = None
    for item in found:
        if before is not None and before.key == item.key and before.place.page == item.place.page:
            continue
        before = item
        yield item
        section = next((rule.id for rule in patterns.sections if any(r.search(item.key) for r in rule.headings)), None)
        if section is not None and section not in seen:
            seen.add(section)
            yield item_of("section", section, item.value, item.section, item.place)


def _text_headings(filing: Filed) -> Iterator[DisclosureItem]:
    listed = {item.key for item in contents(filing)}
    skip: Passage | None = None
    for passage, after in _pairs(filing):
        if passage is skip or not is_title(passage):
            continue
        printed = passage.paragraph.run.printed
        key = comparable_title(printed, filing.identity.names)
        if after is not None and _wraps(passage, after):
            both = printed + after.paragraph.run.printed
            joined = comparable_title(both, filing.identity.names)
            if joined in listed or not key:
                printed, key, skip = both, joined, after
        if key:
            yield item_of(
                "heading", key, printed, heading_above(passage), whole_place(filing, passage), _level(passage)
            )


def _level(passage: Passage) -> str:
    if passage.is_heading:
        return str(passage.open_levels[-1].level + 1)
    number = enumerator_of(without_year(passage.paragraph.run.text))
    return str(number.level + 1 if number else 1)


def _table_titles(filing: Filed) -> Iterator[DisclosureItem]:
    """Yield the titles printed over tables (三、支出决算表（表3）); those without a number count as level 2."""
    part = ""
    for table in filing.content.tables:
        after_part = False
        for text, place in printed_around(table):
            folded = without_year(text)
            number = enumerator_of(folded)
            key = comparable_title(text, filing.identity.names)
            wrapped, after_part = after_part and number is None, number is not None and number.level == 0
            if after_part:
                part = text.strip()
            elif not wrapped and key.endswith("表") and 4 <= len(key) <= 40 and not re.search(r"[。,;:]", key):
                yield item_of("heading", key, text.strip(), part, place, str(number.level + 1 if number else 2))


def _pairs(filing: Filed) -> Iterator[tuple[Passage, Passage | None]]:
    """Yield each passage of the body with the one after it; the contents list is not the body."""
    inside = contents_range(filing.lines)
    body = [passage for passage in filing.passages if passage.paragraph.run.source[0][0] not in inside]
    yield from zip_longest(body, body[1:])


def is_title(passage: Passage) -> bool:
    """Tell a heading from an item of a list: no sentence, no explanation after a colon, not inside the glossary."""
    text = without_year(passage.paragraph.run.text)
    number = enumerator_of(text)
    # 二、2022年部门工作任务 is a heading too, though a digit follows its number.
    numbered = number is not None and number.level <= 1 and len(text) <= 40 and "。" not in text
    if not (passage.is_heading or numbered) or text.endswith(("。", ";", ",", ":")):
        return False
    if re.search(r":.{4}|,", text[number.length if number else 0 :]):
        return False
    inside = any(level.topic == "glossary" for level in passage.open_levels[:-1])
    return not inside and _UNIT_ITEM.search(text) is None


def _wraps(passage: Passage, after: Passage) -> bool:
    """Tell whether ``after`` may be the rest of a centred part heading that broke over two lines."""
    text = after.paragraph.run.text
    return (
        passage.is_heading
        and passage.open_levels[-1].level == 0
        and after.paragraph.page == passage.paragraph.page
        and enumerator_of(text) is None
        and len(text) <= 24
        and re.search(r"[。,;:]", text) is None
    )


def empty_sections(filing: Filed, patterns: DisclosurePatterns) -> Iterator[DisclosureItem]:
    """Yield known sections with nothing under their heading, or nothing but 无。 — not where a table follows."""
    tables = sorted(
        (table.pages[0], min(c.box.top for c in table.cells)) for table in filing.content.tables if table.cells
    )
    for passage, after in _pairs(filing):
        if not is_title(passage) or not passage.is_heading or passage.open_levels[-1].level == 0:
            continue
        key = comparable_title(passage.paragraph.run.printed, filing.identity.names)
        known = any(rule.search(key) for section in patterns.sections for rule in section.headings)
        if not known or not patterns.filled_sections.search(key):
            continue
        place = whole_place(filing, passage)
        if after is not None and _NOTHING.match(after.paragraph.run.text):
            yield item_of("empty_section", key, after.paragraph.run.printed, passage.paragraph.run.printed, place)
            continue
        if after is None or not after.is_heading or after.open_levels[-1].level > passage.open_levels[-1].level:
            continue
        here, there = _position(place), _position(whole_place(filing, after))
        if not any(here <= table <= there for table in tables) and there[0] == here[0]:
            yield item_of("empty_section", key, "", passage.paragraph.run.printed, place)


def _position(place: Place) -> tuple[int, float]:
    return place.page, place.box.top if place.box else 0.0
