"""A spreadsheet number as it is printed: value and number format to text (ECMA-376 part 1, 18.8.31)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|!(?P<forced>.)|_(?P<skipped>.)|\*(?P<filled>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?(?:,*)|\.[0#?]+)|(?P<exponent>E[+-]0+)|(?P<percent>%)"
    r"|(?P<text>@)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_CONDITION = re.compile(r"^(?P<sign><=|>=|<>|<|>|=)(?P<bound>-?\d+(?:\.\d+)?)$")
_GENERAL_DIGITS = 15
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serial dates have no zone


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a format: its tokens as (kind, text), and the condition in front of it."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None
    is_date: bool


def printed_value(value: object, number_format: str | None) -> str:
    """Return the text that a cell with ``value`` and ``number_format`` shows.

    Rounding is half away from zero on the value's shortest decimal form, as spreadsheets do. Text passes unchanged.
    """
    code = number_format or "General"
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time | timedelta):
        return _printed_date(value, _sections(code)[0])
    if isinstance(value, int | float | Decimal):
        return _printed_number(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), code)
    return str(value)


def serial_date(serial: float) -> datetime:
    """Return the moment that a serial date (1900 system) stands for."""
    return _EPOCH + timedelta(days=serial)


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    return tuple(_section(part) for part in _split(code))


def _split(code: str) -> list[str]:
    """Split a format at the semicolons that are not quoted or escaped."""
    parts, start = [], 0
    for match in _TOKEN.finditer(code):
        if match.lastgroup == "other" and match.group() == ";":
            parts.append(code[start : match.start()])
            start = match.end()
    return [*parts, code[start:]]


def _section(code: str) -> _Section:
    tokens: list[tuple[str, str]] = []
    condition = None
    is_date = False
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "other", match.group(match.lastgroup or 0)
        if kind == "bracket":
            found = _CONDITION.match(text)
            if found:
                condition = (found["sign"], Decimal(found["bound"]))
            elif text.startswith("$") and "-" in text:
                tokens.append(("quoted", text[1 : text.index("-")]))
            elif text.lower().strip("hms") == "":
                is_date = True
                tokens.append(("other", text))
            continue
        is_date = is_date or (kind == "other" and bool(_DATE_LETTERS.match(text)))
        tokens.append((kind, text))
    return _Section(tuple(tokens), condition, is_date)


def _printed_number(value: Decimal, code: str) -> str:
    sections = _sections(code)
    section, signed = _choose(value, sections)
    if section is None:
        return ""
    if section.is_date:
        return _printed_date(serial_date(float(value)), section)
    return _fill(abs(value), section, negative=value < 0 and signed)


def _choose(value: Decimal, sections: tuple[_Section, ...]) -> tuple[_Section | None, bool]:
    """Return the section for ``value`` and whether the minus sign is still to be printed."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _holds(value, *section.condition):
                return section, True
        return None, True
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]


def _fill(value: Decimal, section: _Section, *, negative: bool) -> str:
    percent = sum(kind == "percent" for kind, _ in section.tokens)
    scaled = value * Decimal(100) ** percent
    digits = [text for kind, text in section.tokens if kind == "digits"]
    whole = digits[0] if digits else ""
    decimals = len(whole.split(".")[1].rstrip(",")) if "." in whole else 0
    if any(kind == "exponent" for kind, _ in section.tokens):
        return f"{'-' if negative else ''}{scaled:.{decimals}E}"
    out: list[str] = []
    numbers = _shared_out(scaled, digits)
    if negative and "".join(numbers).strip("0.,"):
        numbers[0] = f"-{numbers[0]}"
    for kind, text in section.tokens:
        if kind == "digits":
            out.append(numbers.pop(0))
        elif kind == "general":
            out.append(("-" if negative else "") + _general(scaled))
        elif kind == "percent":
            out.append("%")
        elif kind == "text":
            out.append(_general(scaled))
        elif kind in ("quoted", "escaped", "forced", "other"):
            out.append(text)
    return "".join(out).strip()


def _shared_out(value: Decimal, patterns: list[str]) -> list[str]:
    """Print ``value`` over its runs of digit places; more than one where signs stand inside, as in ``0!.0,``."""
    if len(patterns) < 2:
        return [_digits(value, pattern) for pattern in patterns]
    number = _digits(value, "".join(patterns))
    out: list[str] = []
    for pattern in reversed(patterns[1:]):
        places = len(pattern.replace(",", ""))
        out.insert(0, number[-places:])
        number = number[:-places]
    return [number, *out]


def _digits(value: Decimal, pattern: str) -> str:
    """Print ``value`` by one run of digit places such as ``#,##0.00``; each trailing comma divides by a thousand."""
    core = pattern.rstrip(",")
    value = value / Decimal(1000) ** (len(pattern) - len(core))
    whole, _, fraction = core.partition(".")
    rounded = value.quantize(Decimal(1).scaleb(-len(fraction)), rounding=ROUND_HALF_UP)
    integer, _, decimals = f"{rounded:f}".partition(".")
    places = whole.replace(",", "")
    integer = integer.lstrip("0").rjust(places.count("0"), "0")
    if "," in whole and integer:
        integer = f"{int(integer):,}".rjust(len(integer))
    kept = len(fraction.rstrip("#?"))
    decimals = decimals[:kept] + decimals[kept:].rstrip("0")
    return integer + ("." + decimals if "." in core and (decimals or fraction) else "")


def _general(value: Decimal) -> str:
    """Print without a format: the shortest decimal form of at most fifteen digits."""
    if value == value.to_integral_value():
        return f"{value:.0f}"
    text = f"{value:.{_GENERAL_DIGITS}g}"
    return f"{Decimal(text):f}".rstrip("0").rstrip(".")


def _printed_date(value: datetime | date | time | timedelta, section: _Section) -> str:
    if isinstance(value, timedelta):
        value = _EPOCH + value
    if isinstance(value, time):
        value = datetime.combine(_EPOCH.date(), value)
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    if not section.is_date:
        return f"{moment:%Y-%m-%d}" if moment.time() == time() else f"{moment:%Y-%m-%d %H:%M:%S}"
    source = "".join(
        text if kind == "other" else f"\0{text}\0" for kind, text in section.tokens if kind not in ("skipped", "filled")
    )
    return re.sub(
        r"\0([^\0]*)\0|y+|m+|d+|h+|s+", lambda match: _date_part(match, source, moment), source, flags=re.I
    ).strip()


def _date_part(match: re.Match[str], source: str, moment: datetime) -> str:
    text = match.group()
    if text.startswith("\0"):
        return match.group(1)
    letter, wide = text[0].lower(), len(text) > 1
    if letter == "y":
        return f"{moment.year:04d}" if len(text) > 2 else f"{moment.year % 100:02d}"
    if letter == "m":
        before = source[: match.start()].rstrip(": \0").lower()
        after = source[match.end() :].lstrip(": \0").lower()
        number = moment.minute if before.endswith("h") or after.startswith("s") else moment.month
    else:
        number = {"d": moment.day, "h": moment.hour, "s": moment.second}[letter]
    return f"{number:02d}" if wide else str(number)
