"""The cookbook ``docs/query.md``: its queries, and their answers on a warehouse written under them.

    python -m warehouse.cookbook sample.duckdb docs/query.md

writes each answer anew (the first rows, as a table). The variables of the questions are the sample's then.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.connect import open_readonly

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS_SHOWN = 3
_LONGEST = 36
_QUESTION = re.compile(
    r"(?P<head>^### (?P<title>\d+\. .*?)$\n+```sql\n(?P<sql>.*?)```\n)"
    r"(?:\n样例上的答案.*?\n(?=\n#|\Z))?",
    re.M | re.S,
)
_ON_THE_SAMPLE = (
    "SET VARIABLE entity = '澄湖市民政局'",
    "SET VARIABLE year = 2024",
    "SET VARIABLE as_of = '2099-12-31T23:59:59+08:00'",
)


@dataclass(frozen=True, slots=True)
class Question:
    """A numbered question and the query that answers it."""

    title: str
    sql: str


def questions(text: str) -> tuple[Question, ...]:
    """The questions of the cookbook ``text``, in order."""
    return tuple(Question(found["title"], found["sql"]) for found in _QUESTION.finditer(text))


def answered(text: str, connection: DuckDBPyConnection) -> str:
    """The cookbook with each answer on ``connection`` under its query. Raises ``duckdb.Error`` for a broken query."""
    for statement in _ON_THE_SAMPLE:
        connection.execute(statement)
    return _QUESTION.sub(lambda found: f"{found['head']}\n{_answer(connection, found['sql'])}\n", text)


def _answer(connection: DuckDBPyConnection, sql: str) -> str:
    cursor = connection.execute(sql)
    names = [str(column[0]) for column in cursor.description or []]
    rows = cursor.fetchall()
    if not rows:
        return "样例上的答案：没有这样的行。"
    shown = "" if len(rows) <= ROWS_SHOWN else f"，前 {ROWS_SHOWN} 行"
    lines = [f"样例上的答案（{len(rows)} 行{shown}）：", "", _line(names), _line(["---"] * len(names))]
    lines += [_line([_cell(value) for value in row]) for row in rows[:ROWS_SHOWN]]
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(value: object) -> str:
    text = "" if value is None else re.sub(r"\s+", " ", str(value)).replace("|", "\\|")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def main() -> None:
    """Write the answers into the file named second, from the warehouse named first."""
    warehouse, page = Path(sys.argv[1]), Path(sys.argv[2])
    with open_readonly(warehouse) as connection:
        text = answered(page.read_text(encoding="utf-8"), connection)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
