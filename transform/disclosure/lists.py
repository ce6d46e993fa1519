"""Lists in running text: units under the entity, subjects of a list, glossary terms and the subjects they explain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transform.disclosure.patterns import DisclosurePatterns, UnitRules
from transform.disclosure.text import Filed, heading_above, item_of, whole_place
from transform.identity_rules import load_rules
from transform.identity_text import numeral
from transform.narrative.codebook import name_key
from transform.narrative.enumerators import enumerator_of
from transform.narrative.sections import Passage
from transform.narrative.text import place_of
from transform.records import DisclosureItem

_SPLIT = re.compile(r"、|,|;|以及|和(?=[㐀-鿿]{4,})|及(?=[㐀-鿿]{4,})")
_BEFORE_COUNT = 24
_AMOUNT = re.compile(r"[\d,.]+(?:万元|亿元|元|%)?$")
_LEVEL_OF_PATH = re.compile(r"([^()]+)\((类|款|项)\)")


def listed_subjects(filing: Filed, patterns: DisclosurePatterns) -> Iterator[DisclosureItem]:
    """Yield the economic subjects listed for 人员经费 and 公用经费, each with its place and its code if unique.

    A list that ends in 等 names examples only: the 等 is yielded as a subject without a code.
    """
    rules = patterns.listed_subjects
    for passage in filing.passages:
        if passage.topic == "glossary":
            continue
        run = passage.paragraph.run
        for match in rules.pattern.finditer(run.text):
            key = next((key for key, group in rules.groups.items() if group.search(match["group"])), None)
            if key is None:
                continue
            for start, end in _pieces(match["list"], match.start("list")):
                name = _AMOUNT.sub("", run.text[start:end])
                name = rules.strip.sub("", name) if not _economic(filing, name) else name
                if not 2 <= len(name) <= 24:
                    continue
                place = place_of(run, start, start + len(name), filing.lines)
                value = run.printed[start : start + len(name)]
                yield item_of("listed_subject", key, value, heading_above(passage), place, _economic(filing, name))
            if more := rules.more.search(match["list"]):
                start = match.start("list") + more.start()
                place = place_of(run, start, start + 1, filing.lines)
                yield item_of("listed_subject", key, run.printed[start : start + 1], heading_above(passage), place)


def _pieces(text: str, offset: int) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer(r"、|,", text):
        yield offset + start, offset + match.start()
        start = match.end()
    yield offset + start, offset + len(text)


def _economic(filing: Filed, name: str) -> str | None:
    return _only(filing, {code for code in filing.book.economic.get(name_key(name), ()) if len(code) == 5})


def _only(filing: Filed, codes: set[str]) -> str | None:
    """Return the one code of several that the document's own tables print, else the only one there is."""
    printed = codes & filing.printed_codes
    chosen = printed or codes
    return next(iter(chosen)) if len(chosen) == 1 else None


def units(filing: Filed, patterns: DisclosurePatterns) -> Iterator[DisclosureItem]:
    """Yield the units a filing lists under 单位构成 (numbered paragraphs or one sentence) and the number it states."""
    rules = patterns.units
    listing = False
    for passage in filing.passages:
        run = passage.paragraph.run
        number = enumerator_of(run.text)
        name = run.text[number.length :] if number else run.text
        if passage.is_heading and number is not None and not _is_unit(name):
            listing = False
        if not any(rules.heading.search(level.title) for level in passage.open_levels):
            listing = False
            continue
        yield from _unit_counts(filing, passage, rules)
        if listing and number is not None and _is_unit(name):
            printed = run.printed[number.length :].rstrip("。;；,，")
            yield item_of(
                "unit", _own(printed, patterns), printed, heading_above(passage), whole_place(filing, passage)
            )
            continue
        for inline in rules.inline.finditer(run.text):
            yield from _inline_units(filing, passage, inline, patterns)
        listing = listing or bool(rules.introduces.search(run.text))


def _unit_counts(filing: Filed, passage: Passage, rules: UnitRules) -> Iterator[DisclosureItem]:
    run = passage.paragraph.run
    found = {match.start("count"): match for rule in rules.counts for match in rule.finditer(run.text)}
    for _, match in sorted(found.items()):
        place = place_of(run, *match.span(), filing.lines)
        key = _count_key(run.text, match, rules)
        printed = run.printed[slice(*match.span("count"))]
        yield item_of("unit_count", key, printed, heading_above(passage), place, str(numeral(match["count"])))


def _count_key(text: str, match: re.Match[str], rules: UnitRules) -> str:
    """Tell what a number of units counts: subordinates only, all units of the account (with the 本级), or others."""
    before = text[max(0, match.start() - _BEFORE_COUNT) : match.end()]
    after = re.split("。", text[match.end() :], maxsplit=1)[0]
    if rules.subordinate.search(before) and "本级" not in after and "机关" not in after:
        return "stated"
    return "in_scope" if rules.accounting.search(before) else "other"


