"""A whole filing as blocks: cover, contents, overview, statements, narrative, key work, glossary, annex."""

from __future__ import annotations

from tests.generator import forms, hubei, shanghai, xian
from tests.generator.codes import FUNCTIONAL, ordinal
from tests.generator.grid import Block, Cover, Heading, PageBreak, Paragraph
from tests.generator.narrative_other import narrative
from tests.generator.printing import Press
from tests.generator.prose import Prose

_GLOSSARY = (
    ("一般公共预算财政拨款收入", "指财政一般公共预算当年拨付的资金。"),
    ("政府性基金预算财政拨款收入", "指财政政府性基金预算当年拨付的资金。"),
    ("年初结转和结余", "指单位以前年度尚未完成、结转到本年仍按原规定用途继续使用的资金。"),
    ("年末结转和结余", "指单位按有关规定结转到下年或以后年度继续使用的资金。"),
    ("基本支出", "指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。"),
    ("项目支出", "指在基本支出之外为完成特定行政任务或事业发展目标所发生的支出。"),
    (
        "“三公”经费",
        "指用财政拨款安排的因公出国（境）费、公务用车购置及运行维护费和公务接待费。",
    ),
    ("机关运行经费", "指为保障行政单位运行用于购买货物和服务的各项资金。"),
)


def document(press: Press, printed_on: str, unit_names: tuple[str, ...]) -> list[Block]:
    """The filing's blocks in printed order. ``unit_names`` are the consolidated units (for a department)."""
    entity, year = press.this.entity, press.this.year
    kind = "部门决算" if entity.level == "department" else "单位决算"
    family = {"hubei": hubei, "shanghai": shanghai, "xian": xian}[press.style.family]
    own = f"{entity.name}{year}年度{kind}"
    texts = narrative(press)
    parts = [f"第一部分 {entity.name}概况", f"第二部分 {own}表", f"第三部分 {own}情况说明"]
    parts += ["第四部分 名词解释"]
    annex = press.style.family == "hubei" and bool(press.this.projects)
    if annex:
        parts.append("第五部分 附件")
    overview = ("主要职能", "部门决算单位构成" if entity.level == "department" else "机构设置")
    blocks: list[Block] = [Cover((entity.name, f"{year}年度{kind}"), printed_on), PageBreak(), Heading(1, "目 录")]
    contents = {
        0: [f"{ordinal(number)}、{title}" for number, title in enumerate(overview, start=1)],
        1: [f"{ordinal(number)}、{title}" for number, (_, title) in enumerate(family.TITLES, start=1)],
        2: [block.text for block in texts if isinstance(block, Heading) and block.level == 2],
    }
    for index, part in enumerate(parts):
        blocks.append(Heading(4, part))
        blocks += [Heading(4, f"　　{line}") for line in contents.get(index, [])]
    blocks += [PageBreak(), Heading(1, parts[0]), *_overview(press, overview, unit_names)]
    blocks += [PageBreak(), Heading(1, parts[1]), *family.blocks(press)]
    blocks += [PageBreak(), Heading(1, parts[2]), *texts]
    blocks += [PageBreak(), Heading(1, parts[3]), *_glossary(press)]
    if annex:
        blocks += [PageBreak(), Heading(1, parts[4]), *forms.blocks(press)]
    return blocks


def _overview(press: Press, titles: tuple[str, str], unit_names: tuple[str, ...]) -> list[Block]:
    entity = press.this.entity
    blocks: list[Block] = [Heading(2, f"一、{titles[0]}")]
    blocks += [Paragraph(f"（{ordinal(number)}）{duty}") for number, duty in enumerate(entity.duties, start=1)]
    blocks.append(Heading(2, f"二、{titles[1]}"))
    if entity.level == "unit":
        return [*blocks, Paragraph(f"{entity.name}为独立编制决算的预算单位，无下属预算单位。")]
    subordinate = max(0, len(unit_names) - 1)
    prose = Prose(press).say(f"从单位构成看，{entity.name}部门决算由本级决算和")
    prose.count("overview.units", subordinate, "units", "个").say("下属单位决算组成。")
    blocks += [prose.done(), Paragraph(f"纳入{entity.name}{press.this.year}年度部门决算编制范围的预算单位包括：")]
    names = unit_names or (f"{entity.name}（本级）",)
    blocks += [Paragraph(f"{number}.{name}") for number, name in enumerate(names, start=1)]
    return blocks


def _glossary(press: Press) -> list[Block]:
    blocks: list[Block] = [
        Paragraph(f"（{ordinal(number)}）{term}：{meaning}")
        for number, (term, meaning) in enumerate(_GLOSSARY, start=1)
    ]
    blocks.append(Paragraph(f"（{ordinal(len(_GLOSSARY) + 1)}）本部门使用的支出功能分类科目（到项级）"))
    for number, code in enumerate(press.this.codes(), start=1):
        names = (FUNCTIONAL[code[:3]], FUNCTIONAL[code[:5]], FUNCTIONAL[code])
        blocks.append(
            Paragraph(f"{number}.{names[0]}（类）{names[1]}（款）{names[2]}（项）：反映用于{names[2]}方面的支出。")
        )
    return blocks
