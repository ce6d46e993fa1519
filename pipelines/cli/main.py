"""The ``gouji`` command and its subcommands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.workspace import DEFAULT_WAREHOUSE, WAREHOUSE_VARIABLE

app = typer.Typer(
    name="gouji",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "勾稽：读取公开的部门预算与决算，逐数入库，找出彼此不符之处。\n\n"
        "Reads published department budgets and final accounts into a warehouse and finds where their numbers disagree."
    ),
)

Warehouse = Annotated[
    Path,
    typer.Option("--warehouse", "-w", envvar=WAREHOUSE_VARIABLE, help="仓库文件；状态保存在其旁的 PATH.d/ 中"),
]


@app.command(
    epilog="示例：\n\n  gouji run                     抓取随附的样例网站并检查\n\n  gouji run 决算.pdf -w x.duckdb   "
    "读取一个文件\n\n  gouji run 文件夹 --fail-on material   有重大差异时以 1 退出"
)
def run(
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[INPUT]...", help="PDF、xlsx、xls 文件或文件夹；不给则抓取随附的样例网站"),
    ] = None,
    warehouse: Warehouse = Path(DEFAULT_WAREHOUSE),
    source: Annotated[str | None, typer.Option(help="只抓取这个来源（见 gouji sources）")] = None,
    year: Annotated[int | None, typer.Option(help="公开年份（列表年份）")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="并行读取的进程数")] = None,
    fail_on: Annotated[
        str | None, typer.Option(help="发现该级别及以上的问题时以 1 退出；unreadable：有文件读不了时以 1 退出")
    ] = None,
) -> None:
    """读取（或抓取）文件，入库，检查，发布。"""
    from pipelines.cli.run import run_command

    run_command(inputs or [], warehouse=warehouse, source_id=source, year=year, workers=workers, fail_on=fail_on)


@app.command()
def rebuild(
    warehouse: Warehouse = Path(DEFAULT_WAREHOUSE),
    workers: Annotated[int | None, typer.Option(min=1, help="并行读取的进程数")] = None,
) -> None:
    """只用存档重建仓库：台账、解析结果或已发布的文件丢失后使用，不访问网络。"""
    from pipelines.cli.run import rebuild_command

    rebuild_command(warehouse, workers=workers)


@app.command(
    epilog="示例：\n\n  gouji findings --severity material\n\n  gouji findings --format xlsx --output 底稿.xlsx"
)
def findings(
    warehouse: Warehouse = Path(DEFAULT_WAREHOUSE),
    severity: Annotated[
        str | None, typer.Option(help="material|minor|rounding|unusual|disclosure|format，可用逗号并列")
    ] = None,
    entity: Annotated[str | None, typer.Option(help="部门或单位名称中的文字")] = None,
    year: Annotated[int | None, typer.Option(help="财政年度")] = None,
    as_of: Annotated[str | None, typer.Option(help="按该日（YYYY-MM-DD）的版本，见 --axis")] = None,
    axis: Annotated[str, typer.Option(help="known：该日仓库所知；published：该日发布者处有效")] = "known",
    output_format: Annotated[str, typer.Option("--format", help="table|json|csv|xlsx")] = "table",
    output: Annotated[Path | None, typer.Option(help="写入文件")] = None,
    everything: Annotated[bool, typer.Option("--all", help="尾差也逐条列出（平常每份文件并成一行）")] = False,
) -> None:
    """列出发现的问题：两处数字、页码与算式。"""
    from pipelines.cli.findings import findings_command

    findings_command(
        warehouse,
        severity=severity,
        entity=entity,
        year=year,
        as_of=as_of,
        axis=axis,
        output_format=output_format,
        output=output,
        everything=everything,
    )


@app.command(
    epilog="示例：\n\n  gouji verdict 3f2a91c0 explained --name 王审计 --note 口径不同，已函询\n\n"
    "同一问题在更正后的版本中仍在的，结论跟随；数字变了的，不跟随。"
)
def verdict(
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="问题标识，或其开头几位（见 gouji findings）")],
    decision: Annotated[
        str, typer.Argument(metavar="VERDICT", help="confirmed 属实|explained 已说明|dismissed 不成立|open 收回")
    ],
    name: Annotated[str, typer.Option(help="复核人姓名")],
    note: Annotated[str, typer.Option(help="说明")] = "",
    warehouse: Warehouse = Path(DEFAULT_WAREHOUSE),
) -> None:
    """记录对一个问题的复核结论。"""
    from pipelines.cli.verdicts import verdict_command

    verdict_command(warehouse, finding, decision, name=name, note=note)


@app.command()
def verdicts(warehouse: Warehouse = Path(DEFAULT_WAREHOUSE)) -> None:
    """列出复核结论及其去向：仍在、已在新版中消失、不再出现。"""
    from pipelines.cli.verdicts import verdicts_command

    verdicts_command(warehouse)


@app.command()
def inspect(
    file: Annotated[Path, typer.Argument(help="一个 PDF、xlsx 或 xls 文件")],
) -> None:
    """逐页显示一个文件中认出与未认出的内容，供添加版式者使用。"""
    from pipelines.cli.inspect import inspect_command

    inspect_command(file)


@app.command(
    epilog="示例：\n\n  gouji check 决算.pdf --report 自查.html\n\n"
    "退出码：0 没有该级别及以上的问题；1 有（见 --fail-on）；2 用法不对；3 没有一个文件能读"
)
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="待公开的文件")],
    report: Annotated[Path | None, typer.Option(help="另写一份 HTML 报告")] = None,
    fail_on: Annotated[str, typer.Option(help="发现该级别及以上的问题时以 1 退出")] = "minor",
    everything: Annotated[bool, typer.Option("--all", help="尾差也逐条列出（平常每份文件并成一行）")] = False,
) -> None:
    """公开前自查：离线检查本单位的文件，不留任何数据。"""
    from pipelines.cli.check import check_command

    check_command(files, report=report, fail_on=fail_on, everything=everything)


@app.command()
def sources(
    source_id: Annotated[str | None, typer.Argument(help="来源编号；不给则列出全部")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="浏览该来源的列表页，不保存任何内容")] = False,
) -> None:
    """列出并校验来源（发布网站）。"""
    from pipelines.cli.sources import sources_command

    sources_command(source_id, try_it=dry_run)


@app.command()
def coverage(
    source_id: Annotated[str | None, typer.Argument(help="来源编号；不给则列出抓取过的全部来源")] = None,
    warehouse: Warehouse = Path(DEFAULT_WAREHOUSE),
    everything: Annotated[bool, typer.Option("--all", help="连同已公开和未到期的一起列出")] = False,
) -> None:
    """谁还没有公开：缺、晚、撤、少、读不了的，与名单逐项对照。"""
    from pipelines.cli.coverage import coverage_command

    coverage_command(warehouse, source_id, everything=everything)


@app.command()
def checks(
    warehouse: Warehouse = Path(DEFAULT_WAREHOUSE),
    everything: Annotated[bool, typer.Option("--all", help="列出全部检查及其结果数")] = False,
) -> None:
    """哪些检查在任何文件中都没有用上，哪些出错；加 --all 列出每项检查的结果数。"""
    from pipelines.cli.checks import checks_command

    checks_command(warehouse, everything=everything)


@app.command()
def entities(
    warehouse: Warehouse = Path(DEFAULT_WAREHOUSE),
    ambiguous: Annotated[bool, typer.Option("--ambiguous", help="只列程序不敢认定、需要人来分辨的名称")] = False,
) -> None:
    """列出部门和单位及其曾用名、别名；同名待辨的不猜，单独列出。"""
    from pipelines.cli.coverage import entities_command

    entities_command(warehouse, ambiguous=ambiguous)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="输出文件夹")],
    export_format: Annotated[str, typer.Option("--format", help="parquet|xlsx|csv|fdp")] = "parquet",
    warehouse: Warehouse = Path(DEFAULT_WAREHOUSE),
) -> None:
    """导出：Parquet、CSV、Excel 底稿或 Fiscal Data Package。"""
    from pipelines.cli.export import export_command

    export_command(folder, export_format=export_format, warehouse=warehouse)


@app.command()
def report(
    subject: Annotated[str, typer.Argument(metavar="ENTITY|FILE", help="部门名称，或仓库中文件的名称")],
    output: Annotated[Path, typer.Option(help="HTML 文件")],
    warehouse: Warehouse = Path(DEFAULT_WAREHOUSE),
) -> None:
    """写一份自含的 HTML 报告：摘要、问题与证据图、报表。"""
    from pipelines.cli.report import report_command

    report_command(subject, output=output, warehouse=warehouse)


@app.command()
def dashboard(
    warehouse: Warehouse = Path(DEFAULT_WAREHOUSE),
    port: Annotated[int, typer.Option(help="本机端口")] = 8501,
) -> None:
    """打开审计人员的看板（只在本机）。"""
    from pipelines.cli.serve import dashboard_command

    dashboard_command(warehouse, port=port)


@app.command()
def dev(
    warehouse: Warehouse = Path(DEFAULT_WAREHOUSE),
    port: Annotated[int, typer.Option(help="本机端口")] = 3000,
) -> None:
    """打开 Dagster 界面：资产图、运行历史、定时任务。"""
    from pipelines.cli.serve import dev_command

    dev_command(warehouse, port=port)
