"""The rows and columns of a printed statement, put together again from its line items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, cast

Source = Mapping[str, object]


class ColumnKey(NamedTuple):
    """What a printed column is; ``nth`` tells apart columns of one row that are the same otherwise."""

    measure: str
    fund: str | None
    basis: str
    amount_year: int | None
    nth: int = 0


@dataclass(slots=True)
class PrintedRow:
    """One printed row of a statement with its printed text and amount in yuan by column."""

    side: str | None
    row_no: str | None
    label: str
    item: str
    kind: str
    code: str | None
    is_economic: bool
    owner: tuple[str | None, str | None]
    fund: str | None
    page: int
    cells: dict[ColumnKey, tuple[str, Decimal | None]] = field(default_factory=dict)


def _column_keys(rows: Sequence[Source]) -> dict[tuple[object, object], ColumnKey]:
    """What each printed column is: what most of its cells are (balances by fund stand in the column of the total)."""
    kinds: dict[tuple[object, object], list[ColumnKey]] = {}
    for row in rows:
        key = ColumnKey(
            str(row["measure"]),
            cast("str | None", row["fund"]),
            str(row["basis"]),
            cast("int | None", row["amount_year"]),
        )
        kinds.setdefault((row["table_index"], row["table_col"]), []).append(key)
    decided = {}
    for place, keys in kinds.items():
        fund, n = Counter(key.fund for key in keys).most_common(1)[0]
        usual = Counter(key._replace(fund=None) for key in keys).most_common(1)[0][0]
        decided[place] = usual._replace(fund=fund if 2 * n >= len(keys) else None)
    return decided


def printed_rows(
    rows: Sequence[Source], say: Callable[[str], str] = str
) -> tuple[list[PrintedRow], dict[ColumnKey, str]]:
    """Return the printed rows and the columns with their headers, in order.

    ``say`` puts a printed path of headings in words; where two columns would be called the same, both keep their paths.
    Groups printed side by side are set one under the other, income first, then from left to right.
    """
    keys = _column_keys(rows)
    found: dict[tuple[object, ...], PrintedRow] = {}
    first_column: dict[tuple[object, ...], tuple[object, ...]] = {}
    headers: dict[ColumnKey, set[tuple[int, str]]] = {}
    for row in rows:
        code = row["functional_code"] or row["economic_code"]
        place = (row["table_index"], row["table_row"], row["side"], row["row_label"], row["item"], code, row["row_no"])
        if place not in found:
            found[place] = _printed_row(row)
            first_column[place] = (row["side"] == "expenditure", row["table_col"])
        cells = found[place].cells
        column = keys[row["table_index"], row["table_col"]]
        while column in cells:
            column = column._replace(nth=column.nth + 1)
        cells[column] = (str(row["printed_text"]), cast("Decimal | None", row["amount_yuan"]))
        header = (cast(int, row["table_col"]), str(row["measure_label"]))
        headers.setdefault(column, set()).add(header)
    ordered = [found[place] for place in sorted(found, key=lambda place: (*first_column[place], place[0], place[1]))]
    # Columns of groups side by side that mean the same are one column here, under both printed headers.
    paths = {
        column: tuple(dict.fromkeys(label for _, label in sorted(printed)))
        for column, printed in sorted(headers.items(), key=lambda entry: min(entry[1]))
    }
    said = [" | ".join(dict.fromkeys(say(label) for label in labels)) for labels in paths.values()]
    return ordered, dict(zip(paths, distinct(said, [" | ".join(labels) for labels in paths.values()]), strict=True))


def distinct(said: Sequence[str], printed: Sequence[str]) -> list[str]:
    """Return the words of each column, or what is printed above it where other columns have the same words."""
    counts = Counter(said)
    return [words if counts[words] == 1 else path for words, path in zip(said, printed, strict=True)]


def _printed_row(row: Source) -> PrintedRow:
    return PrintedRow(
        side=cast("str | None", row["side"]),
        row_no=cast("str | None", row["row_no"]),
        label=str(row["row_label"]),
        item=str(row["item"]),
        kind=str(row["row_kind"]),
        code=cast("str | None", row["functional_code"] or row["economic_code"]),
        is_economic=row["functional_code"] is None and row["economic_code"] is not None,
        owner=(cast("str | None", row["subject_entity"]), cast("str | None", row["project_name"])),
        fund=cast("str | None", row["fund"]),
        page=cast(int, row["page"]),
    )
