"""What a document's text offers as evidence of its identity: sightings of names, years, kinds and scopes, with places.

Nothing is decided here; :mod:`transform.identity` weighs the sightings.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, cast

from extract.model import DocumentContent, RawTable, TextLine
from transform.identity_rules import IdentityRules, TitlePattern
from transform.identity_text import brackets_folded, compact, fold, is_furniture, year_value
from transform.records import EntityLevel, FilingKind, Place, Scope

Role = Literal["cover_label", "cover_title", "heading", "table", "form", "text", "duty", "hint"]

_COVER_LINES = 14
_TITLE_LINES = 4
_CODE = re.compile(r"^[\[【（(]?(?P<code>\d{3,12}|\d{3}(?:[-.]\d{2,4})+)[\]】）)]?[-—_、.]?(?=[㐀-鿿])")
_LABELLED = re.compile(r"(?:单位|部门)(?:名称)?\s*[:：]|年度$")
_CONTENTS = re.compile(r"^目录")
_MARK = re.compile(r"[（(](?P<mark>[^（）()]{1,6})[）)]$")


@dataclass(frozen=True, slots=True)
class NameSighting:
    """A name of the reporting entity as printed somewhere; ``name`` has lost code, level word and scope mark."""

    name: str
    printed: str
    role: Role
    place: Place
    level: EntityLevel | None = None
    scope: Scope | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class TitleSighting:
    """A title that says what the document is."""

    printed: str
    place: Place
    name: NameSighting | None
    fiscal_year: int | None
    kind: FilingKind
    level: EntityLevel | None


@dataclass(frozen=True, slots=True)
class YearSighting:
    """A fiscal year printed as the period of the document or of one of its tables."""

    fiscal_year: int
    role: Literal["title", "heading", "period"]
    printed: str
    place: Place


def place_of(line: TextLine) -> Place:
    """Return where a line is."""
    return Place.of(line)


def cover_lines(content: DocumentContent) -> tuple[TextLine, ...]:
    """Return the first lines that say something: the first page with text, up to the contents, at most fourteen."""
    said = [line for line in content.lines if not is_furniture(compact(line.text))]
    if not said:
        return ()
    first = said[0].page
    cover: list[TextLine] = []
    for line in said:
        if line.page > first + 1 or len(cover) == _COVER_LINES or _CONTENTS.match(compact(line.text)):
            break
        cover.append(line)
    return tuple(cover)


def title_sightings(lines: tuple[TextLine, ...], rules: IdentityRules) -> Iterator[TitleSighting]:
    """Yield the titles found in one to four joined lines, longest join first, from the top."""
    texts = [compact(line.text) for line in lines]
    start = 0
    while start < len(lines):
        used = 1
        for length in range(min(_TITLE_LINES, len(lines) - start), 0, -1):
            title = match_title("".join(texts[start : start + length]), place_of(lines[start]), rules)
            if title is not None:
                yield title
                used = length
                break
        start += used


def cover_names(lines: Iterable[TextLine], rules: IdentityRules) -> Iterator[NameSighting]:
    """Yield cover lines that are only the name of an office with its place, for covers whose title names none."""
    for line in lines:
        text = compact(line.text)
        bare = text[1:-1] if text[:1] in "（(" and text[-1:] in "）)" else text
        sighting = clean_name(bare, "cover_title", place_of(line), rules)
        if sighting and rules.placed.match(sighting.name) and rules.org_suffix.search(sighting.name):
            yield sighting


def framed_titles(tables: Iterable[RawTable], rules: IdentityRules) -> Iterator[TitleSighting]:
    """Yield titles that stand in a cell: a cover whose frame reads as a table, a sheet's first row."""
    for table in tables:
        if table.pages[0] > 1:
            break
        for cell in table.cells[:_COVER_LINES]:
            title = match_title(compact(cell.text), Place.of(cell), rules)
            if title is not None:
                yield title


def match_title(joined: str, place: Place, rules: IdentityRules, *, role: Role = "cover_title") -> TitleSighting | None:
    """Return what ``joined`` (compacted) says as a title, or None where it is not one."""
    joined = rules.title_prefix.sub("", joined)
    if len(joined) > 90:
        return None
    for pattern in rules.titles:
        match = pattern.regex.fullmatch(joined)
        if match is None:
            continue
        sighting = _title(match, pattern, place, rules, role)
        if sighting is not None:
            return sighting
    return None


def _title(
    match: re.Match[str], pattern: TitlePattern, place: Place, rules: IdentityRules, role: Role
) -> TitleSighting | None:
    groups = match.groupdict()
    level = level_of(groups.get("level") or groups.get("stray"))
    name = None
    if groups.get("name"):
        name = clean_name(groups["name"], role, place, rules, level)
        if name is None and not _is_region(groups["name"], rules):
            return None
    year = year_value(groups["year"]) if groups.get("year") else None
    kind: FilingKind = pattern.kind or ("final_account" if groups.get("kind") == "决算" else "budget")
    return TitleSighting(match.string, place, name, year, kind, level)


def level_of(word: str | None) -> EntityLevel | None:
    """Return the level that 部门 or 单位 says."""
    return {"部门": "department", "单位": "unit"}.get(word or "")  # type: ignore[return-value]


