"""Findings in English: the arithmetic is said anew from the operands, the document's words stay."""

from __future__ import annotations

import re
from decimal import Decimal

from dashboards.english import english_cause, english_message, templates
from dashboards.findings_view import FindingView, Operand, group_by_cause, load_findings
from tests.conftest import SampleRun
from warehouse.connect import open_readonly

CHINESE = re.compile(r"[\u3400-\u9fff]")


def operand(role: str, printed: str, label: str, page: int, weight: int = 1) -> Operand:
    return Operand(1, role, label, "", "d", "", None, page, None, f"p{page}", printed, False, None, Decimal(weight))


def finding(check: str, *operands: Operand, difference: str | None = "0.05", **others: object) -> FindingView:
    known = {
        "finding_id": "n", "filing_id": "f", "entity_name": "", "fiscal_year": 2024, "kind": "final_account",
        "severity": "material", "check_id": check, "check_title": "", "family": "", "title": "", "message": "",
        "difference": None if difference is None else Decimal(difference), "computed": Decimal("10.05"),
        "tolerance": Decimal("0.015"), "consistency": "impossible", "unit": "万元", "root_cause_id": None,
        "verdict": "open", "only_rounding": False, "operands": operands,
    }  # fmt: skip
    return FindingView(**(known | others))  # type: ignore[arg-type]


def test_a_sum_says_its_terms_where_they_are_and_what_rounding_allows() -> None:
    said = english_message(
        finding(
            "summary.income_grand_total",
            operand("stated", "10.10", "总计", 5),
            operand("term", "4.00", "收入", 5),
            operand("term", "6.05", "结余", 7),
            operand("term", "", "结转", 7),
        )
    )
    assert said == (
        "总计: 10.10 (p. 5) is printed, but it should be 4.00 (收入) + 6.05 (结余, p. 7) = 10.05; the difference is"
        " 0.05 ten thousand yuan. Rounding allows no more than ±0.015 ten thousand yuan."
    )


def test_one_number_in_two_places_and_words_without_numbers() -> None:
    twice = finding(
        "appropriation.class_in_summary",
        operand("stated", "202.15", "支出", 7),
        operand("term", "202.14", "支出", 5),
        difference="0.01",
        tolerance=None,
        consistency="possible_by_rounding",
    )
    assert english_message(twice).startswith("支出: 202.15 (p. 7) and 支出: 202.14 (p. 5) should be one and the same")
    assert english_message(twice).endswith("One last place apart: the two may be rounded differently.")
    placeholder = finding(
        "disclosure.leftover", operand("bound", "XX", "", 3), difference=None, consistency="not_numeric"
    )
    assert english_message(placeholder) == "Printed: XX (p. 3)."


def test_every_finding_of_the_sample_is_said_in_english(sample_run: SampleRun) -> None:
    with open_readonly(sample_run.warehouse) as connection:
        filings = [row[0] for row in connection.execute("SELECT filing_id FROM filings ORDER BY 1").fetchall()]
        found = load_findings(connection, filings)
        causes = group_by_cause(connection, found)
    assert len(found) > 100
    for one in found:
        said = english_message(one)
        printed = {
            words for o in one.operands for words in (o.label, o.printed_text.strip(), o.locator, o.document_name)
        }
        for words in sorted(printed - {""}, key=len, reverse=True):
            said = said.replace(words, "")
        assert not CHINESE.search(said), (one.check_id, said)
    assert any(title.endswith("202.14 should probably be 202.15") for title, _ in map(english_cause, causes))
    assert not [
        unit for unit in {one.unit for one in found} - {None} if CHINESE.search(templates().units.get(unit, unit))
    ]
