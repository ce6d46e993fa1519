"""A subject's words without what does not change it: numbers in front, quotes, years, filler."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from transform.narrative.enumerators import enumerator_of
from transform.narrative.patterns import load_metrics

_QUOTES = re.compile(r"[“”\"'‘’《》]")
# Not the first digits of a longer number: (2070109) is a code.
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)年?(?:-(?:19|20)\d{2}年)?度?")
_SUBJECT_MARK = re.compile(r"\((?:科目|科)\)|科目$|^科目")
_REPORTED = re.compile(r"(?:决算|执行)数?$")


@cache
def _fillers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    metrics = load_metrics()
    neutral = "|".join(sorted((re.escape(word) for word in metrics.neutral), key=len, reverse=True))
    return re.compile(f"(?:{neutral}|[\\s#])"), re.compile(metrics.trailing)


@cache
def _pointers() -> frozenset[str]:
    return frozenset(load_metrics().anaphora)


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """Return a subject's words without number, quotes, years, filler in front and 为, 共 … behind."""
    enumerator = enumerator_of(text)
    if enumerator is not None:
        text = text[enumerator.length :]
    text = _REPORTED.sub("", _SUBJECT_MARK.sub("", _YEARS.sub("", _QUOTES.sub("", text))))
    front, behind = _fillers()
    while True:
        shorter = behind.sub("", text.strip(" 、,:."))
        match = front.match(shorter)
        if match and match.end() < len(shorter) and shorter not in _pointers():
            shorter = shorter[match.end() :]
        elif match and match.end() == len(shorter):
            return ""
        if shorter == text:
            return text
        text = shorter


def is_pointer(text: str) -> bool:
    """Say whether cleaned words only point back: 支出, 其, 该项目."""
    return text == "" or text in _pointers()
