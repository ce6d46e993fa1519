"""One line of text in an image to characters, each with its place and the recogniser's confidence in it.

Digits decide: a line whose digits are in any doubt is recognised again from other pictures of it (stretched, and
rendered closer), and the readings vote. The recognition models ship inside the rapidocr wheel. The angle classifier is
off: it turns 08 into 80.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from extract.reading.scan_image import Image, widened
from extract.reading.text_lines import is_narrow
from extract.reading.unicode_forms import normalise_text

LARGEST_DETECTION = 600_000
"""Pixels that text is looked for in at once; detection takes about 350 bytes a pixel."""
_LEAST_SCORE = 0.5
_SURE = 0.96
"""A digit recognised with less is looked at again."""
_OUTVOTED = 0.85
_UNDECIDED = 0.6
_STRETCH = 1.25
_WIDEST = 1.8
"""Letters up to so many times their ordinary width apart are neighbours."""
_NUMBER = re.compile(r"[+\-±≥≤<>＜＞]?\d(?:[\d.,]*\d)?%?")
_ILL_FORMED = re.compile(r"\d,(?!\d{3}(?!\d))|\.\d*[.,]\d")
_DIGIT_LIKE = {"O": "0", "o": "0", "〇": "0", "○": "0", "l": "1", "I": "1", "|": "1", "，": ",", "。": ".", "．": "."}
_WRITTEN_AS_NUMBER = re.compile(r"[-(（]?[\dOo〇○lI|][\dOo〇○lI|.,，。．]*%?[)）]?")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character of a line: ``x0`` and ``x1`` are shares of the line's width."""

    text: str
    x0: float
    x1: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as recognised; blanks are left out."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """The characters in a row."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def score(self) -> float:
        """The mean confidence, 0 for nothing."""
        return sum(glyph.confidence for glyph in self.glyphs) / len(self.glyphs) if self.glyphs else 0.0

    @property
    def numbers(self) -> tuple[str, ...]:
        """What is printed in digits, with its signs: two readings agree if these are equal."""
        return tuple(_NUMBER.findall(self.text))

    @property
    def digit_score(self) -> float:
        """The confidence of the least certain character of a number, 1 where there is none."""
        return min((self.glyphs[at].confidence for at in self.number_places), default=1.0)

    @property
    def number_places(self) -> frozenset[int]:
        """Which glyphs belong to numbers."""
        return frozenset(at for match in _NUMBER.finditer(self.text) for at in range(*match.span()))


@lru_cache(maxsize=1)
def engine() -> Any | None:
    """Return the recogniser, one for the process; None where the ``ocr`` extra is not installed."""
    try:
        from rapidocr import RapidOCR
    except ImportError:
        return None
    # one thread: documents are read by several workers, and threads that wait by spinning slow all of them down
    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    # text is looked for at the image's own scale: enlarging or filling up a narrow strip costs memory, no more is found
    scale = {
        "Det.limit_type": "max",
        "Det.limit_side_len": 4000,
        "Global.max_side_len": 4000,
        "Global.min_side_len": 1,
        "Global.width_height_ratio": -1,
    }
    return RapidOCR(params={"Global.log_level": "error", "Global.use_cls": False, **threads, **scale})


def give_back_memory() -> None:
    """Return freed memory to the system: the C library keeps what a detection needed, several times a page's size."""
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)


def read_line(recogniser: Any, picture: Image, closer: Callable[[], Image | None]) -> Reading | None:
    """Return what one line says, or None where it says nothing; ``closer`` gives the same line in a larger picture."""
    first = _recognised(recogniser, picture)
    if not is_doubtful(first):
        return first if first.glyphs else None
    pictures = [other for other in (picture, closer()) if other is not None]
    others = [_recognised(recogniser, widened(other, _STRETCH)) for other in pictures]
    chosen = decide([first, *others])
    return chosen if chosen.score >= _LEAST_SCORE else None


def is_doubtful(reading: Reading) -> bool:
    """Say whether a line should be looked at again: nothing seen, an uncertain digit, or no number is so written."""
    if reading.score < _LEAST_SCORE or reading.digit_score < _SURE:
        return True
    if any(_ILL_FORMED.search(number) for number in reading.numbers):
        return True
    text = reading.text
    return bool(_WRITTEN_AS_NUMBER.fullmatch(text)) and any(ch in _DIGIT_LIKE for ch in text)


