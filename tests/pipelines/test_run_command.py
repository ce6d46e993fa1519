"""``gouji run`` on files given by hand: exit status, bad input named and lost for nobody else."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib import resources
from pathlib import Path

import pytest

from tests.conftest import gouji
from warehouse.connect import open_readonly

SEED = Path(str(resources.files("pipelines.samples"))) / "site/bmyjs/202511/P020251110095812004757.pdf"
"""The document that the project was conceived from, under the name that its publisher's site gives it."""


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder with one good document and bad ones (one's name is not UTF-8), and the warehouse it was run into."""
    folder = tmp_path_factory.mktemp("mixed")
    whole = SEED.read_bytes()
    shutil.copy(SEED, folder / "好.pdf")
    (folder / "空.pdf").write_bytes(b"")
    (folder / "网页.pdf").write_text("<html><body>404 页面不存在</body></html>", encoding="utf-8")
    (folder / "截断.pdf").write_bytes(whole[: len(whole) // 3])
    (folder / "乱码.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40)
    (folder / "文本.xlsx").write_text("不是表格", encoding="utf-8")
    (folder / os.fsdecode("国标\n码.pdf".encode("gbk"))).write_bytes(b"%PDF-1.7\n" + bytes(range(200)) * 30)
    return folder, tmp_path_factory.mktemp("warehouse") / "w.duckdb"


@pytest.fixture(scope="module")
def first_run(mixed: tuple[Path, Path]) -> subprocess.CompletedProcess[str]:
    """The folder, and a file that is not there, run into the new warehouse."""
    folder, warehouse = mixed
    return gouji("run", str(folder), str(folder / "没有.pdf"), "--warehouse", str(warehouse))


def test_bad_input_is_named_and_the_good_one_is_read(
    mixed: tuple[Path, Path], first_run: subprocess.CompletedProcess[str]
) -> None:
    run, (_, warehouse) = first_run, mixed
    assert run.returncode == 0, run.stdout + run.stderr
    assert "没有.pdf：文件不存在" in run.stdout
    with open_readonly(warehouse) as connection:
        states = dict(connection.execute("SELECT document_name, state FROM documents").fetchall())
        reasons = dict(connection.execute("SELECT document_name, reason FROM documents").fetchall())
        items = connection.execute("SELECT count(DISTINCT document_name) FROM line_items").fetchall()[0][0]
    assert states["好.pdf"] == "loaded"
    assert {name for name, state in states.items() if state == "quarantined"} == {
        "空.pdf",
        "网页.pdf",
        "截断.pdf",
        "乱码.pdf",
        "文本.xlsx",
        "国标 码.pdf",
    }
    assert reasons["空.pdf"].startswith("empty")
    assert reasons["网页.pdf"].startswith("html")
    assert items == 1
    assert all(
        name in run.stdout for name in ("空.pdf", "网页.pdf", "截断.pdf", "乱码.pdf", "文本.xlsx", "国标 码.pdf")
    )


@pytest.mark.usefixtures("first_run")
def test_fail_on_answers_with_one(mixed: tuple[Path, Path]) -> None:
    folder, warehouse = mixed
    roundabout = folder / ".." / folder.name / "好.pdf"
    again = gouji("run", str(roundabout), "--warehouse", str(warehouse), "--fail-on", "material")
    assert again.returncode == 1, again.stdout + again.stderr
    assert "没有新内容" in again.stdout
    assert "本次文件  1，" in again.stdout


def test_fail_on_unreadable_answers_with_one_where_a_file_could_not_be_read(mixed: tuple[Path, Path]) -> None:
    folder, warehouse = mixed
    where = ("--warehouse", str(warehouse), "--fail-on", "unreadable")
    whole, good = gouji("run", str(folder), *where), gouji("run", str(folder / "好.pdf"), *where)
    assert (whole.returncode, good.returncode) == (1, 0), whole.stdout + good.stdout


def test_nothing_readable_answers_with_three(tmp_path: Path) -> None:
    (tmp_path / "空.pdf").write_bytes(b"")
    run = gouji("run", str(tmp_path / "空.pdf"), "--warehouse", str(tmp_path / "w.duckdb"))
    assert run.returncode == 3, run.stdout + run.stderr
    assert "空.pdf" in run.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "--fail-on", "grave"), "--fail-on"),
        (("run", "--source", "nowhere"), "nowhere"),
        (("run", "--warehouse", "/no/such/folder/w.duckdb"), "/no/such/folder"),
        (("findings", "--warehouse", "/no/such/w.duckdb"), "gouji run"),
        (("findings", "--severity", "grave"), "--severity"),
    ],
)
def test_wrong_usage_answers_with_two(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    run = gouji(*arguments, cwd=tmp_path)
    assert run.returncode == 2, run.stdout + run.stderr
    assert said in run.stderr


def test_somebody_elses_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.duckdb").write_text("notes", encoding="utf-8")
    run = gouji("run", str(SEED), "--warehouse", str(tmp_path / "mine.duckdb"))
    assert run.returncode == 2
    assert "mine.duckdb" in run.stderr
    assert (tmp_path / "mine.duckdb").read_text(encoding="utf-8") == "notes"


def test_missing_file_alone_answers_with_three(tmp_path: Path) -> None:
    run = gouji("run", "没有.pdf", "--warehouse", str(tmp_path / "w.duckdb"), cwd=tmp_path)
    assert run.returncode == 3
    assert "没有.pdf" in run.stderr
