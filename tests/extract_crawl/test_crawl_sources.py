"""Source files: what is wrong is said with the file and the field; what is shipped is valid and honest."""

from __future__ import annotations

from pathlib import Path

import pytest
from publisher_server import SOURCE

from extract.sources import SourceError, get_source, load_sources, parse_source

NAMED_IN_THE_ISSUE = {
    "wuhan", "wuhan_caidian", "shanghai", "shanghai_putuo", "changsha", "wuxi", "tianjin", "xiamen", "kunming", "xian",
    "jiangsu", "mof", "sample",
}  # fmt: skip


def test_the_shipped_sources_load() -> None:
    sources = load_sources()
    assert set(sources) >= NAMED_IN_THE_ISSUE
    assert {source.id for source in sources.values() if source.allow_loopback} == {"sample"}
    assert all(source.politeness.delay_seconds >= 1 for source in sources.values() if source.id != "sample")


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (("id: hostile", "id: 'Ho'"), "id", "pattern"),
        (("name: 测试发布单位\n", ""), "name", "required"),
        (('"990001"', "990001"), "region_code", "string"),
        (("trs_list", "rss"), "family", "trs_list"),
        (("http://publisher.invalid/", "ftp://publisher.invalid/"), "base_url", "http or https"),
        (("[{url: list/index.html}]", "[]"), "pages", "at least 1"),
        (("{region: ul}", "{include_url: ['(']}"), "links.include_url.0", "not a regular expression"),
        (("{region: ul}", "{regoin: ul}"), "links.regoin", "not permitted"),
        (("family: trs_list", "family: json_api"), "", "needs json_list"),
        (("family: trs_list", "family: portal_links"), "", "needs hosts"),
        (("status: unverified", "status: verified_on_saved_page"), "", "needs evidence"),
        (("links:", "pagination: {style: counted, pattern: 'x', url: '{page}'}\nlinks:"), "pagination", "(?P<count>"),
        (("links:", "pagination: {style: numbered, url: 'x'}\nlinks:"), "pagination", "{page}"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_field(change: tuple[str, str], field: str, words: str) -> None:
    with pytest.raises(SourceError) as raised:
        parse_source(SOURCE.replace(*change), "hostile.yaml")
    assert raised.value.file == "hostile.yaml"
    assert raised.value.field == field
    assert words in str(raised.value)


def test_a_file_must_be_named_for_its_source_and_a_source_must_exist(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(SOURCE, encoding="utf-8")
    with pytest.raises(SourceError, match=r"other.yaml: id: must be the file's name"):
        load_sources(tmp_path)
    with pytest.raises(SourceError, match=r"nowhere.yaml: no such source; there are: changsha"):
        get_source("nowhere")


@pytest.mark.parametrize("text", ["[", "- a list", ""])
def test_what_is_not_a_source_at_all(text: str) -> None:
    with pytest.raises(SourceError, match=r"x.yaml: (not YAML|must be a mapping)"):
        parse_source(text, "x.yaml")


def test_a_source_takes_its_familys_defaults_and_overrides_them_one_by_one() -> None:
    source = parse_source(SOURCE, "hostile.yaml")
    assert source.pagination.style == "counted"
    assert source.links.region == "ul"
    assert source.links.include_url
