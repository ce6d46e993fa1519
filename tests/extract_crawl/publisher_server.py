"""A web server for tests whose every answer is scripted: a publisher that behaves well, or anything but."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from extract.sources import Source, parse_source

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SOURCE = """
id: hostile
name: 测试发布单位
region: 测试市
region_code: "990001"
family: trs_list
status: unverified
base_url: http://publisher.invalid/
pages: [{url: list/index.html}]
links: {region: ul}
politeness: {delay_seconds: 0, concurrency: 4, timeout_seconds: 5, retries: 1, backoff_seconds: 0.05, max_body_mb: 1,
             max_seconds: 60, recheck_days: 0}
allow_loopback: true
"""

Script = Callable[[BaseHTTPRequestHandler], None]


def source(**changes: object) -> Source:
    """The test source with top-level fields changed."""
    given = parse_source(SOURCE, "hostile.yaml")
    return Source.model_validate({**given.model_dump(), **changes}, strict=False)


def polite(**changes: object) -> dict[str, object]:
    """The test source's politeness with fields changed."""
    return {**parse_source(SOURCE, "hostile.yaml").politeness.model_dump(), **changes}


def list_page(*items: tuple[str, str, str], script: str = "") -> bytes:
    """A TRS list page: items are (address, title, date)."""
    rows = "".join(f'<li><a href="{url}">{title}</a><span>{date}</span></li>' for url, title, date in items)
    return f"<!DOCTYPE html><meta charset=utf-8><ul>{rows}</ul><script>{script}</script>".encode()


def article_page(*files: tuple[str, str]) -> bytes:
    """An article page with its files (address, words)."""
    links = "".join(f'<p><a href="{url}">{words}</a></p>' for url, words in files)
    return f"<!DOCTYPE html><meta charset=utf-8><body><div class=TRS_Editor>{links}</div></body>".encode()


@dataclass
class Publisher:
    """What the server answers, by path without query (``routes``), and what it was asked (``asked``: path, headers)."""

    url: str = ""
    routes: dict[str, bytes | Path | Script] = field(default_factory=dict)
    validators: bool = True
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [path for path, _ in self.asked]


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what these tests are about."""


@contextmanager
def serve() -> Iterator[Publisher]:
    """A publisher on a free port of 127.0.0.1, until the block ends."""
    publisher = Publisher()
    server = _QuietServer(("127.0.0.1", 0), _handler(publisher))
    publisher.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()


def _handler(publisher: Publisher) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 20

        def do_GET(self) -> None:
            publisher.asked.append((self.path, dict(self.headers)))
            answer = publisher.routes.get(self.path, publisher.routes.get(self.path.split("?")[0]))
            with suppress(ConnectionError, TimeoutError):
                if callable(answer):
                    answer(self)
                elif answer is None:
                    send(self, 404, b"<html><body>not found</body></html>")
                else:
                    send_file(self, answer if isinstance(answer, bytes) else answer.read_bytes(), publisher.validators)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    """One whole answer; header names with underscores for hyphens."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def send_file(handler: BaseHTTPRequestHandler, body: bytes, validators: bool) -> None:
    """``body`` with an ETag, or 304 where the client has it."""
    etag = f'"{hashlib.md5(body).hexdigest()}"'
    if validators and handler.headers.get("If-None-Match") == etag:
        handler.send_response(304)
        handler.send_header("ETag", etag)
        handler.end_headers()
    else:
        send(handler, 200, body, Content_Type="application/octet-stream", **({"ETag": etag} if validators else {}))


def redirect(location: str, status: int = 302) -> Script:
    """An answer that sends the client elsewhere."""
    return lambda handler: send(handler, status, Location=location)
