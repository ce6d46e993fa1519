"""``gouji checks``: what every check of the catalogue came to, and which ones have never had anything to check."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from pipelines.cli.console import fail, out

_COLUMNS = ("检查", "名称", "成立", "尾差", "不成立", "缺项", "不适用", "出错")
_CHECKS = """
SELECT c.check_id, c.title,
    count(*) FILTER (r.status = 'pass'), count(*) FILTER (r.status = 'within_rounding'),
    count(*) FILTER (r.status = 'fail'), count(*) FILTER (r.status = 'missing_term'),
    count(*) FILTER (r.status = 'not_applicable'), count(*) FILTER (r.status = 'error')
FROM dim_check AS c
LEFT JOIN fact_check_result AS r USING (check_id)
GROUP BY c.family, c.check_id, c.title
ORDER BY c.family, c.check_id
"""


def checks_command(warehouse: Path, *, everything: bool) -> None:
    """Print the checks that never applied or broke, with ``everything`` all of them, each with its results by status.

    A check that never applies anywhere is no assurance: its documents print nothing of the kind, or are read in
    another way than it expects.
    """
    from warehouse.connect import open_readonly
    from warehouse.errors import WarehouseError

    try:
        with open_readonly(warehouse) as connection:
            rows = connection.execute(_CHECKS).fetchall()
    except WarehouseError as error:
        fail(str(error))
    # neither passed, nor failed, nor lacked one of its numbers
    never = [row for row in rows if not any(row[2:6])]
    broken = [row for row in rows if row[7]]
    shown = rows if everything else [row for row in rows if row in never or row in broken]
    columns = range(len(_COLUMNS)) if everything else (0, 1, 6, 7)
    table = Table()
    for column in columns:
        table.add_column(_COLUMNS[column], overflow="fold", justify="left" if column < 2 else "right")
    for row in shown:
        table.add_row(*(str(row[column] or "") for column in columns))
    if shown:
        out.print(table)
    out.print(
        f"共 {len(rows)} 项检查：{len(never)} 项在任何文件中都没有用上（只报告问题而未发现问题的也在内），"
        f"{len(broken)} 项出错"
    )
