"""The dashboard in a real Chromium over the sample's warehouse: what a person does, seen on the page."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from dashboard_server import PATIENCE_MS, Served

from dashboards.report import write_report
from warehouse.connect import open_readonly

pytestmark = pytest.mark.browser

SEED = "武汉市蔡甸区城乡居民养老保险办公室"


def expect(thing: Any) -> Any:
    from playwright.sync_api import expect as playwright_expect

    playwright_expect.set_options(timeout=PATIENCE_MS)
    return playwright_expect(thing)


def ask(served: Served, sql: str) -> list[tuple[Any, ...]]:
    with open_readonly(served.warehouse) as connection:
        return connection.execute(sql).fetchall()


def open_page(page: Any, served: Served, name: str = "") -> None:
    page.goto(f"{served.url}/{name}")
    expect(page.locator("h1, #finding").first).to_be_visible()
    settled(page)


def settled(page: Any) -> None:
    """Wait until no run of the script is under way."""
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


def total(page: Any, key: str) -> int:
    return int(page.locator(f".gj-total-{key} b").inner_text().replace(",", ""))


def choose_severities(page: Any, *names: str) -> None:
    """Leave exactly ``names`` chosen among the severity pills."""
    group = page.locator("[data-testid=stButtonGroup]").first
    for name in ("重大", "轻微", "尾差", "异常", "披露", "格式"):
        pill = group.get_by_role("button", name=name)
        if (pill.get_attribute("aria-pressed") == "true") != (name in names):
            pill.click()
            settled(page)


def the_finding_of_20214(served: Served) -> str:
    rows = ask(
        served,
        "SELECT finding_id FROM finding_operands JOIN findings USING (finding_id)"
        f" WHERE entity_name = '{SEED}' GROUP BY 1"
        " HAVING bool_or(printed_text = '202.14') AND bool_or(printed_text = '202.15') AND count(*) = 2",
    )
    assert rows, "the sample has a finding of 202.14 against 202.15"
    return str(rows[0][0])


def test_the_overview_counts_what_the_warehouse_holds(page: Any, served: Served) -> None:
    open_page(page, served)
    for severity, count in ask(served, "SELECT severity, count(*) FROM findings WHERE is_current GROUP BY 1"):
        assert total(page, severity) == count
    for axis in ("及时性", "完整性", "细化程度", "准确性", "可读性"):
        expect(page.get_by_test_id("stMetricLabel").get_by_text(axis, exact=True)).to_be_visible()


def test_the_language_is_switched_and_stays(page: Any, served: Served) -> None:
    open_page(page, served)
    expect(page.get_by_role("heading", name="勾稽看板")).to_be_visible()
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("heading", name="gouji dashboard")).to_be_visible()
    page.get_by_role("link", name="Findings").click()
    expect(page.get_by_role("heading", name="Findings")).to_be_visible()
    expect(page.locator(".gj-total-material")).to_contain_text("Material")
    expect(page.locator(".gj-finding .gj-message").first).to_contain_text("is printed")
    page.get_by_text("中文", exact=True).click()
    expect(page.get_by_role("heading", name="问题")).to_be_visible()


def test_totals_follow_the_filters(page: Any, served: Served) -> None:
    open_page(page, served, "findings")
    by_severity = dict(ask(served, "SELECT severity, count(*) FROM findings WHERE is_current GROUP BY 1"))
    assert total(page, "plain") == by_severity.get("material", 0) + by_severity.get("minor", 0)
    choose_severities(page, "尾差")
    expect(page.locator(".gj-total-plain b")).to_have_text(f"{by_severity['rounding']:,}")
    assert total(page, "material") == 0
    folded = page.locator(".gj-tail").first
    expect(folded).to_contain_text("看不出是哪个数有误")
    page.get_by_label("说明中含有").fill("202.14")
    page.get_by_label("说明中含有").press("Enter")
    (expected,) = ask(
        served,
        "SELECT count(*) FROM findings WHERE is_current AND severity = 'rounding'"
        " AND (contains(message, '202.14') OR contains(title, '202.14'))",
    )[0]
    assert 0 < expected < by_severity["rounding"]
    expect(page.locator(".gj-total-plain b")).to_have_text(str(expected))
    expect(page.locator(".gj-finding").first).to_contain_text("202.14")


def test_from_the_filter_down_to_the_evidence(page: Any, served: Served) -> None:
    open_page(page, served, "findings")
    choose_severities(page, "尾差")
    page.get_by_label("说明中含有").fill("202.14")
    page.get_by_label("说明中含有").press("Enter")
    expect(page.locator(".gj-cause").first).to_contain_text("202.14 疑应为 202.15")
    settled(page)
    page.locator(f".st-key-open-{the_finding_of_20214(served)} button").first.click()
    expect(page.locator("#finding")).to_be_visible()
    settled(page)
    expect(page.locator("tr.gj-suspect")).to_contain_text("202.14（疑为错处）")
    expect(page.locator("table.gj tbody tr")).to_have_count(2)
    places = page.locator(".gj-place")
    expect(places).to_have_count(2)
    expect(places.nth(0)).to_contain_text("疑为错处")
    expect(places.nth(0)).to_contain_text("第 5 页")
    expect(places.nth(1)).to_contain_text("第 7 页")
    pictures = page.locator("[data-testid=stImage] img")
    expect(pictures).to_have_count(2)
    page.wait_for_function(
        "[...document.querySelectorAll('[data-testid=stImage] img')].every(i => i.naturalWidth > 100)"
    )
    tops = [pictures.nth(index).bounding_box()["y"] for index in range(2)]
    assert abs(tops[0] - tops[1]) < 60, "the two places stand side by side"
    zoomed = pictures.first.evaluate("image => image.naturalHeight")
    page.get_by_text("整页", exact=True).click()
    page.wait_for_function(
        "least => [...document.querySelectorAll('[data-testid=stImage] img')].every(i => i.naturalHeight > least)",
        arg=zoomed * 3,
    )
    page.get_by_role("button", name="返回列表").click()
    expect(page.get_by_role("heading", name="问题")).to_be_visible()
    expect(page.get_by_label("说明中含有")).to_have_value("202.14")


def test_a_verdict_is_stored_and_shown_at_once(page: Any, served: Served) -> None:
    finding = the_finding_of_20214(served)
    before = hashlib.sha256(served.warehouse.resolve().read_bytes()).hexdigest()
    open_page(page, served, f"findings?finding={finding}")
    page.get_by_text("已说明", exact=True).click()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("请填写姓名")).to_be_visible()
    note = "舍入口径 <script>alert(1)</script>"
    page.get_by_label("姓名").fill("王审计")
    page.get_by_label("说明", exact=True).fill(note)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#finding .gj-explained")).to_have_text("已说明")
    settled(page)
    store = Path(f"{served.warehouse}.d") / "verdicts.jsonl"
    entries = [json.loads(line) for line in store.read_text(encoding="utf-8").splitlines()]
    mine = [entry for entry in entries if entry["finding_id"] == finding]
    assert [(entry["verdict"], entry["name"], entry["note"]) for entry in mine] == [("explained", "王审计", note)]
    page.get_by_role("button", name="返回列表").click()
    settled(page)
    choose_severities(page, "重大", "轻微", "尾差", "异常", "披露", "格式")
    page.get_by_test_id("stMultiSelect").filter(has_text="结论").get_by_role("combobox").click()
    page.get_by_role("option", name="已说明").click()
    expect(page.locator(".gj-total-plain b")).to_have_text(str(len({e["finding_id"] for e in entries})))
    expect(page.locator(".gj-finding .gj-explained").first).to_have_text("已说明")
    assert hashlib.sha256(served.warehouse.resolve().read_bytes()).hexdigest() == before, "the warehouse is read-only"


def test_a_department_over_the_years(page: Any, served: Served) -> None:
    open_page(page, served, "department")
    expect(page.get_by_role("combobox", name="部门或单位")).to_have_value("澄湖市民政局")
    for heading in (
        "主要指标（万元）",
        "支出按功能分类（万元）",
        "基本支出按经济分类（万元）",
        "“三公”经费（万元）",
        "项目预算与执行（万元）",
    ):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.locator("[data-testid=stVegaLiteChart]")).to_have_count(4)
    expect(page.locator("table.gj tbody tr").first).to_be_visible()
    expect(page.locator("table.gj")).to_contain_text("一般公共预算财政拨款收入")


@pytest.mark.parametrize(("name", "heading"), [("coverage", "公开情况"), ("quality", "数据质量"), ("sources", "来源")])
def test_the_operators_pages(page: Any, served: Served, name: str, heading: str) -> None:
    open_page(page, served, name)
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    expect(page.locator("[data-testid=stDataFrame]").first).to_be_visible()


def test_an_unknown_finding_is_said(page: Any, served: Served) -> None:
    open_page_without_heading(page, f"{served.url}/findings?finding=%3Cscript%3E")
    expect(page.get_by_text("仓库的现行版本里没有这个问题")).to_be_visible()


def open_page_without_heading(page: Any, url: str) -> None:
    page.goto(url)
    settled(page)


@pytest.mark.parametrize("name", ["", "findings", "findings?finding=n1", "department", "coverage", "quality"])
def test_what_documents_say_is_never_markup(page: Any, served_hostile: Served, name: str) -> None:
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto(f"{served_hostile.url}/{name}")
    expect(page.locator("h1, #finding").first).to_be_visible()
    settled(page)
    main = page.locator("[data-testid=stMain]")
    for drawn in ("script", "img[src=x]", "a[href^=javascript]", ".katex", ":text-is('粗')", ":text-is('红')"):
        assert main.locator(drawn).count() == 0, drawn
    assert not said


def test_nothing_leaves_the_machine(page: Any, served: Served) -> None:
    for name in ("", "findings", "department", "quality"):
        open_page(page, served, name)
    elsewhere = [url for url in page.asked if urlsplit(url).hostname not in ("127.0.0.1", None)]
    assert elsewhere == []
    assert len(page.asked) > 10


def test_the_report_opened_from_its_file(page: Any, served: Served, tmp_path: Path) -> None:
    output = tmp_path / "报告.html"
    write_report(served.warehouse, output, subject=SEED, archive=Path(f"{served.warehouse}.d") / "archive")
    assert output.stat().st_size < 3_000_000
    page.goto(output.as_uri())
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{SEED} 2024 年度决算核对报告")
    assert {urlsplit(url).scheme for url in page.asked} <= {"file", "data"}
    assert page.evaluate("[...document.images].length > 4 && [...document.images].every(i => i.naturalWidth > 100)")
    card = page.locator(".finding", has_text=re.compile("202.14（疑为错处）")).first
    expect(card.locator("figure")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing is wider than the page"
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    import pypdfium2

    document = pypdfium2.PdfDocument(printed)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert 4 <= len(document) <= 31, "no longer than the document that it is about"
    assert "收入支出决算总表" in text
    assert "重大" in text
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)
