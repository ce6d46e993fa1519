"""Words, axes, links and paths: the small parts the dashboard rests on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboards.axes import AxesError, load_axes, parse_axes
from dashboards.check_titles import english_titles, finding_title
from dashboards.links import web_link
from dashboards.live import safe, snapshot
from dashboards.live.words import LANGUAGES, Words, _words
from dashboards.unread_words import reason_words, text_words, what_words
from expectations.declared import load_catalogue
from warehouse.schema import mart_views

LIVE = Path(safe.__file__).parent


def test_every_check_of_the_catalogue_has_an_axis_and_a_named_family() -> None:
    axes = load_axes()
    rules = [(rule.id, rule.family) for rule in load_catalogue()]
    assert axes.unnamed(rules) == ()
    assert set(axes.by_check) <= {check for check, _ in rules}


def test_every_check_of_the_catalogue_has_an_english_title() -> None:
    titles = english_titles()
    assert {rule.id for rule in load_catalogue()} <= set(titles)
    assert not [title for title in titles.values() if re.search(r"[\u4e00-\u9fff]", title)]


def test_a_findings_title_is_english_and_what_it_is_about_stays() -> None:
    chinese, about = "文字说明与报表：同一金额应相同", "（基本支出预算数）"
    assert finding_title("text.amount", chinese, chinese + about, 1) == english_titles()["text.amount"] + about
    assert finding_title("text.amount", chinese, chinese + about, 0) == chinese + about
    assert finding_title("no.such", chinese, chinese + about, 1) == chinese + about


def test_what_was_not_understood_is_said_in_words() -> None:
    assert what_words("label") == "行名"
    assert "不参加求和" in reason_words("unknown_label_loaded_as_other")
    assert reason_words("something new") == "something new"
    names = {"budget_procurement": "政府采购预算表"}
    assert text_words("budget_procurement: 办公设备", names) == "政府采购预算表：办公设备"
    assert text_words("budget_procurement: ", names) == "政府采购预算表"
    assert text_words("标题: 行", names) == "标题: 行"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("families: [classification]", "families: [classification, budget]"), "is under"),
        (lambda text: text.replace("checks:", "cheks:", 1), "Extra inputs"),
        (lambda text: text.replace('["及时性", "Timeliness"]', '["及时性"]'), "at least 2"),
        (lambda text: text.replace("  accuracy:", "  exactness:"), "no axis accuracy"),
    ],
)
def test_a_broken_axes_file_is_refused(change: object, said: str) -> None:
    text = (LIVE.parent / "axes.yaml").read_text(encoding="utf-8")
    changed = change(text)  # type: ignore[operator]
    assert changed != text
    with pytest.raises(AxesError, match=said):
        parse_axes(changed)


def test_every_word_asked_for_exists_in_both_languages() -> None:
    assert all(len(pair) == len(LANGUAGES) and all(pair) for pair in _words().values())
    asked = {
        word
        for path in LIVE.glob("*.py")
        for word in re.findall(r'\bwords\("([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 60
    assert asked <= set(_words())


def test_every_key_figure_has_its_words() -> None:
    mart = next(view for view in mart_views() if view.name == "mart_key_figures")
    figures = set(re.findall(r"^    \(\d+, '([a-z_]+)'", mart.sql, flags=re.M))
    assert len(figures) == 11
    assert {f"figure_{figure}" for figure in figures} <= set(_words())


def test_a_reason_is_said_in_words_with_the_readers_own() -> None:
    assert Words("中文").reason("encrypted: needs a password") == "已加密（needs a password）"
    assert Words("中文").reason("something else") == "something else"
    assert Words("English").reason(None) == ""


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a.pdf", "https://example.org/a.pdf#page=3"),
        ("http://example.org/部门决算.pdf#x", "http://example.org/%E9%83%A8%E9%97%A8%E5%86%B3%E7%AE%97.pdf#page=3"),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E#page=3"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("//example.org/a", None),
        ("https://[bad", None),
        (None, None),
    ],
)
def test_links_are_web_addresses_only(url: str | None, link: str | None) -> None:
    assert web_link(url, 3) == link


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 63, "A" * 64, "a" * 64 + "\n", "a/" * 32, "a" * 65])
def test_nothing_but_a_sha256_names_a_document(name: str) -> None:
    with pytest.raises(ValueError, match="not a sha256"):
        snapshot.document_file(name)


def test_cells_and_tags_are_escaped() -> None:
    hostile = "<b onclick=x>&"
    drawn = safe.table([hostile], [([hostile], True)], numbers=frozenset()) + safe.tag(hostile, hostile)
    drawn += safe.block(hostile, "title") + safe.totals([(hostile, hostile, 3)])
    assert "<b " not in drawn
    assert drawn.count("&lt;b onclick=x&gt;&amp;") >= 5
