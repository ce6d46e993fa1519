"""第三部分 情况说明: the sentences of a filing in the usual wording of published ones."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from tests.generator.codes import CLASS_LINES, ECONOMIC, FUNCTIONAL, ordinal
from tests.generator.grid import Block, Heading
from tests.generator.model import APPROPRIATED, SOURCES, EntityYear, Fund, Row
from tests.generator.printing import Press
from tests.generator.prose import FALL, RISE, Prose
from tests.generator.statements import (
    EXPENDITURE_COLUMNS,
    INCOME_COLUMNS,
    S1,
    S2,
    S3,
    S4,
    S5,
    S6,
    S7,
    S8,
    has,
)

Section = Callable[[Press], list[Block]]


def _ratio(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)


def _expenditure(row: Row) -> int:
    return row.expenditure


def _drivers(prose: Prose, key: str, parts: list[tuple[str, int, int]], subject: str) -> Prose:
    """The parts whose changes add up to the change of the whole."""
    moved = [(label, this - last) for label, this, last in parts if this != last]
    prose.say("，主要原因是")
    for number, (label, difference) in enumerate(moved):
        word = RISE[0] if difference > 0 else FALL[0]
        prose.say(f"{'、' if number else ''}{label}{word}")
        sign = 1 if difference > 0 else -1
        prose.money(f"{key}.driver{number}", abs(difference), "component", of=subject, direction=sign)
    return prose.say("。")


def overall(press: Press) -> list[Block]:
    """Total income and expenditure against last year's."""
    this, last = press.this, press.last
    prose = Prose(press).say(f"{this.year}年度收、支总计")
    prose.money("overall.total", this.grand_total, statement=S1, item="grand_total", measure="total")
    prose.say(f"。与{last.year}年度相比，收、支总计")
    prose.change("overall", this.grand_total, last.grand_total, statement=S1, item="grand_total", measure="total")
    parts = [
        ("基本支出", this.total(lambda row: row.basic), last.total(lambda row: row.basic)),
        ("项目支出", this.total(lambda row: row.project), last.total(lambda row: row.project)),
        ("结余分配", this.total(lambda row: row.distributed), last.total(lambda row: row.distributed)),
        ("年末结转和结余", this.total(lambda row: row.closing), last.total(lambda row: row.closing)),
    ]
    return [_drivers(prose, "overall", parts, S1).done()]


def _structure(press: Press, statement: str, lead: str, whole_word: str, with_zero: bool) -> list[Block]:
    this = press.this
    first, *rest = INCOME_COLUMNS if statement == S2 else EXPENDITURE_COLUMNS
    whole = this.total(first.value)
    prose = Prose(press).say(lead)
    item = {"statement": statement, "item": "total"}
    prose.money(f"{statement}.total", whole, **item, measure="total").say("。其中：")
    parts = [(column, this.total(column.value)) for column in rest]
    kept = [(column, yuan) for column, yuan in parts if yuan or with_zero]
    for number, (column, yuan) in enumerate(kept):
        prose.say(f"{'；' if number else ''}{column.label}")
        prose.money(f"{statement}.{column.measure}", yuan, **item, measure=column.measure)
        prose.say(f"，占{whole_word}")
        prose.percent(
            f"{statement}.{column.measure}.share", _ratio(yuan, whole), "share", **item, measure=column.measure
        )
    return [prose.say("。").done()]


def income(press: Press) -> list[Block]:
    """Income by source with shares."""
    with_zero = press.style.family == "hubei"
    return _structure(press, S2, f"{press.this.year}年度收入合计", "本年收入", with_zero)


def expenditure(press: Press) -> list[Block]:
    """Expenditure by kind with shares."""
    with_zero = press.style.family == "hubei"
    return _structure(press, S3, f"{press.this.year}年度支出合计", "本年支出", with_zero)


def appropriation(press: Press) -> list[Block]:
    """Total appropriation against last year's."""
    this, last = press.this, press.last
    bound = {"statement": S4, "item": "grand_total", "measure": "total", "fund": "appropriation"}
    prose = Prose(press).say(f"{this.year}年度财政拨款收、支总计")
    prose.money("appropriation.total", this.appropriation_total, **bound)
    prose.say(f"。与{last.year}年度相比，财政拨款收、支总计")
    prose.change("appropriation", this.appropriation_total, last.appropriation_total, **bound)
    parts = [
        ("财政拨款支出", this.total(_expenditure, *APPROPRIATED), last.total(_expenditure, *APPROPRIATED)),
        (
            "年末财政拨款结转和结余",
            this.total(lambda row: row.closing, *APPROPRIATED),
            last.total(lambda row: row.closing, *APPROPRIATED),
        ),
    ]
    return [_drivers(prose, "appropriation", parts, S4).done()]


