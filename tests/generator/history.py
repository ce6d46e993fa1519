"""Years of an entity from a plan of round figures: seeded, exact, each opening balance the closing one before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from tests.generator.model import (
    ADMINISTRATIVE,
    Entity,
    EntityYear,
    Fund,
    Indicator,
    Procurement,
    Project,
    Row,
    Source,
    ThreePublic,
    merge_rows,
)

FIRST_YEAR = 2021
WAN = 10_000

PAIRED = {
    "30108": ("2080505",),
    "30109": ("2080506",),
    "30110": ("2101101", "2101102"),
    "30111": ("2101103",),
    "30113": ("2210201",),
    "30302": ("2080501", "2080502"),
}
"""Economic rows that equal the basic expenditure of their functional rows."""

_ADMIN_PAY = (("30101", 27), ("30102", 38), ("30103", 21), ("30112", 2), ("30199", 9), ("30305", 1), ("30309", 1))
_INSTITUTION_PAY = (("30101", 30), ("30102", 12), ("30107", 44), ("30112", 2), ("30199", 8), ("30305", 2), ("30309", 1))
_SERVICES = (
    ("30201", 13),
    ("30202", 4),
    ("30204", 1),
    ("30205", 3),
    ("30206", 8),
    ("30207", 5),
    ("30209", 12),
    ("30211", 7),
    ("30213", 6),
    ("30215", 2),
    ("30216", 4),
    ("30226", 5),
    ("30228", 9),
    ("30229", 6),
    ("30239", 17),
    ("30299", 8),
    ("31002", 3),
)


@dataclass(frozen=True, slots=True)
class RowPlan:
    """A row's usual size in 万元. ``carries``: part of the money of each year is spent in the next."""

    code: str
    fund: Fund = "general_budget"
    source: Source = "appropriation"
    basic: int = 0
    project: int = 0
    carries: bool = False


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """A project takes the whole general-budget project expenditure of its row."""

    code: str
    name: str
    purpose: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What one unit does in a usual year; ``public_share`` is 公用经费 in percent of general basic expenditure."""

    entity: Entity
    rows: tuple[RowPlan, ...]
    projects: tuple[ProjectPlan, ...]
    public_share: int
    three_public: ThreePublic
    procurement: Procurement
    equipment: int


def years(plan: Plan, last_year: int, *, restated: dict[int, tuple[Row, ...]] | None = None) -> dict[int, EntityYear]:
    """The unit's years from :data:`FIRST_YEAR` on. ``restated`` adds rows to a year (for a planted inconsistency)."""
    result: dict[int, EntityYear] = {}
    closing: dict[tuple[str, str, str], int] = {}
    for year in range(FIRST_YEAR, last_year + 1):
        rows = tuple(_row(plan, row, year, closing.get((row.code, row.fund, row.source), 0)) for row in plan.rows)
        rows = merge_rows((*_halve_annuity(rows), *(restated or {}).get(year, ())))
        closing = {(row.code, row.fund, row.source): row.closing for row in rows}
        result[year] = _entity_year(plan, year, rows)
    return result


def _random(plan: Plan, year: int, *key: str) -> Random:
    # Python seeds from a string by SHA-512: the same on every machine and version.
    return Random(f"{plan.entity.key}/{year}/{'/'.join(key)}")


def _vary(rng: Random, yuan: int, low: int, high: int) -> int:
    """A value between ``low`` and ``high`` per mille of ``yuan``, never a round one, 0 for 0."""
    return 0 if yuan == 0 else yuan * rng.randint(low, high) // 1000 + rng.randint(1, 9_949)


