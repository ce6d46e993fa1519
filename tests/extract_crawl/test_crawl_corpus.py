"""Real publishers' pages, saved, served on loopback and crawled by the shipped sources, against counts made by hand.

Where a list or directory page was not saved, a plain one is made from the saved pages' own titles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from parsel import Selector
from publisher_server import PDF, Publisher, serve

from extract.archive import Archive
from extract.crawl import CrawlReport, crawl
from extract.ledger import Ledger
from extract.sources import Politeness, get_source

pytestmark = pytest.mark.corpus

FILES = {
    ".pdf": PDF,
    ".xlsx": b"PK\x03\x04" + b"\0" * 22 + b"\x0f\0\0\0xl/workbook.xml",
    ".docx": b"PK\x03\x04" + b"\0" * 22 + b"\x11\0\0\0word/document.xml",
    ".zip": b"PK\x03\x04" + b"\0" * 22 + b"\x05\0\0\0a.txt",
    ".rar": b"Rar!\x1a\x07\x00",
    ".xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
}
CHANGSHA = {  # department: (its words in the file's name, pages, budgets, final accounts, ignored)
    "jtysj": ("交通运输局", 4, 8, 7, 0),
    "rsj": ("人力资源和社会保障局", 2, 8, 7, 0),
    "zjj": ("住房和建设局", 2, 8, 7, 0),
    "wjw": ("卫生健康委员会", 6, 9, 6, 0),
    "fgw": ("发展和改革局", 6, 6, 4, 5),
    "sfj": ("司法局", 3, 7, 8, 0),
    "swj": ("商务局", 3, 10, 5, 0),
    "cgj": ("城市管理和综合执法局", 2, 8, 7, 0),
}
CHANGSHA_YEARS = {
    2026: 13,
    2025: 20,
    2024: 22,
    2023: 21,
    2022: 10,
    2021: 8,
    2020: 7,
    2019: 7,
    2018: 5,
    2017: 1,
    2016: 1,
}


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with serve() as running:
        yield running


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


def crawl_shipped(source_id: str, publisher: Publisher, ledger: Ledger) -> CrawlReport:
    """The shipped source with nothing changed but where it is served and how fast it is asked."""
    source = get_source(source_id)
    served = source.model_copy(
        update={
            "allow_loopback": True,
            "politeness": Politeness(delay_seconds=0, concurrency=4, retries=0, timeout_seconds=20, recheck_days=0),
        }
    )
    archive = Archive(ledger.path.parent / "archive")
    return crawl(served, archive=archive, ledger=ledger, base_url=publisher.url)


def saved(corpus: Path, words: str) -> Path:
    (found,) = (corpus / "web_pages").glob(words)
    return found


def serve_articles(publisher: Publisher, pages: dict[str, Path], base: str) -> list[tuple[str, str]]:
    """Serve saved articles at these addresses, a file of the right kind behind each link; gives (address, title)."""
    listed = []
    for url, page in pages.items():
        publisher.routes[urlsplit(url).path] = page
        text = page.read_text(encoding="utf-8", errors="replace")
        selector = Selector(text)
        title = next(
            meta.attrib["content"]
            for meta in selector.css("meta[name]")
            if meta.attrib["name"].strip() == "ArticleTitle"
        )
        listed.append((url, title))
        for href in selector.css("a::attr(href)").getall() + selector.re(r'href="(\./P0[^"]+)"'):
            target = urlsplit(urljoin(url, href))
            suffix = Path(target.path).suffix.lower()
            if suffix in FILES and target.netloc == urlsplit(base).netloc:
                publisher.routes[target.path] = FILES[suffix] + target.path.encode()
    return listed


def plain_list(items: list[tuple[str, str]]) -> bytes:
    return ("<ul>" + "".join(f'<li><a href="{url}">{title}</a></li>' for url, title in items) + "</ul>").encode()


def test_changsha(publisher: Publisher, ledger: Ledger, corpus: Path) -> None:
    directory = urlsplit(get_source("changsha").list_urls()[0][1]).path
    publisher.routes[directory] = plain_list([(f"./{slug}/", words) for slug, (words, *_) in CHANGSHA.items()])
    for slug, (words, *_) in CHANGSHA.items():
        publisher.routes[f"{directory}{slug}/"] = saved(corpus, f"015_长沙__{words}_*.html")
    report = crawl_shipped("changsha", publisher, ledger)

    assert (report.listings, report.ignored) == (115, 5)
    listings = ledger.listings("changsha")
    for slug, (words, pages, budgets, finals, ignored) in CHANGSHA.items():
        root = f"http://www.changsha.gov.cn{directory}{slug}/"
        mine = [listing for listing in listings if listing.root_url == root]
        kinds = Counter(listing.kind for listing in mine if listing.state != "ignored")
        assert (kinds["budget"], kinds["final_account"]) == (budgets, finals), words
        assert sum(listing.state == "ignored" for listing in mine) == ignored, words
        assert {listing.department for listing in mine} == {words}
        asked = {path for path in publisher.paths() if path.startswith(f"{directory}{slug}/index_")}
        assert len(asked) == pages - 1, words
    years = Counter(listing.listing_year for listing in listings if listing.state != "ignored")
    assert years == CHANGSHA_YEARS
    # The further pages were not saved: a list read in part is not complete, and nothing is withdrawn on its word.
    assert not report.complete
    assert {walk.reason for walk in ledger.walks() if not walk.root_url.endswith(directory)} == {"http_404"}
    dates = {listing.title: listing.published_on for listing in listings}
    assert dates["长沙市司法局2019年度部门决算公开"] == "2020-09-28"
    assert dates["长沙市住房和城乡建设局2026年部门预算公开"] == "2026-02-12"


def test_chongqing(publisher: Publisher, ledger: Ledger, corpus: Path) -> None:
    source = get_source("chongqing")
    root = source.list_urls()[0][1]
    publisher.routes[urlsplit(root).path] = saved(corpus, "004_重庆__应急管理局_*.html")
    crawl_shipped("chongqing", publisher, ledger)
    mine = [listing for listing in ledger.listings("chongqing") if listing.root_url == root]
    counts = Counter((listing.listing_year, listing.kind) for listing in mine)
    assert counts == {(2026, "budget"): 11, (2024, "final_account"): 4}
    assert sum(path.startswith(urlsplit(root).path + "index_") for path in publisher.paths()) == 9
    assert {listing.department for listing in mine} == {"重庆市应急管理局"}


def test_wuxi(publisher: Publisher, ledger: Ledger, corpus: Path) -> None:
    source = get_source("wuxi")
    files = sorted((corpus / "web_pages").glob("014_无锡__*.html"))
    pages = {f"{source.base_url}doc/2026/02/1{n}/473411{n}.shtml": page for n, page in enumerate(files)}
    listed = serve_articles(publisher, pages, source.base_url)
    publisher.routes[urlsplit(source.list_urls()[0][1]).path] = plain_list(listed)
    report = crawl_shipped("wuxi", publisher, ledger)

    assert (report.listings, report.complete) == (8, True)
    kinds = Counter((listing.listing_year, listing.kind) for listing in ledger.listings())
    assert kinds == {(2026, "budget"): 6, (2025, "budget"): 1, (2026, "performance"): 1}
    assert Counter((row.state, Path(row.source_url).suffix) for row in ledger.documents()) == {
        ("fetched", ".xlsx"): 7,
        ("fetched", ".pdf"): 3,
        ("unread", ".docx"): 1,
        ("unread", ".rar"): 1,
        ("unread", ".zip"): 1,
    }
    states = {listing.title: (listing.state, listing.reason) for listing in ledger.listings()}
    assert states["无锡市民政局2026年度部门预算公开"] == ("unread", "no_attachment")
    names = {row.document_name for row in ledger.documents()}
    assert "无锡市地震监测预报中心2026年度部门整体支出绩效目标.xlsx" in names


def test_tianjin(publisher: Publisher, ledger: Ledger, corpus: Path) -> None:
    source = get_source("tianjin")
    base = source.list_urls()[0][1]
    years: dict[str, list[tuple[str, str]]] = {"2019": [], "2018": [], "2017": []}
    for n, page in enumerate(sorted((corpus / "web_pages").glob("012_天津__*.html"))):
        year = next(year for year in years if f"{year}年部门预算公开目录" in page.read_text(encoding="utf-8")[:3000])
        url = f"{base}{year}nbmysgkml/202008/t20200803_333219{n}.html"
        years[year] += serve_articles(publisher, {url: page}, source.base_url)
    publisher.routes[urlsplit(base).path] = plain_list(
        [(f"./{year}nbmysgkml/", f"{year}年部门预算公开目录") for year in years]
    )
    for year, listed in years.items():
        publisher.routes[f"{urlsplit(base).path}{year}nbmysgkml/"] = plain_list(listed)
    crawl_shipped("tianjin", publisher, ledger)

    counts = Counter((listing.listing_year, listing.kind, listing.state) for listing in ledger.listings())
    assert counts == {(2019, "budget", "unread"): 5, (2018, "budget", "unread"): 2, (2017, "budget", "unread"): 1}
    assert {row.state for row in ledger.documents()} == {"unread"}
    assert len(ledger.documents()) == 8


def test_xiamen_kunming_and_xian_articles(publisher: Publisher, ledger: Ledger, corpus: Path) -> None:
    expected = {
        "xiamen": ("032_厦门__*.html", "{base}zdlyxxgk/x/y/2026/t20260310_2900000.html", {".pdf": 2}),
        "kunming": ("035_昆明__审计局*.html", "{base}c/2026-02-12/4174000.shtml", {".xlsx": 1, ".shtml": 1}),
        "xian": ("020_西安__*.html", "{base}gk/czzj/bmczyjs/bmczysb/5d492cbef99d6572b76a44a5.html", {".XLS": 1}),
    }
    for source_id, (words, address, files) in expected.items():
        source = get_source(source_id)
        url = address.format(base=source.base_url)
        listed = serve_articles(publisher, {url: saved(corpus, words)}, source.base_url)
        page, root = source.list_urls()[0]
        if page.role == "directory":
            publisher.routes[urlsplit(root).path] = plain_list([("./2026/", "2026")])
            publisher.routes[urlsplit(root).path + "2026/"] = plain_list(listed)
        else:
            publisher.routes[urlsplit(root).path] = plain_list(listed)
        crawl_shipped(source_id, publisher, ledger)
        found = Counter(Path(row.source_url).suffix for row in ledger.documents(source_id))
        assert found == files, source_id
    assert {row.state for row in ledger.documents("kunming") if row.media_type == "text/html"} == {"fetched"}
