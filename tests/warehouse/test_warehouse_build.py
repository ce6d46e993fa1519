"""Building: nothing is lost, nothing is invented, and the same inputs give the same content."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import warehouse_builders as made

from warehouse.build import build_candidate
from warehouse.connect import open_candidate
from warehouse.errors import WarehouseError
from warehouse.frames import to_frames
from warehouse.store import compact, write_frames
from warehouse.verify import content_hash, verify_contract, verify_counts


def build(stage_folder: Path, target: Path, documents: list[made.SourceDocument] | None = None) -> str:
    rows = made.world()[1] if documents is None else documents
    return build_candidate(parsed_parquet=stage_folder, documents=rows, target=target).content_hash


def test_every_record_is_loaded_once(small: duckdb.DuckDBPyConnection) -> None:
    parsed, documents = made.world()
    expected = {
        "documents": len(documents),
        "filings": len(documents),
        "line_items": sum(len(entry.line_items) for entry in parsed),
        "claims": sum(len(entry.claims) for entry in parsed),
        "performance": sum(len(entry.performance) for entry in parsed),
        "statements": sum(len(entry.statements) for entry in parsed),
        "disclosure_items": len(parsed),
        "unread": len(parsed),
    }
    counts = verify_contract(small)
    assert {name: counts[name] for name in expected} == expected
    verify_counts(small, counts)


def test_amounts_are_exact(small: duckdb.DuckDBPyConnection) -> None:
    parsed, _ = made.world()
    total = sum((item.amount_yuan or Decimal(0)) for entry in parsed for item in entry.line_items)
    row = small.execute("SELECT sum(amount_yuan) FROM line_items").fetchone()
    assert row == (total,)


def test_blank_dash_and_zero_stay_apart(small: duckdb.DuckDBPyConnection) -> None:
    rows = small.execute(
        "SELECT DISTINCT state, printed_text, amount_yuan FROM line_items WHERE amount_yuan IS NULL OR amount_yuan = 0"
    ).fetchall()
    assert set(rows) == {("blank", "", None), ("dash", "—", None), ("number", "0.00", Decimal("0.00"))}


def test_a_correction_is_a_new_edition_of_the_same_key(small: duckdb.DuckDBPyConnection) -> None:
    rows = small.execute(
        """SELECT document_name, revision, is_current, published_from, published_to FROM filings
           WHERE entity_name = ? AND fiscal_year = 2024 AND kind = 'final_account' ORDER BY revision""",
        [made.LABOUR],
    ).fetchall()
    assert rows == [
        ("labour-2024.pdf", 1, False, date(2025, 9, 1), date(2025, 10, 9)),
        ("labour-2024-corrected.pdf", 2, True, date(2025, 10, 9), None),
    ]
    keys = small.execute(
        "SELECT count(DISTINCT filing_key) FROM filings WHERE document_name LIKE 'labour-2024%'"
    ).fetchone()
    assert keys == (1,)


def test_a_quarantined_document_is_shown_with_its_reason(small: duckdb.DuckDBPyConnection) -> None:
    assert small.execute("SELECT status, reason, entity_name FROM filings WHERE status = 'quarantined'").fetchall() == [
        ("quarantined", "encrypted: 需要密码", "示例市财政局")
    ]
    assert small.execute("SELECT reason FROM documents WHERE state = 'quarantined'").fetchall() == [
        ("encrypted: 需要密码",)
    ]


def test_an_unlisted_code_is_kept_and_marked(small: duckdb.DuckDBPyConnection) -> None:
    row = small.execute(
        "SELECT name, level, parent, evidence FROM dim_functional WHERE functional_code = '2080577'"
    ).fetchone()
    assert row == ("某项新增支出", "项", "20805", "unlisted")
    named = small.execute(
        "SELECT DISTINCT name, class_name, is_listed FROM dim_functional_year WHERE functional_code = '2080577'"
    ).fetchall()
    assert named == [("某项新增支出", "社会保障和就业支出", False)]
    used = small.execute("SELECT sum(n_line_items) FROM dim_functional WHERE functional_code = '2080501'").fetchone()
    facts = small.execute("SELECT count(*) FROM line_items WHERE functional_code = '2080501'").fetchone()
    assert used == facts


def test_ids_no_vocabulary_holds_are_added_once_and_marked(tmp_path: Path) -> None:
    parsed, documents = made.world()
    odd = replace(
        parsed[0],
        line_items=tuple(
            replace(item, measure="odd_measure", item="odd_item", fund="odd_fund", statement="other_odd")
            for item in parsed[0].line_items
        ),
    )
    write_frames(to_frames(odd), tmp_path / "stage")
    build_candidate(parsed_parquet=tmp_path / "stage", documents=documents[:1], target=tmp_path / "w.duckdb")
    connection = open_candidate(tmp_path / "w.duckdb")
    for dimension, value in {
        "measure": "odd_measure",
        "item": "odd_item",
        "fund": "odd_fund",
        "statement": "other_odd",
    }.items():
        rows = connection.execute(f"SELECT {dimension} FROM dim_{dimension} WHERE evidence = 'unlisted'").fetchall()
        assert rows == [(value,)]


def test_the_same_inputs_give_the_same_content(stage_folder: Path, tmp_path: Path) -> None:
    first = build(stage_folder, tmp_path / "a.duckdb")
    second = build(stage_folder, tmp_path / "b.duckdb", list(reversed(made.world()[1])))
    assert first == second


def test_one_changed_cent_changes_the_content(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(built.read_bytes())
    connection = open_candidate(copy)
    before = content_hash(connection)
    connection.execute(
        "UPDATE fact_line_item SET amount_yuan = amount_yuan + 0.01 WHERE line_item_id = (SELECT min(line_item_id) "
        "FROM fact_line_item WHERE amount_yuan IS NOT NULL)"
    )
    assert content_hash(connection) != before


def test_compacted_parquet_gives_the_same_content(stage_folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "stage"
    for parsed in made.world()[0]:
        write_frames(to_frames(parsed), other)
    compact(other)
    assert len(list(other.iterdir())) == 1
    assert build(other, tmp_path / "a.duckdb") == build(stage_folder, tmp_path / "b.duckdb")


def test_a_document_without_parquet_is_quarantined_not_lost(stage_folder: Path, tmp_path: Path) -> None:
    documents = [*made.world()[1], made.source("never-parsed", date(2025, 1, 1))]
    report = build_candidate(parsed_parquet=stage_folder, documents=documents, target=tmp_path / "w.duckdb")
    assert report.not_parsed == (made.sha("never-parsed"),)
    assert report.quarantined == 2


def test_parquet_of_documents_not_given_is_left_out_and_told(stage_folder: Path, tmp_path: Path) -> None:
    documents = [row for row in made.world()[1] if row.document_name != "office-2024.pdf"]
    report = build_candidate(parsed_parquet=stage_folder, documents=documents, target=tmp_path / "w.duckdb")
    assert report.unlisted == (made.sha("office-2024"),)
    assert report.rows["document_identity"] == len(made.world()[0]) - 1


def test_a_document_given_twice_is_refused_and_leaves_nothing(stage_folder: Path, tmp_path: Path) -> None:
    documents = [*made.world()[1], made.world()[1][0]]
    with pytest.raises(WarehouseError, match="两次"):
        build_candidate(parsed_parquet=stage_folder, documents=documents, target=tmp_path / "w.duckdb")
    assert not list(tmp_path.iterdir())


def test_damaged_parquet_is_named_and_leaves_no_candidate(tmp_path: Path) -> None:
    folder = tmp_path / "stage"
    parsed, documents = made.world()
    write_frames(to_frames(parsed[0]), folder)
    (damaged,) = folder.glob("doc-*")
    (damaged / "line_items.parquet").write_bytes(b"PAR1" + b"x" * 100 + b"PAR1")
    with pytest.raises(WarehouseError, match="fact_line_item"):
        build_candidate(parsed_parquet=folder, documents=documents[:1], target=tmp_path / "w.duckdb")
    assert not (tmp_path / "w.duckdb").exists()


def test_no_documents_make_an_empty_warehouse(tmp_path: Path) -> None:
    report = build_candidate(parsed_parquet=[], documents=[], target=tmp_path / "w.duckdb")
    assert report.filings == 0
    assert set(verify_contract(open_candidate(report.path)).values()) == {0}
