"""A publisher that does everything wrong: each misbehaviour costs its own item and nothing else."""

from __future__ import annotations

import gzip
import os
import resource
import socket
import struct
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from publisher_server import PDF, Publisher, article_page, list_page, polite, redirect, send, serve, source

from extract.archive import Archive
from extract.crawl import CrawlError, CrawlReport, crawl, processes
from extract.ledger import Ledger
from extract.sources import Source

BOMB = gzip.compress(b"\0" * (200 << 20), 2)
"""200 MiB of nothing in less than 1 MiB."""


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with serve() as running:
        yield running


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def run(
    publisher: Publisher, ledger: Ledger, archive: Archive, used: Source | None = None, **more: object
) -> CrawlReport:
    return crawl(used or source(), archive=archive, ledger=ledger, base_url=publisher.url, **more)  # type: ignore[arg-type]


def states(ledger: Ledger) -> dict[str, tuple[str, str | None]]:
    return {listing.title: (listing.state, listing.reason) for listing in ledger.listings()}


def slow_trickle(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"%")
        time.sleep(0.2)


def endless_body(handler: BaseHTTPRequestHandler) -> None:
    """Two gigabytes without a word about the length."""
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    block = b"x" * 65536
    for _ in range(32768):
        handler.wfile.write(b"10000\r\n" + block + b"\r\n")


def announced_body(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(2 << 30))
    handler.end_headers()
    handler.wfile.write(b"%PDF-1.7 ")


def gzip_bomb(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, BOMB, Content_Encoding="gzip")


