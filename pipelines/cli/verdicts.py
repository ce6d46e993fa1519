"""``gouji verdict`` and ``gouji verdicts``: what reviewers decided about findings, and what became of these."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from rich.markup import escape
from rich.table import Table

from expectations.verdicts import Decision, VerdictError, VerdictStore
from pipelines.cli.console import VERDICTS, fail, out
from pipelines.workspace import Workspace

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_STATES = {
    "here": "现行版中仍有",
    "replaced": "现行版中已无，旧版中有",
    "gone": "已不再出现",
}
_SHORTEST = 6


def verdict_command(warehouse: Path, finding: str, verdict: str, *, name: str, note: str) -> None:
    """Record a decision about the finding whose id begins with ``finding``."""
    from expectations.decided import record
    from warehouse.connect import open_readonly

    if verdict not in get_args(Decision):
        fail(f"结论应为 {' | '.join(get_args(Decision))}，不是 {verdict}")
    if not name.strip():
        fail("--name 应为复核人的姓名")
    workspace = _workspace(warehouse)
    with open_readonly(warehouse) as connection:
        finding_id = _the_one(connection, finding)
        try:
            entry = record(
                connection,
                VerdictStore(workspace.verdicts),
                finding_id,
                cast("Decision", verdict),
                note=note.strip(),
                name=name.strip(),
            )
        except (OSError, VerdictError) as error:
            fail(escape(str(error)))
    out.print(f"已记录 {VERDICTS[verdict]}：{entry.about}", highlight=False, markup=False, soft_wrap=True)


def verdicts_command(warehouse: Path) -> None:
    """List the verdicts that hold, those first whose finding is no more."""
    from expectations.decided import standing
    from warehouse.connect import open_readonly

    workspace = _workspace(warehouse)
    try:
        entries = VerdictStore(workspace.verdicts).read()
    except VerdictError as error:
        fail(escape(str(error)))
    with open_readonly(warehouse) as connection:
        held = standing(connection, entries)
    if not held:
        out.print("还没有复核结论")
        return
    table = Table(show_lines=True)
    for title in ("问题标识", "结论", "问题", "去向", "复核人", "说明"):
        table.add_column(title, overflow="fold")
    order = list(_STATES)
    for one in sorted(held, key=lambda each: -order.index(each.state)):
        entry = one.verdict
        where = _STATES[one.state]
        if one.state != "gone" and entry.finding_id not in one.finding_ids:
            where += "（换了标识）"
        cells = (entry.finding_id[:8], VERDICTS[entry.verdict], entry.about, where)
        table.add_row(*(escape(cell) for cell in (*cells, f"{entry.name}\n{entry.time[:10]}", entry.note)))
    out.print(table)
    counts = {words: sum(one.state == state for one in held) for state, words in _STATES.items()}
    out.print("合计：" + "，".join(f"{words} {count}" for words, count in counts.items() if count))


def _workspace(warehouse: Path) -> Workspace:
    if not warehouse.exists():
        fail(f"没有仓库 {warehouse}；先运行 gouji run")
    return Workspace(warehouse.absolute())


def _the_one(connection: DuckDBPyConnection, finding: str) -> str:
    """The id that begins with ``finding``; leaves where there is none or more than one."""
    if len(finding) < _SHORTEST:
        fail(f"问题标识至少写 {_SHORTEST} 位（见 gouji findings）")
    rows = connection.execute(
        "SELECT finding_id FROM findings WHERE starts_with(finding_id, ?) ORDER BY 1 LIMIT 2", [finding]
    ).fetchall()
    if len(rows) != 1:
        fail(f"{'不止一个' if rows else '没有'}问题的标识以 {escape(finding)} 开头")
    return str(rows[0][0])
