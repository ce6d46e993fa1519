"""The self-checklist rules judge claims only: 否 contradicts nothing; without findings a claim stands."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from expectation_rows import warehouse_of, warehouse_of_all

from expectations.declared import load_catalogue
from expectations.evaluate import evaluate

CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "fixtures" / "checklist.yaml").read_text("utf-8")
)
# these are about the question itself, or about a 否
NOT_ABOUT_YES = {"checklist.year", "checklist.admits_problem", "checklist.website", "checklist.money_unit"}
YES = '"code": "yes"'


def _broken(rule_id: str) -> dict[str, Any]:
    fixture = dict(CASES[rule_id])
    old, new = fixture.pop("change")
    text = json.dumps(fixture, ensure_ascii=False).replace(old, new)
    spec = json.loads(text)
    tables = {key: value for key, value in spec.items() if key not in ("filings", "claims", "disclosure", "severity")}
    kept = {key: spec[key] for key in ("filings", "claims", "disclosure") if key in spec}
    return kept | {"statements": {key: value.strip().splitlines() for key, value in tables.items()}}


QUESTIONS = {
    "公开的文字说明数据与报表数据是否一致": 1,
    "是否公开决算表内容说明，说明数据与表格是否一致。": 1,
    "是否公开收支总表": 0,
}


def _specs() -> dict[str, dict[str, Any]]:
    """Each broken fixture as it is and with its answers turned to 否, and one of them with other questions."""
    specs: dict[str, dict[str, Any]] = {}
    for rule_id in set(CASES) - NOT_ABOUT_YES:
        specs[f"{rule_id}=yes"] = _broken(rule_id)
        text = json.dumps(specs[f"{rule_id}=yes"], ensure_ascii=False)
        specs[f"{rule_id}=no"] = json.loads(text.replace(YES, '"code": "no"'))
    for question in QUESTIONS:
        specs[question] = _broken("checklist.text_agrees")
        specs[question]["disclosure"][0]["value"] = question
    return specs


@pytest.fixture(scope="module")
def findings() -> Counter[tuple[str, str]]:
    """How many findings each rule has in each filing, all filings evaluated at once."""
    connection = warehouse_of_all(_specs())
    evaluate(connection)
    rows = connection.execute("SELECT filing_id, check_id FROM findings").fetchall()
    return Counter((filing_id.removesuffix(":F1"), check_id) for filing_id, check_id in rows)


@pytest.mark.parametrize("rule_id", sorted(set(CASES) - NOT_ABOUT_YES))
def test_an_answer_of_no_claims_nothing(findings: Counter[tuple[str, str]], rule_id: str) -> None:
    assert findings[f"{rule_id}=yes", rule_id] == 1
    assert findings[f"{rule_id}=no", rule_id] == 0


@pytest.mark.parametrize(("question", "asks"), QUESTIONS.items())
def test_a_question_is_known_by_its_words(findings: Counter[tuple[str, str]], question: str, asks: int) -> None:
    assert findings[question, "checklist.text_agrees"] == asks


def test_without_the_rule_it_rests_on_a_claim_stands() -> None:
    connection = warehouse_of(_broken("checklist.text_agrees"))
    rules = [rule for rule in load_catalogue() if rule.family == "checklist"]
    evaluate(connection, rules=rules)
    statuses = connection.execute(
        "SELECT status FROM check_results WHERE check_id = 'checklist.text_agrees'"
    ).fetchall()
    assert statuses == [("pass",)]
