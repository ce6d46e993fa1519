"""The sample server answers like a real one, and gives nothing but the site."""

from __future__ import annotations

import http.client
import socket
from urllib.parse import urlsplit

import pytest

from pipelines.samples.server import Request, serve_samples
from tests.generator.build import SAMPLES, attachment_paths


def fetch(
    base_url: str, path: str, *, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """One request with the path exactly as given (a URL library would tidy it first)."""
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=10)
    try:
        connection.request(method, path, headers=headers or {})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def base_url():
    with serve_samples() as url:
        yield url


def seed_path() -> str:
    return attachment_paths()["seed"].removeprefix("site")


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/bmyjs/", "text/html; charset=utf-8"),
        ("/bmyjs/index_1.html?from=nav", "text/html; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        (attachment_paths()["shuiwu_2022"].removeprefix("site"), "application/pdf"),
        (attachment_paths()["word"].removeprefix("site"), "application/msword"),
        (attachment_paths()["error_page"].removeprefix("site"), "application/pdf"),
    ],
)
def test_content_types(base_url: str, path: str, media_type: str) -> None:
    status, headers, body = fetch(base_url, path)
    assert status == 200
    assert headers["Content-Type"] == media_type
    assert int(headers["Content-Length"]) == len(body) > 0


def test_the_bytes_are_the_files(base_url: str) -> None:
    assert fetch(base_url, seed_path())[2] == (SAMPLES / attachment_paths()["seed"]).read_bytes()


def test_head_has_the_length_and_no_body(base_url: str) -> None:
    status, headers, body = fetch(base_url, seed_path(), method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 100_000


@pytest.mark.parametrize("path", ["/bmyjs/index.html", seed_path()])
def test_conditional_requests_answer_304(base_url: str, path: str) -> None:
    _, headers, _ = fetch(base_url, path)
    for condition in (
        {"If-None-Match": headers["ETag"]},
        {"If-None-Match": f'"other", W/{headers["ETag"]}'},
        {"If-Modified-Since": headers["Last-Modified"]},
    ):
        status, again, body = fetch(base_url, path, headers=condition)
        assert (status, body, again["ETag"]) == (304, b"", headers["ETag"])


@pytest.mark.parametrize(
    "condition",
    [
        {"If-None-Match": '"other"'},
        {"If-Modified-Since": "Mon, 01 Jan 2018 00:00:00 GMT"},
        {"If-Modified-Since": "never"},
        {"If-None-Match": '"other"', "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    ],
)
def test_a_changed_or_senseless_condition_gets_the_page(base_url: str, condition: dict[str, str]) -> None:
    assert fetch(base_url, "/bmyjs/index.html", headers=condition)[0] == 200


def test_an_attachment_is_dated_by_its_name(base_url: str) -> None:
    assert fetch(base_url, seed_path())[1]["Last-Modified"] == "Mon, 10 Nov 2025 09:00:00 GMT"


@pytest.mark.parametrize(
    "path",
    [
        "/../server.py",
        "/bmyjs/../../server.py",
        "/%2e%2e/server.py",
        "/..%2fserver.py",
        "/bmyjs//index.html",
        "/bmyjs/%00index.html",
        "/..%5cserver.py",
        "//etc/passwd",
        "/bmyjs",
        "/no-such-page.html",
    ],
)
def test_nothing_but_the_site_is_served(base_url: str, path: str) -> None:
    status, headers, body = fetch(base_url, path)
    assert status == 404
    assert headers["Content-Type"].startswith("text/html")
    assert b"import" not in body


def test_the_log_holds_every_request() -> None:
    log: list[Request] = []
    with serve_samples(log=log) as url:
        fetch(url, "/robots.txt", headers={"User-Agent": "gouji-test"})
        fetch(url, "/nothing")
        etag = fetch(url, "/")[1]["ETag"]
        fetch(url, "/", headers={"If-None-Match": etag})
    assert [(entry.path, entry.status) for entry in log] == [
        ("/robots.txt", 200),
        ("/nothing", 404),
        ("/", 200),
        ("/", 304),
    ]
    assert log[0].user_agent == "gouji-test"
    assert log[0].body_bytes > 0
    assert log[3].body_bytes == 0


def test_the_earlier_edition_lacks_the_correction() -> None:
    corrected = attachment_paths()["shuiwu_2024_corrected"].removeprefix("site")
    with serve_samples(1) as earlier, serve_samples(2) as present:
        assert fetch(earlier, corrected)[0] == 404
        assert fetch(present, corrected)[0] == 200
        old, new = fetch(earlier, "/bmyjs/index.html"), fetch(present, "/bmyjs/index.html")
        assert "更正" not in old[2].decode()
        assert "更正" in new[2].decode()
        assert old[1]["ETag"] != new[1]["ETag"]
        condition = {"If-Modified-Since": old[1]["Last-Modified"]}
        assert fetch(present, "/bmyjs/index.html", headers=condition)[0] == 200
        assert fetch(earlier, seed_path())[2] == fetch(present, seed_path())[2]


def test_unknown_editions_are_refused() -> None:
    with pytest.raises(ValueError, match="editions"), serve_samples(3):
        pass


def test_the_server_stops_with_the_block() -> None:
    with serve_samples() as url:
        port = urlsplit(url).port
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port or 0), timeout=2)
