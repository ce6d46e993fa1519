"""The numbers of a sentence: where they are, what kind they are, their exact value and unit.

Kinds: ``amount`` (元, 万元, 亿元), ``ratio`` (%), ``points`` (个百分点), ``count`` (with a measure word),
``score`` (分), ``unit_price`` (元/人), ``threshold`` (50万元以上), ``range`` (80-90%), ``date``, ``year``, ``years``,
``code`` (2080505), ``document_no``, ``phone``, ``ordinal`` (第3, 图1), ``times`` (16倍),
``bare`` (no unit), ``malformed`` (digits that make no number: 1,23.4.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from transform.narrative.patterns import NumberPatterns, load_numbers

_NUMBER = (
    r"(?:(?<![\d.,])[-−])?(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d.]*\d)"
    r"|(?:(?<![\d.,~])[-−])?(?<![\d.])\d+(?:\.\d+)?(?!\d)(?!\.\d)"
)
_DIGITS = re.compile(r"\d[\d.,]*")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
# Kinds whose own form may hold points and commas; they are taken before malformed numbers are looked for.
_FREE_FORM = frozenset({"document_no", "phone", "date", "years", "year", "code", "ordinal"})


@dataclass(frozen=True, slots=True)
class Number:
    """One number; ``start``–``end`` covers number and unit, ``number_start``–``number_end`` the number alone."""

    kind: str
    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal | None
    unit: str
    year: int | None = None

    @property
    def step(self) -> Decimal | None:
        """The last printed place of the value, in its unit: 583.56 gives 0.01."""
        if self.value is None:
            return None
        exponent = self.value.as_tuple().exponent
        return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


@cache
def _compiled() -> tuple[NumberPatterns, tuple[tuple[str, re.Pattern[str]], ...]]:
    patterns = load_numbers()
    words = sorted({re.escape(word.replace("\\", "")) for word in patterns.measure_words}, key=len, reverse=True)
    compiled = []
    for entry in patterns.kinds:
        source = re.sub(r"(?<![A-Za-z\\])N(?![A-Za-z])", lambda _: f"(?:{_NUMBER})", entry.pattern)
        source = re.sub(r"(?<=<u>)U(?=\))", lambda _: "|".join(words), source)
        compiled.append((entry.kind, re.compile(source)))
    return patterns, tuple(compiled)


def numbers_in(text: str) -> tuple[Number, ...]:
    """Return the numbers of folded ``text`` in order; every digit of the text lies in exactly one of them."""
    if _DIGITS.search(text) is None and "百分之" not in text:
        return ()
    patterns, kinds = _compiled()
    taken = bytearray(len(text))
    found: list[Number] = []
    checked = False
    for kind, pattern in kinds:
        if not checked and kind not in _FREE_FORM:
            checked = True
            for number in _malformed(text, taken):
                found.append(number)
                taken[number.start : number.end] = b"\x01" * (number.end - number.start)
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            found.append(_number(kind, match, patterns))
            taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    found.extend(_rest(text, taken))
    return tuple(sorted(found, key=lambda number: number.start))


def _malformed(text: str, taken: bytearray) -> Iterator[Number]:
    """Yield the runs of digits, points and commas that are no number: 1,23.4.5 or 12.34.56."""
    for match in _DIGITS.finditer(text):
        run = match.group().rstrip(".,")
        end = match.start() + len(run)
        if any(taken[match.start() : end]) or _PLAIN.fullmatch(run) or _GROUPED.fullmatch(run):
            continue
        pieces = run.split(",")
        if all(_PLAIN.fullmatch(piece) for piece in pieces) and all(piece == "0" for piece in pieces[:-1]):
            continue  # two numbers with a comma of the sentence between them: 为0,2人
        yield Number("malformed", match.start(), end, match.start(), end, None, "")


def _rest(text: str, taken: bytearray) -> Iterator[Number]:
    """Yield the digits that no pattern took."""
    for match in _DIGITS.finditer(text):
        start, end = match.start(), match.end()
        while start < end and taken[start]:
            start += 1
        stop = start
        while stop < end and not taken[stop]:
            stop += 1
        piece = text[start:stop].rstrip(".,")
        if any(character.isdigit() for character in piece):
            yield Number("malformed", start, start + len(piece), start, start + len(piece), None, "")


def _number(kind: str, match: re.Match[str], patterns: NumberPatterns) -> Number:
    groups = match.groupdict()
    if groups.get("n") is not None:
        start, end = match.span("n")
        value: Decimal | None = Decimal(groups["n"].replace(",", "").replace("−", "-"))
        unit = groups.get("u") or ("%" if kind == "ratio" else "")
        return Number(kind, match.start(), match.end(), start, end, value, patterns.unit_spelling.get(unit, unit))
    year = int(groups["y"]) if groups.get("y") else None
    value = None
    if kind in {"date", "year"}:
        parts = [groups.get("y") or "", (groups.get("m") or "").zfill(2) if groups.get("m") else ""]
        parts.append((groups.get("d") or "").zfill(2) if groups.get("d") else "")
        value = Decimal("".join(parts))
    return Number(kind, match.start(), match.end(), match.start(), match.end(), value, "", year)


def amount_factor(unit: str) -> Decimal | None:
    """Return how many yuan one of ``unit`` is, None for what is not a unit of money."""
    factor = load_numbers().amount_units.get(unit)
    return None if factor is None else Decimal(factor)
