"""Generated filings, whose truth is known by construction: what was read is what was printed, field by field."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from extract.reading import read_document
from tests.generator.build import build
from tests.generator.random_filings import random_filing
from transform.statements import parse_statements
from transform.text import squeeze

FIELDS = (
    "statement",
    "side",
    "row_no",
    "row_label",
    "item",
    "row_kind",
    "functional_code",
    "economic_code",
    "fund",
    "measure",
    "basis",
    "printed_text",
)


def _key(values: dict[str, object]) -> tuple[object, ...]:
    return tuple(
        squeeze(value) if isinstance(value, str) else value for value in (values[name] or "" for name in FIELDS)
    )


@pytest.mark.parametrize("seed", [7000, 7001, 7002, 7003])
def test_every_printed_cell_is_read_as_it_was_meant(seed: int, tmp_path: Path) -> None:
    built = build(random_filing(seed, 1))
    path = tmp_path / "filing.pdf"
    path.write_bytes(built.pdf)
    columns = built.truth["cell_columns"]
    year = built.truth["fiscal_year"]
    assert isinstance(columns, list)
    assert isinstance(year, int)

    result = parse_statements(read_document(path), kind="final_account", fiscal_year=year)

    cells: list[list[object]] = built.truth["cells"]  # type: ignore[assignment]
    truth = Counter((_key(dict(zip(columns, cell, strict=True))), cell[columns.index("page")]) for cell in cells)
    read = Counter(
        (_key({name: getattr(item, name) for name in FIELDS}), item.place.page) for item in result.line_items
    )
    assert truth - read == Counter()
    assert read - truth == Counter()
    assert result.unread == ()
    assert all(record.rows_unread == 0 for record in result.statements)
