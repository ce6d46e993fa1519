"""The pages hang together as a TRS site's do."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import pytest

from tests.generator.build import SAMPLES
from tests.generator.publications import PUBLICATIONS

SITE = SAMPLES / "site"
BASE = "http://samples.invalid"


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.links.append(href)


def links(page: Path) -> list[str]:
    """The page's links as absolute URLs."""
    parser = _Links()
    parser.feed(page.read_text(encoding="utf-8"))
    return [urljoin(f"{BASE}/{page.relative_to(SITE)}", link) for link in parser.links]


def pages() -> list[Path]:
    return sorted(SITE.rglob("*.html"))


def robots() -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse((SITE / "robots.txt").read_text(encoding="utf-8").splitlines())
    return parser


def test_every_allowed_link_leads_to_a_file() -> None:
    allowed = robots()
    for page in pages():
        if not allowed.can_fetch("gouji", f"{BASE}/{page.relative_to(SITE)}"):
            continue
        for link in links(page):
            path = urlsplit(link).path.lstrip("/")
            assert (SITE / path).is_file(), f"{page.name}: {link}"


def test_the_trap_is_linked_and_forbidden_and_leads_to_what_nothing_else_links() -> None:
    allowed = robots()
    linked = {link for page in pages() for link in links(page)}
    forbidden = {link for link in linked if not allowed.can_fetch("gouji", link)}
    assert len(forbidden) == 1
    trap = SITE / urlsplit(forbidden.pop()).path.lstrip("/")
    behind = set(links(trap)) - {link for page in pages() if page != trap for link in links(page)}
    assert [urlsplit(link).path for link in behind] == ["/weigongkai/P020220908552301.pdf"]


def test_the_list_pages_hold_every_publication_once_newest_first() -> None:
    names = ["index.html", "index_1.html", "index_2.html"]
    rows = [
        row
        for name in names
        for row in re.findall(
            r'<li><a href="([^"]+)" title="([^"]+)">[^<]+</a><span>([\d-]+)</span></li>',
            (SITE / "bmyjs" / name).read_text(encoding="utf-8"),
        )
    ]
    expected = [(f"./{p.page}", p.title, p.published_on.isoformat()) for p in PUBLICATIONS]
    assert rows[:-1] == expected
    assert [row[2] for row in rows] == sorted((row[2] for row in rows), reverse=True)
    assert not (SITE / "bmyjs" / "index_3.html").exists()


@pytest.mark.parametrize("publication", PUBLICATIONS, ids=lambda publication: publication.page)
def test_article_pages_show_title_date_and_relative_attachments(publication) -> None:
    text = (SITE / "bmyjs" / publication.page).read_text(encoding="utf-8")
    assert f"<h1>{publication.title}</h1>" in text
    assert f"发布时间：{publication.published_on:%Y-%m-%d}" in text
    for file in publication.attachments:
        assert f'href="./{file.file_name}"' in text


def test_a_word_file_and_an_error_page_pass_for_attachments() -> None:
    names = {file.filing: file.file_name for p in PUBLICATIONS for file in p.attachments}
    error_page = next(SITE.rglob(names["error_page"]))
    assert error_page.suffix == ".pdf"
    assert error_page.read_bytes().startswith(b"<!DOCTYPE html>")
    assert next(SITE.rglob(names["word"])).read_bytes().startswith(bytes.fromhex("d0cf11e0a1b11ae1"))
