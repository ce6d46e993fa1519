"""What the server answers, and what it does not."""

from __future__ import annotations

import http.client
import socket
from pathlib import Path

import duckdb
import pypdfium2
import pytest
from dashboard_server import Served
from dashboard_warehouses import make

from warehouse.connect import open_readonly


def get(served: Served, path: str, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=120)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/media/../../../../../etc/passwd",
        "/media/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/app/static/../../../../etc/passwd",
        "/component/../../../../etc/passwd",
        "/static/../../../../../../../../etc/passwd",
        "/static/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/media/..%252f..%252f..%252fetc%252fpasswd",
        "/findings/%00/../../../etc/passwd",
        "//etc/passwd",
        "/_stcore/../../../../etc/passwd",
    ],
)
def test_no_path_reaches_a_file_outside(served: Served, path: str) -> None:
    _, body = get(served, path)
    assert b"root:" not in body


def test_a_page_elsewhere_cannot_open_a_session(served: Served) -> None:
    """The browser says where a WebSocket comes from; another site's is refused."""
    upgrade = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
    }
    ours = status_of_upgrade(served, upgrade | {"Origin": served.url})
    assert ours == 101
    theirs = status_of_upgrade(served, upgrade | {"Origin": "http://evil.example"})
    assert theirs == 403


def status_of_upgrade(served: Served, headers: dict[str, str]) -> int:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection(("127.0.0.1", served.port), timeout=120) as raw:
        raw.sendall(f"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n{lines}\r\n".encode())
        return int(raw.recv(64).split(b" ")[1])


def test_what_is_shown_cannot_be_changed(tmp_path: Path) -> None:
    with open_readonly(make(tmp_path).warehouse) as connection, pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("UPDATE fact_finding SET title = 'x'")


def test_only_the_loopback_address_listens(served: Served) -> None:
    listening = [
        line.split()[1]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        if Path(table).exists()
        for line in Path(table).read_text().splitlines()[1:]
        if line.split()[3] == "0A" and int(line.split()[1].rsplit(":", 1)[1], 16) == served.port
    ]
    assert listening == [f"0100007F:{served.port:04X}"]


def test_the_boxes_of_the_seed_hold_the_numbers_they_name(served: Served) -> None:
    """Every operand of the sample: the text inside its box on the page is what the finding says is printed there."""
    with open_readonly(served.warehouse) as connection:
        rows = connection.execute(
            "SELECT document_sha256, page, x0, top, x1, bottom, printed_text FROM finding_operands"
            " WHERE x0 IS NOT NULL AND coalesce(printed_text, '') <> '' AND locator LIKE 'p%'"
            " AND coalesce(line_item_id, claim_id) IS NOT NULL"
        ).fetchall()
    archive = Path(f"{served.warehouse}.d") / "archive" / "objects"
    wrong, checked = [], 0
    documents: dict[str, pypdfium2.PdfDocument] = {}
    texts: dict[tuple[str, int], tuple[pypdfium2.PdfTextPage, float]] = {}
    for sha256, number, x0, top, x1, bottom, printed in rows:
        document = documents.setdefault(sha256, pypdfium2.PdfDocument(archive / sha256[:2] / sha256))
        if (sha256, number) not in texts:
            page = document[number - 1]
            texts[sha256, number] = (page.get_textpage(), page.get_height())
        text, height = texts[sha256, number]
        found = text.get_text_bounded(left=x0 - 1, bottom=height - bottom - 1, right=x1 + 1, top=height - top + 1)
        digits = "".join(character for character in printed if character.isdigit())
        checked += 1
        if digits not in "".join(character for character in found if character.isdigit()):
            wrong.append((number, printed, found))
    assert checked > 100
    assert not wrong[:5], f"{len(wrong)} of {checked}"
