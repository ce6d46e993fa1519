"""The data dictionary, rendered from the declarations: ``python -m warehouse.dictionary > docs/data-dictionary.md``."""

from __future__ import annotations

import sys
from functools import cache

import duckdb

from warehouse.schema import CONTRACT, TABLES, Column, Table, View, contract_views, create_statements, mart_views
from warehouse.verify import VIEW_OF

_INTRO = """# 数据字典 Data dictionary

由 `warehouse/tables_*.py` 的声明生成（`python -m warehouse.dictionary`），请勿手改。
Generated from the declarations; do not edit by hand.

- 金额一律以元计，类型 `DECIMAL(20,2)`；印出的文字、单位和末位与之并列。空格、0、— 不混同。
  Amounts are yuan; printed text, unit and last place stay beside them; blank, 0 and — stay apart.
- 页码从 1 起；坐标以 PDF 点计，原点在页面左上角。Pages count from 1; boxes are PDF points, origin top left.
- 时间是 `2026-03-01T09:30:00.000+08:00` 形式的定宽文字（北京时间，带时差），可直接按文字比较。
  Times are fixed-width text with their offset (Asia/Shanghai) and sort as text.
- 查询请用视图（公开约定与专题视图）；`dim_*`、`fact_*` 等表是其底层，可能调整。
  Query the views; the tables below them may change.
"""


@cache
def _view_types() -> dict[str, list[tuple[str, str]]]:
    connection = duckdb.connect()
    for statement in create_statements():
        connection.execute(statement)
    names = [view.name for view in (*contract_views(), *mart_views())]
    types = {
        name: [(str(row[0]), str(row[1])) for row in connection.execute(f"DESCRIBE {name}").fetchall()]
        for name in names
    }
    connection.close()
    return types


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _meaning(column: Column) -> str:
    parts = [f"{column.zh}<br>{column.en}"]
    if column.values:
        parts.append("值 values: " + ", ".join(f"`{value}`" for value in column.values))
    if column.references:
        parts.append(f"→ `{column.references}`")
    return _cell("<br>".join(parts))


@cache
def _declared() -> dict[str, Column]:
    """The first declaration of every column name: views show table columns under the same name."""
    declared: dict[str, Column] = {}
    for entry in TABLES:
        for column in entry.columns:
            declared.setdefault(column.name, column)
    return declared


_VIEW_ONLY = {
    "functional_name": "功能分类科目当年名称<br>Name of the functional code in the year of the amount",
    "economic_name": "经济分类科目当年名称<br>Name of the economic code in the year of the amount",
}


def undescribed_columns() -> list[str]:
    """Return the columns of views that no declaration and no header describes (a test keeps this empty)."""
    missing = []
    for view in (*contract_views(), *mart_views()):
        own = dict(view.columns)
        for name, _ in _view_types()[view.name]:
            if name not in own and name not in _declared() and name not in _VIEW_ONLY:
                missing.append(f"{view.name}.{name}")
    return missing


def _view_section(view: View, source: Table | None) -> list[str]:
    own = dict(view.columns)
    promised = set(CONTRACT.get(view.name, ()))
    lines = [f"### {view.name} {view.title}", "", f"粒度 grain：{view.grain}。", ""]
    if source is not None:
        lines += [source.description, ""]
    lines += ["| 列 column | 类型 type | 单位 unit | 含义 meaning |", "|---|---|---|---|"]
    for name, kind in _view_types()[view.name]:
        column = next((c for c in source.columns if c.name == name), None) if source else None
        column = column or _declared().get(name)
        if name in own:
            meaning, unit = _cell(own[name]), "yuan" if name.endswith("_yuan") else ""
        elif column is not None:
            meaning, unit = _meaning(column), column.unit or ""
        else:
            meaning, unit = _VIEW_ONLY[name], ""
        mark = "" if name in promised or not promised else " ⁺"
        lines.append(f"| `{name}`{mark} | {kind} | {unit} | {meaning} |")
    return [*lines, ""]


def _table_section(entry: Table) -> list[str]:
    key = ", ".join(f"`{name}`" for name in entry.key)
    lines = [
        f"### {entry.name} {entry.title}",
        "",
        f"粒度 grain：{entry.grain}。键 key：{key}。来自 filled by：{entry.derived_by}。",
        "",
        entry.description,
        "",
        "| 列 column | 类型 type | 单位 unit | 空 null | 含义 meaning |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{column.name}` | {column.type.duckdb} | {column.unit or ''} | {'✓' if column.nullable else ''} "
        f"| {_meaning(column)} |"
        for column in entry.columns
    ]
    return [*lines, ""]


def render() -> str:
    """Return the whole dictionary as Markdown."""

    by_name = {entry.name: entry for entry in TABLES}
    lines = [_INTRO, "## 公开约定的视图 Contract views", ""]
    lines += ["标 ⁺ 的列在约定之外，可能增加。Columns marked ⁺ follow the contract's own.", ""]
    views = {view.name: view for view in contract_views()}
    for name in CONTRACT:
        lines += _view_section(views[name], by_name[VIEW_OF[name]])
    lines += ["## 专题视图 Marts", ""]
    for view in mart_views():
        lines += _view_section(view, None)
    lines += ["## 底层各表 Tables", ""]
    for entry in TABLES:
        lines += _table_section(entry)
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.stdout.write(render())