def general(press: Press) -> list[Block]:
    """General-budget expenditure: size, structure by 类, and each 项 (or 类) against its initial budget."""
    return [
        Heading(3, "（一）一般公共预算财政拨款支出决算总体情况"),
        _general_overall(press),
        Heading(3, "（二）一般公共预算财政拨款支出决算结构情况"),
        _general_structure(press),
        Heading(3, "（三）一般公共预算财政拨款支出决算具体情况"),
        *_general_detail(press),
    ]


_GENERAL = {"statement": S5, "fund": "general_budget"}


def _general_overall(press: Press) -> Block:
    this, last = press.this, press.last
    bound = {**_GENERAL, "item": "total", "measure": "total"}
    spent, before = (side.total(_expenditure, "general_budget") for side in (this, last))
    prose = Prose(press).say(f"{this.year}年度一般公共预算财政拨款支出")
    prose.money("general.total", spent, **bound).say("，占本年支出合计的")
    prose.percent("general.share", _ratio(spent, this.total(_expenditure)), "share", **bound)
    prose.say(f"。与{last.year}年度相比，一般公共预算财政拨款支出")
    prose.change("general", spent, before, **bound)
    parts = [
        ("基本支出", *(side.total(lambda row: row.basic, "general_budget") for side in (this, last))),
        ("项目支出", *(side.total(lambda row: row.project, "general_budget") for side in (this, last))),
    ]
    return _drivers(prose, "general", parts, S5).done()


def _general_structure(press: Press) -> Block:
    this = press.this
    spent = this.total(_expenditure, "general_budget")
    prose = Prose(press).say(f"{this.year}年度一般公共预算财政拨款支出")
    prose.money("structure.total", spent, **_GENERAL, item="total", measure="total").say("，主要用于以下方面：")
    first = True
    for code, name in CLASS_LINES:
        yuan = this.total(_expenditure, "general_budget", code=code)
        if not yuan:
            continue
        bound = {"item": "functional", "measure": "total", "functional_code": code, **_GENERAL}
        prose.say(f"{'' if first else '；'}{name}（类）")
        prose.money(f"structure.{code}", yuan, **bound).say("，占")
        prose.percent(f"structure.{code}.share", _ratio(yuan, spent), "share", **bound)
        first = False
    return prose.say("。").done()


def _completion(prose: Prose, key: str, budget: int, final: int, **bound: str) -> Prose:
    prose.say("年初预算为").money(f"{key}.budget", budget, "initial_budget", basis="initial_budget", **bound)
    prose.say("，支出决算为").money(f"{key}.final", final, **bound).say("，完成年初预算的")
    return prose.percent(f"{key}.completion", Fraction(final, budget), "completion_rate", **bound)


def _reason(budget: int, final: int) -> str:
    if final == budget:
        return "。决算数与年初预算数持平。"
    if final > budget:
        return "。决算数大于年初预算数的主要原因是年中追加预算。"
    return "。决算数小于年初预算数的主要原因是厉行节约，压减支出。"


def _general_detail(press: Press) -> list[Block]:
    this = press.this
    budget, final = (this.total(value, "general_budget") for value in (lambda row: row.budget, _expenditure))
    bound = {**_GENERAL, "item": "total"}
    prose = Prose(press).say(f"{this.year}年度一般公共预算财政拨款支出")
    _completion(prose, "detail", budget, final, **bound, measure="total").say("。其中：基本支出")
    basic, project = (this.total(value, "general_budget") for value in (lambda row: row.basic, lambda row: row.project))
    prose.money("detail.basic", basic, **bound, measure="basic").say("，项目支出")
    prose.money("detail.project", project, **bound, measure="project").say("。")
    if this.projects:
        prose.say("项目支出主要用于")
        for number, plan in enumerate(this.projects):
            prose.say(f"{'；' if number else ''}{plan.name}")
            prose.money(f"detail.project{number}", plan.executed, project_name=plan.name)
            prose.say(f"，主要成效为{plan.purpose}")
        prose.say("。")
    blocks: list[Block] = [prose.done()]
    by_item = press.style.family != "hubei"
    codes = this.codes("general_budget") if by_item else tuple(code for code, _ in CLASS_LINES)
    shown = [code for code in codes if this.total(_expenditure, "general_budget", code=code)]
    for number, code in enumerate(shown, start=1):
        budget, final = (
            this.total(value, "general_budget", code=code) for value in (lambda row: row.budget, _expenditure)
        )
        line = Prose(press)
        if by_item:
            names = (FUNCTIONAL[code[:3]], FUNCTIONAL[code[:5]], FUNCTIONAL[code])
            line.say(f"{number}、{names[0]}（类）{names[1]}（款）{names[2]}（项）。")
        else:
            line.say(f"{number}.{FUNCTIONAL[code]}（类）。")
        one = {**_GENERAL, "item": "functional", "measure": "total", "functional_code": code}
        _completion(line, f"detail.{code}", budget, final, **one).say(_reason(budget, final))
        blocks.append(line.done())
    return blocks


