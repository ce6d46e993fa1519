"""Filings at random, by seed: other departments, sizes and prints than the bundled ones, clean or with errors.

Clean ones must never give a finding above rounding; planted ones say where the wrong number is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from random import Random

from tests.generator.build import compose
from tests.generator.codes import FUNCTIONAL
from tests.generator.filings import Filing
from tests.generator.grid import Paragraph, TableBlock
from tests.generator.history import Plan, ProjectPlan, RowPlan, years
from tests.generator.model import Entity, EntityYear, Indicator, Procurement, ThreePublic
from tests.generator.printing import Family, Plant, Style, swap_last_digits

_FAMILIES: tuple[Family, ...] = ("hubei", "shanghai", "xian")
_SYLLABLES = "安宁清平和福泰昌永新华丰阳远长吉文兴东海"
_LEVELS = ("市", "县", "区", "新区")
_SECTORS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("财政局", "2010601", ("2010602", "2010607", "2010699", "2011308")),
    ("教育局", "2050101", ("2050202", "2050203", "2050299")),
    ("文化和旅游局", "2070101", ("2070104", "2070109", "2070199")),
    ("交通运输局", "2140101", ("2140106", "2140112", "2110301")),
    ("应急管理局", "2240101", ("2240106", "2240199")),
    ("民政局", "2080201", ("2080202", "2080206", "2080208", "2081001", "2081006")),
)
_FUND_CODES = ("2120803", "2121301", "2296002")
_WORDS = ("工作经费", "专项经费", "运行维护费", "项目补助", "购买服务经费")
_INDICATORS = (
    Indicator("产出指标", "数量指标", "完成工作任务数量", 40, None, "项", 30),
    Indicator("产出指标", "质量指标", "验收合格率", 95, None, "%", 20),
    Indicator("效益指标", "社会效益", "公共服务水平", None, None, "有效提升", 20),
    Indicator("满意度指标", "服务对象满意度", "服务对象满意度", 90, None, "%", 10),
)


def random_filing(seed: int, errors: int = 0) -> Filing:
    """A filing that depends on ``seed`` alone, with up to ``errors`` printed numbers that have two digits exchanged."""
    rng = Random(f"filing/{seed}")
    year = rng.randint(2022, 2024)
    plan = _plan(rng, seed)
    history = years(plan, year)
    filing = Filing(
        f"random_{seed}", history[year], history[year - 1], _style(rng), date(year + 1, 9, rng.randint(1, 28))
    )
    return replace(filing, plants=tuple(_plants(rng, filing, errors))) if errors else filing


def _style(rng: Random) -> Style:
    family = rng.choice(_FAMILIES)
    return Style(
        family,
        unit=rng.choice(("万元", "万元", "元")),
        thousands=rng.random() < 0.5,
        split_codes=family == "shanghai",
        subtotals=rng.random() < 0.6,
        repeat_header=rng.random() < 0.4,
        trim=rng.random() < 0.5,
        percent_digits=rng.choice((1, 2)),
    )


def _plan(rng: Random, seed: int) -> Plan:
    sector, main, codes = rng.choice(_SECTORS)
    administrative = rng.random() < 0.7
    name = f"{_place(seed)}{rng.choice(_LEVELS)}{sector}{'' if administrative else '服务中心'}"
    entity = Entity(
        f"random{seed}",
        name,
        "department" if administrative else "unit",
        "administrative" if administrative else "institution",
        ("贯彻执行有关法律法规和方针政策，承担本领域的管理和服务工作。", "完成上级交办的其他任务。"),
    )
    size = int(10 ** rng.uniform(2.0, 4.0))
    retired, medical = ("2080501", "2101101") if administrative else ("2080502", "2101102")
    share = _shares(rng, size)
    rows = [
        RowPlan(main, basic=size),
        RowPlan("2080505", basic=share(6, 10)),
        RowPlan("2080506", basic=share(3, 5)),
        RowPlan(retired, basic=share(1, 6)),
        RowPlan(medical, basic=share(2, 5)),
        RowPlan("2210201", basic=share(6, 11)),
    ]
    projects = rng.sample(codes, rng.randint(1, len(codes)))
    rows += [RowPlan(code, project=share(5, 90), carries=rng.random() < 0.3) for code in projects]
    if rng.random() < 0.4:
        rows.append(
            RowPlan(rng.choice(_FUND_CODES), "government_fund", project=share(10, 200), carries=rng.random() < 0.5)
        )
    if rng.random() < 0.3:
        rows.append(RowPlan("2230105", "state_capital", project=share(1, 5)))
    if not administrative:
        rows.append(RowPlan(main, "unit_funds", "business", basic=share(10, 40), project=share(5, 30)))
    elif rng.random() < 0.5:
        rows.append(RowPlan(main, "unit_funds", "other", basic=share(1, 2)))
    return Plan(
        entity=entity,
        rows=tuple(rows),
        projects=tuple(
            ProjectPlan(code, f"{FUNCTIONAL[code]}{_WORDS[number]}", "保障工作正常开展", _INDICATORS)
            for number, code in enumerate(projects)
        ),
        public_share=rng.randint(12, 22),
        three_public=ThreePublic(
            overseas=rng.choice((0, 0, size * 20)),
            purchase=rng.choice((0, size * 60)),
            operation=rng.choice((0, size * 80)),
            reception=rng.choice((0, size * 12)),
            fleet=rng.randint(1, 9),
        ),
        procurement=Procurement(share(2, 20) * 10_000, rng.choice((0, share(5, 60))) * 10_000, share(3, 30) * 10_000),
        equipment=rng.randint(0, 5),
    )


def _place(seed: int) -> str:
    """A place of its own for every seed, so that no two random filings are one entity's."""
    name = ""
    rest = seed + len(_SYLLABLES)
    while rest:
        rest, digit = divmod(rest, len(_SYLLABLES))
        name += _SYLLABLES[digit]
    return name


def _shares(rng: Random, size: int) -> Callable[[int, int], int]:
    """Amounts between two percentages of ``size``, at least 1 (万元)."""
    return lambda low, high: max(1, size * rng.randint(low, high) // 100)


def printed_numbers(blocks: Iterable[object]) -> dict[str, str]:
    """Every key at which a number of at least three digits is printed in a statement or a sentence."""
    found: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, TableBlock):
            found.update({cell.fact.key: cell.text for cell in block.grid.cells if cell.fact is not None})
        elif isinstance(block, Paragraph):
            found.update({claim.key: claim.printed for claim in block.claims})
    return {key: text for key, text in found.items() if sum(char.isdigit() for char in text) >= 3}


def _plants(rng: Random, filing: Filing, errors: int) -> Iterable[tuple[str, Plant]]:

    numbers = printed_numbers(compose(filing)[1])
    able = sorted(key for key, text in numbers.items() if _swappable(text))
    for key in rng.sample(able, min(errors, len(able))):
        yield key, Plant("digit_swap", "material", f"{key} 有两位数字颠倒", _swapped)


def _swappable(text: str) -> bool:
    try:
        swap_last_digits(text)
    except ValueError:
        return False
    return True


def _swapped(right: str, _this: EntityYear, _last: EntityYear) -> str:
    return swap_last_digits(right)
