"""How a filing prints: amounts, percentages, and the wrong prints that are planted on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from tests.generator.model import EntityYear

Family = Literal["hubei", "shanghai", "xian"]


@dataclass(frozen=True, slots=True)
class Style:
    """A publisher's habits. ``unit`` is the tables' (the narrative is in 万元); ``percent_digits`` the narrative's."""

    family: Family
    unit: Literal["万元", "元"] = "万元"
    thousands: bool = False
    split_codes: bool = False
    subtotals: bool = False
    repeat_header: bool = False
    trim: bool = False
    percent_digits: int = 2


@dataclass(frozen=True, slots=True)
class Plant:
    """A wrong print. ``wrong`` gets the right text and the filing's year and returns what is printed instead."""

    kind: str
    severity: str
    message: str
    wrong: Callable[[str, EntityYear, EntityYear], str]


@dataclass(slots=True)
class Press:
    """Prints the numbers of one filing; remembers in ``planted`` which keys it printed wrongly."""

    this: EntityYear
    last: EntityYear
    style: Style
    plants: dict[str, Plant] = field(default_factory=dict)
    planted: list[dict[str, str]] = field(default_factory=list)

    def text(self, key: str, right: str) -> str:
        """The printed text of what ``key`` names: the right one, unless an error is planted there."""
        plant = self.plants.get(key)
        if plant is None:
            return right
        wrong = plant.wrong(right, self.this, self.last)
        if wrong == right:
            raise ValueError(f"the plant at {key} changes nothing: {right}")
        self.planted.append(
            {
                "key": key,
                "kind": plant.kind,
                "severity": plant.severity,
                "printed": wrong,
                "right": right,
                "message": plant.message,
            }
        )
        return wrong

    def cell(self, yuan: int) -> str:
        """An amount in a table; zero is blank."""
        if yuan == 0:
            return ""
        amount = Decimal(yuan) if self.style.unit == "元" else wan(yuan)
        return f"{amount:,.2f}" if self.style.thousands else f"{amount:.2f}"

    def amount(self, yuan: int) -> str:
        """An amount in a sentence, in 万元."""
        return plain(wan(yuan)) if self.style.trim else f"{wan(yuan):.2f}"

    def percent(self, ratio: Fraction) -> str:
        """A percentage in a sentence, without its sign."""
        rounded = half_up(ratio * 100, self.style.percent_digits)
        return plain(rounded) if self.style.trim else str(rounded)


def half_up(value: Fraction, digits: int) -> Decimal:
    """Round half away from zero, exactly."""
    scale = 10**digits
    scaled = abs(value) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-digits)


def wan(yuan: int) -> Decimal:
    """Yuan in 万元 to two decimals."""
    return half_up(Fraction(yuan, 10_000), 2)


def plain(value: Decimal) -> str:
    """Without trailing zeros: 360.00 → 360, 100.30 → 100.3."""
    text = f"{value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize():f}"
    return "0" if text in {"-0", "0"} else text


def swap_last_digits(text: str) -> str:
    """Exchange the last two different neighbouring digits: 865.42 → 865.24, 1,300.00 → 1,030.00."""
    places = [index for index, char in enumerate(text) if char.isdigit()]
    for left, right in reversed(list(pairwise(places))):
        if text[left] != text[right] and not (left == 0 and text[right] == "0"):
            chars = list(text)
            chars[left], chars[right] = chars[right], chars[left]
            return "".join(chars)
    raise ValueError(f"no two different digits in {text}")


def rounded_sum(terms: list[Decimal]) -> Decimal:
    """Sum of printed decimals (for scores, which are added as printed)."""
    return sum(terms, Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP)