def decide(readings: Sequence[Reading]) -> Reading:
    """Return the reading whose numbers most agree on, with a confidence that says how far they did.

    Well-formed numbers count before ill-formed ones; of equal numbers of votes the surer reading wins.
    """
    seen = [with_digits(reading) for reading in readings if reading.glyphs and reading.score >= _LEAST_SCORE]
    if not seen:
        return Reading(())
    votes = Counter(reading.numbers for reading in seen)

    def rank(reading: Reading) -> tuple[bool, int, float, float]:
        formed = not any(_ILL_FORMED.search(number) for number in reading.numbers)
        return formed, votes[reading.numbers], reading.digit_score, reading.score

    best = max(seen, key=rank)
    agreeing = [reading for reading in seen if reading.numbers == best.numbers]
    # where the numbers are the same, the words are taken from the surest reading of all the line
    best = max(agreeing, key=lambda reading: reading.score)
    if len(agreeing) == len(readings):
        return _at_least(best, max(reading.digit_score for reading in agreeing))
    return _at_most(best, _OUTVOTED if len(agreeing) > 1 else _UNDECIDED)


def with_digits(reading: Reading) -> Reading:
    """Return the reading with letters that stand for digits replaced, where all of the line is one number."""
    text = reading.text
    if not _WRITTEN_AS_NUMBER.fullmatch(text) or not any(ch.isdigit() for ch in text):
        return reading
    return Reading(
        tuple(
            replace(glyph, text=_DIGIT_LIKE[glyph.text], confidence=min(glyph.confidence, _OUTVOTED))
            if glyph.text in _DIGIT_LIKE
            else glyph
            for glyph in reading.glyphs
        )
    )


def _at_least(reading: Reading, confidence: float) -> Reading:
    return _graded(reading, lambda own: max(own, confidence))


def _at_most(reading: Reading, confidence: float) -> Reading:
    return _graded(reading, lambda own: min(own, confidence))


def _graded(reading: Reading, grade: Callable[[float], float]) -> Reading:
    places = reading.number_places
    return Reading(
        tuple(
            replace(glyph, confidence=grade(glyph.confidence)) if at in places else glyph
            for at, glyph in enumerate(reading.glyphs)
        )
    )


def _recognised(recogniser: Any, picture: Image) -> Reading:
    # one call a line: recognised in batches, short lines are stretched to the longest and lose their points
    found = recogniser(picture, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    if not found.txts or not found.txts[0].strip():
        return Reading(())
    words = found.word_results[0]
    columns = [column for word in words.word_cols for column in word]
    middles = [(column + 0.5) / words.line_txt_len for column in columns]
    kept = [(ch, conf) for ch, conf in zip(found.txts[0], words.confs, strict=True) if not ch.isspace()]
    return Reading(tuple(_placed(kept, middles, picture.shape[0] / picture.shape[1])))


def _placed(glyphs: Sequence[tuple[str, float]], middles: Sequence[float], height: float) -> Iterable[Glyph]:
    """Give every character its place: around the column where it was recognised, at most as wide as its kind.

    ``middles`` and ``height`` are shares of the picture's width; the line takes two thirds of the picture's height.
    """
    widths = [height * (0.35 if is_narrow(ch) else 0.65) for ch, _ in glyphs]

    def reach(index: int, other: int) -> float:
        """Return how far a character goes to the side of another: to the border between them, unless a gap shows."""
        half = widths[index] / 2
        if not 0 <= other < len(middles):
            return half
        shared = abs(middles[other] - middles[index]) * widths[index] / (widths[index] + widths[other])
        return shared if shared <= _WIDEST * half else half

    for index, ((ch, confidence), middle) in enumerate(zip(glyphs, middles, strict=True)):
        left, right = reach(index, index - 1), reach(index, index + 1)
        letters = normalise_text(ch)  # a ligature is several characters in one place
        for part, letter in enumerate(letters):
            start = middle - left + part * (left + right) / len(letters)
            end = start + (left + right) / len(letters)
            if not letter.isspace():
                yield Glyph(letter, max(0.0, start), min(1.0, end), round(confidence, 4))
