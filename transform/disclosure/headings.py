"""Contents entries, headings of the body, the sections they open, and headings with nothing under them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extract.model import TextLine
from transform.disclosure.patterns import DisclosurePatterns
from transform.disclosure.text import Filed, comparable_title, heading_above, item_of, whole_place
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


class _Entry(NamedTuple):
    text: str
    line: TextLine


def contents(filing: Filed) -> Iterator[DisclosureItem]:
    """Yield the entries of the contents list in order; ``section`` is the part (level 1) they are listed under."""
    names = filing.identity.names
    part = ""
    for entry in _entries(filing.lines):
        number = enumerator_of(fold_text(entry.text))
        level = number.level if number else 0
        printed = _LEADERS.sub("", entry.text.strip()).strip()
        key = comparable_title(printed, names)
        if not key:
            continue
        if level == 0:
            part = printed
        place = Place(entry.line.page, entry.line.box, entry.line.locator)
        yield item_of("toc", key, printed, part if level else "", place, str(level + 1))


def _entries(lines: tuple[TextLine, ...]) -> list[_Entry]:
    """Return the entries between the title 目录 and the place where the first of them is printed again."""
    start = next((index for index, line in enumerate(lines) if _CONTENTS_TITLE.match(fold_text(line.text))), None)
    if start is None:
        return []
    found: list[_Entry] = []
    first = ""
    last_page = lines[start].page
    for line in lines[start + 1 :]:
        folded = fold_text(line.text)
        if _PAGE_NUMBER.match(folded) or not folded:
            continue
        bare = _LEADERS.sub("", folded)
        again = bool(first) and (bare == first or (len(bare) >= 6 and first.startswith(bare) and bare == folded))
        if again or line.page - last_page > 1 or line.page - lines[start].page > _MAX_PAGES:
            break
        if "。" in bare or (len(bare) > 60 and bare == folded):
            break
        first = first or bare
        last_page = line.page
        if found and enumerator_of(folded) is None and not _starts_entry(folded, found[-1].text):
            found[-1] = _Entry(found[-1].text + line.text.strip(), found[-1].line)
        else:
            found.append(_Entry(line.text.strip(), line))
    return found


def _starts_entry(folded: str, before: str) -> bool:
    """Tell whether a line without a number begins an entry: the one before ended in a page number."""
    return _LEADERS.search(fold_text(before)) is not None or folded.startswith(("附件", "附表", "表"))


def headings(filing: Filed, patterns: DisclosurePatterns) -> Iterator[DisclosureItem]:
    """Yield the headings of the body, and for each known section the heading that opens it first."""
    listed = {item.key for item in contents(filing)}
    seen: set[str] = set()
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
        if not key:
            continue
        place = whole_place(filing, passage)
        above = heading_above(passage)
        yield item_of("heading", key, printed, above, place, str(passage.open_levels[-1].level + 1))
        section = next((rule.id for rule in patterns.sections if any(r.search(key) for r in rule.headings)), None)
        if section is not None and section not in seen:
            seen.add(section)
            yield item_of("section", section, printed, above, place)


def _pairs(filing: Filed) -> Iterator[tuple[Passage, Passage | None]]:
    yield from zip(filing.passages, (*filing.passages[1:], None), strict=True)


def is_title(passage: Passage) -> bool:
    """Tell a heading from an item of a list: no sentence, no explanation after a colon, not inside the glossary."""
    text = passage.paragraph.run.text
    if not passage.is_heading or text.endswith(("。", ";", ",", ":")) or re.search(r":.{4}|,", text):
        return False
    inside = any(level.topic == "glossary" for level in passage.open_levels[:-1])
    return not inside and _UNIT_ITEM.search(text) is None


def _wraps(passage: Passage, after: Passage) -> bool:
    """Tell whether ``after`` may be the rest of a centred part heading that broke over two lines."""
    text = after.paragraph.run.text
    return (
        passage.open_levels[-1].level == 0
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
        if not is_title(passage) or passage.open_levels[-1].level == 0:
            continue
        key = comparable_title(passage.paragraph.run.printed, filing.identity.names)
        if not any(rule.search(key) for section in patterns.sections for rule in section.headings):
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
