"""Articles of web pages: what is read, what is refused, and what hostile markup costs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from extract.model import DocumentContent, UnreadableDocument
from extract.reading import read_document

ARTICLE = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><meta name="ArticleTitle" content="某某市审计局2026年部门预算">
<style>p {{ color: red }} 预算 999.99 元</style></head>
<body><div class="menu"><a href="1.html">首页</a><a href="2.html">预算公开 12 万元</a></div>
<div id="content"><!-- 作废 1.00 万元 -->
<p style="text-indent:2em">2026年收入总计<span>1,</span><span>234.50</span>万元，比上年增加34.50万元。
<p>支&nbsp;&nbsp;出总计1,234.50万元。<br>其中：基本支出1,000.00万元，项目支出234.50万元。</p>
<p style="display:none">隐藏 5 万元</p>
<p>收支总表</p><p>单位：万元</p>
<table><tr><th colspan=2>收入<th colspan=2>支出
<tr><td>项目<td>预算数<td>项目<td>预算数
<tr><td>一、一般公共预算拨款收入<td>1,234.50<td>一、一般公共服务支出<td>1,234.50</table>
<p>注：本表反映全部收支。</p></div>
<div class="foot">主办单位：某某市人民政府</div><script>var a = "<p>7 万元</p>";</script></body></html>"""


def read(tmp_path: Path, page: str | bytes) -> DocumentContent:
    path = tmp_path / "page.pdf"
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    return read_document(path)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_an_article_gives_its_paragraphs_and_tables(tmp_path: Path, charset: str) -> None:
    page = ARTICLE.format(charset=charset)
    content = read(tmp_path, page.encode("gb18030" if charset == "gb2312" else charset))
    (table,) = content.tables

    assert [line.text for line in content.lines] == [
        "某某市审计局2026年部门预算",
        "2026年收入总计1,234.50万元，比上年增加34.50万元。",
        "支出总计1,234.50万元。",
        "其中：基本支出1,000.00万元，项目支出234.50万元。",
        "收支总表",
        "单位：万元",
        "注：本表反映全部收支。",
    ]
    assert (table.n_rows, table.n_cols, table.engine) == (3, 4, "html")
    assert [line.text for line in table.above[-2:]] == ["收支总表", "单位：万元"]
    assert [line.text for line in table.below] == ["注：本表反映全部收支。"]
    assert [(cell.col, cell.col_span, cell.text) for cell in table.cells if cell.row == 0] == [
        (0, 2, "收入"),
        (2, 2, "支出"),
    ]
    assert content.warnings == ("p1: 2 lines around the article left out",)


def test_a_locator_is_the_place_in_the_source(tmp_path: Path) -> None:
    page = ARTICLE.format(charset="utf-8")
    content = read(tmp_path, page)
    line = content.lines[1]
    cell = next(cell for cell in content.tables[0].cells if cell.text == "1,234.50")

    for place, words in ((line.locator, "2026年收入总计"), (cell.locator, "<td>1,234.50")):
        start, end = map(int, place.removeprefix("html:").split("-"))
        assert page[start:end].startswith(words)


def test_positions_are_in_reading_order(tmp_path: Path) -> None:
    content = read(tmp_path, ARTICLE.format(charset="utf-8"))
    tops = [line.box.top for line in content.lines]

    assert tops == sorted(tops)
    assert len(content.lines[1].edges) == len(content.lines[1].text)
    assert content.pages[0].engine == "html"


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html><body>404 Not Found</body></html>",
        "<html><body><p>您访问的页面不存在，预算公开</p></body></html>",
        "<html><body>" + "<a href='x'>某某局2026年部门预算</a>" * 50 + "</body></html>",
        "<html><body><p>本年投资 12 亿元，增加 3 亿元，减少 1 亿元。</p></body></html>",
        "<html>",
    ],
)
def test_a_page_without_a_budget_is_refused(tmp_path: Path, page: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read(tmp_path, page)

    assert refused.value.code == "html"


@pytest.mark.parametrize(
    "hostile",
    [
        "<!--" * 200_000,
        "<script>" * 100_000,
        "<a " * 200_000,
        "<div>" * 30_000,
        "<table><tr><td>" * 5_000,
        "</p>" * 50_000,
        "&amp" * 200_000,
        "<p" + " x" * 200_000 + ">",
        "<table><tr><td rowspan=65534 colspan=65534>1<tr><td>2</table>",
    ],
)
def test_hostile_markup_costs_little(tmp_path: Path, hostile: str) -> None:
    begun = time.process_time()
    page = "<html><body><p>2026年预算收入1万元，支出1万元，结余0万元。</p>" + hostile
    content = read(tmp_path, page)

    assert "2026年预算收入1万元" in content.lines[0].text
    assert time.process_time() - begun < 5


def test_too_many_elements_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read(tmp_path, "<html><body>" + "<b>1" * 260_000)

    assert refused.value.code == "too_large"


@pytest.mark.corpus
def test_saved_pages_are_articles_or_refused(corpus: Path) -> None:
    articles, refused = {}, set()
    for path in sorted((corpus / "web_pages").glob("*.html")):
        try:
            articles[path.name] = read_document(path)
        except UnreadableDocument as error:
            refused.add(error.code)

    assert refused == {"html"}
    assert len(articles) == 2
    assert all(content.lines[0].text.endswith("2026年预算公开") for content in articles.values())