def reset(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(handler.connection.detach())


def cut_short(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(PDF)
    handler.close_connection = True


def test_every_misbehaviour_is_a_named_state_and_the_rest_is_fetched(
    publisher: Publisher, ledger: Ledger, archive: Archive
) -> None:
    secrets: list[str] = []
    with serve() as inside:
        inside.routes["/secret.pdf"] = lambda handler: (secrets.append("read"), send(handler, 200, PDF))[0]  # type: ignore[assignment, func-returns-value]
        trouble = {
            "loopback": (redirect(f"{inside.url}secret.pdf"), "refused_loopback"),
            "metadata": (redirect("http://169.254.169.254/latest/meta-data"), "refused_offsite"),
            "decimal": (redirect("http://2130706433/secret.pdf"), "refused_offsite"),
            "file": (redirect("file:///etc/passwd"), "http_302"),
            "loop": (redirect("/list/202501/t20250101_5.html"), "too_many_redirects"),
            "trickle": (slow_trickle, "timeout"),
            "endless": (endless_body, "too_large"),
            "huge": (announced_body, "too_large"),
            "bomb": (gzip_bomb, "too_large"),
            "reset": (reset, "connection_lost"),
            "cut": (cut_short, "truncated"),
            "broken": (lambda handler: send(handler, 500), "http_500"),
            "forbidden": (article_page(), "robots_disallowed"),
            "gone": (None, "http_404"),
        }
        items = [
            (f"./202501/t20250101_{n}.html", f"2024年{name}决算", "2025-01-01") for n, name in enumerate(trouble, 1)
        ]
        items = [
            (url.replace("/202501/", "/closed/"), *rest) if "forbidden" in rest[0] else (url, *rest)
            for url, *rest in items
        ]
        items.append(("./202501/t20250101_99.html", "2024年好决算", "2025-01-01"))
        publisher.routes["/list/index.html"] = list_page(*items)  # type: ignore[arg-type]
        for (url, *_), (answer, _) in zip(items, trouble.values(), strict=False):
            if answer is not None:
                publisher.routes["/list" + url[1:]] = answer  # type: ignore[assignment]
        publisher.routes["/list/202501/t20250101_99.html"] = article_page(("./good.pdf", "好决算"))
        publisher.routes["/list/202501/good.pdf"] = PDF
        publisher.routes["/robots.txt"] = b"User-agent: *\nDisallow:\n\nUser-agent: gouji\nDisallow: /list/closed/\n"
        largest_before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        started = time.monotonic()
        report = run(publisher, ledger, archive)
        elapsed = time.monotonic() - started

    found = states(ledger)
    assert found.pop("2024年好决算") == ("fetched", None)
    assert found == {f"2024年{name}决算": ("failed", reason) for name, (_, reason) in trouble.items()}
    assert secrets == []
    assert [document.document_name for document in ledger.documents()] == ["好决算.pdf"]
    assert report.failed == len(trouble)
    assert report.reasons["too_large"] == 3
    assert elapsed < 120
    # ru_maxrss of the largest waited-for child, in KiB: the crawl never held a body beyond its bounds. Other tests have
    # had children of their own before.
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert largest <= max(largest_before, 400 * 1024)


def test_a_name_that_resolves_to_an_inner_address_is_never_connected_to(
    publisher: Publisher, ledger: Ledger, archive: Archive
) -> None:
    addresses = {
        "a.gov.invalid": ("10.1.2.3", "refused_private"),
        "b.gov.invalid": ("127.0.0.1", "refused_loopback"),
        "c.gov.invalid": ("169.254.169.254", "refused_link_local"),
        "d.gov.invalid": ("100.64.0.9", "refused_shared"),
        "e.gov.invalid": ("::ffff:127.0.0.1", "refused_loopback"),
        "f.gov.invalid": ("::1", "refused_loopback"),
        "g.gov.invalid": ("0.0.0.0", "refused_unspecified"),
        "h.gov.invalid": ("fe80::1", "refused_link_local"),
    }
    port = publisher.url.rsplit(":", 1)[1].rstrip("/")
    items = [(f"http://{host}:{port}/t20250101_1.html", f"2024年{host}", "2025-01-01") for host in addresses]
    publisher.routes["/list/index.html"] = list_page(*items)
    publisher.routes["/t20250101_1.html"] = article_page()
    used = source(hosts=("*.gov.invalid",))
    run(publisher, ledger, archive, used, static_hosts={host: address for host, (address, _) in addresses.items()})
    assert states(ledger) == {f"2024年{host}": ("failed", reason) for host, (_, reason) in addresses.items()}
    assert publisher.paths() == ["/robots.txt", "/list/index.html"]


def test_literal_inner_addresses_are_refused_even_where_every_host_is_declared(
    publisher: Publisher, ledger: Ledger, archive: Archive
) -> None:
    port = publisher.url.rsplit(":", 1)[1].rstrip("/")
    hosts = ("2130706433", "0x7f.1", "[::ffff:7f00:1]", "[::1]", "localhost", "127.1")
    items = [(f"http://{host}:{port}/t20250101_1.html", f"2024年{host}", "2025-01-01") for host in hosts]
    publisher.routes["/list/index.html"] = list_page(*items)
    publisher.routes["/t20250101_1.html"] = article_page()
    run(publisher, ledger, archive, source(hosts=("*",)))
    assert states(ledger) == {f"2024年{host}": ("failed", "refused_loopback") for host in hosts}
    assert publisher.paths() == ["/robots.txt", "/list/index.html"]


def test_loopback_is_refused_to_a_source_that_does_not_declare_it(
    publisher: Publisher, ledger: Ledger, archive: Archive
) -> None:
    report = run(publisher, ledger, archive, source(allow_loopback=False))
    assert publisher.asked == []
    assert report.reasons == {"refused_loopback": 1}
    assert not report.complete


def test_endless_pagination_ends_at_the_cap_and_is_not_taken_for_the_whole_list(
    publisher: Publisher, ledger: Ledger, archive: Archive
) -> None:
    def page(handler: BaseHTTPRequestHandler) -> None:
        number = handler.path.rpartition("=")[2] if "=" in handler.path else "1"
        send(handler, 200, list_page((f"./t20250101_{number}.html", f"2024年第{number}项", "2025-01-01")))

    publisher.routes["/list/index.html"] = page
    pagination = {"style": "numbered", "url": "?page={page}", "first": 2, "max_pages": 7, "pattern": None}
    report = run(publisher, ledger, archive, source(pagination=pagination))
    assert sum(path.startswith("/list/index.html") for path in publisher.paths()) == 7
    assert report.listings == 7
    assert not report.complete
    assert ledger.walks()[0].reason == "too_many_pages"


def test_a_crawl_makes_no_more_requests_than_its_bound(publisher: Publisher, ledger: Ledger, archive: Archive) -> None:
    items = [(f"./202501/t20250101_{n}.html", f"2024年第{n}项", "2025-01-01") for n in range(30)]
    publisher.routes["/list/index.html"] = list_page(*items)
    report = run(publisher, ledger, archive, source(politeness=polite(max_requests=10)))
    assert len(publisher.asked) == 10
    assert report.reasons["too_many_requests"] == 22
    assert not report.complete


def test_a_publisher_whose_robots_file_fails_is_left_alone(
    publisher: Publisher, ledger: Ledger, archive: Archive
) -> None:
    publisher.routes["/robots.txt"] = lambda handler: send(handler, 503)
    publisher.routes["/list/index.html"] = list_page(("./t20250101_1.html", "2024年决算", "2025-01-01"))
    report = run(publisher, ledger, archive)
    assert set(publisher.paths()) == {"/robots.txt"}
    assert report.reasons == {"robots_unreachable": 1}


def test_the_time_bound_ends_a_crawl_and_the_next_goes_on(
    publisher: Publisher, ledger: Ledger, archive: Archive
) -> None:
    waits = {"now": True}

    def page(handler: BaseHTTPRequestHandler) -> None:
        if waits["now"]:
            time.sleep(1.0)
        send(handler, 200, PDF)

    items = [(f"./202501/{n}.pdf", f"2024年第{n}项", "2025-01-01") for n in range(30)]
    publisher.routes["/list/index.html"] = list_page(*items)
    for url, *_ in items:
        publisher.routes["/list" + url[1:]] = page
    report = run(publisher, ledger, archive, source(politeness=polite(max_seconds=5.0, concurrency=1)))
    assert not report.complete
    done = [listing for listing in ledger.listings() if listing.state == "fetched"]
    assert 0 < len(done) < 30
    waits["now"] = False
    assert run(publisher, ledger, archive).complete
    assert {listing.state for listing in ledger.listings()} == {"fetched"}


def test_a_crawl_that_does_not_end_is_killed_and_kept_what_it_had(
    publisher: Publisher, ledger: Ledger, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "GRACE_SECONDS", -29.0)
    publisher.routes["/list/index.html"] = list_page(
        ("./202501/a.pdf", "2024年甲决算", "2025-01-01"), ("./202501/b.pdf", "2024年乙决算", "2025-01-01")
    )
    publisher.routes["/list/202501/a.pdf"] = PDF
    publisher.routes["/list/202501/b.pdf"] = slow_trickle
    used = source(politeness=polite(max_seconds=6.0, timeout_seconds=30.0))
    with pytest.raises(CrawlError, match=r"hostile: the crawl broke: no words left behind"):
        run(publisher, ledger, archive, used)
    assert states(ledger) == {"2024年甲决算": ("fetched", None), "2024年乙决算": ("discovered", None)}


def test_a_server_error_is_asked_again_and_then_succeeds(
    publisher: Publisher, ledger: Ledger, archive: Archive
) -> None:
    answers = iter([503, 200])

    def unsteady(handler: BaseHTTPRequestHandler) -> None:
        status = next(answers)
        send(handler, status, PDF if status == 200 else b"")

    publisher.routes["/list/index.html"] = list_page(("./202501/a.pdf", "2024年决算", "2025-01-01"))
    publisher.routes["/list/202501/a.pdf"] = unsteady
    run(publisher, ledger, archive)
    assert states(ledger) == {"2024年决算": ("fetched", None)}


def test_a_crawl_delay_in_robots_is_kept_to(publisher: Publisher, ledger: Ledger, archive: Archive) -> None:
    times: list[float] = []

    def noted(handler: BaseHTTPRequestHandler) -> None:
        times.append(time.monotonic())
        send(handler, 200, PDF)

    publisher.routes["/robots.txt"] = b"User-agent: *\nCrawl-delay: 0.4\n"
    items = [(f"./202501/{n}.pdf", f"2024年第{n}项", "2025-01-01") for n in range(4)]
    publisher.routes["/list/index.html"] = list_page(*items)
    publisher.routes |= {f"/list/202501/{n}.pdf": noted for n in range(4)}
    assert run(publisher, ledger, archive).complete
    # Three pauses of 0.4 s; a busy machine may notice the first request late.
    assert max(times) - min(times) > 0.6
