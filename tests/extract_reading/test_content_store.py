"""What is stored comes back equal, whatever is in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.content_store import read_content, stage_hash, write_content
from extract.model import Box, Cell, DocumentContent, PageInfo, RawTable, TextLine
from extract.pool import run_bounded
from extract.reading import read_document

number = st.floats(allow_nan=False, allow_infinity=False, width=32)
small = st.integers(0, 500)
text = st.text(max_size=12)
boxes = st.builds(Box, number, number, number, number)
maybe = st.none() | st.floats(0, 1)
cells = st.builds(Cell, small, small, small, small, text, small, boxes, text, maybe)
lines = st.builds(
    TextLine,
    small,
    text,
    boxes,
    st.lists(st.tuples(number, number), max_size=3).map(tuple),
    number,
    text,
    maybe,
    st.lists(st.floats(0, 1), max_size=3).map(tuple),
)
many = st.lists(lines, max_size=2).map(tuple)
tables = st.builds(
    RawTable,
    small,
    st.lists(cells, max_size=3).map(tuple),
    small,
    small,
    many,
    many,
    st.lists(small, max_size=3).map(tuple),
    small,
    text,
)
pages = st.builds(
    PageInfo, small, number, number, small, text, small, small, small, st.lists(text, max_size=2).map(tuple)
)
contents = st.builds(
    DocumentContent,
    text,
    text,
    st.lists(pages, max_size=2).map(tuple),
    st.lists(tables, max_size=2).map(tuple),
    many,
    st.lists(text, max_size=2).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(content=contents)
def test_round_trip_is_exact(content: DocumentContent, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("store") / "one" / "content.parquet"
    assert read_content(write_content(content, path)) == content
    assert [p.name for p in path.parent.iterdir()] == ["content.parquet"]


def write_empty(path: str) -> str:
    return write_content(DocumentContent("a", "application/pdf", (), (), ()), Path(path)).name


def test_a_forked_worker_writes(tmp_path: Path) -> None:
    """Threads that an import had started before the fork would be waited for in vain."""
    tasks = [str(tmp_path / "one.parquet"), str(tmp_path / "two.parquet")]
    written = dict(run_bounded(write_empty, tasks, workers=2, timeout_seconds=60, memory_mb=900))
    assert written == {tasks[0]: "one.parquet", tasks[1]: "two.parquet"}


@pytest.mark.corpus
def test_round_trip_of_the_seed(corpus: Path, tmp_path: Path) -> None:
    content = read_document(corpus / "seed" / "seed_office.pdf")
    assert read_content(write_content(content, tmp_path / "seed.parquet")) == content


def test_foreign_file_is_refused(tmp_path: Path) -> None:
    import polars as pl

    path = tmp_path / "other.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(path)
    with pytest.raises(ValueError, match="does not hold"):
        read_content(path)


def test_stage_hash_is_short_hexadecimal_and_stable() -> None:
    assert stage_hash() == stage_hash()
    assert len(stage_hash()) == 16
    int(stage_hash(), 16)
