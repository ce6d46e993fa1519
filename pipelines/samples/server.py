"""Serves the bundled publisher on 127.0.0.1, as a web server would: content types, validators, conditional requests.

>>> log = []
>>> with serve_samples(log=log) as base_url:
...     ...  # fetch f"{base_url}/bmyjs/index.html"
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

CURRENT_EDITION = 2
"""The site after the 2024 account of the water bureau was republished; edition 1 is the site before that."""

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".pdf": "application/pdf",
    ".doc": "application/msword",
}
_GONE = "gone.txt"
_DATED = re.compile(r"[tP]0?(20\d{2})(\d{2})(\d{2})")
_CHANGED = {1: datetime(2025, 11, 10, 9, tzinfo=UTC), CURRENT_EDITION: datetime(2025, 11, 18, 9, tzinfo=UTC)}
_NOT_FOUND = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>404</title></head><body>页面不存在</body></html>'


@dataclass(frozen=True, slots=True)
class Request:
    """One answered request, for tests that count what a crawler asks for."""

    method: str
    path: str
    status: int
    body_bytes: int
    user_agent: str


@dataclass(frozen=True, slots=True)
class _Site:
    """Folders in order of precedence, the paths that do not exist yet in this edition, and when it last changed."""

    folders: tuple[Path, ...]
    gone: frozenset[str]
    changed: datetime

    def file(self, url_path: str) -> Path | None:
        """The file behind a URL path, or None: never one outside the folders."""
        relative = unquote(url_path).lstrip("/")
        if relative == "" or relative.endswith("/"):
            relative += "index.html"
        parts = relative.split("/")
        if "\\" in relative or "\0" in relative or any(part in {"", ".", ".."} for part in parts):
            return None
        if relative in self.gone:
            return None
        for folder in self.folders:
            candidate = folder.joinpath(*parts)
            if candidate.is_file() and candidate.resolve().is_relative_to(folder.resolve()):
                return candidate
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, site: _Site, port: int, log: list[Request] | None) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.site = site
        self.log = log


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SampleTRS"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet: the caller has the request log."""

    def _answer(self, *, with_body: bool) -> None:
        path = urlsplit(self.path).path
        site = cast(_Server, self.server).site
        file = site.file(path)
        if file is None:
            body = _NOT_FOUND.encode()
            self._send(404, {"Content-Type": MEDIA_TYPES[".html"]}, body, with_body=with_body)
            return
        body = file.read_bytes()
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        modified = last_modified(file.name, site.changed)
        headers = {"ETag": etag, "Last-Modified": format_datetime(modified, usegmt=True)}
        if self._is_unchanged(etag, modified):
            self._send(304, headers, b"", with_body=False)
            return
        headers["Content-Type"] = MEDIA_TYPES.get(file.suffix, "application/octet-stream")
        self._send(200, headers, body, with_body=with_body)

    def _is_unchanged(self, etag: str, modified: datetime) -> bool:
        # RFC 9110 §13.2.2: If-None-Match, where sent, decides alone.
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return tags.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            return modified <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False

    def _send(self, status: int, headers: dict[str, str], body: bytes, *, with_body: bool) -> None:
        log = cast(_Server, self.server).log
        if log is not None:
            sent = len(body) if with_body else 0
            log.append(Request(self.command, self.path, status, sent, self.headers.get("User-Agent", "")))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)


def last_modified(file_name: str, undated: datetime) -> datetime:
    """The date a TRS file name carries (``t20250929_1.html``, ``P020250929….pdf``) at 9:00 UTC, else ``undated``."""
    found = _DATED.match(file_name)
    if found is None:
        return undated
    year, month, day = (int(group) for group in found.groups())
    return datetime(year, month, day, 9, tzinfo=UTC)


@contextmanager
def serve_samples(edition: int | None = None, *, port: int = 0, log: list[Request] | None = None) -> Iterator[str]:
    """Serve the bundled publisher until the block ends; yields its base URL without a trailing slash.

    ``edition`` 1 is the site before a filing was corrected and republished, 2 (and None) the present one. ``port`` 0
    takes a free one. Every answered request is appended to ``log``. Works from an installed wheel.
    Raises ``ValueError`` for another edition and ``OSError`` where the port is taken.
    """
    edition = CURRENT_EDITION if edition is None else edition
    if edition not in _CHANGED:
        raise ValueError(f"the bundled publisher has the editions {sorted(_CHANGED)}, not {edition}")
    with ExitStack() as stack:
        root = stack.enter_context(resources.as_file(resources.files("pipelines.samples")))
        yield stack.enter_context(_serve(_site(root, edition), port, log))


@contextmanager
def serve_folder(folder: Path, *, log: list[Request] | None = None) -> Iterator[str]:
    """Serve another site of the same make from ``folder``, read anew for every request, until the block ends."""
    with _serve(_Site((folder,), frozenset(), _CHANGED[CURRENT_EDITION]), 0, log) as base_url:
        yield base_url


@contextmanager
def _serve(site: _Site, port: int, log: list[Request] | None) -> Iterator[str]:
    server = _Server(site, port, log)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _site(root: Path, edition: int) -> _Site:
    if edition == CURRENT_EDITION:
        return _Site((root / "site",), frozenset(), _CHANGED[edition])
    gone = (root / "earlier" / _GONE).read_text(encoding="utf-8").split()
    return _Site((root / "earlier" / "site", root / "site"), frozenset(gone), _CHANGED[edition])
