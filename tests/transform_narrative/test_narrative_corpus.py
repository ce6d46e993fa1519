"""Real filings: what their narrative states is found, and bound to the table cell that it repeats."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from narrative_pages import one, text_line

from extract.model import DocumentContent, PageInfo
from extract.reading import read_document
from transform.narrative import NarrativeResult, parse_narrative
from transform.records import Claim, FilingKind, LineItem
from transform.statements import parse_statements

pytestmark = pytest.mark.corpus

AMOUNTS = {"final", "initial_budget", "adjusted_budget"}
FACTOR = {"元": Decimal(1), "万元": Decimal(10000), "亿元": Decimal(100000000)}


def disagreeing(claims: Iterable[Claim], items: Iterable[LineItem], year: int) -> tuple[int, list[Claim]]:
    """Compare bound amounts with their line items: how many agree, and those that differ by more than a step."""
    known: dict[tuple[object, ...], list[LineItem]] = defaultdict(list)
    for item in items:
        if item.row_kind != "of_which" and item.state != "unread" and item.amount_year in (None, year):
            key = (item.statement, item.item, item.measure, item.functional_code, item.economic_code, item.basis)
            known[key].append(item)
    agreeing, wrong = 0, []
    for claim in claims:
        if claim.statement is None or claim.metric not in AMOUNTS or claim.period != year or claim.amount_yuan is None:
            continue
        key = (claim.statement, claim.item, claim.measure, claim.functional_code, claim.economic_code, claim.basis)
        cells = [item for item in known[key] if claim.fund in (None, item.fund)]
        if not cells:
            continue
        step = (claim.step or Decimal(0)) * FACTOR[claim.unit]
        if any(abs((cell.amount_yuan or Decimal(0)) - claim.amount_yuan) <= step for cell in cells):
            agreeing += 1
        else:
            wrong.append(claim)
    return agreeing, wrong


def both(path: Path, kind: FilingKind, year: int) -> tuple[NarrativeResult, int, list[Claim]]:
    content = read_document(path)
    result = parse_narrative(content, kind=kind, fiscal_year=year)
    items = parse_statements(content, kind=kind, fiscal_year=year).line_items
    return (result, *disagreeing(result.claims, items, year))


def test_text_and_tables_of_a_published_account_differ_only_where_they_are_printed_so(corpus: Path) -> None:
    result, agreeing, wrong = both(
        corpus / "final_accounts" / "上海市普陀区财政局2024年度部门决算.pdf", "final_account", 2024
    )
    assert agreeing >= 30
    assert [(claim.concept, claim.printed_text) for claim in wrong] == [("appropriation_total", "0.3")]
    share = one(result.claims, "share", "71.73")
    whole = [claim for claim in result.claims if claim.group_key == share.whole_key and claim.metric == "final"]
    assert (share.functional_code, [claim.printed_text for claim in whole]) == ("201", ["2940.05"])


def test_planted_directions_years_and_amounts_are_read_as_printed(corpus: Path) -> None:
    result, _, wrong = both(corpus / "final_accounts" / "24年普陀区财政局（测试问题版本）.pdf", "final_account", 2024)
    assert [(claim.concept, claim.printed_text) for claim in wrong] == [
        ("overall_total", "0"),
        ("three_public", "0.95"),
    ]
    compared = {c.functional_code: (c.printed_text, c.direction) for c in result.claims if c.metric == "comparison"}
    assert compared["2010601"] == ("大于", 1)
    assert compared["2080506"] == ("大于", 1)
    assert compared["2101101"] == ("等于", 0)
    assert {claim.period for claim in result.claims if claim.concept == "as_of"} == {2023}
    assert 2023 in {claim.period for claim in result.claims if claim.concept == "heading"}


@pytest.mark.parametrize(
    ("pattern", "year", "least"), [("020_西安*", 2022, 50), ("022_佛山*", 2019, 30)], ids=["xian", "foshan"]
)
def test_accounts_of_other_regions_agree_with_their_tables(corpus: Path, pattern: str, year: int, least: int) -> None:
    (path,) = (corpus / "final_accounts").glob(pattern)
    _, agreeing, wrong = both(path, "final_account", year)
    assert wrong == []
    assert agreeing >= least


@pytest.mark.parametrize(
    ("name", "year", "least"),
    [
        ("003_深圳__2026年深圳市审计局部门预算.pdf", 2026, 7),
        ("004_重庆__2026年重庆市商务委员会部门预算.pdf", 2026, 20),
        ("014_无锡__2026年无锡市统计局部门预算.pdf", 2026, 45),
        ("020_西安__2026年西安市审计局部门预算.pdf", 2026, 15),
        ("001_上海__2026年上海市审计局_部门预算.pdf", 2026, 12),
    ],
)
def test_budgets_agree_with_their_tables(corpus: Path, name: str, year: int, least: int) -> None:
    _, agreeing, wrong = both(corpus / "budgets" / name, "budget", year)
    assert [claim.sentence for claim in wrong] == []
    assert agreeing >= least


def test_the_blank_template_binds_nothing_to_a_statement(corpus: Path) -> None:
    content = read_document(corpus / "final_accounts" / "附件2：部门决算模板.pdf")
    result = parse_narrative(content, kind="final_account", fiscal_year=2024)
    assert [claim for claim in result.claims if claim.statement is not None] == []


def text_only(pages: list[str]) -> DocumentContent:
    lines = [
        text_line(line, page=number, top=60 + 18.0 * row)
        for number, page in enumerate(pages, 1)
        for row, line in enumerate(page.split("\n"))
        if line.strip()
    ]
    infos = tuple(PageInfo(number, 595.0, 3000.0, 0, "html", 0, 0, 0) for number in range(1, len(pages) + 1))
    return DocumentContent("1" * 64, "text/html", infos, (), tuple(lines))


def test_text_without_geometry_shows_what_it_is_known_for(corpus: Path) -> None:
    pages = json.loads((corpus / "page_text" / "shiquan_2025_final_account.json").read_text(encoding="utf-8"))
    claims = parse_narrative(text_only(pages["page_texts"]), kind="final_account", fiscal_year=2025).claims
    annuity = [c.printed_text for c in claims if c.functional_code == "2080506" and c.metric == "final"]
    assert annuity == ["257.14", "245.53"]
    reception = {c.printed_text for c in claims if c.concept == "reception" and c.metric == "final"}
    assert reception == {"1.53", "0"}
    held = {c.concept: c.value for c in claims if c.concept in {"vehicles_held", "vehicles_total"}}
    assert held == {"vehicles_held": 8, "vehicles_total": 10}
