"""The identity patterns of ``data/identity.yaml``, compiled and checked once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, cast

from extract.yaml_files import load_yaml
from transform.records import EntityLevel, FilingKind, Scope

Where = Literal["cover", "table", "cell"]


class IdentityDataError(ValueError):
    """``data/identity.yaml`` is not what the code expects; the message names the key."""


@dataclass(frozen=True, slots=True)
class TitlePattern:
    """One way to print a title; ``kind`` overrides what the words 预算 and 决算 say."""

    pattern_id: str
    regex: re.Pattern[str]
    kind: FilingKind | None


@dataclass(frozen=True, slots=True)
class LabelRule:
    """A label before the reporting entity's name, and the level it implies."""

    label: str
    regex: re.Pattern[str]
    where: frozenset[Where]
    level: EntityLevel | None


@dataclass(frozen=True, slots=True)
class IdentityRules:
    """All patterns, in the order of the file (which is their precedence)."""

    title_prefix: re.Pattern[str]
    titles: tuple[TitlePattern, ...]
    labels: tuple[LabelRule, ...]
    label_stop: re.Pattern[str]
    headings: tuple[re.Pattern[str], ...]
    sentences: tuple[re.Pattern[str], ...]
    duties: tuple[re.Pattern[str], ...]
    periods: tuple[re.Pattern[str], ...]
    kind_words: tuple[tuple[FilingKind, re.Pattern[str]], ...]
    scope_marks: tuple[tuple[Scope, frozenset[str]], ...]
    parents: tuple[re.Pattern[str], ...]
    parent_labels: frozenset[str]
    not_name: re.Pattern[str]
    narrative: re.Pattern[str]
    org_suffix: re.Pattern[str]
    placeholder: re.Pattern[str]
    region: re.Pattern[str]
    placed: re.Pattern[str]


@cache
def load_rules() -> IdentityRules:
    """Return the packaged rules. Raises :class:`IdentityDataError` where the file is wrong."""
    text = resources.files("transform").joinpath("data/identity.yaml").read_text(encoding="utf-8")
    return parse_rules(text)


def parse_rules(text: str) -> IdentityRules:
    """Compile rules from YAML ``text``. Raises :class:`IdentityDataError` with the key that is wrong."""
    data = load_yaml(text)
    if not isinstance(data, dict):
        raise IdentityDataError("identity.yaml is not a mapping")
    try:
        return _compile(cast(dict[str, object], data))
    except (KeyError, TypeError, AttributeError) as error:
        raise IdentityDataError(f"identity.yaml: {error!r}") from error
    except re.error as error:
        raise IdentityDataError(f"identity.yaml: bad pattern {error.pattern!r}: {error}") from error


def _compile(data: dict[str, object]) -> IdentityRules:
    macros = cast(dict[str, str], data["macros"])
    name = macros["name"]

    def expand(pattern: str) -> re.Pattern[str]:
        for key, value in macros.items():
            pattern = pattern.replace("{" + key + "}", value)
        return re.compile(pattern.replace("{parent}", name.replace("?P<name>", "?P<parent>")))

    region = re.compile(cast(str, data["region"]))
    prefixes = [*cast(list[str], data["central_prefixes"]), *cast(list[str], data["province_like"])]
    stops = "|".join(re.escape(word) for word in cast(list[str], data["label_stops"]))
    return IdentityRules(
        title_prefix=re.compile(cast(str, data["title_prefix"])),
        titles=tuple(
            TitlePattern(row["id"], expand(row["pattern"]), cast(FilingKind | None, row.get("kind")))
            for row in cast(list[dict[str, str]], data["titles"])
        ),
        labels=tuple(_label(row) for row in cast(list[dict[str, object]], data["labels"])),
        label_stop=re.compile(rf"(?:{stops})|(?:（|\()?20\d\d年|公开\d|表\d|第\d+页"),
        headings=tuple(map(expand, cast(list[str], data["headings"]))),
        sentences=tuple(map(expand, cast(list[str], data["sentences"]))),
        duties=tuple(map(expand, cast(list[str], data["duties"]))),
        periods=tuple(map(expand, cast(list[str], data["periods"]))),
        kind_words=tuple(
            (cast(FilingKind, kind), re.compile(words))
            for kind, words in cast(dict[str, str], data["kind_words"]).items()
        ),
        scope_marks=tuple(
            (cast(Scope, scope), frozenset(marks))
            for scope, marks in cast(dict[str, list[str]], data["scope_marks"]).items()
        ),
        parents=tuple(map(expand, cast(list[str], data["parents"]))),
        parent_labels=frozenset(cast(list[str], data["parent_labels"])),
        not_name=re.compile("|".join(f"(?:{pattern})" for pattern in cast(list[str], data["not_names"]))),
        narrative=re.compile(cast(str, data["narrative"])),
        org_suffix=re.compile(cast(str, data["org_suffix"])),
        placeholder=re.compile(cast(str, data["placeholder"])),
        region=region,
        placed=re.compile(rf"(?:{'|'.join(prefixes)})|[㐀-鿿]{{2,7}}?(?:省|市|自治区|自治州|自治县|[区县旗])[㐀-鿿]"),
    )


def _label(row: dict[str, object]) -> LabelRule:
    label = cast(str, row["label"])
    where = frozenset(cast(list[Where], row["where"]))
    if not where <= {"cover", "table", "cell"}:
        raise IdentityDataError(f"label {label}: unknown place in {sorted(where)}")
    spaced = r"\s*".join(re.escape(char) for char in label)
    return LabelRule(
        label,
        re.compile(rf"(?:^|\s){spaced}\s*(?:[（(]\s*(?:盖章|公章|签章|章)\s*[）)]\s*)?[:：]\s*(?P<rest>.+)$"),
        where,
        cast(EntityLevel | None, row.get("level")),
    )
