"""项目自评表: a project's self-evaluation form, scored by its own rules (20 points for execution, 80 for results)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tests.generator.grid import Block, Entry, Grid, GridBuilder, PageBreak, Paragraph, TableBlock
from tests.generator.model import Indicator, Project
from tests.generator.printing import Press, half_up, plain, rounded_sum

EXECUTION_WEIGHT = 20

_RULES = (
    "备注：",
    "1.预算执行情况口径：预算数为调整后财政资金总额（包括上年结余结转），执行数为资金使用单位财政资金实际支出数。",
    "2.定量指标计分原则：正向指标（即目标值为≥X，得分=权重×B/A），得分不得突破权重总额。",
)


def blocks(press: Press) -> list[Block]:
    """One form per project, each on a page of its own."""
    result: list[Block] = []
    for number, project in enumerate(press.this.projects):
        if number:
            result.append(PageBreak())
        unit = f"单位名称：{press.this.entity.name}"
        title = f"{press.this.year}年度{project.name}项目自评表"
        dated = f"填报日期：{press.this.year + 1}/4/1"
        grid = _form(press, number, project)
        result.append(TableBlock(f"form{number + 1}", title, (unit, "", dated), grid))
        result += [Paragraph(rule, note=True) for rule in _RULES]
    return result


def _form(press: Press, number: int, project: Project) -> Grid:
    grid = GridBuilder((10, 11, 15, 15, 10, 15, 13, 10), 0)
    department = press.this.entity.name.removesuffix("（本级）")
    grid.row(Entry("项目名称", cols=2), Entry(project.name, cols=6, field="project_name"))
    grid.row(
        Entry("主管部门", cols=2), department, Entry("项目实施单位", cols=2), Entry(project.implemented_by, cols=3)
    )
    grid.row(
        Entry("项目类别", cols=2),
        Entry("1、部门预算项目 ■ 2、市直专项 □ 3、市对下转移支付项目 □", cols=6, align="left"),
    )
    grid.row(Entry("项目属性", cols=2), Entry("1、持续性项目 ■ 2、新增性项目 □", cols=6, align="left"))
    grid.row(Entry("项目类型", cols=2), Entry("1、常年性项目 ■ 2、延续性项目 □ 3、一次性项目 □", cols=6, align="left"))
    grid.row(
        Entry("预算执行情况（万元）（20分）", cols=2, rows=2),
        "",
        "预算数（A）",
        Entry("执行数（B）", cols=2),
        "执行率（B/A）",
        "得分（20分×执行率）",
    )
    executed = project.executed if project.form_executed is None else project.form_executed
    ratio = Fraction(executed, project.budget)
    score = half_up(ratio * EXECUTION_WEIGHT, 2)
    grid.row(
        "年度财政资金总额",
        _number(press, number, "budget", press.amount(project.budget)),
        _number(press, number, "executed", press.amount(executed), cols=2),
        _number(press, number, "rate", f"{plain(half_up(ratio * 100, 2))}%"),
        _number(press, number, "execution_score", plain(score)),
    )
    scores = [score, *_indicator_rows(press, number, grid, project.indicators)]
    grid.row(Entry("总分", cols=2), _number(press, number, "total", plain(rounded_sum(scores)), cols=6))
    grid.row(Entry("偏差大或目标未完成原因分析", cols=2), Entry("无", cols=6, align="left"))
    grid.row(
        Entry("改进措施及结果应用方案", cols=2),
        Entry("加强项目管理，将自评结果作为下一年度预算安排的依据。", cols=6, align="left"),
    )
    return grid.build()


def _number(press: Press, form: int, field: str, right: str, *, cols: int = 1) -> Entry:
    return Entry(press.text(f"form{form}.{field}", right), cols=cols, field=field)


def _indicator_rows(press: Press, form: int, grid: GridBuilder, indicators: tuple[Indicator, ...]) -> list[Decimal]:
    """Adds the indicator rows and returns their scores. 一级指标 cells span the rows below them."""
    head = ("一级指标", "二级指标", Entry("三级指标", cols=2), "年初目标值（A）", "实际完成值（B）", "得分")
    grid.row(Entry("年度绩效目标（80分）", rows=len(indicators) + 1), *head)
    scores = []
    for index, indicator in enumerate(indicators):
        row: list[Entry | str] = []
        if index == 0 or indicators[index - 1].level1 != indicator.level1:
            span = sum(1 for other in indicators if other.level1 == indicator.level1)
            row.append(Entry(indicator.level1, rows=span))
        target, actual, score = _scored(indicator)
        scores.append(score)
        grid.row(
            *row,
            indicator.level2,
            Entry(f"{indicator.name}（{indicator.weight}分）", cols=2, field=f"indicator{index}.name"),
            Entry(target, field=f"indicator{index}.target"),
            _number(press, form, f"indicator{index}.actual", actual),
            _number(press, form, f"indicator{index}.score", plain(score)),
        )
    return scores


def _scored(indicator: Indicator) -> tuple[str, str, Decimal]:
    """Target, result and score: weight × B/A, at most the weight; a qualitative target counts as met in full."""
    if indicator.target is None or indicator.actual is None:
        return indicator.unit, indicator.unit, Decimal(indicator.weight)
    ratio = min(Fraction(1), Fraction(indicator.actual, indicator.target))
    return (
        f"≥{indicator.target}{indicator.unit}",
        f"{indicator.actual}{indicator.unit}",
        half_up(ratio * indicator.weight, 2),
    )
