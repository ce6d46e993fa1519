"""Families of publishers' sites, each crawled whole from a source that is nothing but its YAML."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from publisher_server import PDF, Publisher, article_page, send, serve

from extract.archive import Archive
from extract.crawl import crawl, dry_run
from extract.ledger import Ledger
from extract.sources import parse_source

HEAD = """
id: tried
name: 测试发布单位
region: 测试市
region_code: "990001"
status: unverified
base_url: http://publisher.invalid/
allow_loopback: true
politeness: {delay_seconds: 0, timeout_seconds: 5, retries: 0, recheck_days: 0}
"""
JSON_API = """
family: json_api
pages: [{url: 'api/list?type=bmjs&page=1'}]
json_list: {items: data.records, title: title, url: '/detail?uuid={uuid}', date: day, files: files,
            file_url: '/download.do?iid={iid}', file_name: name}
"""
QUERY_LIST = """
family: query_list
pages: [{url: 'list.aspx?column=7', kind: final_account}]
links: {include_url: ['/show\\.aspx\\?id=']}
"""
PORTAL = """
family: portal_links
hosts: ['*.elsewhere.invalid']
pages: [{url: portal/}]
"""


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with serve() as running:
        yield running


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


def run(text: str, publisher: Publisher, ledger: Ledger) -> bool:
    source = parse_source(HEAD + text, "tried.yaml")
    archive = Archive(ledger.path.parent / "archive")
    return crawl(source, archive=archive, ledger=ledger, base_url=publisher.url).complete


def page_number(handler: BaseHTTPRequestHandler) -> int:
    return int(parse_qs(urlsplit(handler.path).query).get("page", ["1"])[0])


def test_a_json_interface_with_files_by_number(publisher: Publisher, ledger: Ledger) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        number = page_number(handler)
        files = [{"iid": number, "name": "决算"}]
        records = [{"title": f"第{number}局2024年决算", "uuid": f"u{number}", "day": "2025-09-29", "files": files}]
        send(handler, 200, json.dumps({"data": {"records": records if number < 4 else []}}).encode())

    publisher.routes["/api/list"] = answer
    publisher.routes["/download.do"] = PDF
    assert run(JSON_API, publisher, ledger)
    (row,) = ledger.documents()  # the same bytes behind three numbers are one document
    assert (row.document_name, row.listing_year, row.published_on) == ("决算.pdf", 2024, "2025-09-29")
    assert {listing.url[-2:]: listing.state for listing in ledger.listings()} == {f"u{n}": "fetched" for n in (1, 2, 3)}
    lists = [path for path in publisher.paths() if path.startswith("/api")]
    assert lists == [f"/api/list?type=bmjs&page={n}" for n in (1, 2, 3, 4)]


def test_an_interface_that_answers_with_a_page_lists_nothing(publisher: Publisher, ledger: Ledger) -> None:
    publisher.routes["/api/list"] = b"<html><body>maintenance</body></html>"
    assert not run(JSON_API, publisher, ledger)
    (walk,) = ledger.walks()
    assert (walk.complete, walk.reason, walk.items) == (False, "not_a_list", 0)


def test_a_list_turned_by_a_query(publisher: Publisher, ledger: Ledger) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        number = min(page_number(handler), 2)  # past its end this server shows its last page again
        rows = "".join(f'<tr><td><a href="show.aspx?id={number}{n}">第{number}{n}局2024年</a>' for n in range(3))
        send(handler, 200, f"<meta charset=utf-8><table>{rows}</table>".encode())

    publisher.routes["/list.aspx"] = answer
    publisher.routes["/show.aspx"] = article_page(("/a.pdf", "决算"))
    publisher.routes["/a.pdf"] = PDF
    assert run(QUERY_LIST, publisher, ledger)
    assert len(ledger.listings()) == 6
    assert {listing.kind for listing in ledger.listings()} == {"final_account"}
    assert len(ledger.documents()) == 1
    assert [path for path in publisher.paths() if "list.aspx" in path] == [
        "/list.aspx?column=7", "/list.aspx?column=7&page=2", "/list.aspx?column=7&page=3",
    ]  # fmt: skip


def test_a_portal_with_links_to_other_sites(publisher: Publisher, ledger: Ledger) -> None:
    links = {
        "/a.pdf": "甲局2024年决算",
        "http://b.elsewhere.invalid/x": "乙局2024年决算",
        "http://evil.invalid/x": "丙局2024年决算",
        "/about": "关于我们",
    }
    rows = "".join(f'<li><a href="{url}">{title}</a></li>' for url, title in links.items())
    publisher.routes["/portal/"] = f"<meta charset=utf-8>{rows}".encode()
    publisher.routes["/a.pdf"] = PDF
    run(PORTAL, publisher, ledger)
    assert {listing.title: (listing.state, listing.reason) for listing in ledger.listings()} == {
        "甲局2024年决算": ("fetched", None),
        "乙局2024年决算": ("failed", "robots_unreachable"),
        "丙局2024年决算": ("failed", "refused_offsite"),
        "关于我们": ("ignored", "title_not_included"),
    }


def test_a_dry_run_lists_and_keeps_nothing(publisher: Publisher, tmp_path: Path) -> None:
    publisher.routes["/portal/"] = '<meta charset=utf-8><li><a href="/a.pdf">甲局2024年决算</a></li>'.encode()
    report, listings = dry_run(parse_source(HEAD + PORTAL, "tried.yaml"), base_url=publisher.url)
    assert (report.listings, [listing.title for listing in listings]) == (1, ["甲局2024年决算"])
    assert publisher.paths() == ["/robots.txt", "/portal/"]
    assert list(tmp_path.iterdir()) == []