def basic(press: Press) -> list[Block]:
    """General-budget basic expenditure: personnel and public, with the subjects that have amounts."""
    this = press.this
    spent = this.total(lambda row: row.basic, "general_budget")
    prose = Prose(press).say(f"{this.year}年度一般公共预算财政拨款基本支出")
    prose.money("basic.total", spent, statement=S5, item="total", measure="basic", fund="general_budget")
    prose.say("，其中：")
    for number, (item, word, yuan, staff) in enumerate(
        (("personnel_total", "人员经费", this.personnel, True), ("public_total", "公用经费", this.public, False))
    ):
        names = "、".join(ECONOMIC[code] for code, _ in this.economic if (code[:3] in {"301", "303"}) == staff)
        prose.say(f"{'；' if number else ''}{word}")
        prose.money(f"basic.{item}", yuan, statement=S6, item=item, measure="total", fund="general_budget")
        prose.say(f"，主要包括：{names}")
    return [prose.say("。").done()]


def _fund_section(press: Press, statement: str, fund: Fund, name: str) -> list[Block]:
    this = press.this
    if not has(this, fund):
        tail = "收入支出" if fund == "government_fund" else "支出"
        return [Prose(press).say(f"本部门{this.year}年度无{name}财政拨款{tail}。").done()]
    item = {"statement": statement, "item": "total", "fund": fund}
    prose = Prose(press).say(f"{this.year}年度{name}财政拨款")
    flows = fund == "government_fund" or press.style.family == "shanghai"
    if flows:
        opening = this.total(lambda row: row.opening, fund)
        prose.say("年初结转和结余").money(f"{fund}.opening", opening, **item, measure="opening_balance")
        prose.say("，本年收入")
        prose.money(f"{fund}.income", this.total(lambda row: row.income, fund), **item, measure="income").say("，")
    prose.say("本年支出").money(f"{fund}.total", this.total(_expenditure, fund), **item, measure="total")
    if flows:
        prose.say("，年末结转和结余")
        prose.money(f"{fund}.closing", this.total(lambda row: row.closing, fund), **item, measure="closing_balance")
    prose.say("。具体支出情况为：")
    for number, code in enumerate(this.codes(fund)):
        bound = {**item, "item": "functional", "functional_code": code, "measure": "total"}
        names = (FUNCTIONAL[code[:3]], FUNCTIONAL[code[:5]], FUNCTIONAL[code])
        prose.say(f"{'；' if number else ''}{names[0]}（类）{names[1]}（款）{names[2]}（项）支出")
        prose.money(f"{fund}.{code}", this.total(_expenditure, fund, code=code), **bound)
    return [prose.say("。").done()]


def government_fund(press: Press) -> list[Block]:
    """The government fund's flow, or that there is none."""
    return _fund_section(press, S7, "government_fund", "政府性基金预算")


def state_capital(press: Press) -> list[Block]:
    """The state capital budget, or that there is none."""
    return _fund_section(press, S8, "state_capital", "国有资本经营预算")


def unused_sources(this: EntityYear) -> tuple[str, ...]:
    """Income sources without money this year."""
    return tuple(source for source in SOURCES if not this.total(lambda row: row.income, source=source))


def numbered(sections: list[tuple[str, Section]], press: Press) -> list[Block]:
    """Sections with their ordinals."""
    blocks: list[Block] = []
    for number, (title, section) in enumerate(sections, start=1):
        blocks.append(Heading(2, f"{ordinal(number)}、{title}"))
        blocks += section(press)
    return blocks