def _row(plan: Plan, row: RowPlan, year: int, opening: int) -> Row:
    rng = _random(plan, year, row.code, row.fund, row.source)
    growth = 1000 + 18 * (year - FIRST_YEAR)
    basic = _vary(rng, row.basic * WAN * growth // 1000, 970, 1040)
    project = _vary(rng, row.project * WAN * growth // 1000, 820, 1150)
    spent = basic + project
    closing = _vary(rng, spent, 30, 120) if row.carries else 0
    distributed = 0
    if row.fund == "unit_funds":
        surplus = _vary(rng, spent, 20, 90)
        distributed = surplus * 2 // 5 if row.source == "business" else 0
        closing = opening + surplus - distributed
    budget = _vary(rng, basic, 955, 1035) + _vary(rng, project, 880, 1090)
    income = spent + distributed + closing - opening
    return Row(row.code, row.fund, row.source, opening, income, basic, project, budget, distributed)


def _halve_annuity(rows: tuple[Row, ...]) -> Iterable[Row]:
    # 职业年金 is paid at half the rate of 养老保险.
    pension = next((row.basic for row in rows if row.code == "2080505"), 0)
    for row in rows:
        if row.code == "2080506":
            half = pension // 2
            yield Row(row.code, row.fund, row.source, 0, half, half, 0, row.budget)
        else:
            yield row


def _entity_year(plan: Plan, year: int, rows: tuple[Row, ...]) -> EntityYear:
    general = tuple(row for row in rows if row.fund == "general_budget")
    three_public = _three_public(plan, year)
    economic = _economic(plan, year, general, three_public)
    draft = EntityYear(plan.entity, year, rows, economic, three_public, _procurement(plan, year), (), 0, 0)
    administrative = plan.entity.nature == ADMINISTRATIVE
    return EntityYear(
        entity=plan.entity,
        year=year,
        rows=rows,
        economic=economic,
        three_public=three_public,
        procurement=draft.procurement,
        projects=tuple(_project(plan, year, project, general) for project in plan.projects),
        equipment=plan.equipment,
        operating_funds=draft.public if administrative else 0,
    )


def _spread(rng: Random, total: int, weights: tuple[tuple[str, int], ...]) -> dict[str, int]:
    """Distribute ``total`` over the codes by weight; the largest takes the remainder."""
    varied = [(code, weight * rng.randint(850, 1150)) for code, weight in weights]
    whole = sum(weight for _, weight in varied)
    shares = {code: total * weight // whole for code, weight in varied}
    largest = max(shares, key=lambda code: shares[code])
    shares[largest] += total - sum(shares.values())
    return shares


def _economic(
    plan: Plan, year: int, general: tuple[Row, ...], three_public: ThreePublic
) -> tuple[tuple[str, int], ...]:
    rng = _random(plan, year, "economic")
    basic = sum(row.basic for row in general)
    public = basic * plan.public_share // 100 + rng.randint(1, 9_999)
    fixed = {code: sum(row.basic for row in general if row.code in functional) for code, functional in PAIRED.items()}
    travel = {"30212": three_public.overseas, "30217": three_public.reception, "30231": three_public.operation}
    pay = _ADMIN_PAY if plan.entity.nature == ADMINISTRATIVE else _INSTITUTION_PAY
    amounts = fixed | travel
    amounts |= _spread(rng, basic - public - sum(fixed.values()), pay)
    amounts |= _spread(rng, public - sum(travel.values()), _SERVICES)
    if min(amounts.values()) < 0:
        raise ValueError(f"{plan.entity.key} {year}: the plan leaves a negative economic row")
    return tuple(sorted((code, amount) for code, amount in amounts.items() if amount))


def _project(plan: Plan, year: int, project: ProjectPlan, general: tuple[Row, ...]) -> Project:
    rng = _random(plan, year, "project", project.name)
    executed = sum(row.project for row in general if row.code == project.code)
    budget = -(-executed * rng.randint(1002, 1060) // 1000 // 100) * 100
    initial = -(-budget * rng.randint(960, 1030) // 1000 // WAN) * WAN
    indicators = tuple(_measured(rng, indicator) for indicator in project.indicators)
    return Project(project.name, project.code, initial, budget, executed, project.purpose, indicators, plan.entity.name)


def _measured(rng: Random, indicator: Indicator) -> Indicator:
    """Give a quantitative indicator its result: usually met, now and then a little short."""
    if indicator.target is None or indicator.actual is not None:
        return indicator
    actual = indicator.target * rng.choice((940, 975, 1000, 1000, 1040, 1110)) // 1000
    return Indicator(
        indicator.level1, indicator.level2, indicator.name, indicator.target, actual, indicator.unit, indicator.weight
    )


def _three_public(plan: Plan, year: int) -> ThreePublic:
    rng = _random(plan, year, "three_public")
    usual = plan.three_public
    buys = usual.purchase > 0 and year % 2 == 0
    travels = usual.overseas > 0 and year % 2 == 1
    operation = _vary(rng, usual.operation, 850, 1080)
    reception = _vary(rng, usual.reception, 700, 1100)
    overseas = _vary(rng, usual.overseas, 900, 1000) if travels else 0
    purchase = _vary(rng, usual.purchase, 940, 1000) if buys else 0
    batches = reception // 1_200 + 1 if reception else 0
    return ThreePublic(
        overseas=overseas,
        purchase=purchase,
        operation=operation,
        reception=reception,
        overseas_budget=-(-overseas // WAN) * WAN,
        purchase_budget=-(-purchase // WAN) * WAN,
        operation_budget=-(-operation * 11 // 10 // 1_000) * 1_000,
        reception_budget=-(-reception * 13 // 10 // 1_000) * 1_000,
        trips=1 if travels else 0,
        travellers=3 if travels else 0,
        bought=1 if buys else 0,
        fleet=usual.fleet,
        batches=batches,
        guests=batches * 7 + 2 if batches else 0,
    )


def _procurement(plan: Plan, year: int) -> Procurement:
    rng = _random(plan, year, "procurement")
    usual = plan.procurement
    goods, works, services = (_vary(rng, amount, 800, 1150) for amount in (usual.goods, usual.works, usual.services))
    total = goods + works + services
    medium = total * rng.randint(700, 950) // 1000
    return Procurement(goods, works, services, medium, medium * rng.randint(500, 900) // 1000)
