"""A scan against its text edition as understood: line items, claims and form fields, each by its key.

Used by :mod:`benchmarks.reading_scan` and the tests: what recognition changes in the records, not in single letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from transform.records import Claim, LineItem, ParsedDocument, PerformanceRow

Record = TypeVar("Record")


@dataclass(slots=True)
class Comparison:
    """Counts of one kind of record; ``notes`` are (key, wanted, got, where) of all that are not equal."""

    kind: str
    equal: int = 0
    different: int = 0
    missing: int = 0
    extra: int = 0
    notes: list[tuple[str, str, str, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many records the text edition has."""
        return self.equal + self.different + self.missing

    def __str__(self) -> str:
        share = self.equal / self.total if self.total else 1.0
        return (
            f"{self.kind}: {self.equal} of {self.total} equal ({share:.2%}), {self.different} different, "
            f"{self.missing} missing, {self.extra} extra"
        )


def compare_documents(truth: ParsedDocument, read: ParsedDocument) -> list[Comparison]:
    """Compare line items, claims and the cells of forms of two readings of one document."""
    return [
        _compare("line items", truth.line_items, read.line_items, _item_key, _item_value, _item_where),
        _compare("claims", truth.claims, read.claims, _claim_key, _claim_value, _claim_where),
        _compare(
            "form fields", _form_fields(truth), _form_fields(read), lambda f: f[0], lambda f: f[1], lambda f: f[2]
        ),
    ]


def _compare(
    kind: str,
    truth: Iterable[Record],
    read: Iterable[Record],
    key: Callable[[Record], Hashable],
    value: Callable[[Record], str],
    where: Callable[[Record], str],
) -> Comparison:
    """Pair records of one key in their order; one key may be printed more than once."""
    wanted, got = _grouped(truth, key), _grouped(read, key)
    result = Comparison(kind)
    for name in wanted | got:
        left, right = wanted.get(name, []), got.get(name, [])
        for a, b in zip(left, right, strict=False):
            if value(a) == value(b):
                result.equal += 1
            else:
                result.different += 1
                result.notes.append((str(name), value(a), value(b), where(b)))
        for a in left[len(right) :]:
            result.missing += 1
            result.notes.append((str(name), value(a), "-", where(a)))
        for b in right[len(left) :]:
            result.extra += 1
            result.notes.append((str(name), "-", value(b), where(b)))
    return result


def _grouped(records: Iterable[Record], key: Callable[[Record], Hashable]) -> dict[Hashable, list[Record]]:
    groups: dict[Hashable, list[Record]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return dict(groups)


def _item_key(item: LineItem) -> Hashable:
    return (
        *(item.statement, item.instance, item.side, item.item, item.row_kind, item.functional_code, item.economic_code),
        *(item.government_economic_code, item.fund, item.measure, item.basis, item.amount_year),
    )


def _item_value(item: LineItem) -> str:
    amount = "-" if item.amount_yuan is None else f"{item.amount_yuan.normalize():f}"
    return f"{amount} {item.printed_text} {item.state}"


def _item_where(item: LineItem) -> str:
    return f"p{item.place.page} {item.row_label} {item.ocr_confidence}"


def _claim_key(claim: Claim) -> Hashable:
    return (claim.place.page, claim.metric, claim.value_kind)


def _claim_value(claim: Claim) -> str:
    number = "-" if claim.value is None else f"{claim.value.normalize():f}"
    return f"{number} {claim.unit} {claim.statement} {claim.item} {claim.measure} {claim.direction}"


def _claim_where(claim: Claim) -> str:
    return f"p{claim.place.page} {claim.sentence[:40]}"


def _form_fields(document: ParsedDocument) -> list[tuple[Hashable, str, str]]:
    """Each printed field of each form row, numbered within its form: rows have no key that recognition leaves alone."""
    fields: list[tuple[Hashable, str, str]] = []
    rows: dict[tuple[int, str], int] = defaultdict(int)
    for row in document.performance:
        rows[row.form_no, row.row_kind] += 1
        number = rows[row.form_no, row.row_kind]
        where = f"p{row.place.page} {row.label}"
        fields += [((row.form_no, row.row_kind, number, name), text, where) for name, text in _values(row)]
    return fields


def _values(row: PerformanceRow) -> list[tuple[str, str]]:
    numbers = ("weight", "score", "initial_budget_yuan", "budget_yuan", "executed_yuan", "rate")
    given = [(name, getattr(row, name)) for name in numbers]
    texts = [("target_text", row.target_text), ("actual_text", row.actual_text)]
    return [(name, f"{value.normalize():f}") for name, value in given if value is not None] + [
        (name, text) for name, text in texts if text
    ]
