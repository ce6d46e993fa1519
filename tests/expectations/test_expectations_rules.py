"""Every declared rule: a filing on which it fires and one, a single number or word away, on which it is silent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from expectation_rows import warehouse_of_all

from expectations.declared import load_catalogue, vocabulary
from expectations.evaluate import evaluate

FIXTURES = Path(__file__).parent / "fixtures"
STATEMENTS = set(vocabulary()["statements"])
RULES = {rule.id: rule for rule in load_catalogue()}


def _fixtures() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(FIXTURES.glob("*.yaml")):
        for rule_id, fixture in yaml.safe_load(path.read_text("utf-8")).items():
            assert rule_id not in found, f"two fixtures for {rule_id}"
            found[rule_id] = fixture
    return found


CASES = _fixtures()


def _spec(fixture: dict[str, Any]) -> dict[str, Any]:
    spec: dict[str, Any] = {"statements": {}}
    for key, value in fixture.items():
        if key.rpartition("/")[2] in STATEMENTS:
            spec["statements"][key] = value.strip().splitlines()
        elif key in ("filings", "claims", "performance", "disclosure", "unread"):
            spec[key] = value
        else:
            assert key in ("change", "severity", "silent_status"), f"unknown key {key}"
    return spec


def _changed(fixture: dict[str, Any]) -> dict[str, Any]:
    old, new = fixture["change"]
    data = {key: value for key, value in fixture.items() if key not in ("change", "severity", "silent_status")}
    text = json.dumps(data, ensure_ascii=False)
    old_text, new_text = (part if '"' in part else json.dumps(part, ensure_ascii=False)[1:-1] for part in (old, new))
    assert text.count(old_text) == 1, f"{old_text!r} stands {text.count(old_text)} times in {text}"
    return json.loads(text.replace(old_text, new_text)) | {"change": fixture["change"]}


@pytest.fixture(scope="module")
def clean() -> duckdb.DuckDBPyConnection:
    """All fixtures as they should be, each in filings of its own, evaluated once."""
    return _evaluated({rule_id: _spec(fixture) for rule_id, fixture in CASES.items()})


@pytest.fixture(scope="module")
def broken() -> duckdb.DuckDBPyConnection:
    """All fixtures with their one change."""
    return _evaluated({rule_id: _spec(_changed(fixture)) for rule_id, fixture in CASES.items()})


def _evaluated(specs: dict[str, dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    connection = warehouse_of_all(specs)
    report = evaluate(connection)
    assert not report.broken
    return connection


def test_every_rule_has_fixtures() -> None:
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("rule_id", sorted(CASES))
def test_silent(clean: duckdb.DuckDBPyConnection, rule_id: str) -> None:
    filing = f"{rule_id}:F1"
    statuses = clean.execute(
        "SELECT DISTINCT status FROM check_results WHERE check_id = ? AND filing_id = ?", [rule_id, filing]
    ).fetchall()
    # a rule that did not apply proves nothing, unless the rule only ever reports what it finds
    assert statuses == [(CASES[rule_id].get("silent_status", "pass"),)]
    assert (
        clean.execute(
            "SELECT message FROM findings WHERE starts_with(filing_id, ?) AND check_id = ?", [f"{rule_id}:", rule_id]
        ).fetchall()
        == []
    )


@pytest.mark.parametrize("rule_id", sorted(CASES))
def test_fires(broken: duckdb.DuckDBPyConnection, rule_id: str) -> None:
    findings = broken.execute(
        "SELECT severity, title, message, finding_id FROM findings WHERE check_id = ? AND filing_id = ?",
        [rule_id, f"{rule_id}:F1"],
    ).fetchall()
    assert [finding[0] for finding in findings] == [CASES[rule_id].get("severity", "material")]
    _, title, message, finding_id = findings[0]
    assert title
    assert message
    places = broken.execute("SELECT page, place FROM finding_operands WHERE finding_id = ?", [finding_id]).fetchall()
    assert places, "a finding without a printed place"
    assert all(page is not None and place for page, place in places)


@pytest.mark.parametrize("half", [0, 1])
def test_what_a_rule_finds_no_other_rule_finds_in_its_place(half: int) -> None:
    """Without the rules of one half of the catalogue none of their fixtures fires, so each is missed by its own test;
    those of the other half fire as before."""
    kept = [rule for number, rule in enumerate(RULES.values()) if number % 2 == half]
    connection = warehouse_of_all({rule_id: _spec(_changed(fixture)) for rule_id, fixture in CASES.items()})
    assert not evaluate(connection, rules=kept).broken
    fired = {
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT check_id FROM findings WHERE filing_id = check_id || ':F1'"
        ).fetchall()
    }
    connection.close()
    names = {rule.id for rule in kept}
    assert fired <= names
    # what a self-checklist claims, and whether the ties hold together, is judged by what the other rules find
    alone = {rule.id for rule in kept if rule.family != "checklist" and not getattr(rule, "after_ties", False)}
    assert alone - fired == set()
