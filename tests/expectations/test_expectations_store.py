"""The catalogue is validated on load; verdicts survive rebuilds; a broken rule is an error, not a silence; Great
Expectations sees failures."""

from __future__ import annotations

from pathlib import Path

import pytest
from expectation_rows import warehouse_of

from expectations.declared import CatalogueError, load_catalogue
from expectations.evaluate import evaluate
from expectations.projects import project_keys
from expectations.verdicts import VerdictError, VerdictStore
from warehouse.connect import open_candidate

TIE = """
rules:
  - id: a.b
    family: within_statement
    shape: sum
    title: 合计
    source: here
    stated: {statement: income, item: total, measure: total}
    terms: [{select: {statement: income, item: functional, measure: total}}]
"""
MISMATCH = {
    "statements": {
        "income_expenditure_summary": [
            "income income_this_year 10.00",
            "income general_budget_income fund=general_budget 9.00",
        ],
        "expenditure": ["- total 3.00"],
    }
}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("statement: income", "statement: incom", "unknown statement incom"),
        ("item: total", "item: totl", "unknown item totl"),
        ("measure: total", "mesure: total", "unknown column mesure"),
        ("shape: sum", "shape: average", "shape"),
        ("family: within_statement", "family: other", "family"),
        ("source: here", "sauce: here", "source"),
    ],
)
def test_unknown_words_are_refused_by_name(tmp_path: Path, old: str, new: str, words: str) -> None:
    (tmp_path / "rules.yaml").write_text(TIE.replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogueError, match=words) as raised:
        load_catalogue(tmp_path)
    assert "rules.yaml" in str(raised.value)


def test_two_rules_of_one_id_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(TIE, "utf-8")
    (tmp_path / "b.yaml").write_text(TIE, "utf-8")
    with pytest.raises(CatalogueError, match=r"a\.b"):
        load_catalogue(tmp_path)


def test_a_broken_rule_is_an_error_and_the_others_are_evaluated() -> None:
    rules = [rule for rule in load_catalogue() if rule.id in ("summary.income_total", "text.direction")]
    connection = warehouse_of(MISMATCH)
    connection.execute("ALTER TABLE fact_claim DROP COLUMN direction")
    report = evaluate(connection, rules=rules)
    assert [check for check, _ in report.broken] == ["text.direction"]
    statuses = dict(connection.execute("SELECT check_id, status FROM check_results").fetchall())
    assert statuses == {"summary.income_total": "fail", "text.direction": "error"}


def test_ids_survive_another_evaluation_and_the_verdict_is_applied(tmp_path: Path) -> None:
    connection = warehouse_of(MISMATCH)
    evaluate(connection)
    (first,) = connection.execute("SELECT finding_id FROM findings WHERE check_id = 'summary.income_total'").fetchall()
    store = VerdictStore(tmp_path / "verdicts" / "verdicts.jsonl")
    store.append(first[0], "confirmed", note="确有差错", name="审核员")
    store.append(first[0], "explained", note="已更正", name="审核员")
    again = warehouse_of(MISMATCH)
    evaluate(again, verdicts=store.read())
    assert again.execute(
        "SELECT finding_id, verdict FROM findings WHERE check_id = 'summary.income_total'"
    ).fetchall() == [(first[0], "explained")]
    assert [entry.verdict for entry in store.read()] == ["confirmed", "explained"]


def test_a_verdict_cut_short_by_a_crash_is_left_out_and_nonsense_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.jsonl"
    store = VerdictStore(path)
    assert store.read() == ()
    store.append("f1", "dismissed", note="", name="审核员")
    with path.open("a", encoding="utf-8") as file:
        file.write('{"finding_id": "f2", "verd')
    assert [entry.finding_id for entry in store.read()] == ["f1"]
    with pytest.raises(VerdictError):
        store.append("f1", "perhaps", note="", name="审核员")  # type: ignore[arg-type]
    path.write_text("nonsense\n", "utf-8")
    with pytest.raises(VerdictError, match=":1:"):
        store.read()


def test_evaluation_replaces_what_an_earlier_one_wrote() -> None:
    connection = warehouse_of(MISMATCH)
    first = evaluate(connection)
    second = evaluate(connection)
    assert first.results_by_status == second.results_by_status
    assert first.findings_by_severity == second.findings_by_severity


def test_superseded_editions_are_judged_by_themselves() -> None:
    connection = warehouse_of(MISMATCH | {"filings": {"F1": {"current": False}}})
    report = evaluate(connection)
    assert report.filings == 1
    assert report.results_by_status["fail"] == 1


@pytest.mark.parametrize(
    ("names", "joined"),
    [
        (["社保扶贫资金", "2024年度社保扶贫资金项目", "社保扶贫代缴资金"], True),
        (["道路养护经费", "2024年道路养护项目"], True),
        (["职业教育补助", "职业培训补助"], False),
        # two projects are as close to the short name: nothing is certain
        (["校舍维修", "小学校舍维修", "中学校舍维修"], False),
    ],
)
def test_project_names(names: list[str], joined: bool) -> None:
    assert (len(set(project_keys(names).values())) == 1) == joined


def _candidate(folder: Path) -> Path:
    """An evaluated warehouse in a file."""
    path = folder / "candidate.duckdb"
    with warehouse_of(MISMATCH) as connection:
        evaluate(connection)
        connection.execute(f"ATTACH '{path}' AS target")
        connection.execute("COPY FROM DATABASE memory TO target")
        connection.execute("DETACH target")
    return path


def test_an_expectation_that_cannot_be_evaluated_ends_the_run_with_its_name(tmp_path: Path) -> None:
    from expectations.gx import GxError, validate

    path = _candidate(tmp_path)
    with open_candidate(path) as connection:
        connection.execute("DROP TABLE fact_performance CASCADE")
    with pytest.raises(GxError, match=r"contracts/unique\.fact_performance") as raised:
        validate(path, tmp_path / "gx")
    assert "fact_performance does not exist" in str(raised.value)
    # what was evaluated is kept, and says which expectations were not
    (results,) = (tmp_path / "gx").glob("*.json")
    assert results.name in str(raised.value)


def test_great_expectations_reports_failures_and_keeps_the_run(tmp_path: Path) -> None:
    from expectations.gx import read_results, store_validation, validate

    path = _candidate(tmp_path)
    report = validate(path, tmp_path / "gx")
    failed = {check.key: check.n_unexpected for check in report.suite("identities") if not check.success}
    assert failed == {"summary.income_total": 1}
    # the hand-built warehouse has no dimensions: the blocking suite says so
    assert not report.contracts_hold
    assert any(check.key.startswith("orphans.") for check in report.suite("contracts") if not check.success)
    assert not report.broken
    assert read_results(report.results_path).checks == report.checks
    with open_candidate(path) as again:
        store_validation(again, report)
        assert again.execute("SELECT count(*) FROM fact_validation").fetchall() == [(len(report.checks),)]
