"""The declared patterns: well formed, in the vocabulary of the line items, and bounded in time."""

from __future__ import annotations

import csv
import re
import time
from importlib.resources import files

import pytest
from narrative_pages import read
from pydantic import ValidationError

from transform.narrative.patterns import Concept, load_concepts, load_metrics, load_topics
from transform.narrative.sections import topic_of

MEASURES = {
    "total", "basic", "project", "appropriation", "superior_subsidy", "business", "operating", "affiliated", "other",
    "to_superior", "affiliated_subsidy", "overseas_travel", "vehicles", "vehicle_purchase", "vehicle_operation",
    "reception", "meetings", "training", "opening_balance", "income", "closing_balance",
}  # fmt: skip


def statements() -> set[str]:
    text = (files("transform") / "lookups" / "statement_families.csv").read_text(encoding="utf-8")
    return {row["statement"] for row in csv.DictReader(text.splitlines())}


def test_concepts_bind_to_statements_and_measures_that_exist() -> None:
    known = statements()
    for concept in load_concepts():
        for binding in (concept.final, concept.budget):
            if binding is not None:
                assert binding.statement in known, concept.id
                assert binding.measure in MEASURES, concept.id


def test_concepts_name_topics_and_concepts_that_exist() -> None:
    topics = {topic.id for topic in load_topics()} | {""}
    ids = {concept.id for concept in load_concepts()}
    for concept in load_concepts():
        assert set(concept.topics) <= topics, concept.id
        assert {*concept.under, *concept.wholes, *concept.never_under} <= ids, concept.id


def test_a_misspelt_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        Concept.model_validate({"id": "x", "names": ["x"], "topic": ["income"]})


def test_a_word_is_not_both_increase_and_decrease() -> None:
    assert not set(load_metrics().increase) & set(load_metrics().decrease)


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("收入支出决算总体情况说明", "overall"),
        ("收支预算总体情况说明", "overall"),
        ("2025年部门预算编制说明", "overall"),
        ("收入决算情况说明", "income"),
        ("支出预算情况说明", "expenditure"),
        ("财政拨款收入支出决算总体情况说明", "appropriation"),
        ("一般公共预算财政拨款支出决算情况说明", "general_budget"),
        ("一般公共预算财政拨款基本支出决算情况说明", "general_basic"),
        ("财政拨款基本支出预算情况说明", "appropriation_basic"),
        ("政府性基金预算财政拨款收入支出决算情况说明", "government_fund"),
        ("国有资本经营预算财政拨款支出决算情况说明", "state_capital"),
        ("一般公共预算财政拨款“三公”经费支出决算情况说明", "three_public"),
        ("机关运行经费支出情况", "operating"),
        ("政府采购支出情况", "procurement"),
        ("国有资产占有使用情况说明", "assets"),
        ("预算绩效管理工作开展情况", "performance"),
        ("名词解释", "glossary"),
        ("主要职能", "duties"),
        ("财政拨款“三公”经费支出决算表(表9)", "tables"),
        ("其他重要事项的情况说明", None),
    ],
)
def test_sections_are_known_by_their_headings(title: str, topic: str | None) -> None:
    assert topic_of(title) == topic


@pytest.mark.parametrize(
    "text",
    ["支出1万元，" * 3000, "支出1万元、" * 3000, "占" * 20000 + "1%", "1," * 9000, "（" * 9000 + "5万元",
     "其中" * 9000 + "5个", "中小企业下属" * 4000 + "3个", "增加" * 9000 + "5万元", "与2023年相比" * 3000 + "持平"],
    ids=lambda text: re.sub(r"\s", "", text)[:6],
)  # fmt: skip
def test_endless_paragraphs_take_bounded_time(text: str) -> None:
    begun = time.perf_counter()
    read("五、一般公共预算财政拨款支出决算情况说明", text)
    assert time.perf_counter() - begun < 30
