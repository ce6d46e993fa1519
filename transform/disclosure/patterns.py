"""The patterns of ``data/disclosure.yaml``, validated and compiled once."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from extract.yaml_files import load_yaml


class DisclosureDataError(ValueError):
    """``data/disclosure.yaml`` is not what the code expects; the message names the key."""


def _compiled(value: object) -> re.Pattern[str]:
    if not isinstance(value, str):
        raise ValueError(f"not a pattern: {value!r}")
    try:
        return re.compile(value)
    except re.error as error:
        raise ValueError(f"bad pattern {value!r}: {error}") from error


Regex = Annotated[re.Pattern[str], BeforeValidator(_compiled)]


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class NamedPattern(_Declared):
    """A pattern and the id its matches are reported under."""

    id: str
    pattern: Regex
    where: Literal["all", "headings", "section_end"] = "all"


class SectionRule(_Declared):
    """A section of a filing by the words of its heading."""

    id: str
    headings: tuple[Regex, ...]


class EmptyStatement(_Declared):
    """Which statement an emptiness sentence speaks of, by its words."""

    words: Regex
    final_account: str
    budget: str


class DateRules(_Declared):
    """How dates are printed; ``prefix`` of the pattern tells what the date is for."""

    pattern: Regex
    as_of: Regex
    filled_in: Regex


class ListedSubjects(_Declared):
    """Lists of economic subjects in sentences."""

    pattern: Regex
    groups: dict[str, Regex]
    strip: Regex
    more: Regex


class UnitRules(_Declared):
    """How a filing lists its units."""

    heading: Regex
    introduces: Regex
    inline: Regex
    own: Regex
    in_scope: Regex
    subordinate: Regex
    accounting: Regex
    counts: tuple[Regex, ...]


class GlossaryRules(_Declared):
    """How a filing explains its terms."""

    heading: Regex
    subjects: Regex
    item: Regex
    path: Regex


class TableRule(_Declared):
    """A table without amounts: roles of its columns, those it must print, and how wide it may be."""

    id: str
    columns: dict[str, Regex]
    required: tuple[str, ...]
    max_columns: int = 99


class DisclosurePatterns(_Declared):
    """Everything ``data/disclosure.yaml`` declares."""

    sections: tuple[SectionRule, ...]
    filled_sections: Regex
    leftovers: tuple[NamedPattern, ...]
    punctuation: tuple[NamedPattern, ...]
    notes: tuple[NamedPattern, ...]
    empty_sentence: Regex
    empty_except: Regex
    empty_words: Regex
    empty_statements: tuple[EmptyStatement, ...]
    dates: DateRules
    self_references: Regex
    level_terms: dict[str, Regex]
    figures: Regex
    listed_subjects: ListedSubjects
    units: UnitRules
    glossary: GlossaryRules
    tables: tuple[TableRule, ...]
    answers: dict[str, Regex]


@cache
def load_patterns() -> DisclosurePatterns:
    """Return the packaged patterns. Raises :class:`DisclosureDataError` where the file is wrong."""
    return parse_patterns(resources.files("transform").joinpath("data/disclosure.yaml").read_text(encoding="utf-8"))


def parse_patterns(text: str) -> DisclosurePatterns:
    """Validate YAML ``text``. Raises :class:`DisclosureDataError` with the place and the reason."""
    try:
        return DisclosurePatterns.model_validate(load_yaml(text))
    except ValidationError as error:
        raise DisclosureDataError(f"disclosure.yaml: {error}") from error
