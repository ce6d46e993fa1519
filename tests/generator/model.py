"""One reporting entity's year as exact integers of yuan: every printed number is derived from these."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from typing import Literal

Fund = Literal["general_budget", "government_fund", "state_capital", "unit_funds"]
Source = Literal["appropriation", "superior_subsidy", "business", "operating", "affiliated", "other"]
SOURCES: tuple[Source, ...] = ("appropriation", "superior_subsidy", "business", "operating", "affiliated", "other")
APPROPRIATED: tuple[Fund, ...] = ("general_budget", "government_fund", "state_capital")
ADMINISTRATIVE = "administrative"
PERSONNEL_CLASSES = ("301", "303")


@dataclass(frozen=True, slots=True)
class Entity:
    """A reporting entity. ``units`` are the entities that a department's filing consolidates (empty for a unit)."""

    key: str
    name: str
    level: Literal["department", "unit"]
    nature: Literal["administrative", "institution"]
    duties: tuple[str, ...]
    parent: str | None = None
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One 项 of one fund and income source, in yuan. ``budget`` is the initial budget of its expenditure."""

    code: str
    fund: Fund
    source: Source
    opening: int
    income: int
    basic: int
    project: int
    budget: int
    distributed: int = 0

    @property
    def expenditure(self) -> int:
        return self.basic + self.project

    @property
    def closing(self) -> int:
        return self.opening + self.income - self.expenditure - self.distributed


@dataclass(frozen=True, slots=True)
class ThreePublic:
    """三公 amounts in yuan (final and budget) and the counts that go with them."""

    overseas: int = 0
    purchase: int = 0
    operation: int = 0
    reception: int = 0
    overseas_budget: int = 0
    purchase_budget: int = 0
    operation_budget: int = 0
    reception_budget: int = 0
    trips: int = 0
    travellers: int = 0
    bought: int = 0
    fleet: int = 0
    batches: int = 0
    guests: int = 0

    @property
    def vehicles(self) -> int:
        return self.purchase + self.operation

    @property
    def total(self) -> int:
        return self.overseas + self.vehicles + self.reception

    @property
    def vehicles_budget(self) -> int:
        return self.purchase_budget + self.operation_budget

    @property
    def total_budget(self) -> int:
        return self.overseas_budget + self.vehicles_budget + self.reception_budget

    def plus(self, other: ThreePublic) -> ThreePublic:
        """The sum, amount by amount and count by count."""
        return ThreePublic(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Procurement:
    """政府采购 in yuan; ``small`` (小微) is part of ``medium`` (中小)."""

    goods: int = 0
    works: int = 0
    services: int = 0
    medium: int = 0
    small: int = 0

    @property
    def total(self) -> int:
        return self.goods + self.works + self.services

    def plus(self, other: Procurement) -> Procurement:
        """The sum, part by part."""
        return Procurement(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a self-evaluation form. ``target`` None is a qualitative one, met in full."""

    level1: str
    level2: str
    name: str
    target: int | None
    actual: int | None
    unit: str
    weight: int


@dataclass(frozen=True, slots=True)
class Project:
    """A general-budget project: ``executed`` of all projects is the project expenditure of the fifth statement.

    ``form_executed`` is what the self-evaluation form says, where an error is planted there.
    """

    name: str
    code: str
    initial_budget: int
    budget: int
    executed: int
    purpose: str
    indicators: tuple[Indicator, ...]
    implemented_by: str
    form_executed: int | None = None


@dataclass(frozen=True, slots=True)
class EntityYear:
    """Everything one filing prints about its year."""

    entity: Entity
    year: int
    rows: tuple[Row, ...]
    economic: tuple[tuple[str, int], ...]
    three_public: ThreePublic
    procurement: Procurement
    projects: tuple[Project, ...]
    equipment: int
    operating_funds: int

    def total(self, value: Callable[[Row], int], *funds: Fund, code: str = "", source: Source | None = None) -> int:
        """Sum over the rows of these funds (all without any), this code prefix and this source."""
        return sum(
            value(row)
            for row in self.rows
            if (not funds or row.fund in funds) and row.code.startswith(code) and source in {None, row.source}
        )

    def codes(self, *funds: Fund) -> tuple[str, ...]:
        """The 项 codes of these funds in order, without repetition."""
        return tuple(sorted({row.code for row in self.rows if not funds or row.fund in funds}))

    def economic_total(self, prefix: str) -> int:
        return sum(amount for code, amount in self.economic if code.startswith(prefix))

    @property
    def personnel(self) -> int:
        return sum(self.economic_total(prefix) for prefix in PERSONNEL_CLASSES)

    @property
    def public(self) -> int:
        return sum(amount for _, amount in self.economic) - self.personnel

    @property
    def grand_total(self) -> int:
        return self.total(lambda row: row.opening + row.income)

    @property
    def appropriation_total(self) -> int:
        return self.total(lambda row: row.opening + row.income, *APPROPRIATED)


def merge_rows(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Add up rows of the same code, fund and source."""
    merged: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        key = (row.code, row.fund, row.source)
        known = merged.get(key)
        merged[key] = row if known is None else _sum_rows(known, row)
    return tuple(merged[key] for key in sorted(merged))


def _sum_rows(one: Row, other: Row) -> Row:
    amounts = ("opening", "income", "basic", "project", "budget", "distributed")
    return replace(one, **{name: getattr(one, name) + getattr(other, name) for name in amounts})


def consolidate(entity: Entity, parts: tuple[EntityYear, ...]) -> EntityYear:
    """The department's year: its units added up (they pay nothing to one another)."""
    economic: dict[str, int] = {}
    three_public, procurement = ThreePublic(), Procurement()
    for part in parts:
        three_public = three_public.plus(part.three_public)
        procurement = procurement.plus(part.procurement)
        for code, amount in part.economic:
            economic[code] = economic.get(code, 0) + amount
    return EntityYear(
        entity=entity,
        year=parts[0].year,
        rows=merge_rows(row for part in parts for row in part.rows),
        economic=tuple(sorted(economic.items())),
        three_public=three_public,
        procurement=procurement,
        projects=tuple(project for part in parts for project in part.projects),
        equipment=sum(part.equipment for part in parts),
        operating_funds=sum(part.operating_funds for part in parts),
    )
