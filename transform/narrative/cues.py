"""The parts of a sentence: clauses, the words before a number, and the cues that say how the numbers hang together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from transform.narrative.numbers import Number
from transform.narrative.patterns import Metric, load_metrics
from transform.records import Basis

Direction = Literal[-1, 0, 1]
_LONGEST_LEAD = 160
_LONGEST_SENTENCE = 4000
_SENTENCE_END = re.compile(r"[。!?！？]+[;,]?")
_CLAUSE_END = frozenset(",;:。!?")
_YEAR = r"(?:19|20)\d{2}年?度?"
_BASE_TAIL = (
    r"(?:(?:(?!相比|比较|对比)[^,;:#]){0,30}?(?:预算执行(?:数)?|年初(?:部门)?预算(?:数|安排)?|预算(?:数|安排)?|决算(?:数)?|执行(?:数)?))?"
    r"(?:相比较?|比较|对比)?"
)
#: Numbers that state something; years, dates, codes and the like only qualify what is stated.
VALUE_KINDS = frozenset(
    {"amount", "ratio", "points", "count", "score", "unit_price", "threshold", "range", "malformed", "times"}
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a sentence, without its closing mark; ``mark`` is that mark ("" at the end of an open sentence)."""

    number: int
    start: int
    end: int
    mark: str


@dataclass(frozen=True, slots=True)
class Base:
    """What a change or comparison is against: ``back`` years before, a named year, or a budget of the year itself."""

    start: int
    end: int
    year: int | None
    back: int | None
    basis: Basis | None
    own_budget: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison word without a number."""

    start: int
    end: int
    word_start: int
    word_end: int
    direction: Direction | None
    base: Base | None
    against_budget: bool
    basis: Basis | None


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the sentences of a folded paragraph; endless ones are cut, so that time stays bounded."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    start = 0
    for end in [*ends, len(text)]:
        while end - start > _LONGEST_SENTENCE:
            yield start, start + _LONGEST_SENTENCE
            start += _LONGEST_SENTENCE
        if end > start:
            yield start, end
        start = end


def clauses(text: str, numbers: Sequence[Number]) -> tuple[Clause, ...]:
    """Split a sentence at , ; : outside numbers."""
    inside = bytearray(len(text))
    for number in numbers:
        inside[number.start : number.end] = b"\x01" * (number.end - number.start)
    result: list[Clause] = []
    start = 0
    for index, character in enumerate(text):
        if character in _CLAUSE_END and not inside[index]:
            if index > start:
                result.append(Clause(len(result), start, index, character))
            elif result:
                result[-1] = Clause(result[-1].number, result[-1].start, result[-1].end, character)
            start = index + 1
    if start < len(text):
        result.append(Clause(len(result), start, len(text), ""))
    return tuple(result)


def lead_of(text: str, clause: Clause, number: Number, numbers: Sequence[Number]) -> tuple[str, int | None]:
    """Return the words before ``number`` in its clause and the last year among them.

    Earlier numbers of the clause stand as ``#``. Inside an open bracket the words start at the bracket.
    """
    first = max(clause.start, number.start - 2 * _LONGEST_LEAD)
    bracket = _open_bracket(text, first, number.start)
    start = first if bracket is None else bracket + 1
    pieces: list[str] = []
    position = number.start
    year: int | None = None
    values_met = False
    for other in reversed(numbers[: bisect_left(numbers, number.start, key=lambda n: n.start)]):
        if other.start < start:
            break
        pieces.append(text[other.end : position])
        if other.kind in VALUE_KINDS:
            pieces.append("#")
            values_met = True
        else:
            pieces.append(text[other.start : other.end])
            if other.kind == "year" and year is None and not values_met:
                year = other.year
        position = other.start
    pieces.append(text[start:position])
    # No subject is longer; bounded, because patterns look for their end in it from every place.
    return "".join(reversed(pieces))[-_LONGEST_LEAD:], year


def _open_bracket(text: str, start: int, end: int) -> int | None:
    """Return where the innermost bracket still open at ``end`` opens, within ``text[start:end]``."""
    depth: list[int] = []
    for index in range(start, end):
        if text[index] == "(":
            depth.append(index)
        elif text[index] == ")" and depth:
            depth.pop()
    return depth[-1] if depth else None


def bracket_at(text: str, clause: Clause, number: Number) -> bool | None:
    """Say whether ``number`` stands in a bracket that names a part (含, 其中); None outside brackets."""
    bracket = _open_bracket(text, max(clause.start, number.start - 2 * _LONGEST_LEAD), number.start)
    return None if bracket is None else text.startswith(("含", "其中", "包括"), bracket + 1)


def ends_in_direction(words: str) -> bool:
    """Say whether the words before a direction word end in another one: 比2024年度减增加."""
    patterns = load_metrics()
    return words.endswith((*patterns.increase, *patterns.decrease))


@cache
def base_pattern() -> re.Pattern[str]:
    """The pattern of 与上年相比, 比2025年年初预算数, 较年初预算."""
    patterns = load_metrics()
    years = patterns.base_years.replace("YEAR", f"(?P<year>{_YEAR})")
    return re.compile(f"(?:{years}{_BASE_TAIL}|{patterns.base_budgets})")


def base_in(text: str, start: int, end: int) -> Base | None:
    """Return the last base phrase of ``text[start:end]``."""
    found: Base | None = None
    for match in base_pattern().finditer(text, start, end):
        words = match.group()
        year = re.search(r"(?:19|20)\d{2}", match["year"]) if match["year"] else None
        own = re.match(r"(?:与|比|较|同|和)(?:年初|全年|调整后?)?(?:部门)?预算", words) is not None
        found = Base(
            start=match.start(),
            end=match.end(),
            year=int(year.group()) if year else None,
            back=None if year or own else 1,
            basis=_base_basis(words),
            own_budget=own,
        )
    return found


def _base_basis(words: str) -> Basis | None:
    if "决算" in words or "执行" in words:
        return "final"
    if "年初" in words:
        return "initial_budget"
    if "全年预算" in words or "调整" in words:
        return "adjusted_budget"
    own = re.match(r"(?:与|比|较|同|和)预算", words) is not None
    return "initial_budget" if "预算" in words and not own else None


def without_base(lead: str) -> str:
    """Return a lead without its base phrases."""
    return base_pattern().sub("", lead)


@cache
def metric_patterns() -> tuple[tuple[Metric, re.Pattern[str]], ...]:
    """The declared metrics with their lead patterns."""
    patterns = load_metrics()
    words = sorted((*patterns.increase, *patterns.decrease), key=len, reverse=True)
    direction = "|".join(re.escape(word) for word in words)
    return tuple(
        (metric, re.compile(metric.lead.replace("UNFILLED", patterns.unfilled).replace("DIRECTION", direction)))
        for metric in patterns.metrics
    )


@cache
def growth_pattern() -> re.Pattern[str]:
    """The declared pattern of a growth rate's lead: 增长了."""
    return next(pattern for metric, pattern in metric_patterns() if metric.id == "growth")


