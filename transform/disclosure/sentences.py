"""What single sentences disclose: emptiness, notes, dates, leftovers, punctuation, captions, self-references."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from transform.disclosure.patterns import DisclosurePatterns, NamedPattern
from transform.disclosure.text import Filed, found_in, heading_above, item_of, sentences, whole_place
from transform.narrative.sections import Passage
from transform.narrative.text import place_of
from transform.records import DisclosureItem, Place

_MAX_EMPTY_SENTENCE = 90
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,2}部分")


def empty_statements(filing: Filed, patterns: DisclosurePatterns) -> Iterator[DisclosureItem]:
    """Yield sentences that say a statement or an expense does not exist (本单位无…, 故本表无数据)."""
    for passage in filing.passages:
        if passage.is_heading or passage.topic == "glossary":
            continue
        run = passage.paragraph.run
        for start, end in sentences(run.text):
            text = run.text[start:end]
            if len(text) > _MAX_EMPTY_SENTENCE or not patterns.empty_words.search(text):
                continue
            rule = next((rule for rule in patterns.empty_statements if rule.words.search(text)), None)
            if patterns.empty_except.search(text) or not patterns.empty_sentence.search(text):
                continue
            if rule is None and "表" not in text:
                continue
            kind = filing.identity.kind
            statement = "" if rule is None else rule.budget if kind == "budget" else rule.final_account
            place = place_of(run, start, end, filing.lines)
            where = "table" if _beside_table(filing, passage) else "narrative"
            yield item_of("empty_statement", statement, run.printed[start:end], heading_above(passage), place, where)


def _beside_table(filing: Filed, passage: Passage) -> bool:
    numbers = {number for number, _ in passage.paragraph.run.source if number >= 0}
    lines = (filing.lines[number] for number in numbers)
    return any((line.page, line.box.top, line.text) in filing.beside_tables for line in lines)


def notes(filing: Filed, patterns: DisclosurePatterns) -> Iterator[DisclosureItem]:
    """Yield notes under tables and notes on rounding."""
    for passage in filing.passages:
        run = passage.paragraph.run
        for rule in patterns.notes:
            if rule.pattern.search(run.text):
                place = whole_place(filing, passage)
                yield item_of("note", rule.id, run.printed, heading_above(passage), place)
                break


def leftovers(filing: Filed, patterns: DisclosurePatterns) -> Iterator[DisclosureItem]:
    """Yield words a template left to be replaced."""
    yield from _matches(filing, "leftover", patterns.leftovers)


def punctuation(filing: Filed, patterns: DisclosurePatterns) -> Iterator[DisclosureItem]:
    """Yield punctuation that cannot be meant."""
    yield from _matches(filing, "punctuation", patterns.punctuation)


def _matches(filing: Filed, kind: str, rules: Iterable[NamedPattern]) -> Iterator[DisclosureItem]:
    following = [*filing.passages[1:], None]
    for passage, after in zip(filing.passages, following, strict=False):  # no passage: a document of tables alone
        for rule in rules:
            if rule.where == "headings" and not passage.is_heading:
                continue
            if rule.where == "section_end" and (passage.is_heading or not _begins_section(after)):
                continue
            for match in rule.pattern.finditer(passage.paragraph.run.text):
                yield found_in(filing, passage, kind, rule.id, *match.span())


def _begins_section(passage: Passage | None) -> bool:
    return passage is not None and passage.is_heading and _SECTION.match(passage.paragraph.run.text) is not None


def dates(filing: Filed, patterns: DisclosurePatterns) -> Iterator[DisclosureItem]:
    """Yield full dates with what they are for; the cover's date is named in the identity."""
    for passage in filing.passages:
        run = passage.paragraph.run
        for match in patterns.dates.pattern.finditer(run.text):
            year, month, day = (
                int(match["year"]),
                int(match["month"] or match["month2"]),
                int(match["day"] or match["day2"]),
            )
            if not (1 <= month <= 12 and 1 <= day <= 31):
                continue
            iso = f"{year:04d}-{month:02d}-{day:02d}"
            prefix = match["prefix"] or ""
            key = "as_of" if patterns.dates.as_of.search(prefix) else "filled_in" if prefix else "other"
            if iso == filing.identity.printed_on and passage.paragraph.page <= 2:
                key = "cover"
            place = place_of(run, *match.span(), filing.lines)
            yield item_of("date", key, run.printed[slice(*match.span())], heading_above(passage), place, iso)


def figures(filing: Filed, patterns: DisclosurePatterns) -> Iterator[DisclosureItem]:
    """Yield captions of charts."""
    for passage in filing.passages:
        run = passage.paragraph.run
        if match := patterns.figures.match(run.text):
            yield item_of(
                "figure", match["key"], run.printed[slice(*match.span("caption"))], heading_above(passage),
                whole_place(filing, passage),
            )  # fmt: skip


def self_references(filing: Filed, patterns: DisclosurePatterns) -> Iterator[DisclosureItem]:
    """Yield each word a filing calls itself by, with the number of its uses and the place of the first."""
    yield from _counted(filing, "self_reference", [("", patterns.self_references)], by_word=True)


def level_terms(filing: Filed, patterns: DisclosurePatterns) -> Iterator[DisclosureItem]:
    """Yield words of an administrative level (市直部门, 区级财政), each spelling once."""
    yield from _counted(filing, "level_term", list(patterns.level_terms.items()), by_word=False)


def _counted(
    filing: Filed, kind: str, rules: list[tuple[str, re.Pattern[str]]], *, by_word: bool
) -> Iterator[DisclosureItem]:
    uses: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], tuple[Place, str]] = {}
    for passage in filing.passages:
        run = passage.paragraph.run
        for key, pattern in rules:
            for match in pattern.finditer(run.text):
                word = (key, match[0])
                uses[word] += 1
                if word not in first:
                    first[word] = (place_of(run, *match.span(), filing.lines), heading_above(passage))
    for (key, spelling), (place, section) in first.items():
        count = str(uses[key, spelling])
        if by_word:
            yield item_of(kind, spelling, count, section, place, None)
        else:
            yield item_of(kind, key, spelling, section, place, count)
