"""The build set: which filings there are, how each prints, and which errors are planted where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.generator.history import years
from tests.generator.model import EntityYear, Row, consolidate
from tests.generator.plans import BUREAU, OWN_PLAN, WATER_PLAN, WELFARE_PLAN
from tests.generator.printing import Plant, Style, plain, swap_last_digits

LAST_YEAR = 2024
HUBEI = Style("hubei", trim=True, percent_digits=1)
HUBEI_SUBTOTALS = replace(HUBEI, subtotals=True, repeat_header=True)
SHANGHAI = Style("shanghai", thousands=True, split_codes=True, subtotals=True, repeat_header=True)
SHANGHAI_YUAN = replace(SHANGHAI, unit="元", repeat_header=False)


@dataclass(frozen=True, slots=True)
class ModelPlant:
    """An error that is in the filing's figures themselves: consistent within the filing, wrong against another.

    ``keys`` are the printed places at which the other filing (``against``) says something else.
    """

    kind: str
    severity: str
    message: str
    against: tuple[str, ...]
    difference_yuan: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filing:
    """One document to print."""

    filing: str
    this: EntityYear
    last: EntityYear
    style: Style
    printed_on: date
    unit_names: tuple[str, ...] = ()
    plants: tuple[tuple[str, Plant], ...] = ()
    model_plants: tuple[ModelPlant, ...] = ()


OPENING_ERROR = 123_400
"""Yuan by which the water bureau's 2023 opening balance exceeds its 2022 closing balance."""

UNIT_ERROR = 203_600
"""Yuan of 2023 project expenditure that the welfare home prints and its department's consolidation lacks."""

FORM_ERROR = 409_500
"""Yuan by which the self-evaluation form of one 2024 project falls short of the statement."""

FORM_PROJECT = "养老服务体系建设补助"


def _swapped(right: str, _this: EntityYear, _last: EntityYear) -> str:
    return swap_last_digits(right)


def _wrong_base(_right: str, this: EntityYear, last: EntityYear) -> str:
    change, base = (_general(this) - _general(last)), last.grand_total
    rate = Fraction(abs(change), base) * 100
    return plain(Decimal(round(rate * 10)).scaleb(-1))


def _general(year: EntityYear) -> int:
    return year.total(lambda row: row.expenditure, "general_budget")


def _opposite(right: str, _this: EntityYear, _last: EntityYear) -> str:
    return {"增加": "减少", "减少": "增加"}[right]


_SWAP_IN_TABLE = (
    "expenditure:expenditure:2130306::project:final",
    Plant("digit_swap", "material", "支出决算表水利工程运行与维护的项目支出有两位数字颠倒", _swapped),
)
_NARRATIVE_AMOUNT = (
    "basic.public_total",
    Plant("narrative_amount", "material", "情况说明中的公用经费与基本支出决算明细表不一致", _swapped),
)
_GROWTH_BASE = (
    "general.growth",
    Plant("growth_wrong_base", "material", "一般公共预算支出增长率以上年收支总计为基数计算", _wrong_base),
)
_DIRECTION = (
    "overall.word",
    Plant("wrong_direction", "material", "收支总计的增减方向写反，与增长率和上年数矛盾", _opposite),
)


def _with_form_error(year: EntityYear) -> EntityYear:
    projects = tuple(
        replace(project, form_executed=project.executed - FORM_ERROR) if project.name == FORM_PROJECT else project
        for project in year.projects
    )
    return replace(year, projects=projects)


def filings() -> tuple[Filing, ...]:
    """All synthetic filings of the bundled publisher, in order of publication."""
    own = years(OWN_PLAN, LAST_YEAR)
    welfare = years(WELFARE_PLAN, LAST_YEAR)
    bureau = {year: consolidate(BUREAU, (own[year], welfare[year])) for year in own}
    extra = Row("2081005", "general_budget", "appropriation", 0, UNIT_ERROR, 0, UNIT_ERROR, UNIT_ERROR)
    printed_welfare = years(WELFARE_PLAN, LAST_YEAR, restated={2023: (extra,)})
    raised = Row("2130305", "general_budget", "appropriation", OPENING_ERROR, 0, 0, 0, 0)
    water = years(WATER_PLAN, LAST_YEAR, restated={2023: (raised,)})
    names = (OWN_PLAN.entity.name, WELFARE_PLAN.entity.name)

    unit_error = ModelPlant(
        "parent_differs_from_units",
        "material",
        "部门汇总的社会福利事业单位项目支出少于本级与下属单位之和",
        ("minzheng_2023", "minzheng_own_2023"),
        UNIT_ERROR,
        (
            "expenditure:expenditure:2081005::project:final",
            "general_budget_expenditure:expenditure:2081005:general_budget:project:final",
        ),
    )
    opening_error = ModelPlant(
        "opening_differs_from_closing",
        "material",
        "年初结转和结余与上年决算的年末结转和结余不一致",
        ("shuiwu_2022",),
        OPENING_ERROR,
        (
            "income_expenditure_summary:income:opening_balance::total:final",
            "appropriation_summary:income:opening_balance:appropriation:total:final",
            "appropriation_summary:income:opening_balance:general_budget:total:final",
        ),
    )
    form_error = ModelPlant(
        "form_differs_from_statement",
        "material",
        f"{FORM_PROJECT}自评表的执行数小于决算表和情况说明",
        (),
        -FORM_ERROR,
        ("form4.executed",),
    )
    return (
        Filing("shuiwu_2022", water[2022], water[2021], SHANGHAI_YUAN, date(2023, 9, 26)),
        Filing("minzheng_2022", bureau[2022], bureau[2021], HUBEI, date(2023, 9, 28), names),
        Filing(
            "shuiwu_2023",
            water[2023],
            water[2022],
            SHANGHAI,
            date(2024, 9, 25),
            model_plants=(opening_error,),
        ),
        Filing(
            "fuliyuan_2023",
            printed_welfare[2023],
            printed_welfare[2022],
            HUBEI,
            date(2024, 9, 27),
            model_plants=(unit_error,),
        ),
        Filing("minzheng_own_2023", own[2023], own[2022], HUBEI, date(2024, 9, 27), plants=(_NARRATIVE_AMOUNT,)),
        Filing("minzheng_2023", bureau[2023], bureau[2022], HUBEI_SUBTOTALS, date(2024, 9, 27), names),
        Filing("shuiwu_2024", water[2024], water[2023], SHANGHAI, date(2025, 9, 26), plants=(_SWAP_IN_TABLE,)),
        Filing(
            "fuliyuan_2024",
            printed_welfare[2024],
            printed_welfare[2023],
            HUBEI,
            date(2025, 9, 29),
            plants=(_DIRECTION,),
        ),
        Filing("minzheng_own_2024", own[2024], own[2023], HUBEI, date(2025, 9, 29)),
        Filing(
            "minzheng_2024",
            _with_form_error(bureau[2024]),
            bureau[2023],
            HUBEI,
            date(2025, 9, 29),
            names,
            plants=(_GROWTH_BASE,),
            model_plants=(form_error,),
        ),
        Filing("shuiwu_2024_corrected", water[2024], water[2023], SHANGHAI, date(2025, 11, 18)),
    )