@cache
def driver_pattern() -> re.Pattern[str]:
    """A listed reason with an amount: 增加财政拨款 110.08 万元, 事业收支减少 0.52 万元."""
    patterns = load_metrics()
    words = sorted((*patterns.increase, *patterns.decrease), key=len, reverse=True)
    direction = "|".join(re.escape(word) for word in words if len(word) > 1)
    return re.compile(f"(?P<dir>{direction})(?:了|约)?(?P<object>[^#,;:]{{0,24}})$")


@cache
def cue_pattern() -> re.Pattern[str]:
    """Reasons, parts and usage, as groups of one pattern."""
    patterns = load_metrics()
    return re.compile(f"(?P<reasons>{patterns.reasons})|(?P<parts>{patterns.parts})|(?P<usage>{patterns.usage})")


def after_cues(words: str) -> str:
    """Return the words after the last cue: 主要是基本支出 gives 基本支出."""
    end = 0
    for match in cue_pattern().finditer(words):
        end = match.end()
    return words[end:]


def direction_of(word: str | None) -> Direction | None:
    """Return 1, -1 or 0 for a direction word, None for none."""
    if not word:
        return None
    patterns = load_metrics()
    if word in patterns.increase or word in {"大于", "高于", "超过", "超出", "多于"}:
        return 1
    if word in patterns.decrease or word in {"小于", "低于", "少于"}:
        return -1
    if word == "等于" or word.removeprefix("基本") in patterns.unchanged:
        return 0
    return None


@cache
def comparison_patterns() -> tuple[re.Pattern[str], ...]:
    """The declared comparison patterns."""
    return tuple(
        re.compile(pattern.replace("BASEYEAR", f"(?:去年|上年度?|上一年度?|{_YEAR})"))
        for pattern in load_metrics().comparisons
    )


def comparisons_in(text: str, numbers: Sequence[Number]) -> tuple[Comparison, ...]:
    """Return the comparison words of a sentence, in order, not overlapping."""
    found: list[Comparison] = []
    for pattern in comparison_patterns():
        for match in pattern.finditer(text):
            if any(c.start < match.end() and match.start() < c.end for c in found):
                continue
            if any(n.kind in VALUE_KINDS and n.start < match.end() and match.start() < n.end for n in numbers):
                continue
            groups = match.groupdict()
            base = base_in(text, match.start(), match.end()) if groups.get("y") else None
            budget = "预算" in match.group() and not groups.get("y")
            basis: Basis | None = None
            if budget:
                basis = {"年初": "initial_budget", "全年": "adjusted_budget", "调整": "adjusted_budget"}.get(
                    (groups.get("b") or "")[:2]
                )  # type: ignore[assignment]
            found.append(
                Comparison(
                    match.start(),
                    match.end(),
                    match.start("d"),
                    match.end("d"),
                    direction_of(groups["d"]),
                    base,
                    budget,
                    basis,
                )
            )
    return tuple(sorted(found, key=lambda c: c.start))
