"""Reading publishers' pages: each way of listing, paging, dating and attaching that was met."""

from __future__ import annotations

import pytest
from publisher_server import SOURCE, source

from extract.crawl.json_lists import read_json_list
from extract.crawl.pages import decode_page, next_pages, read_article, read_list
from extract.crawl.recorder import document_name
from extract.crawl.titles import address_date, find_date, kind_of, listing_year, title_year
from extract.sources import JsonList, Links, Pagination, parse_source

URL = "http://h.gov.cn/a/b/index.html"
RULES = parse_source(SOURCE, "hostile.yaml")


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("甲局2024年度部门决算", 2024),
        ("长沙市交通建设质量安全监督站2025部门预算公开", 2025),
        ("２０２３年部门决算", 2023),
        ("二〇二四年部门决算", 2024),
        ("二○二一年度决算", 2021),
        ("关于2024年决算和2025年预算的说明", 2024),
        ("甲局决算（2022）", 2022),
        ("档案编号120240001", None),
        ("甲局部门决算", None),
    ],
)
def test_the_year_of_a_title(title: str, year: int | None) -> None:
    assert title_year(title) == year


def test_the_listing_year_is_declared_or_titled_or_published() -> None:
    assert listing_year("2024年决算", "2025-09-29", declared=2023, fallback=2026) == 2023
    assert listing_year("2024年决算", "2025-09-29", declared=None, fallback=2026) == 2024
    assert listing_year("决算", "2025-09-29", declared=None, fallback=2026) == 2025
    assert listing_year("决算", None, declared=None, fallback=2026) == 2026


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("甲局2024年度部门决算公开", "final_account"),
        ("甲局2026年部门预算", "budget"),
        ("2026年度甲局整体预算绩效目标表", "performance"),
        ("甲局2026年度部门预算公开和绩效公开", "budget"),
        ("甲局预决算公开", "other"),
        ("甲局三公经费公示", "other"),
    ],
)
def test_the_kind_of_a_title(title: str, kind: str) -> None:
    assert kind_of(title, RULES.kinds) == kind


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("[2025-09-29]", "2025-09-29"),
        ("发布时间：2025年9月29日 10:01", "2025-09-29"),
        ("2025/9/3", "2025-09-03"),
        ("2025-13-01", None),
    ],
)
def test_dates_as_publishers_print_them(text: str, date: str | None) -> None:
    assert find_date(text) == date


def test_dates_in_addresses() -> None:
    assert address_date("http://h/202509/t20250929_12011707.html") == "2025-09-29"
    assert address_date("http://h/c/12345678.html") is None


def test_a_list_gives_each_item_once_with_its_own_date_and_whole_title() -> None:
    text = """<ul>
      <li><a href="./202509/t20250929_1.html" title="甲局2024年度部门决算公开">甲局2024…</a><b>2025-09-30</b></li>
      <li><a href="./202509/t20250929_1.html"><img src=x></a></li>
      <li><a href="t20250101_2.html#top">乙局2024-2025年度决算</a><em>2025年1月2日</em></li>
      <li><a href="javascript:void(0)">更多</a> <a href="mailto:a@b">信箱</a> <a href="../about.html">关于</a></li>
      <li><a href="//other.gov.cn/t20240909_3.shtml">丙局2023年决算</a></li>
      <li><a href="t20250101_4.html">关于公开的通知</a></li>
    </ul>"""
    links = RULES.links.model_copy(update={"exclude_title": ("通知$",)})
    items = read_list(text, URL, links)
    assert [(item.url, item.title, item.published_on, item.ignored) for item in items] == [
        ("http://h.gov.cn/a/b/202509/t20250929_1.html", "甲局2024年度部门决算公开", "2025-09-30", None),
        ("http://h.gov.cn/a/b/t20250101_2.html", "乙局2024-2025年度决算", "2025-01-02", None),
        ("http://other.gov.cn/t20240909_3.shtml", "丙局2023年决算", "2024-09-09", None),
        ("http://h.gov.cn/a/b/t20250101_4.html", "关于公开的通知", "2025-01-01", "title_excluded:通知$"),
    ]


def test_a_base_element_moves_relative_links() -> None:
    text = '<base href="/x/"><ul><li><a href="t20250101_2.html">甲局2024年决算</a></li></ul>'
    assert read_list(text, URL, RULES.links)[0].url == "http://h.gov.cn/x/t20250101_2.html"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('createPageHTML(3, 0, "index", "html");', ["index_1.html", "index_2.html"]),
        ('function createPage(_nPageCount, _nCurrIndex){}createPage(2, 0, "index", "shtml");', ["index_1.shtml"]),
        ('createPageHTML(1, 0, "index", "html");', []),
        ("", []),
    ],
)  # fmt: skip
def test_counted_pagination(script: str, expected: list[str]) -> None:
    pages = next_pages(script, URL, RULES.pagination, page=0, new_items=1)
    assert [page.rsplit("/", 1)[1] for page in pages] == expected


