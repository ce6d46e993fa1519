"""The cookbook's page shows an answer under each of its questions, and writing answers again changes nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from warehouse.cookbook import answered, questions
from warehouse.schema import TABLES, contract_views, mart_views

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "query.md").read_text(encoding="utf-8")
ANSWER = re.compile(r"\n样例上的答案.*?\n(?=\n#|\Z)", re.S)


def test_every_question_has_its_answer_on_the_sample() -> None:
    assert len(questions(PAGE)) >= 20
    assert len(ANSWER.findall(PAGE)) == len(questions(PAGE))


def test_answers_are_replaced_and_nothing_else(small: duckdb.DuckDBPyConnection) -> None:
    once = answered(PAGE, small)
    assert answered(once, small) == once
    assert ANSWER.sub("", once) == ANSWER.sub("", PAGE)
    assert questions(once) == questions(PAGE)


def test_the_order_of_an_answer_is_that_of_the_question_and_not_of_the_rows_stored(built: Path) -> None:
    def asked(stored: str) -> str:
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH '{built}' AS kept (READ_ONLY)")
            for table in TABLES:
                connection.execute(f"CREATE TABLE {table.name} AS SELECT * FROM kept.{table.name} ORDER BY {stored}")
            for view in (*contract_views(), *mart_views()):
                connection.execute(view.ddl())
            return answered(PAGE, connection)

    assert asked("rowid") == asked("rowid DESC")