def clean_name(
    printed: str, role: Role, place: Place, rules: IdentityRules, level: EntityLevel | None = None
) -> NameSighting | None:
    """Return ``printed`` (compacted) as a sighting without code, level word and scope mark; None if it is no name."""
    name = printed.strip("、，,·-—:：")
    code = None
    if (found := _CODE.match(name)) and year_value(found["code"]) is None:
        code, name = found["code"], name[found.end() :]
    scope: Scope | None = None
    while mark := _MARK.search(name):
        marked = next((scope for scope, marks in rules.scope_marks if mark["mark"] in marks), None)
        if marked is None:
            break
        scope, name = marked, name[: mark.start()]
    for suffix_scope, marks in rules.scope_marks:
        for word in marks:
            if scope is None and name.endswith(word) and len(name) > len(word) + 3:
                scope, name = suffix_scope, name[: -len(word)]
    for word in ("部门", "单位"):
        if name.endswith(word) and len(name) > 5:
            name = name[:-2]
    if len(name) < 3 or rules.not_name.search(name) or _is_region(name, rules) or name.count("（") != name.count("）"):
        return None
    return NameSighting(brackets_folded(name), printed, role, place, level, scope, code)


def _is_region(name: str, rules: IdentityRules) -> bool:
    match = rules.region.fullmatch(name)
    return match is not None and bool(name)


def printed_around(table: RawTable) -> Iterator[tuple[str, Place]]:
    """Yield what is printed with a table: the lines above it and the cells over its whole width in its first rows."""
    for line in table.above:
        yield line.text, place_of(line)
    for cell in table.cells:
        labelled = len(cell.text) <= 60 and _LABELLED.search(cell.text)
        if cell.row < 4 and (2 * cell.col_span >= table.n_cols or labelled):
            yield cell.text, Place.of(cell)


def label_names(
    printed: Iterable[tuple[str, Place]], where: Literal["cover", "table"], rules: IdentityRules
) -> Iterator[NameSighting]:
    """Yield the names that stand behind a label (编制单位：…) in ``printed``."""
    role: Role = "cover_label" if where == "cover" else "table"
    for text, place in printed:
        folded = fold(text)
        for rule in rules.labels:
            if where not in rule.where:
                continue
            match = rule.regex.search(folded)
            if match is None:
                continue
            rest = compact(match["rest"])
            stop = rules.label_stop.search(rest)
            sighting = clean_name(rest[: stop.start()] if stop else rest, role, place, rules, rule.level)
            if sighting is not None:
                yield sighting
                break


def cell_names(tables: Iterable[RawTable], rules: IdentityRules) -> Iterator[NameSighting]:
    """Yield the names in cells to the right of a label cell (部门名称 | 北京市…局)."""
    levels = {brackets_folded(rule.label): rule.level for rule in rules.labels if "cell" in rule.where}
    for label, text, place in _labelled_cells(tables, levels):
        sighting = clean_name(text, "form", place, rules, levels[label])
        if sighting is not None:
            yield sighting


def parent_names(tables: Iterable[RawTable], rules: IdentityRules) -> Iterator[NameSighting]:
    """Yield the names of departments in charge (主管部门) that forms print."""
    for _, text, place in _labelled_cells(tables, rules.parent_labels):
        sighting = clean_name(text, "form", place, rules)
        if sighting is not None:
            yield sighting


def _labelled_cells(tables: Iterable[RawTable], labels: Container[str]) -> Iterator[tuple[str, str, Place]]:
    """Yield label, compacted text and place of every cell to the right of a cell that holds one of ``labels``."""
    for table in tables:
        for cell in table.cells:
            label = brackets_folded(compact(cell.text)).rstrip("：:")
            if label not in labels:
                continue
            for other in table.cells:
                if other.row == cell.row and other.col == cell.col + cell.col_span:
                    yield label, compact(other.text), Place.of(other)


def heading_names(
    lines: Iterable[TextLine], rules: IdentityRules
) -> Iterator[tuple[NameSighting | None, YearSighting | None]]:
    """Yield name and year of the body's part headings; a heading may wrap onto the next line."""
    held = list(lines)
    for index, line in enumerate(held):
        text = compact(line.text)
        if not re.match(r"第[一二三四五六七八九十]+部分", text):
            continue
        joins = [text, text + compact(held[index + 1].text) if index + 1 < len(held) else text]
        match = next((found for joined in joins for regex in rules.headings if (found := regex.match(joined))), None)
        if match is None:
            continue
        groups = match.groupdict()
        place = place_of(line)
        year = year_value(groups["year"]) if groups.get("year") else None
        yield (
            clean_name(groups["name"], "heading", place, rules) if groups.get("name") else None,
            YearSighting(year, "heading", match.string, place) if year else None,
        )


def sentence_names(lines: Iterable[TextLine], rules: IdentityRules) -> Iterator[NameSighting]:
    """Yield names from sentences that can only speak of the reporting entity (纳入…决算编制范围)."""
    held = list(lines)
    for index, line in enumerate(held):
        text = compact(line.text)
        joined = text + "".join(compact(other.text) for other in held[index + 1 : index + 3])
        found = [("text", match) for regex in rules.sentences if (match := regex.search(joined))]
        if not found:
            found = [("duty", match) for regex in rules.duties if (match := regex.match(text))]
        for role, match in found:
            sighting = clean_name(match["name"], cast(Role, role), place_of(line), rules)
            if sighting is not None and rules.org_suffix.search(sighting.name):
                yield sighting


def period_years(printed: Iterable[tuple[str, Place]], rules: IdentityRules) -> Iterator[YearSighting]:
    """Yield the years printed as a table's period: in its title, or alone beside the label line."""
    for text, place in printed:
        pieces = re.split(r"\s{2,}|(?<=[^\d\s])\s+(?=20\d\d)|(?<=年度)\s+", fold(text))
        for piece in map(compact, [text, *pieces]):
            match = next((found for regex in rules.periods if (found := regex.match(piece))), None)
            if match is not None:
                yield YearSighting(int(match["year"]), "period", piece, place)
                break