def test_a_counted_list_never_asks_for_more_than_its_bound() -> None:
    pagination = RULES.pagination.model_copy(update={"max_pages": 5})
    script = 'createPageHTML(100000, 0, "index", "html");'
    assert len(next_pages(script, URL, pagination, page=0, new_items=1)) == 4


def test_numbered_and_linked_pagination() -> None:
    numbered = Pagination(style="numbered", url="?page={page}", first=2)
    assert next_pages("", URL + "?type=a&page=1", numbered, page=0, new_items=3) == (URL + "?type=a&page=2",)
    assert next_pages("", URL, numbered, page=4, new_items=3) == (URL + "?page=6",)
    assert next_pages("", URL, numbered, page=4, new_items=0) == ()
    linked = Pagination(style="next_link", pattern="^下一页$")
    assert next_pages('<a href="p3">下一页</a>', URL, linked, page=1, new_items=1) == ("http://h.gov.cn/a/b/p3",)
    assert next_pages(f'<a href="{URL}">下一页</a>', URL, linked, page=1, new_items=1) == ()


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="./P0202.pdf">决算.pdf</a>', [("http://h.gov.cn/a/b/P0202.pdf", "决算.pdf")]),
        ('<a href="/at/%E5%86%B3.PDF?t=1" title="决算">下载</a>', [("http://h.gov.cn/at/%E5%86%B3.PDF?t=1", "下载")]),
        ("<script>t='<a href=\"./P1.pdf\">一.pdf</a><BR/><a href=\"./P2.pdf\" \\'x=\"1\"\\'>二.pdf</a>'</script>",
         [("http://h.gov.cn/a/b/P1.pdf", "一.pdf"), ("http://h.gov.cn/a/b/P2.pdf", "二.pdf")]),
        ("<a onclick=\"downloadFj('决算.pdf','./W1.pdf')\">决算.pdf</a>", [("http://h.gov.cn/a/b/W1.pdf", "决算.pdf")]),
        ('<iframe src="/js/viewer.html?file=/up/a.pdf"></iframe>', [("http://h.gov.cn/up/a.pdf", "")]),
        ('<a href="/download.do?iid=12">附件</a>', [("http://h.gov.cn/download.do?iid=12", "附件")]),
        ('<a href="/app/download.jsp">APP</a><a href="x.html">x</a><a href="ftp://h/a.pdf">a</a>', []),
    ],
)  # fmt: skip
def test_files_of_an_article(html: str, expected: list[tuple[str, str]]) -> None:
    article = read_article(f"<body>{html}</body>", URL, RULES.article, RULES.attachments)
    assert list(article.files) == expected


def test_an_articles_own_text_counts_without_its_scripts() -> None:
    html = '<div class="TRS_Editor"><p>一 二</p><script>var x = "三四五";</script><img src=a.jpg></div><div>六</div>'
    article = read_article(html, URL, RULES.article, RULES.attachments)
    assert (article.narrative_chars, article.images) == (2, 1)


def test_metadata_of_an_article() -> None:
    html = '<meta name="ArticleTitle" content="甲局决算"><meta name="PubDate" content="2025-09-29">'
    article = read_article(html, URL, RULES.article, RULES.attachments)
    assert (article.title, article.published_on) == ("甲局决算", "2025-09-29")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_pages_without_a_declared_encoding(encoding: str) -> None:
    assert decode_page("部门决算".encode(encoding), "text/html") == "部门决算"


def test_a_json_list() -> None:
    rules = JsonList(items="data.rows", title="name", url="/detail?uuid={uuid}", date="day", files="files",
                     file_url="/download.do?iid={iid}", file_name="fileName")  # fmt: skip
    text = """{"data": {"rows": [
      {"name": "甲局2024年决算", "uuid": "a-1", "day": "2025-09-29 10:00",
       "files": [{"iid": 7, "fileName": "决算.pdf"}]},
      {"name": "", "uuid": "b"}, {"name": "没有地址"}, 5]}}"""
    (found,) = read_json_list(text, URL, rules)
    assert (found.item.url, found.item.title, found.item.published_on) == (
        "http://h.gov.cn/detail?uuid=a-1", "甲局2024年决算", "2025-09-29",
    )  # fmt: skip
    assert found.files == (("http://h.gov.cn/download.do?iid=7", "决算.pdf"),)
    for broken in ("<html>", '{"data": {}}'):
        with pytest.raises(ValueError, match=r"."):
            read_json_list(broken, URL, rules)


def test_an_empty_region_is_an_empty_list() -> None:
    assert read_list("<p>建设中</p>", URL, Links(region="ul")) == ()
    assert source().links.region == "ul"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("甲局决算", "甲局决算.pdf"),
        ("甲局决算.PDF", "甲局决算.PDF"),
        ("", "条目.pdf"),
        ("附件", "条目.pdf"),
        ("附件1：", "条目.pdf"),
        ("【点击下载】", "条目.pdf"),
        ("请详见附件", "条目.pdf"),
        ("附件1：甲局决算", "附件1：甲局决算.pdf"),
        ("2024/决算", "2024 决算.pdf"),
    ],
)
def test_names_of_documents(words: str, name: str) -> None:
    assert document_name(words, "条目", "application/pdf") == name
