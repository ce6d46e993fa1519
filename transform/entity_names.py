"""Names of reporting entities made comparable: official long and short forms, and whether a name carries its place."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import yaml

from transform.identity_rules import load_rules
from transform.identity_text import brackets_folded, compact


class EntityDataError(ValueError):
    """A data file about entities is not what the code expects."""


@dataclass(frozen=True, slots=True)
class DeclaredAlias:
    """A spelling declared to mean ``canonical``; ``region_code`` limits it where the alias has no place."""

    canonical: str
    alias: str
    region_code: str | None
    evidence: str


@cache
def declared_aliases() -> tuple[DeclaredAlias, ...]:
    """Return ``data/entity_aliases.csv``. Raises :class:`EntityDataError` for a row that lacks a reason."""
    text = resources.files("transform").joinpath("data/entity_aliases.csv").read_text(encoding="utf-8")
    aliases: list[DeclaredAlias] = []
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        if not row["canonical"] or not row["alias"] or not row["evidence"]:
            raise EntityDataError(f"entity_aliases.csv line {number}: canonical, alias and evidence are required")
        aliases.append(DeclaredAlias(row["canonical"], row["alias"], row["region_code"] or None, row["evidence"]))
    return tuple(aliases)


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = resources.files("transform").joinpath("data/entity_names.yaml").read_text(encoding="utf-8")
    return tuple((re.compile(row["long"]), row["short"]) for row in yaml.safe_load(text)["forms"])


@lru_cache(maxsize=65536)
def normal_name(name: str) -> str:
    """Return ``name`` in the one form it is compared in.

    >>> normal_name("中国共产党江苏省委员会办公厅") == normal_name("中共江苏省委办公厅") == "江苏省委办公厅"
    True
    """
    normal = brackets_folded(compact(name))
    for long, short in _forms():
        normal = long.sub(short, normal)
    return normal


def is_placed(name: str) -> bool:
    """Tell whether a name begins with the place it belongs to and so is unique without a region code."""
    return load_rules().placed.match(name) is not None


def entity_key(name: str, region_code: str | None) -> str:
    """Return what makes an entity one: its normal name, scoped by region where the name itself has no place."""
    normal = normal_name(name)
    return normal if is_placed(normal) else f"{region_code or '?'}|{normal}"
