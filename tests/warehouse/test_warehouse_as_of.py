"""Filings published again: which editions there are, which is current, what was known and in force on a day, and the
difference as a finding with both numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import warehouse_builders as made

from expectations.evaluate import evaluate
from pipelines.cli.findings import Query, select_findings
from warehouse.build import build_candidate
from warehouse.connect import open_candidate, open_readonly
from warehouse.frames import to_frames
from warehouse.store import write_frames

A, B, C = made.LABOUR, made.HEALTH, made.OFFICE
ADDRESS = "https://example.gov.cn/a.pdf"


def moment(day: str, hour: int = 10) -> dict[str, object]:
    at = f"{day}T{hour:02}:00:00.000+08:00"
    return {"first_retrieved_at": at, "last_retrieved_at": at}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A: corrected at the same address, found three weeks late. B: withdrawn. C: two on one day."""
    folder = tmp_path_factory.mktemp("as_of")
    numbers = {"basic": "500.00", "project": "100.00"}
    parsed = [
        made.final_account("a1", A, 2024, **numbers),  # type: ignore[arg-type]
        made.final_account("a2", A, 2024, **numbers, corrected="612.00"),  # type: ignore[arg-type]
        made.final_account("b1", B, 2024, **numbers),  # type: ignore[arg-type]
        made.final_account("c1", C, 2024, **numbers),  # type: ignore[arg-type]
        made.final_account("c2", C, 2024, **numbers, corrected="601.00"),  # type: ignore[arg-type]
    ]
    documents = [
        made.source("a1", date(2025, 9, 1), source_url=ADDRESS, **moment("2025-09-02")),
        made.source("a2", date(2025, 10, 10), source_url=ADDRESS, **moment("2025-11-01")),
        made.source("b1", date(2025, 9, 3), withdrawn_on=date(2025, 12, 1)),
        made.source("c1", date(2025, 9, 5), **moment("2025-09-06", 9)),
        made.source("c2", date(2025, 9, 5), **moment("2025-09-06", 15)),
    ]
    for document in parsed:
        write_frames(to_frames(document), folder / "stage")
    target = folder / "w.duckdb"
    build_candidate(parsed_parquet=folder / "stage", documents=documents, target=target)
    with open_candidate(target) as connection:
        evaluate(connection)
    return target


def held(warehouse: Path, macro: str, day: str) -> set[str]:
    with open_readonly(warehouse) as connection:
        rows = connection.execute(f"SELECT document_name FROM {macro}(DATE '{day}')").fetchall()
    return {row[0].removesuffix(".pdf") for row in rows}


def test_every_edition_is_kept_and_one_is_current(warehouse: Path) -> None:
    with open_readonly(warehouse) as connection:
        rows = connection.execute("SELECT document_name, revision, is_current FROM filings ORDER BY 1").fetchall()
        keys = connection.execute("SELECT count(DISTINCT filing_key) FROM filings").fetchall()
    assert rows == [
        ("a1.pdf", 1, False),
        ("a2.pdf", 2, True),
        ("b1.pdf", 1, False),
        ("c1.pdf", 1, False),
        ("c2.pdf", 2, True),
    ]
    assert keys == [(3,)]


@pytest.mark.parametrize(
    ("day", "known", "published"),
    [
        ("2025-08-31", set(), set()),
        ("2025-09-01", set(), {"a1"}),
        ("2025-09-05", {"a1", "b1"}, {"a1", "b1", "c2"}),
        ("2025-09-06", {"a1", "b1", "c2"}, {"a1", "b1", "c2"}),
        ("2025-10-20", {"a1", "b1", "c2"}, {"a2", "b1", "c2"}),
        ("2025-11-01", {"a2", "b1", "c2"}, {"a2", "b1", "c2"}),
        ("2025-12-01", {"a2", "c2"}, {"a2", "c2"}),
    ],
)
def test_what_was_known_and_what_was_in_force(warehouse: Path, day: str, known: set[str], published: set[str]) -> None:
    assert held(warehouse, "filings_known_on", day) == known
    assert held(warehouse, "filings_published_on", day) == published


def test_the_difference_is_a_finding_with_both_numbers(warehouse: Path) -> None:
    with open_readonly(warehouse) as connection:
        rows = connection.execute(
            "SELECT document_name, message FROM findings WHERE check_id = 'revisions.changed_amount' ORDER BY 1"
        ).fetchall()
    changed = dict(rows)
    assert set(changed) == {"a2.pdf", "c2.pdf"}
    assert "600.00" in changed["a2.pdf"]
    assert "612.00" in changed["a2.pdf"]


def test_findings_of_a_day_are_those_of_its_editions(warehouse: Path) -> None:
    def documents(day: date | None, *, published: bool = False) -> set[str]:
        rows = select_findings(warehouse, Query(entity=A, as_of=day, published=published))
        return {row["document_name"] for row in rows if row["check_id"] == "revisions.changed_amount"}

    day = date(2025, 10, 20)
    assert documents(None) == {"a2.pdf"}
    assert documents(day) == set()
    assert documents(day, published=True) == {"a2.pdf"}
    assert documents(date(2025, 11, 1)) == {"a2.pdf"}