def _inline_units(
    filing: Filed, passage: Passage, match: re.Match[str], patterns: DisclosurePatterns
) -> Iterator[DisclosureItem]:
    """Yield the units of a list inside a sentence, where that sentence speaks of units that keep accounts."""
    run = passage.paragraph.run
    sentence = run.text[run.text.rfind("。", 0, match.start()) + 1 : match.start("list")]
    cut_off = match.end("list") == len(run.text)  # no full stop: the paragraph lost the rest of its list
    if cut_off or not patterns.units.accounting.search(sentence):
        return
    listed = "listed" if patterns.units.in_scope.search(sentence) else "subordinate"
    pieces = list(_outside_brackets(match["list"], match.start("list")))
    if not any(_is_unit(run.text[start:end]) for start, end in pieces):
        return
    for start, end in pieces:
        if _is_unit(run.text[start:end], placed=False):
            name = run.printed[start:end]
            place = place_of(run, start, end, filing.lines)
            key = "self" if patterns.units.own.search(name) else listed
            yield item_of("unit", key, name, heading_above(passage), place)


def _outside_brackets(text: str, offset: int) -> Iterator[tuple[int, int]]:
    """Yield the pieces between separators that stand outside brackets."""
    open_brackets = [text[:index].count("(") - text[:index].count(")") for index in range(len(text))]
    start = 0
    for match in _SPLIT.finditer(text):
        if open_brackets[match.start()] == 0:
            yield offset + start, offset + match.start()
            start = match.end()
    yield offset + start, offset + len(text)


def _is_unit(text: str, *, placed: bool = True) -> bool:
    name = text.strip("。;,")
    bare = re.sub(r"\([^()]*\)$", "", name)
    bare = bare.removesuffix("本级")
    rules = load_rules()
    local = not placed or rules.placed.match(bare) is not None
    return 5 <= len(bare) <= 40 and local and rules.org_suffix.search(bare) is not None


def _own(name: str, patterns: DisclosurePatterns) -> str:
    return "self" if patterns.units.own.search(name) else "listed"


def glossary(filing: Filed, patterns: DisclosurePatterns) -> Iterator[DisclosureItem]:
    """Yield the terms of the glossary with their explanations, and the functional subjects explained there."""
    rules = patterns.glossary
    level: float | None = None
    title = ""
    subjects: float | None = None
    held: DisclosureItem | None = None
    for passage in filing.passages:
        run = passage.paragraph.run
        here = passage.open_levels[-1].level if passage.open_levels else 0
        if passage.is_heading and rules.heading.search(passage.open_levels[-1].title):
            level, subjects, title = here, None, run.printed
            continue
        number = enumerator_of(run.text)
        if level is None:
            continue
        if here <= level and (number is not None or passage.is_heading):
            level = None
            if held is not None:
                yield held
                held = None
            continue
        if number is None and not rules.item.match(run.text):
            if held is not None:
                held = _continued(held, run.printed)
            continue
        if held is not None:
            yield held
        if subjects is not None and here <= subjects:
            subjects = None
        skipped = number.length if number else 0
        held = _term(filing, passage, skipped, patterns, title, is_subject=subjects is not None)
        if number is not None and rules.subjects.search(run.text[:60]) and subjects is None:
            subjects = here
    if held is not None:
        yield held


def _continued(held: DisclosureItem, printed: str) -> DisclosureItem:
    return DisclosureItem(held.kind, held.key, held.value + printed, held.section, 0, held.place, held.code)


def _term(
    filing: Filed, passage: Passage, skipped: int, patterns: DisclosurePatterns, title: str, *, is_subject: bool
) -> DisclosureItem:
    run = passage.paragraph.run
    text = run.text[skipped:]
    match = patterns.glossary.item.match(text)
    if match is None:
        key, value = run.printed[skipped:].rstrip("。:：;；"), ""
    else:
        key = run.printed[skipped + match.start("term") : skipped + match.end("term")]
        value = run.printed[skipped + match.start("text") : skipped + match.end("text")]
    folded = match["term"] if match else text.rstrip("。:;")
    subject = is_subject or patterns.glossary.path.search(folded) is not None
    code = _functional(filing, folded) if subject else None
    kind = "glossary_subject" if subject else "glossary"
    return item_of(kind, key, value.rstrip("；;"), title, whole_place(filing, passage), code)


def _functional(filing: Filed, name: str) -> str | None:
    """Return the code of a subject given by its path (类)(款)(项), or by a name that only one 项 bears."""
    parts = {level: words for words, level in _LEVEL_OF_PATH.findall(name)}
    if parts:
        return filing.book.path(parts.get("类"), parts.get("款"), parts.get("项"))
    return _only(filing, {code for code in filing.book.functional.get(name_key(name), ()) if len(code) == 7})
