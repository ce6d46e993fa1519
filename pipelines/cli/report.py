"""``gouji report``: one self-contained HTML file for an entity or a filing."""

from __future__ import annotations

from pathlib import Path

from pipelines.cli.console import fail, out
from pipelines.workspace import Workspace


def report_command(subject: str, *, output: Path, warehouse: Path) -> None:
    """Write the report of the entity or document named ``subject``."""
    if not warehouse.exists():
        fail(f"没有仓库 {warehouse}；先运行 gouji run")
    from dashboards.report import ReportError, write_report
    from expectations.verdicts import VerdictError, VerdictStore

    workspace = Workspace(warehouse.absolute())
    try:
        verdicts = VerdictStore(workspace.verdicts).read()
        write_report(warehouse, output, subject=Path(subject).name, archive=workspace.archive, verdicts=verdicts)
    except (ReportError, VerdictError) as error:
        fail(str(error))
    out.print(f"已写入 {output}", highlight=False)
