"""Declared concepts by name: the whole of a subject's words, or what stands after an organisation's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from transform.narrative.patterns import Concept, load_concepts, load_metrics
from transform.narrative.words import clean, is_pointer

#: Sections that speak of parts of the money only: nothing in them is a statement's total, whatever its words.
OWN_CONCEPTS = frozenset({"performance", "procurement", "assets", "operating"})
_NOT_ONE_NAME = re.compile(r"[,;:。#]|其他|其余|有关|下属|所属|部分|各")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class _Compiled:
    concept: Concept
    names: re.Pattern[str]


@cache
def _concepts() -> tuple[_Compiled, ...]:
    return tuple(
        _Compiled(concept, re.compile("|".join(f"(?:{name})" for name in concept.names))) for concept in load_concepts()
    )


@cache
def _organisation_end() -> re.Pattern[str]:
    return re.compile(load_metrics().organisation)


@lru_cache(maxsize=65536)
def declared(text: str, topic: str, part_of: str | None, filing: str) -> tuple[Concept, str] | None:
    """Return the concept that cleaned ``text`` names and the words that name it.

    Args:
        text: the cleaned words of a subject.
        topic: what the section is about.
        part_of: the concept of the whole that the subject is listed under.
        filing: ``final_account`` or ``budget``: some names mean different things in the two.
    """
    for words in _readings(text):
        for compiled in _concepts():
            if _applies(compiled.concept, topic, part_of, filing) and compiled.names.fullmatch(words):
                return compiled.concept, words
    return None


def _readings(text: str) -> Iterator[str]:
    """Yield the words as they are, then without an organisation's name in front: 上海市…局收入支出总计."""
    yield text
    for match in _organisation_end().finditer(text):
        if match.end() > _LONGEST_NAME or _NOT_ONE_NAME.search(text, 0, match.end()):
            return
        rest = clean(text[match.end() :])
        if not is_pointer(rest):
            yield rest


def _applies(concept: Concept, topic: str, part_of: str | None, filing: str) -> bool:
    if concept.only and concept.only != filing:
        return False
    if concept.under and part_of not in concept.under:
        return False
    return topic in concept.topics if concept.topics or topic in OWN_CONCEPTS else True
