"""``gouji coverage`` and ``gouji entities``: what is missing, and which names a person must tell apart."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from pipelines.cli.console import fail, out
from pipelines.workspace import Workspace

STATUSES = {
    "present": "已公开", "late": "晚", "missing": "缺", "not_due": "未到期", "failed": "取不到", "unread": "读不了",
    "withdrawn": "撤下", "unexpected": "名单外", "short": "不足", "shrunken": "骤减", "empty": "空",
}  # fmt: skip
"""What :data:`extract.coverage.CoverageStatus` is called."""


def coverage_command(warehouse: Path, source_id: str | None, *, everything: bool) -> None:
    """Compare the registers of the sources that were walked with what their lists hold, and print what is wanting."""
    from extract.clock import today
    from extract.coverage import PASSING, coverage
    from extract.ledger import Ledger
    from extract.sources import SourceError, get_source, load_sources

    ledger_file = Workspace(warehouse.absolute()).ledger
    if not ledger_file.is_file():
        fail(f"没有台账 {ledger_file}；先运行 gouji run")
    with Ledger(ledger_file) as ledger:
        listings, walked = ledger.listings(), {walk.source_id for walk in ledger.walks()}
    try:
        sources = [get_source(source_id)] if source_id else [s for s in load_sources().values() if s.id in walked]
    except SourceError as error:
        fail(str(error))
    rows = [row for source in sources for row in coverage(source, listings, as_of=today())]
    wanting = [row for row in rows if row.status not in PASSING]
    table = Table()
    for title in ("来源", "年份", "种类", "部门", "状态", "说明", "公开日期"):
        table.add_column(title, overflow="fold")
    for row in rows if everything else wanting:
        year = "" if row.listing_year is None else str(row.listing_year)
        status = STATUSES[row.status]
        table.add_row(row.source_id, year, row.kind or "", row.subject, status, row.detail, row.published_on or "")
    if table.row_count:
        out.print(table)
    out.print(f"抓取过的来源 {len(walked)} 个；名单与列表对照 {len(rows)} 项，其中 {len(wanting)} 项需要过问")


def entities_command(warehouse: Path, *, ambiguous: bool) -> None:
    """Print the entities with their other names, or the names that may be more than one entity."""
    from warehouse.connect import open_readonly
    from warehouse.errors import WarehouseError

    try:
        with open_readonly(warehouse) as connection:
            rows = connection.execute(_AMBIGUOUS if ambiguous else _ENTITIES).fetchall()
    except WarehouseError as error:
        fail(str(error))
    table = Table()
    for title in (
        ("名称", "可能是", "原因", "文件") if ambiguous else ("编号", "名称", "级别", "地区", "其他名称", "件数")
    ):
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    if rows:
        out.print(table)
    else:
        out.print("没有需要分辨的名称" if ambiguous else "仓库中还没有部门或单位")


_AMBIGUOUS = """
SELECT a.name,
       (SELECT string_agg(e.entity_name || '（' || e.entity_id || '）', '；' ORDER BY e.entity_id)
        FROM dim_entity AS e WHERE list_contains(a.entity_ids, e.entity_id)),
       a.reason, d.document_name
FROM ambiguous_name AS a LEFT JOIN dim_document AS d USING (document_sha256) ORDER BY 1, 4
"""
_ENTITIES = """
SELECT e.entity_id, e.entity_name, e.entity_level, e.region,
       (SELECT string_agg(DISTINCT a.alias, '；') FROM dim_entity_alias AS a
        WHERE a.entity_id = e.entity_id AND a.alias <> e.entity_name),
       (SELECT count(*) FROM dim_filing AS f WHERE f.entity_id = e.entity_id)
FROM dim_entity AS e ORDER BY e.region, e.entity_name
"""
