"""The rest of 情况说明: 三公, operating funds, procurement, assets, performance."""

from __future__ import annotations

from fractions import Fraction

from tests.generator.grid import Block, Heading
from tests.generator.model import ThreePublic
from tests.generator.narrative import (
    Section,
    appropriation,
    basic,
    expenditure,
    general,
    government_fund,
    income,
    numbered,
    overall,
    state_capital,
)
from tests.generator.printing import Press
from tests.generator.prose import Prose
from tests.generator.statements import S5, S9

_LABELS = {
    "overseas": ("因公出国（境）费", "overseas_travel"),
    "vehicles": ("公务用车购置及运行维护费", "vehicles"),
    "reception": ("公务接待费", "reception"),
}


def _against_budget(prose: Prose, press: Press, attribute: str, measure: str) -> Prose:
    """支出预算为…，支出决算为…，完成预算的…；较上年…"""
    this, last = press.this.three_public, press.last.three_public
    budget, final = getattr(this, f"{attribute}_budget"), getattr(this, attribute)
    shanghai = press.style.family == "shanghai"
    basis = "initial_budget" if shanghai else "adjusted_budget"
    bound = {"statement": S9, "item": "three_public", "measure": measure, "fund": "appropriation"}
    key = f"three_public.{attribute}"
    prose.say("年初预算为" if shanghai else "预算为").money(f"{key}.budget", budget, basis, basis=basis, **bound)
    prose.say("，支出决算为").money(f"{key}.final", final, **bound)
    if budget:
        prose.say("，完成年初预算的" if shanghai else "，完成预算的")
        prose.percent(f"{key}.completion", Fraction(final, budget), "completion_rate", **bound)
    prose.say("；较上年")
    return prose.change(key, final, getattr(last, attribute), **bound).say("。")


def three_public(press: Press) -> list[Block]:
    """三公: in total, and item by item with the counts behind the money."""
    this, year = press.this.three_public, press.this.year
    total = Prose(press).say(f"{year}年度“三公”经费财政拨款支出")
    _against_budget(total, press, "total", "total").say(_three_public_reason(this))
    blocks: list[Block] = [
        Heading(3, "（一）“三公”经费财政拨款支出决算总体情况说明"),
        total.done(),
        Heading(3, "（二）“三公”经费财政拨款支出决算具体情况说明"),
    ]
    for number, (attribute, (label, measure)) in enumerate(_LABELS.items(), start=1):
        prose = Prose(press).say(f"{number}.{label}支出")
        _against_budget(prose, press, attribute, measure)
        blocks.append({"overseas": _trips, "vehicles": _vehicles, "reception": _guests}[attribute](prose, press))
    return blocks


def _three_public_reason(amounts: ThreePublic) -> str:
    if amounts.total < amounts.total_budget:
        return "决算数小于预算数的主要原因是严格落实过紧日子要求，压减“三公”经费。"
    return ""


def _trips(prose: Prose, press: Press) -> Block:
    this = press.this.three_public
    prose.say("全年因公出国（境）团组").count("three_public.trips", this.trips, "trips", "个").say("，")
    return prose.count("three_public.travellers", this.travellers, "people", "人次").say("。").done()


def _vehicles(prose: Prose, press: Press) -> Block:
    this, year = press.this.three_public, press.this.year
    bound = {"statement": S9, "item": "three_public", "fund": "appropriation"}
    prose.say("其中：（1）公务用车购置费支出")
    prose.money("three_public.purchase.final", this.purchase, measure="vehicle_purchase", **bound)
    prose.say("，本年度购置（更新）公务用车").count("three_public.bought", this.bought, "vehicles", "辆")
    prose.say("。（2）公务用车运行维护费支出")
    prose.money("three_public.operation.final", this.operation, measure="vehicle_operation", **bound)
    prose.say(f"，主要用于公务用车燃料费、维修费、过桥过路费、保险费等。截至{year}年12月31日，")
    prose.say("开支财政拨款的公务用车保有量").count("three_public.fleet", this.fleet, "vehicles", "辆")
    return prose.say("。").done()


def _guests(prose: Prose, press: Press) -> Block:
    this = press.this.three_public
    prose.say("全年国内公务接待").count("three_public.batches", this.batches, "batches", "批次").say("，")
    return prose.count("three_public.guests", this.guests, "people", "人次").say("。").done()


def operating_funds(press: Press) -> list[Block]:
    """机关运行经费 of the administrative units, against last year's."""
    this, last = press.this, press.last
    if not this.operating_funds:
        return [Prose(press).say("本单位为事业单位，无机关运行经费。").done()]
    prose = Prose(press).say(f"{this.year}年度机关运行经费支出")
    prose.money("operating_funds", this.operating_funds, item="operating_funds")
    prose.say(f"，比{last.year}年度")
    prose.change("operating_funds", this.operating_funds, last.operating_funds, item="operating_funds")
    word = "办公运行成本上升" if this.operating_funds > last.operating_funds else "压减一般性支出"
    return [prose.say(f"，主要原因是{word}。").done()]


