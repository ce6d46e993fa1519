"""The words of performance forms (``data/forms.yaml``), compiled and checked once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import cast

import yaml

AMOUNT_ROLES = ("initial_budget", "budget", "executed")
FUNDING_ROLES = (*AMOUNT_ROLES, "rate", "weight", "score", "label")
PART_ROLES = ("appropriation", "other_funds")
INDICATOR_ROLES = (
    "project", "project_budget", "project_goal", "level1", "level2", "indicator", "property", "target", "target_unit",
    "actual", "weight", "score", "reason", "note", "activity",
)  # fmt: skip
SCORING_RULES = ("proportional", "reverse")
FIELD_ROLES = ("project", "entity", "department", "implementer", "category", "date", "person")


class FormDataError(ValueError):
    """``data/forms.yaml`` is not what the code expects."""


@dataclass(frozen=True, slots=True)
class FormVocabulary:
    """Patterns by role; each is matched from the start of squeezed text, in the file's order."""

    funding_columns: Mapping[str, re.Pattern[str]]
    funding_whole: re.Pattern[str]
    funding_parts: Mapping[str, re.Pattern[str]]
    indicator_columns: Mapping[str, re.Pattern[str]]
    fields: Mapping[str, re.Pattern[str]]
    fund_label: re.Pattern[str]
    text_label: re.Pattern[str]
    reason_label: re.Pattern[str]
    scoring_rules: Mapping[str, re.Pattern[str]]
    total_label: re.Pattern[str]
    execution_points: re.Pattern[str]
    blank_row: re.Pattern[str]
    bare_label: re.Pattern[str]
    levels: re.Pattern[str]
    starts_anew: re.Pattern[str]
    title: re.Pattern[str]


@cache
def load_vocabulary() -> FormVocabulary:
    """Return the packaged vocabulary. Raises :class:`FormDataError` where the file is wrong."""
    return parse_vocabulary(resources.files("transform").joinpath("data/forms.yaml").read_text(encoding="utf-8"))


def parse_vocabulary(text: str) -> FormVocabulary:
    """Compile a vocabulary from YAML ``text``. Raises :class:`FormDataError` naming what is wrong."""
    data = yaml.safe_load(text)
    try:
        return FormVocabulary(
            funding_columns=_roles(data["funding_columns"], FUNDING_ROLES),
            funding_whole=re.compile(data["funding_whole"]),
            funding_parts=_roles(data["funding_parts"], PART_ROLES),
            indicator_columns=_roles(data["indicator_columns"], INDICATOR_ROLES),
            fields=_roles(data["fields"], FIELD_ROLES),
            fund_label=re.compile(data["fund_labels"]),
            text_label=_any(data["text_labels"]),
            reason_label=re.compile(data["reason_labels"]),
            scoring_rules=_roles(data["scoring_rules"], SCORING_RULES),
            total_label=re.compile(data["total_labels"]),
            execution_points=re.compile(data["execution_points"]),
            blank_row=re.compile(data["blank_rows"]),
            bare_label=re.compile(data["bare_labels"]),
            levels=_levels(data["levels1"], data["levels2"]),
            starts_anew=re.compile(data["starts_anew"]),
            title=re.compile(data["title"]),
        )
    except (KeyError, TypeError) as error:
        raise FormDataError(f"forms.yaml: {error!r}") from error
    except re.error as error:
        raise FormDataError(f"forms.yaml: bad pattern {error.pattern!r}: {error}") from error


def _roles(data: object, known: tuple[str, ...]) -> Mapping[str, re.Pattern[str]]:
    roles = cast(dict[str, list[str]], data)
    if set(roles) != set(known):
        raise FormDataError(f"forms.yaml: roles {sorted(set(roles) ^ set(known))} missing or unknown")
    return {role: _any(patterns) for role, patterns in roles.items()}


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _levels(first: list[str], second: list[str]) -> re.Pattern[str]:
    def alternatives(words: list[str]) -> str:
        return "|".join(sorted(map(re.escape, words), key=len, reverse=True))

    return re.compile(rf"^(?P<level1>{alternatives(first)})(?P<level2>{alternatives(second)})(?P<indicator>.+)$")
