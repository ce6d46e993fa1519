"""The declared patterns of ``transform/patterns``, validated on load."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from extract.yaml_files import load_yaml
from transform.records import Basis


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NumberKind(_Declared):
    """One way a number is written; see ``numbers.yaml``."""

    kind: str
    pattern: str


class NumberPatterns(_Declared):
    """``numbers.yaml``."""

    kinds: tuple[NumberKind, ...]
    measure_words: tuple[str, ...]
    amount_units: dict[str, int]
    unit_spelling: dict[str, str]


class Binding(_Declared):
    """The line item a concept must equal (fields of :class:`transform.records.LineItem`)."""

    statement: str
    item: str
    measure: str
    fund: str | None = None


class Concept(_Declared):
    """One thing narratives state; see ``concepts.yaml``."""

    id: str
    names: tuple[str, ...]
    topics: tuple[str, ...] = ()
    final: Binding | None = None
    budget: Binding | None = None
    only: Literal["final_account", "budget"] | None = None
    never_under: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    wholes: tuple[str, ...] = ()


class Topic(_Declared):
    """One kind of section, by its heading; see ``topics.yaml``."""

    id: str
    headings: tuple[str, ...]
    functional_final: str | None = None
    functional_budget: str | None = None


class Metric(_Declared):
    """How the words before a number say what it states; see ``metrics.yaml``."""

    id: str
    metric: str
    kinds: tuple[str, ...]
    lead: str
    basis: Basis | None = None
    base_basis: Basis | None = None
    only: Literal["final_account", "budget"] | None = None


class CountMetric(_Declared):
    """What a count counts, by its unit, the words before it and after it."""

    metric: str
    units: tuple[str, ...]
    lead: str = ""
    tail: str = ""
    concept: str | None = None
    topics: tuple[str, ...] = ()


class MetricPatterns(_Declared):
    """``metrics.yaml``."""

    increase: tuple[str, ...]
    decrease: tuple[str, ...]
    unchanged: tuple[str, ...]
    unfilled: str
    metrics: tuple[Metric, ...]
    counts: tuple[CountMetric, ...]
    comparisons: tuple[str, ...]
    base_years: str
    base_budgets: str
    reasons: str
    parts: str
    usage: str
    anaphora: tuple[str, ...]
    vague: tuple[str, ...]
    neutral: tuple[str, ...]
    trailing: str
    organisation: str


_Model = TypeVar("_Model", bound=BaseModel)


def _load(name: str, model: type[_Model]) -> _Model:
    text = (files("transform") / "patterns" / name).read_text(encoding="utf-8")
    return model.model_validate(load_yaml(text))


class _Concepts(_Declared):
    concepts: tuple[Concept, ...]


class _Topics(_Declared):
    topics: tuple[Topic, ...]


@cache
def load_numbers() -> NumberPatterns:
    """Return ``numbers.yaml``. Raises :class:`pydantic.ValidationError` where it is not as declared."""
    return _load("numbers.yaml", NumberPatterns)


@cache
def load_metrics() -> MetricPatterns:
    """Return ``metrics.yaml``."""
    return _load("metrics.yaml", MetricPatterns)


@cache
def load_concepts() -> tuple[Concept, ...]:
    """Return the concepts of ``concepts.yaml``, in order."""
    return _load("concepts.yaml", _Concepts).concepts


@cache
def load_topics() -> tuple[Topic, ...]:
    """Return the section kinds of ``topics.yaml``, in order."""
    return _load("topics.yaml", _Topics).topics
