"""The seed document: every number of its narrative, with value, unit and page, bound to what the truth says."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.reading import read_document
from transform.narrative import NarrativeResult, parse_narrative
from transform.records import Claim

pytestmark = pytest.mark.corpus

#: Statements a table of the truth may be bound to: 表4 and 表5 print the same 类 rows, 表2 and 表3 the totals of 表1.
STATEMENTS = {
    "t1": {"income_expenditure_summary"},
    "t2": {"income", "income_expenditure_summary"},
    "t3": {"expenditure", "income_expenditure_summary"},
    "t4": {"appropriation_summary", "general_budget_expenditure"},
    "t5": {"general_budget_expenditure"},
    "t6": {"general_budget_basic_expenditure"},
}
UNITS = {"台（套）": "台(套)", "元/人.年": "元", "批次": "批次"}


@pytest.fixture(scope="module")
def truth(corpus: Path) -> list[dict[str, Any]]:
    data = json.loads((corpus / "seed" / "seed_truth.json").read_text(encoding="utf-8"))
    return list(data["narrative"])


@pytest.fixture(scope="module")
def result(corpus: Path) -> NarrativeResult:
    content = read_document(corpus / "seed" / "seed_office.pdf")
    return parse_narrative(content, kind="final_account", fiscal_year=2024)


def plain(text: str) -> str:
    folded = text.translate(str.maketrans("（）％，：；０１２３４５６７８９", "()%,:;0123456789"))
    return re.sub(r"\s", "", folded)


def paired(truth: list[dict[str, Any]], claims: tuple[Claim, ...]) -> list[tuple[dict[str, Any], Claim | None]]:
    """Pair every truth number with the next claim of the same sentence that prints it."""
    used: set[int] = set()
    pairs: list[tuple[dict[str, Any], Claim | None]] = []
    position = 0
    for entry in truth:
        sentence = plain(entry["sentence"])
        match = None
        for index in range(position, len(claims)):
            claim = claims[index]
            if index in used or claim.value_kind == "date" or claim.printed_text != entry["value_text"]:
                continue
            if plain(claim.sentence) in sentence or sentence in plain(claim.sentence):
                match = index
                break
        if match is not None:
            used.add(match)
            position = match
        pairs.append((entry, claims[match] if match is not None else None))
    return pairs


def test_every_number_is_found_with_its_value_and_unit(truth: list[dict[str, Any]], result: NarrativeResult) -> None:
    missing = [entry["id"] for entry, claim in paired(truth, result.claims) if claim is None]
    assert missing == []
    wrong = [
        (entry["id"], str(claim.value), claim.unit)
        for entry, claim in paired(truth, result.claims)
        if claim is not None
        and (claim.value != Decimal(entry["value"]) or claim.unit != UNITS.get(entry["unit"], entry["unit"]))
    ]
    assert wrong == []


def test_every_number_has_its_page_and_a_box_in_it(truth: list[dict[str, Any]], result: NarrativeResult) -> None:
    for entry, claim in paired(truth, result.claims):
        assert claim is not None
        assert 4 <= claim.place.page <= 19, entry["id"]
        assert claim.place.locator == f"p{claim.place.page}"
        box = claim.place.box
        assert box is not None
        assert 60 < box.x0 < box.x1 < 540, entry["id"]
        assert box.x1 - box.x0 < 12 * len(claim.printed_text), entry["id"]


def test_references_to_tables_are_bound_to_them(truth: list[dict[str, Any]], result: NarrativeResult) -> None:
    referring = [(entry, claim) for entry, claim in paired(truth, result.claims) if entry.get("ref")]
    assert len(referring) >= 8
    for entry, claim in referring:
        assert claim is not None
        assert claim.state == "bound", entry["id"]
        assert claim.statement in STATEMENTS[entry["ref"][:2]], entry["id"]
        assert claim.functional_code == entry.get("code"), entry["id"]
        assert claim.period == int(entry.get("year", 2024)), entry["id"]


def test_directions_years_and_codes(truth: list[dict[str, Any]], result: NarrativeResult) -> None:
    words = {"增加": 1, "增长": 1, "减少": -1, "下降": -1}
    for entry, claim in paired(truth, result.claims):
        assert claim is not None
        if "direction" in entry:
            assert claim.direction == words.get(entry["direction"]), entry["id"]
        if "compare_year" in entry and entry.get("role") != "driver":
            assert claim.base_year == int(entry["compare_year"]), entry["id"]
        if entry.get("role") == "driver":
            assert claim.metric == "component", entry["id"]
        if "code" in entry:
            assert claim.functional_code == entry["code"], entry["id"]


def test_rates_can_be_recomputed_from_their_group(truth: list[dict[str, Any]], result: NarrativeResult) -> None:
    """The truth names numerator and denominator of rates; the group (and whole) of the claim lead to the same two."""
    by_group: dict[str, list[Claim]] = {}
    for claim in result.claims:
        by_group.setdefault(claim.group_key or "", []).append(claim)

    def values(key: str | None, metrics: set[str]) -> set[Decimal | None]:
        return {claim.value for claim in by_group.get(key or "-", []) if claim.metric in metrics}

    checked: Counter[str] = Counter()
    for entry, claim in paired(truth, result.claims):
        if claim is None or "numerator" not in entry or "denominator" not in entry:
            continue
        numerator, denominator = Decimal(entry["numerator"]), Decimal(entry["denominator"])
        checked[claim.metric] += 1
        if claim.metric == "growth_rate":
            (principal,) = values(claim.group_key, {"final"})
            (change,) = values(claim.group_key, {"change"})
            assert principal is not None
            assert change is not None
            assert (change, principal - change * (claim.direction or 0)) == (numerator, denominator), entry["id"]
        elif claim.metric == "completion_rate":
            assert values(claim.group_key, {"final"}) == {numerator}, entry["id"]
            assert values(claim.group_key, {"initial_budget", "adjusted_budget"}) == {denominator}, entry["id"]
        else:
            assert claim.metric == "share", entry["id"]
            assert values(claim.group_key, {"final"}) == {numerator}, entry["id"]
            assert values(claim.whole_key, {"final"}) == {denominator}, entry["id"]
    assert checked == Counter(completion_rate=8, share=5, growth_rate=3)


def test_nothing_printed_is_lost(result: NarrativeResult) -> None:
    """Every digit outside contents, page furniture and list numbers is in a claim."""
    printed = Counter("".join(c for p in result.passages for c in p.paragraph.run.text if c.isdigit()))
    claimed = Counter("".join(c for claim in result.claims for c in claim.printed_text if c.isdigit()))
    left = sum((printed - claimed).values())
    assert left <= result.counted["enumerator"] * 2
    assert result.unread == ()


def test_projects_are_named_as_their_forms_are(result: NarrativeResult) -> None:
    stated = {
        c.project_name: str(c.value)
        for c in result.claims
        if c.project_name and c.basis == "final" and c.topic == "performance" and c.metric == "final"
    }
    assert stated == {
        "城乡居民基本养老保险管理经费": "9.97",
        "聘请公共服务岗人员经费": "20.99",
        "2024年度社保扶贫资金": "360",
    }
