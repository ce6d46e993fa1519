"""A second run over an unchanged publisher, and what can be made again from the archive alone."""

from __future__ import annotations

import shutil
from pathlib import Path

from kills import Undisturbed, served

from extract.documents import Document
from extract.ledger import Ledger
from pipelines.main_job import holds_everything
from pipelines.workspace import Workspace
from warehouse.connect import open_readonly
from warehouse.verify import content_hash


def whole_content(warehouse: Path) -> str:
    with open_readonly(warehouse) as connection:
        return content_hash(connection)


def test_a_second_run_asks_and_does_nothing_else(undisturbed: Undisturbed, tmp_path: Path) -> None:
    shutil.copytree(undisturbed.warehouse.parent, tmp_path / "w", symlinks=True)
    warehouse = tmp_path / "w" / "w.duckdb"
    first = len(undisturbed.asked)
    again = undisturbed.jobs.run(warehouse, undisturbed.address)
    assert (again.error, again.changed) == (None, False)
    assert set(again.began) == {"询问"}
    answers = undisturbed.asked[first:]
    # One list, three articles and their three files, each confirmed without a body; and robots.txt, which is not there.
    assert [answer.status for answer in answers if answer.path != "/robots.txt"] == [304] * 7
    assert sum(answer.body_bytes for answer in answers if answer.path != "/robots.txt") == 0
    assert warehouse.resolve().name == undisturbed.warehouse.resolve().name


def test_a_file_that_was_brought_and_not_read_is_something_new(undisturbed: Undisturbed, tmp_path: Path) -> None:
    """A run killed between the two leaves it so; the publisher will answer that it has nothing new."""
    shutil.copytree(undisturbed.warehouse.parent, tmp_path / "w", symlinks=True)
    workspace = Workspace(tmp_path / "w" / "w.duckdb")
    assert holds_everything(workspace)
    document = Document("0" * 64, "application/pdf", 9, "新.pdf", tmp_path / "新.pdf")
    with Ledger(workspace.ledger) as ledger:
        ledger.add_document(document, source_id="sample", listing_year=2024, url="http://example.org/新.pdf")
    assert not holds_everything(workspace)


def test_everything_but_the_archive_lost(undisturbed: Undisturbed, tmp_path: Path) -> None:
    """The published file, the Parquet and the ledger deleted: made again with nothing asked, to the same content."""
    shutil.copytree(undisturbed.warehouse.parent, tmp_path / "w", symlinks=True)
    warehouse = tmp_path / "w" / "w.duckdb"
    before, asked = whole_content(warehouse), len(undisturbed.asked)
    state = Path(f"{warehouse}.d")
    warehouse.unlink()
    for folder in ("versions", "parquet", "building"):
        shutil.rmtree(state / folder)
    for file in state.glob("ledger.sqlite*"):
        file.unlink()
    run = undisturbed.jobs.run(warehouse, "rebuild")
    assert (run.error, run.changed) == (None, True)
    assert "下载" not in run.began
    assert whole_content(warehouse) == before
    assert served(warehouse) == undisturbed.content
    assert len(undisturbed.asked) == asked
