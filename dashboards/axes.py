"""The inspection axes and the names of check families: data in ``axes.yaml``, validated on load."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_Pair = Annotated[list[str], Field(min_length=2, max_length=2)]
DEFAULT_AXIS = "accuracy"


class AxesError(Exception):
    """``axes.yaml`` is not usable; the message says where."""


class _Axis(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    names: _Pair
    about: _Pair
    checks: list[str]
    families: list[str]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    axes: dict[str, _Axis]
    families: dict[str, _Pair]


@dataclass(frozen=True, slots=True)
class Axes:
    """The axes in the order they are shown. Names and descriptions are (Chinese, English)."""

    names: dict[str, tuple[str, str]]
    about: dict[str, tuple[str, str]]
    families: dict[str, tuple[str, str]]
    by_check: dict[str, str]
    by_family: dict[str, str]

    def axis_of(self, check_id: str, family: str) -> str:
        """The axis a check speaks to."""
        return self.by_check.get(check_id) or self.by_family.get(family, DEFAULT_AXIS)

    def family_name(self, family: str, language: int = 0) -> str:
        """The family's name (0: Chinese, 1: English); its id where it has none."""
        return self.families[family][language] if family in self.families else family

    def unnamed(self, checks: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Of (check id, family) pairs, what the file does not cover: families without an axis or a name."""
        families = {family for _, family in checks}
        return tuple(sorted(families - (set(self.by_family) & set(self.families))))


@cache
def load_axes() -> Axes:
    """Read ``axes.yaml``. Raises :class:`AxesError` for unknown keys, or a check or family under two axes."""
    text = resources.files("dashboards").joinpath("axes.yaml").read_text(encoding="utf-8")
    return parse_axes(text)


def parse_axes(text: str) -> Axes:
    """``text`` in the form of ``axes.yaml``. Raises :class:`AxesError`."""
    try:
        read = _File.model_validate(yaml.safe_load(text))
    except (ValidationError, yaml.YAMLError) as error:
        raise AxesError(f"axes.yaml: {error}") from error
    by_check: dict[str, str] = {}
    by_family: dict[str, str] = {}
    for axis, entry in read.axes.items():
        for listed, index in ((entry.checks, by_check), (entry.families, by_family)):
            for name in listed:
                if name in index:
                    raise AxesError(f"axes.yaml: {name} is under {index[name]} and {axis}")
                index[name] = axis
    if DEFAULT_AXIS not in read.axes:
        raise AxesError(f"axes.yaml: no axis {DEFAULT_AXIS}")
    return Axes(
        names={axis: (entry.names[0], entry.names[1]) for axis, entry in read.axes.items()},
        about={axis: (entry.about[0], entry.about[1]) for axis, entry in read.axes.items()},
        families={family: (names[0], names[1]) for family, names in read.families.items()},
        by_check=by_check,
        by_family=by_family,
    )


def checks_by_axis(connection: DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """Every check of the catalogue in the warehouse under its axis."""
    axes = load_axes()
    found: dict[str, list[str]] = {axis: [] for axis in axes.names}
    for check_id, family in connection.execute("SELECT check_id, family FROM dim_check ORDER BY 1").fetchall():
        found[axes.axis_of(check_id, family)].append(check_id)
    return {axis: tuple(checks) for axis, checks in found.items()}
