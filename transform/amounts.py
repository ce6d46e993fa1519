"""Printed amounts to exact decimals: nothing is guessed, a doubtful print stays unread.

A blank, a dash, a zero and a word are different facts and keep different states. The step of a print is the weight
of its last digit; which step counts for a whole statement is decided in :mod:`transform.statements`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from transform.records import CellState
from transform.text import squeeze

#: What one printed unit is in yuan.
UNIT_YUAN: dict[str, Decimal] = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10000),
    "百万元": Decimal(1000000),
    "亿元": Decimal(100000000),
}
_UNITS = "亿元|百万元|万元|千元|百元|元"
_MINUS = str.maketrans(dict.fromkeys("－−–—―‐‑‒─﹣ー▲△", "-"))
_WHITE = re.compile(r"[\s\u00a0\u200b\u2060\ufeff\u3000]+")
_PLAIN = re.compile(r"\d+(\.\d+)?|\.\d+")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_SUFFIX = re.compile(rf"^(?P<number>.*\d\)?)(?P<unit>{_UNITS})$")
_DASHES = re.compile(r"^[-/\\]+$")
_STATED = (
    # "编制单位：元谋县…" names a place, not a unit: what may follow a unit is said, what may precede 单位 is refused.
    re.compile(
        # 金位 is a typing error for 单位 or 金额 that publishers make.
        rf"(?:(?<![制报算送属])单位|金额|金位)[:;]?(?:人民币)?[:;(]?({_UNITS})(?![\u4e00-\u9fff](?<![公表第部编填年]))"
    ),
    re.compile(rf"\((?:单位|金额)?[:;]?(?:人民币)?({_UNITS})\)"),
    re.compile(rf"^(?:人民币)?({_UNITS})$"),
    re.compile(r"(?:单位|金额)[:;]?(?:人民币)?[:;(]?(万|亿)(?:$|\))"),
)


@dataclass(frozen=True, slots=True)
class PrintedAmount:
    """A cell's text read as an amount.

    ``value`` and ``step`` are in the printed unit; ``unit`` is set only where the cell itself names one.
    """

    text: str
    state: CellState
    value: Decimal | None = None
    step: Decimal | None = None
    unit: str | None = None


def clean_print(text: str) -> str:
    """Return the printed text without outer white space and, inside a number, without its line breaks and gaps."""
    stripped = text.strip().strip("\u3000\u00a0")
    joined = _WHITE.sub("", stripped)
    return joined if joined and _looks_numeric(joined) and parse_number(stripped) is not None else stripped


def parse_amount(text: str) -> PrintedAmount:
    """Read a printed amount cell.

    States: ``number``; ``blank`` (nothing printed); ``dash`` (—, －, /); ``text`` (words: 无, 不涉及); ``unread``
    (digits that do not make one number: two numbers in a cell, wrong thousands grouping, a percentage).
    """
    printed = clean_print(text)
    folded = _fold(printed)
    if not folded:
        return PrintedAmount("", "blank")
    if _DASHES.match(folded):
        return PrintedAmount(printed, "dash")
    unit = None
    suffix = _SUFFIX.match(_WHITE.sub("", folded))
    if suffix:
        folded, unit = suffix["number"], suffix["unit"]
    value = parse_number(folded)
    if value is not None:
        return PrintedAmount(printed, "number", value, step_of(value), unit)
    return PrintedAmount(printed, "unread" if any(c.isdigit() for c in folded) and _looks_numeric(folded) else "text")


def parse_number(text: str) -> Decimal | None:
    """Return the number a text prints, or None where it prints none, several, or one that cannot be trusted.

    Minus signs of any form and accountants' brackets are accepted. White space inside is accepted only where it cannot
    hide two numbers: beside a sign, point or thousands comma, inside a comma-grouped number, or between all characters.
    """
    folded = _fold(text)
    negative = False
    bracketed = re.fullmatch(r"\(\s*([^()]*?)\s*\)", folded)
    if bracketed:
        folded, negative = bracketed[1], True
    folded = folded.lstrip("¥￥").strip()
    if folded[:1] in "+-" and folded[:1]:
        if bracketed:
            return None
        negative, folded = folded[0] == "-", folded[1:].strip()
    joined = _WHITE.sub("", folded)
    if joined != folded and not _gaps_are_harmless(folded, joined):
        return None
    if not (_PLAIN.fullmatch(joined) or _GROUPED.fullmatch(joined)):
        return None
    value = Decimal(joined.replace(",", ""))
    return -value if negative else value


def step_of(value: Decimal) -> Decimal:
    """Return the weight of the last printed digit: 0.01 for 360.00, 1 for 360."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def find_unit(text: str) -> str | None:
    """Return the money unit a caption, heading or unit line states (金额单位：万元, 金额（万元）), or None."""
    squeezed = squeeze(text)
    for pattern in _STATED:
        found = pattern.findall(squeezed)
        if found:
            unit = str(found[-1])
            return unit if unit.endswith("元") else unit + "元"
    return None


def to_yuan(value: Decimal, unit: str) -> Decimal:
    """Return ``value`` printed in ``unit`` as yuan, exactly. Raises ``KeyError`` for an unknown unit."""
    return value * UNIT_YUAN[unit]


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_MINUS)).translate(_MINUS).strip().strip("\u00a0")


def _looks_numeric(text: str) -> bool:
    return all(c.isdigit() or c in ",.+-()%¥/ \n" or c.isspace() for c in _fold(text))


def _gaps_are_harmless(folded: str, joined: str) -> bool:
    pieces = _WHITE.split(folded)
    if len(pieces) == 2 and "\n" in folded and re.search(r"\.\d$", pieces[0]) and re.fullmatch(r"\d", pieces[1]):
        return True  # A narrow cell wraps the last digit: 811,669.9 | 7. Nobody prints one decimal and a lone digit.
    if all(len(piece) == 1 for piece in pieces):
        return True
    if _GROUPED.fullmatch(joined):
        # Two grouped numbers side by side never join into one well-grouped number with a single decimal part,
        # unless the first has no decimals and the second no group: "1,234 567" is refused below.
        return all(not _complete(left) or not _complete(right) for left, right in itertools.pairwise(pieces))
    return all(left[-1:] in ".,-+" or right[:1] in ".," for left, right in itertools.pairwise(pieces) if left and right)


def _complete(piece: str) -> bool:
    return bool(_PLAIN.fullmatch(piece) or _GROUPED.fullmatch(piece))
