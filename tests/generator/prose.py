"""Paragraphs whose numbers are remembered with what they state."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from tests.generator.grid import Claim, Paragraph
from tests.generator.printing import Press

RISE, FALL = ("增加", "增长"), ("减少", "下降")


@dataclass(slots=True)
class Prose:
    """Builds one paragraph. ``key`` names a number for planting errors; ``binding`` says what it must equal."""

    press: Press
    text: str = ""
    claims: list[Claim] = field(default_factory=list)

    def say(self, text: str) -> Prose:
        """Add words without numbers."""
        self.text += text
        return self

    def _put(self, key: str, right: str, metric: str, unit: str, binding: dict[str, str | int | None]) -> None:
        printed = self.press.text(key, right)
        bound = tuple((name, str(value)) for name, value in binding.items() if value is not None)
        self.claims.append(Claim(key, len(self.text), printed, metric, unit, bound))
        self.text += printed

    def money(self, key: str, yuan: int, metric: str = "final", **binding: str | int | None) -> Prose:
        """Add an amount with its unit."""
        self._put(key, self.press.amount(yuan), metric, "万元", binding)
        self.text += "万元"
        return self

    def percent(self, key: str, ratio: Fraction, metric: str, **binding: str | int | None) -> Prose:
        """Add a percentage with its sign."""
        self._put(key, self.press.percent(ratio), metric, "%", binding)
        self.text += "%"
        return self

    def count(self, key: str, number: int, metric: str, unit: str, **binding: str | int | None) -> Prose:
        """Add a count with its measure word."""
        self._put(key, str(number), metric, unit, binding)
        self.text += unit
        return self

    def change(self, key: str, this: int, last: int, **binding: str | int | None) -> Prose:
        """Add the change against last year with its growth, or that there is none.

        The words are printed as one claim each (``.word``), so that a wrong direction can be planted.
        """
        difference = this - last
        if difference == 0:
            return self.say("持平")
        amount_word, rate_word = RISE if difference > 0 else FALL
        base = self.press.last.year
        sign = 1 if difference > 0 else -1
        self._put(f"{key}.word", amount_word, "direction", "", {})
        self.money(f"{key}.change", abs(difference), "change", base_year=base, direction=sign, **binding)
        if last == 0:
            return self
        self.say("，")
        self._put(f"{key}.rate_word", rate_word, "direction", "", {})
        ratio = Fraction(abs(difference), last)
        return self.percent(f"{key}.growth", ratio, "growth_rate", base_year=base, direction=sign, **binding)

    def done(self) -> Paragraph:
        return Paragraph(self.text, tuple(self.claims))
