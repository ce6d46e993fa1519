"""What the truth says is what the pages show, as the reference reader (pdfplumber) sees them."""

from __future__ import annotations

import hashlib
from collections import defaultdict

import pdfplumber
import pytest

from tests.generator.committed import FILINGS, STYLES, Sample, load

Rows = list[list[str | None]]


@pytest.fixture(params=[f if f in STYLES else pytest.param(f, marks=pytest.mark.slow) for f in FILINGS])
def shown(request: pytest.FixtureRequest) -> Sample:
    """A filing whose pages are read: one of each style, all of them in the slow tier."""
    return load(request.param)


@pytest.fixture(params=FILINGS)
def sample(request: pytest.FixtureRequest) -> Sample:
    return load(request.param)


def _parts(table: dict) -> list[tuple[int, Rows]]:
    """The table's rows page by page, with the header again where it is repeated."""
    parts: list[tuple[int, Rows]] = []
    for page, row in zip(table["row_pages"], table["rows"], strict=True):
        if not parts or parts[-1][0] != page:
            header = table["rows"][: table["header_rows"]] if parts and table["repeats_header"] else []
            parts.append((page, list(header)))
        parts[-1][1].append(row)
    return parts


def _cut(rows: Rows) -> Rows:
    """Without the columns in which no cell of this page begins: a ruling that is not drawn makes no column."""
    kept = [col for col in range(len(rows[0])) if any(row[col] is not None for row in rows)]
    return [[row[col] for col in kept] for row in rows]


def _joined(text: str | None) -> str | None:
    return None if text is None else text.replace("\n", "")


def test_tables_and_sentences_are_printed_where_the_truth_says(shown: Sample) -> None:
    expected: dict[int, list[Rows]] = defaultdict(list)
    for table in shown.truth["tables"]:
        for page, rows in _parts(table):
            expected[page].append(_cut(rows))
    sentences: dict[int, list[str]] = defaultdict(list)
    names = shown.truth["claim_columns"]
    for row in shown.truth["claims"]:
        claim = dict(zip(names, row, strict=True))
        sentences[claim["page"]].append(f"{claim['printed_text']}{claim['unit']}")
    with pdfplumber.open(shown.pdf) as pdf:
        assert len(pdf.pages) == shown.truth["page_count"]
        for page, tables in sorted(expected.items()):
            found = [[[_joined(text) for text in row] for row in rows] for rows in pdf.pages[page - 1].extract_tables()]
            assert found == tables, f"page {page}"
        for page, claims in sorted(sentences.items()):
            text = (pdf.pages[page - 1].extract_text() or "").replace("\n", "")
            # A number may stand at the very end of a page and its unit on the next.
            following = (pdf.pages[page].extract_text() or "").replace("\n", "") if page < len(pdf.pages) else ""
            missing = [claim for claim in claims if claim not in text.removesuffix(str(page)) + following]
            assert missing == [], f"page {page}"


def test_truth_belongs_to_the_committed_document(sample: Sample) -> None:
    assert hashlib.sha256(sample.pdf.read_bytes()).hexdigest() == sample.truth["sha256"]


def test_continued_tables_occur(sample: Sample) -> None:
    assert any(len(set(table["row_pages"])) > 1 for table in sample.truth["tables"])


def test_all_nine_statements_are_there(sample: Sample) -> None:
    kinds = [table["kind"] for table in sample.truth["tables"] if not table["kind"].startswith("form")]
    assert len(kinds) == len(set(kinds)) == 9
