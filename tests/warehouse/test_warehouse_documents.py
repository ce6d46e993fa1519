"""The ledger's rows joined to documents, and how DuckDB is opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from extract.ledger_rows import DocumentRow
from warehouse.build import record
from warehouse.connect import open_candidate, open_memory, open_readonly
from warehouse.documents import Region, documents_from_ledger
from warehouse.errors import WarehouseError

ROW = DocumentRow(
    document_sha256="a" * 64,
    document_name="决算.pdf",
    media_type="application/pdf",
    size=1000,
    page_count=31,
    state="parsed",
    reason=None,
    source_id="example_city",
    listing_year=2025,
    source_url="https://example.gov.cn/a.pdf",
    title="某局2024年度部门决算",
    published_on="2025-09-01",
    first_retrieved_at="2025-09-02T10:00:00.000+08:00",
    last_retrieved_at="2025-09-03T10:00:00.000+08:00",
    withdrawn_on=None,
)


def test_a_document_found_in_two_places_is_one_document() -> None:
    by_hand = replace(
        ROW,
        source_id="adhoc",
        document_name="x.pdf",
        source_url="",
        first_retrieved_at="2025-01-01T10:00:00.000+08:00",
        published_on=None,
    )
    (document,) = documents_from_ledger([by_hand, ROW], regions={"example_city": Region("示例市", "420100")})
    assert (document.source_id, document.document_name, document.region_code) == ("example_city", "决算.pdf", "420100")
    assert document.first_retrieved_at == by_hand.first_retrieved_at
    assert document.last_retrieved_at == ROW.last_retrieved_at
    assert document.published_on == date(2025, 9, 1)
    assert document.state == "loaded"


def test_a_document_is_withdrawn_only_where_it_is_withdrawn_everywhere() -> None:
    gone = replace(ROW, withdrawn_on="2025-10-01")
    still = replace(ROW, source_url="https://example.gov.cn/b.pdf")
    assert documents_from_ledger([gone, still])[0].withdrawn_on is None
    assert documents_from_ledger([gone])[0].withdrawn_on == date(2025, 10, 1)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("fetched", None),
        ("read", None),
        ("parsed", "loaded"),
        ("quarantined", "quarantined"),
        ("unread", "quarantined"),
    ],
)
def test_states_of_the_ledger(state: str, expected: str | None) -> None:
    row = replace(ROW, state=state, reason="encrypted: 需要密码" if state == "quarantined" else None)  # type: ignore[arg-type]
    documents = documents_from_ledger([row])
    assert [document.state for document in documents] == ([] if expected is None else [expected])
    if expected == "quarantined":
        assert documents[0].reason


def test_duckdb_is_bounded_and_spills_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with open_candidate(path) as connection:
        row = connection.execute(
            "SELECT current_setting('temp_directory'), current_setting('memory_limit'), current_setting('threads')"
        ).fetchone()
    assert row is not None
    assert row[0] == f"{path}.tmp"
    assert row[1] == "1.8 GiB"
    assert row[2] == 2


def test_nothing_is_downloaded() -> None:
    row = open_memory().execute("SELECT current_setting('autoinstall_known_extensions')").fetchone()
    assert row == (False,)


def test_a_reader_cannot_write(built: Path) -> None:
    connection = open_readonly(built)
    with pytest.raises(Exception, match="read-only"):
        record(connection, "x", 1)


def test_a_missing_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"w\.duckdb"):
        open_candidate(tmp_path / "none" / "w.duckdb")
