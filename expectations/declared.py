"""The catalogue of identities and rules: what one declares, validated on load.

A rule is data (``catalogue/*.yaml``); its ``shape`` names the SQL template that evaluates it
(:mod:`expectations.compile`).
A :data:`Selector` picks printed facts by their columns: ``{statement: income, item: total, measure: [basic,
project]}``; a value is
a scalar, a list, ``{not: [...]}`` or ``{prefix: "2210201"}``. Unknown columns, ids outside the vocabulary and
duplicate rule ids are refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

HERE = Path(__file__).resolve().parent
CATALOGUE = HERE / "catalogue"
VOCABULARY = HERE / "vocabulary.yaml"

Relation = Literal["equals", "same", "at_most", "at_least"]
Severity = Literal["by_difference", "unusual", "disclosure", "format"]
Kind = Literal["final_account", "budget", "performance", "other"]
Family = Literal[
    "within_statement",
    "between_statements",
    "classification",
    "three_public",
    "unusual",
    "text_vs_table",
    "text",
    "projects",
    "across_filings",
    "budget",
    "disclosure",
    "checklist",
    "format",
]
Guard = Literal[
    "all_appropriation",
    "not_all_appropriation",
    "all_general_budget",
    "not_all_general_budget",
    "single_unit",
    "several_units",
    "all_projects_covered",
    "standard_economic_codes",
]
Selector = dict[str, Any]

_CLOSED = {
    "statement": "statements",
    "item": "items",
    "measure": "measures",
    "fund": "funds",
    "basis": "bases",
    "side": "sides",
    "row_kind": "row_kinds",
}
_OPEN = frozenset(
    {
        "instance",
        "subject",
        "functional_code",
        "functional_class",
        "functional_level",
        "functional_top",
        "economic_code",
        "economic_class",
        "economic_level",
        "economic_top",
        "government_economic_code",
        "government_top",
        "rel_year",
        "row",
        "state",
        "project_key",
    }
)
COLUMNS = frozenset(_CLOSED) | _OPEN
"""The columns of the facts that a selector or a grouping may name."""


# libyaml's safe loader where the wheel has it: ten times faster than Python's
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CatalogueError(ValueError):
    """The declared rules are not usable; the message names the file, the rule and the reason."""


def _read_yaml(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506  (a safe loader, in C or in Python)


@cache
def vocabulary() -> dict[str, dict[str, str]]:
    """Return the known ids by kind (statements, items, measures …) with their Chinese words."""
    loaded: dict[str, dict[str, str]] = _read_yaml(VOCABULARY)
    return loaded


def _scalars(value: object) -> list[object]:
    if isinstance(value, dict):
        if set(value) == {"not"} and isinstance(value["not"], list):
            return list(value["not"])
        if set(value) == {"prefix"} and isinstance(value["prefix"], str | list):
            return []
        raise ValueError(f"a condition is {{not: [..]}} or {{prefix: ..}}, not {value}")
    return list(value) if isinstance(value, list) else [value]


def _checked(selector: Selector) -> Selector:
    for column, value in selector.items():
        if column not in COLUMNS:
            raise ValueError(f"unknown column {column}")
        known = vocabulary().get(_CLOSED.get(column, ""))
        for scalar in _scalars(value):
            if known is not None and scalar is not None and scalar not in known:
                raise ValueError(f"unknown {column} {scalar}")
    return selector


def _catalogue_file(name: str) -> str:
    if not (CATALOGUE / name).is_file():
        raise ValueError(f"no such file in the catalogue: {name}")
    return name


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Term(_Declared):
    """One weighted part of a sum. ``required``: its absence makes the check a missing_term, otherwise it counts as
    nothing.

    ``anchor``: without it the case is not applicable at all (a layout without that column).
    ``blocking``: a printed non-zero amount here means the sum's terms are not known, so the check is not decided.
    """

    select: Selector
    weight: int = 1
    required: bool = False
    anchor: bool = False
    blocking: bool = False

    _select = field_validator("select")(_checked)


class Case(_Declared):
    """One pair of a tie that holds for several concepts."""

    key: str
    stated: Selector
    terms: tuple[Term, ...]

    _stated = field_validator("stated")(_checked)


class Rule(_Declared):
    """What every rule declares. ``source`` names where the rule comes from; ``severity`` overrides the one by
    difference.

    ``explains``: its finding is a cause by itself; the findings about the same numbers are its consequences.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")
    family: Family
    kinds: tuple[Kind, ...] = ("final_account",)
    title: str
    source: str
    severity: Severity = "by_difference"
    guards: tuple[Guard, ...] = ()
    explains: bool = False
    note: str | None = None


