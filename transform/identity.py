"""Who filed what for which year, decided from the document's own text.

Order of trust for the name: a label on the cover, the title, the label over the tables (most frequent), the headings of
the body, a cell of a form, a sentence; the publisher's words (the hint) only where the text names nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extract.model import DocumentContent, TextLine
from transform.identity_evidence import (
    NameSighting,
    TitleSighting,
    YearSighting,
    cell_names,
    clean_name,
    cover_lines,
    cover_names,
    framed_titles,
    heading_names,
    label_names,
    match_title,
    parent_names,
    period_years,
    place_of,
    printed_around,
    sentence_names,
    title_sightings,
)
from transform.identity_hint import DocumentHint
from transform.identity_rules import IdentityRules, load_rules
from transform.identity_text import compact, is_insertion, numeral, year_value
from transform.records import EntityLevel, FilingIdentity, FilingKind, Place, Scope

_DATE = re.compile(
    r"^(?P<year>20\d\d|二[〇○零0О][〇○零0О一二三四五六七八九]{2})年(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月"
    r"(?:(?P<day>\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日)?$"
)
_LEVEL_HEADING = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|一、)[:：]?"
    r"(?:(部门|单位)(?:概况|基本情况|主要职[能责])|.{0,40}?(部门|单位)(?:综合)?(?:预算|决算)(?:报?表|情况说明)$)"
)
_MONEY = re.compile(r"^[-－—]?(?:\d[\d,，]*\.\d+|\d{1,3}(?:[,，]\d{3})+)$")
_MANY_TABLES = 3
_MAX_INSERTED = 4


@dataclass(frozen=True, slots=True)
class Sightings:
    """All evidence of one document, in reading order within each group."""

    titles: tuple[TitleSighting, ...]
    names: tuple[NameSighting, ...]
    years: tuple[YearSighting, ...]
    hint: TitleSighting | None
    hint_name: NameSighting | None


def gather(content: DocumentContent, *, hint: DocumentHint | None = None) -> Sightings:
    """Return every sighting of names, years and kinds in ``content``."""
    rules = load_rules()
    cover = cover_lines(content)
    titles = tuple(sorted(title_sightings(cover, rules), key=lambda title: title.fiscal_year is None))
    titles = titles or tuple(framed_titles(content.tables, rules))
    captions = {(line.page, line.box.top) for table in content.tables for line in table.above}
    apart = [line for line in cover if (line.page, line.box.top) not in captions]
    around = [printed for table in content.tables for printed in printed_around(table)]
    headings = list(heading_names(content.lines, rules))
    titled = [title.name for title in titles if title.name is not None]
    names = [
        *label_names(((line.text, place_of(line)) for line in apart), "cover", rules),
        *(titled or (cover_names(apart, rules) if titles else ())),
        *label_names(around, "table", rules),
        *(name for name, _ in headings if name is not None),
        *cell_names(content.tables, rules),
        *sentence_names(content.lines, rules),
    ]
    dated = any(title.fiscal_year is not None for title in titles)
    years = [
        *(YearSighting(t.fiscal_year, "title", t.printed, t.place) for t in titles if t.fiscal_year is not None),
        *(year for _, year in headings if year is not None),
        *period_years(around, rules),
        *([] if dated else period_years(((line.text, place_of(line)) for line in apart), rules)),
    ]
    hint_title, hint_name = _from_hint(hint, rules)
    return Sightings(titles, tuple(names), tuple(years), hint_title, hint_name)


def identify(content: DocumentContent, *, hint: DocumentHint | None = None) -> FilingIdentity:
    """Return the identity of ``content``; where nothing names the entity, ``entity_name`` is ``""``."""
    seen = gather(content, hint=hint)
    rules = load_rules()
    evidence: dict[str, str] = {}
    primary = _primary_name(seen, evidence)
    kind = _kind(content, seen, rules, evidence)
    level, scope = _level_and_scope(content, seen, primary, evidence)
    return FilingIdentity(
        entity_name=primary.name if primary else "",
        names=_spellings(seen, primary, rules),
        fiscal_year=_fiscal_year(seen, evidence),
        kind=kind,
        scope=scope,
        entity_level=level,
        part=_part(content, kind, rules, evidence),
        entity_code=next(
            (name.code for name in seen.names if name.code and primary and name.name == primary.name), None
        ),
        printed_on=_printed_on(cover_lines(content), evidence),
        evidence=tuple(evidence.items()),
        parent_name=_parent(content, primary, rules, evidence),
    )


def _at(place: Place) -> str:
    return place.locator or f"p{place.page}"


def _from_hint(hint: DocumentHint | None, rules: IdentityRules) -> tuple[TitleSighting | None, NameSighting | None]:
    if hint is None:
        return None, None
    nowhere = Place(0, None, "hint")
    for words in (hint.title, hint.document_name):
        if not words:
            continue
        stem = compact(words).rsplit("/", 1)[-1]
        stem = re.sub(r"\.(?:pdf|xlsx?|docx?|html?)$", "", stem, flags=re.IGNORECASE)
        for piece in (stem, *reversed(re.split(r"[_：:]+", stem))):
            if title := match_title(piece, nowhere, rules, role="hint"):
                return title, title.name
    name = clean_name(compact(hint.source_entity), "hint", nowhere, rules) if hint.source_entity else None
    return None, name


def _primary_name(seen: Sightings, evidence: dict[str, str]) -> NameSighting | None:
    for role in ("cover_label", "cover_title", "table", "heading", "form", "text", "duty"):
        group = [name for name in seen.names if name.role == role]
        if not group:
            continue
        if role in {"table", "form", "text"}:
            (best, _), *_ = Counter(name.name for name in group).most_common(1)
            chosen = next(name for name in group if name.name == best)
        else:
            chosen = group[0]
        evidence["entity_name"] = f"{role} {_at(chosen.place)}: {chosen.printed}"
        return chosen
    if seen.hint_name is not None:
        evidence["entity_name"] = f"hint: {seen.hint_name.printed}"
    return seen.hint_name


def same_entity_spelling(one: str, other: str) -> bool:
    """Tell whether two names can be spellings of one entity: one is the other with words inserted before its end.

    An inserted place (another district's bureau) or ordinal (第二医院) makes another entity; so does a different end.
    """
    shorter, longer = sorted((one, other), key=len)
    if shorter == longer:
        return True
    if len(shorter) < 4 or shorter[-1] != longer[-1] or longer.startswith(shorter) or 2 * len(shorter) < len(longer):
        return False
    pieces = is_insertion(shorter, longer)
    if pieces is None:
        return False
    inside = pieces
    if longer.startswith(pieces[0]) and not shorter.startswith(pieces[0][0]):
        if not re.search(r"[省市区县旗州盟]$|^中共$|^中国共产党$", pieces[0]):
            return False
        inside = pieces[1:]
    if len(inside) > 1 or sum(map(len, inside)) > _MAX_INSERTED:
        return False
    return not any(re.search(r"[市区县旗州镇乡]$|街道|第|[一二三四五六七八九十]|\d", piece) for piece in inside)


def _spellings(seen: Sightings, primary: NameSighting | None, rules: IdentityRules) -> tuple[str, ...]:
    if primary is None:
        return ()
    tables = Counter(name.name for name in seen.names if name.role == "table")
    names = [primary.name]
    for name in seen.names:
        if rules.placeholder.search(name.name):
            continue
        if primary.name.startswith(name.name) or primary.name.endswith(name.name):
            continue  # cut off where the cell ended, or the bare kind of office without its place
        own = name.role in {"cover_label", "cover_title", "heading"}
        often = name.role == "table" and tables[name.name] >= _MANY_TABLES and 2 * tables[name.name] >= tables.total()
        if name.name not in names and (own or often or same_entity_spelling(primary.name, name.name)):
            names.append(name.name)
    return tuple(names)


def _fiscal_year(seen: Sightings, evidence: dict[str, str]) -> int | None:
    title = next((year for year in seen.years if year.role == "title"), None)
    rest = Counter(year.fiscal_year for year in seen.years if year.role != "title")
    chosen = title
    if title is not None and rest and title.fiscal_year not in rest and rest.most_common(1)[0][1] >= _MANY_TABLES:
        evidence["fiscal_year_conflict"] = f"title {title.fiscal_year}, tables and headings {dict(rest)}"
        chosen = next(year for year in seen.years if year.fiscal_year == rest.most_common(1)[0][0])
    if chosen is None and rest:
        chosen = next(year for year in seen.years if year.fiscal_year == rest.most_common(1)[0][0])
    if chosen is not None:
        evidence["fiscal_year"] = f"{chosen.role} {_at(chosen.place)}: {chosen.printed}"
        return chosen.fiscal_year
    if seen.hint is not None and seen.hint.fiscal_year is not None:
        evidence["fiscal_year"] = f"hint: {seen.hint.printed}"
        return seen.hint.fiscal_year
    return None


def _kind(content: DocumentContent, seen: Sightings, rules: IdentityRules, evidence: dict[str, str]) -> FilingKind:
    if seen.titles:
        first = seen.titles[0]
        evidence["kind"] = f"title {_at(first.place)}: {first.printed}"
        return first.kind
    printed = [line.text for line in content.lines]
    printed += [text for table in content.tables for text, _ in printed_around(table)]
    joined = "\n".join(map(compact, printed))
    counts = {kind: len(regex.findall(joined)) for kind, regex in rules.kind_words}
    if any(counts[kind] for kind in ("final_account", "budget")):
        counts["performance"] = 0
    best = max(counts, key=lambda kind: counts[kind])
    if counts[best]:
        evidence["kind"] = f"printed words: {counts}"
        return best
    if seen.hint is not None:
        evidence["kind"] = f"hint: {seen.hint.printed}"
        return seen.hint.kind
    return "other"


def _level_and_scope(
    content: DocumentContent, seen: Sightings, primary: NameSighting | None, evidence: dict[str, str]
) -> tuple[EntityLevel, Scope]:
    marks = [
        name for name in seen.names if name.scope is not None and name.role in {"cover_label", "cover_title", "table"}
    ]
    said = [
        (level, place)
        for level, place in [
            *((title.level, title.place) for title in seen.titles),
            *((name.level, name.place) for name in seen.names),
            *_level_headings(content.lines),
        ]
        if level is not None
    ]
    level: EntityLevel = said[0][0] if said else "department"
    if said:
        evidence["entity_level"] = f"{level} {_at(said[0][1])}"
    if marks:
        evidence["scope"] = f"{marks[0].role} {_at(marks[0].place)}: {marks[0].printed}"
        return level, marks[0].scope or "unknown"
    if not said:
        if primary is not None and seen.hint is not None and seen.hint.level is not None:
            evidence["scope"] = evidence["entity_level"] = f"hint: {seen.hint.printed}"
            return seen.hint.level, "consolidated" if seen.hint.level == "department" else "own"
        return level, "unknown"
    evidence["scope"] = evidence["entity_level"]
    return level, "consolidated" if level == "department" else "own"


def _level_headings(lines: Sequence[TextLine]) -> list[tuple[EntityLevel, Place]]:
    found: list[tuple[EntityLevel, Place]] = []
    for line in lines:
        match = _LEVEL_HEADING.match(compact(line.text))
        if match:
            found.append(("department" if "部门" in (match[1], match[2]) else "unit", place_of(line)))
    return found


def _part(
    content: DocumentContent, kind: FilingKind, rules: IdentityRules, evidence: dict[str, str]
) -> Literal["all", "tables", "text", "annex"]:
    texts = [compact(line.text) for line in content.lines]
    sentences = sum(text.count("。") for text in texts)
    narrative = sum(1 for text in texts if rules.narrative.search(text))
    tables = sum(
        1 for table in content.tables if sum(1 for cell in table.cells if _MONEY.match(compact(cell.text))) >= 5
    )
    evidence["part"] = f"{tables} tables of amounts, {sentences} sentences, {narrative} narrative headings"
    if kind == "performance":
        return "annex"
    if tables == 0 or (tables <= 2 and sentences >= 20 and narrative):
        return "text"
    return "tables" if sentences < 8 or not narrative else "all"


def _printed_on(cover: Sequence[TextLine], evidence: dict[str, str]) -> str | None:
    for line in cover:
        match = _DATE.match(compact(line.text).strip("（）()"))
        if match is None:
            continue
        year, month = year_value(match["year"]), numeral(match["month"])
        if year is None or not 1 <= month <= 12:
            continue
        evidence["printed_on"] = f"cover {line.locator}: {line.text.strip()}"
        day = numeral(match["day"]) if match["day"] else None
        return f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else "")
    return None


def _parent(
    content: DocumentContent, primary: NameSighting | None, rules: IdentityRules, evidence: dict[str, str]
) -> str | None:
    """Return the one department in charge that all forms of the document name, if it is not the entity itself."""
    named = [name for name in parent_names(content.tables, rules) if rules.org_suffix.search(name.name)]
    if primary is None or len({name.name for name in named}) != 1 or same_entity_spelling(named[0].name, primary.name):
        return None
    evidence["parent_name"] = f"form {_at(named[0].place)}: {named[0].printed}"
    return named[0].name