def procurement(press: Press) -> list[Block]:
    """政府采购 by kind, and what went to small and medium enterprises."""
    this = press.this.procurement
    prose = Prose(press).say(f"{press.this.year}年度{press.this.entity.name}政府采购支出总额")
    item = {"item": "procurement"}
    prose.money("procurement.total", this.total, **item).say("，其中：政府采购货物支出")
    prose.money("procurement.goods", this.goods, "component", of="procurement", **item).say("、政府采购工程支出")
    prose.money("procurement.works", this.works, "component", of="procurement", **item).say("、政府采购服务支出")
    prose.money("procurement.services", this.services, "component", of="procurement", **item)
    prose.say("。授予中小企业合同金额").money("procurement.medium", this.medium, "other", **item)
    prose.say("，占政府采购支出总额的")
    prose.percent("procurement.medium.share", Fraction(this.medium, this.total), "share", **item)
    prose.say("，其中：授予小微企业合同金额").money("procurement.small", this.small, "other", **item)
    prose.say("，占授予中小企业合同金额的")
    prose.percent("procurement.small.share", Fraction(this.small, this.medium), "share", **item)
    return [prose.say("。").done()]


def assets(press: Press) -> list[Block]:
    """Vehicles and equipment at the end of the year."""
    this = press.this
    prose = Prose(press).say(f"截至{this.year}年12月31日，{this.entity.name}共有车辆")
    prose.count("assets.vehicles", this.three_public.fleet, "vehicles", "辆")
    prose.say("。单价100万元（含）以上设备（不含车辆）")
    return [prose.count("assets.equipment", this.equipment, "equipment", "台（套）").say("。").done()]


def performance(press: Press) -> list[Block]:
    """How many projects were evaluated, over how much money, and (Hubei) each project's summary."""
    this = press.this
    executed = sum(project.executed for project in this.projects)
    whole = this.total(lambda row: row.project, "general_budget")
    prose = Prose(press).say(
        f"根据预算绩效管理要求，本部门组织对{this.year}年度一般公共预算项目支出全面开展绩效自评，共涉及项目"
    )
    prose.count("performance.projects", len(this.projects), "projects", "个").say("，资金")
    bound = {"statement": S5, "item": "total", "measure": "project", "fund": "general_budget"}
    prose.money("performance.amount", executed, **bound).say("，占一般公共预算项目支出总额的")
    prose.percent("performance.share", Fraction(executed, whole), "share").say("。")
    blocks: list[Block] = [Heading(3, "（一）预算绩效管理工作开展情况"), prose.done()]
    if press.style.family != "hubei":
        return blocks
    blocks.append(Heading(3, "（二）项目支出自评结果"))
    for number, project in enumerate(this.projects):
        line = Prose(press).say(f"{number + 1}.{project.name}项目绩效自评综述：项目全年预算数为")
        bound = {"project_name": project.name}
        line.money(f"performance.{number}.budget", project.budget, "adjusted_budget", **bound).say("，执行数为")
        line.money(f"performance.{number}.executed", project.executed, **bound).say("，完成预算的")
        ratio = Fraction(project.executed, project.budget)
        line.percent(f"performance.{number}.completion", ratio, "completion_rate", **bound)
        blocks.append(line.say(f"。主要产出和效益是：{project.purpose}。").done())
    return blocks


def narrative(press: Press) -> list[Block]:
    """All sections in the family's order."""
    opening: list[tuple[str, Section]] = [
        ("收入支出决算总体情况说明", overall),
        ("收入决算情况说明", income),
        ("支出决算情况说明", expenditure),
        ("财政拨款收入支出决算总体情况说明", appropriation),
        ("一般公共预算财政拨款支出决算情况说明", general),
        ("一般公共预算财政拨款基本支出决算情况说明", basic),
    ]
    funds: list[tuple[str, Section]] = [
        ("政府性基金预算财政拨款收入支出决算情况说明", government_fund),
        ("国有资本经营预算财政拨款支出决算情况说明", state_capital),
    ]
    travel: list[tuple[str, Section]] = [("财政拨款“三公”经费支出决算情况说明", three_public)]
    rest: list[tuple[str, Section]] = [
        ("机关运行经费支出情况", operating_funds),
        ("政府采购支出情况", procurement),
        ("国有资产占用情况说明", assets),
        ("预算绩效情况说明", performance),
    ]
    middle = travel + funds if press.style.family == "shanghai" else funds + travel
    return numbered(opening + middle + rest, press)