class Tie(Rule):
    """``stated`` against the weighted sum of ``terms``, matched on the columns in ``by``.

    ``same``: the same concept printed twice must agree to the digit (one term). ``with``: further selectors all sides
    share.
    A term absent altogether from a statement that was read counts as nothing where ``absent_is_zero``. ``repeats``:
    several terms may be printed of one code or name (the rows of a list), all of them count.
    """

    shape: Literal["sum", "row_total", "same", "at_most", "at_least"]
    where: Selector = {}
    by: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    stated: Selector | None = None
    terms: tuple[Term, ...] = ()
    absent_is_zero: bool = False
    complete: bool = True
    repeats: bool = False

    _where = field_validator("where")(_checked)

    @field_validator("stated")
    @classmethod
    def _stated(cls, value: Selector | None) -> Selector | None:
        return None if value is None else _checked(value)

    @model_validator(mode="after")
    def _whole(self) -> Tie:
        if bool(self.cases) == bool(self.stated):
            raise ValueError("give either stated and terms, or cases")
        if unknown := set(self.by) - COLUMNS:
            raise ValueError(f"unknown columns in by: {sorted(unknown)}")
        if self.shape == "same" and any(len(case.terms) != 1 for case in self.all_cases()):
            raise ValueError("same takes exactly one term")
        return self

    def all_cases(self) -> tuple[Case, ...]:
        """Return the cases, the single one under the empty key."""
        if self.cases:
            return self.cases
        return (Case(key="", stated=self.stated or {}, terms=self.terms),)

    @property
    def relation(self) -> Relation:
        """Return how stated and computed must relate."""
        if self.shape in ("sum", "row_total"):
            return "equals"
        return self.shape  # type: ignore[return-value]


class Rollup(Rule):
    """A printed class against the sum of its printed children, or the 合计 row against the printed top level.

    The parent of a row is the longest printed proper prefix of its code in the same table, so that 类, 款 and 项 rows
    work with
    and without subtotal rows. A table that prints one code twice is not decided.
    """

    shape: Literal["rollup"]
    codes: Literal["functional_code", "economic_code", "government_economic_code"]
    part: Literal["children", "total"]
    where: Selector
    total: Selector | None = None

    _where = field_validator("where")(_checked)

    @property
    def relation(self) -> Relation:
        """Return how stated and computed must relate."""
        return "equals"


class Found(Rule):
    """A tie whose operands a SELECT of its own finds (``sql``: a file of the catalogue); sums, rounding and status as
    for every tie.

    Columns: filing_id, filing_id_2, instance_key, role (stated, term, blocking, unsure), weight, fact_id. ``unsure``
    (no fact): how the numbers hang together is not certain, a difference is not decided; ``unsure_carried_over`` and
    ``unsure_same_name`` say why. ``repeats`` as for a tie.
    """

    shape: Literal["found"]
    sql: str
    relation: Relation
    complete: bool = True
    repeats: bool = False

    @field_validator("sql")
    @classmethod
    def _exists(cls, value: str) -> str:
        return _catalogue_file(value)


class Query(Rule):
    """A rule whose operands a SELECT of its own finds (``sql``: a file of the catalogue).

    Columns: filing_id, filing_id_2, instance_key, status, stated, computed, difference, tolerance, last_place, unit,
    severity, detail,
    operands (a list of structs ``(fact_id, role, weight)``). NULLs where they do not apply. ``after_ties``: it reads
    what the ties gave.
    """

    shape: Literal["query"]
    sql: str
    after_ties: bool = False

    @field_validator("sql")
    @classmethod
    def _exists(cls, value: str) -> str:
        return _catalogue_file(value)


AnyRule = Tie | Rollup | Found | Query
_Discriminated = Annotated[AnyRule, Field(discriminator="shape")]


class _File(_Declared):
    rules: tuple[_Discriminated, ...]


def load_catalogue(folder: Path = CATALOGUE) -> tuple[AnyRule, ...]:
    """Return all rules of a folder's YAML files, in order of file and place.

    Raises:
        CatalogueError: a file is no catalogue, names something unknown, or two rules share an id.
    """
    rules: list[AnyRule] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            rules.extend(_File.model_validate(_read_yaml(path)).rules)
        except (ValidationError, yaml.YAMLError) as error:
            raise CatalogueError(f"{path.name}: {error}") from error
    _refuse_duplicates(rule.id for rule in rules)
    return tuple(rules)


def _refuse_duplicates(ids: Iterable[str]) -> None:
    twice = sorted(rule_id for rule_id, count in Counter(ids).items() if count > 1)
    if twice:
        raise CatalogueError(f"two rules have the id {', '.join(twice)}")
