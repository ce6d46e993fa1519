"""The cookbook's page shows an answer under each of its questions, and writing answers again changes nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from warehouse.cookbook import answered, questions

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
