"""A parsed document as polars frames in the schema's types, with ids that survive re-runs.

Ids are hashes of the document's SHA-256 and the place on the page, not of what was understood there: a better parser
gives the same cell the same id, so that reviewers' verdicts and links stay with it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import polars as pl

from transform.records import Claim, LineItem, ParsedDocument, PerformanceRow, Place
from warehouse.columns import MONEY, STEP, VALUE, ColumnType
from warehouse.schema import FRAMES

Row = dict[str, object]

ID_LENGTH = 24
"""Hex digits of an id: 96 bits, no collision to be expected among the 10^10 cells of ten national years."""

_LIMITS: Mapping[str, tuple[int, int]] = {
    MONEY.name: (20, 2),
    STEP.name: (20, 6),
    VALUE.name: (28, 8),
}


class _Ids:
    """Gives ids within one document: places that hold several records are told apart by their order."""

    def __init__(self, document_sha256: str) -> None:
        self._document = document_sha256
        self._seen: dict[tuple[object, ...], int] = {}

    def at(self, kind: str, *position: object) -> str:
        key = (kind, *position)
        nth = self._seen.get(key, 0)
        self._seen[key] = nth + 1
        return stable_id(self._document, *key, nth)


def stable_id(*parts: object) -> str:
    """Return the id of these parts: the start of the SHA-256 of their text, joined unambiguously."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


def to_frames(parsed: ParsedDocument) -> dict[str, pl.DataFrame]:
    """Return the document's frames by name (see :data:`warehouse.schema.FRAMES`), typed as declared.

    A number that does not fit its column (more than 18 digits of yuan: a misreading or a hostile file) is given without
    its value and listed in ``unread``; its printed text stays. Amounts finer than a cent are rounded half-even.
    """
    builder = _Builder(parsed)
    rows: dict[str, list[Row]] = {
        "identity": [builder.identity()],
        "statements": builder.statements(),
        "line_items": [builder.line_item(item) for item in parsed.line_items],
        "claims": [builder.claim(claim) for claim in parsed.claims],
        "performance": builder.performance(),
        "disclosure": builder.disclosure(),
    }
    rows["unread"] = builder.unread()
    return {name: _frame(name, rows[name]) for name in FRAMES}


def _frame(name: str, rows: Sequence[Row]) -> pl.DataFrame:
    schema = FRAMES[name].parquet_schema()
    columns = {column: [row[column] for row in rows] for column in schema}
    return pl.DataFrame(columns, schema=schema, strict=True)


def clean_text(text: str) -> str:
    """Return the text without what UTF-8 and DuckDB cannot hold: lone surrogates and NUL become U+FFFD."""
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        return "".join("�" if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def _optional(text: str | None) -> str | None:
    return None if text is None else clean_text(text)


def fit(value: Decimal | None, kind: ColumnType) -> Decimal | None:
    """Return the value at the column's scale; None where it does not fit (or is not finite)."""
    if value is None or not value.is_finite():
        return None
    digits, scale = _LIMITS[kind.name]
    if value and value.adjusted() >= digits - scale:
        return None
    with localcontext() as context:
        context.prec = digits + 2
        rounded = value.quantize(Decimal(1).scaleb(-scale), rounding=ROUND_HALF_EVEN)
    return None if rounded.adjusted() >= digits - scale and rounded else rounded


def _position(place: Place) -> tuple[object, ...]:
    """Return what identifies a place: the printed box to the point where there is one, the locator otherwise."""
    if place.box is None:
        return (place.page, place.locator)
    box = place.box
    return (place.page, round(box.x0), round(box.top), round(box.x1), round(box.bottom))


def _place(place: Place) -> Row:
    box = place.box
    return {
        "page": place.page,
        "x0": None if box is None else box.x0,
        "top": None if box is None else box.top,
        "x1": None if box is None else box.x1,
        "bottom": None if box is None else box.bottom,
        "locator": clean_text(place.locator),
    }


def _json(value: object) -> str:
    return clean_text(json.dumps(value, ensure_ascii=False, default=str))


def _texts(values: Iterable[str]) -> list[str]:
    return [clean_text(value) for value in values]


class _Builder:
    def __init__(self, parsed: ParsedDocument) -> None:
        self._parsed = parsed
        self._sha = parsed.document_sha256
        self._ids = _Ids(parsed.document_sha256)
        self._too_large: list[Row] = []

    def _number(self, value: Decimal | None, kind: ColumnType, what: str, text: str, place: Place) -> Decimal | None:
        fitted = fit(value, kind)
        if value is not None and fitted is None:
            self._report("number", f"{what} 超出可存范围", text, place)
        return fitted

    def _report(self, what: str, reason: str, text: str, place: Place) -> None:
        self._too_large.append(
            {
                "unread_id": self._ids.at("unread", *_position(place)),
                "document_sha256": self._sha,
                "what": clean_text(what),
                "reason": clean_text(reason),
                "text": clean_text(text),
                **_place(place),
            }
        )

    def identity(self) -> Row:
        who = self._parsed.identity
        return {
            "document_sha256": self._sha,
            "entity_name": clean_text(who.entity_name),
            "names": _texts(who.names),
            "fiscal_year": who.fiscal_year,
            "kind": who.kind,
            "scope": who.scope,
            "entity_level": who.entity_level,
            "part": who.part,
            "entity_code": _optional(who.entity_code),
            "printed_on": _optional(who.printed_on),
            "evidence": _json(list(who.evidence)),
            "page_count": self._parsed.page_count,
        }

    def statements(self) -> list[Row]:
        return [
            {
                "document_sha256": self._sha,
                "statement": entry.statement,
                "instance": entry.instance,
                "printed_title": clean_text(entry.printed_title),
                "unit": clean_text(entry.unit),
                "step_yuan": fit(entry.step_yuan, STEP),
                "pages": list(entry.pages),
                "rows_printed": entry.rows_printed,
                "rows_parsed": entry.rows_parsed,
                "rows_ignored": entry.rows_ignored,
                "rows_unread": entry.rows_unread,
                "ignored_reasons": _texts(entry.ignored_reasons),
                "engine": entry.engine,
                "layout_id": entry.layout_id,
                "notes": _texts(entry.notes),
            }
            for entry in self._parsed.statements
        ]

    def line_item(self, item: LineItem) -> Row:
        amount = self._number(item.amount_yuan, MONEY, "金额", item.printed_text, item.place)
        lost = item.amount_yuan is not None and amount is None
        position = _position(item.place)
        if item.place.box is None:
            position = (*position, item.table_index, item.table_row, item.table_col)
        return {
            "line_item_id": self._ids.at("line_item", *position),
            "document_sha256": self._sha,
            "statement": item.statement,
            "instance": item.instance,
            "side": item.side,
            "row_no": _optional(item.row_no),
            "row_label": clean_text(item.row_label),
            "item": item.item,
            "row_kind": item.row_kind,
            "functional_code": item.functional_code,
            "economic_code": item.economic_code,
            "government_economic_code": item.government_economic_code,
            "project_name": _optional(item.project_name),
            "subject_entity": _optional(item.subject_entity),
            "fund": item.fund,
            "measure": item.measure,
            "measure_label": clean_text(item.measure_label),
            "basis": item.basis,
            "amount_year": item.amount_year,
            "printed_text": clean_text(item.printed_text),
            "state": "unread" if lost else item.state,
            "amount_yuan": amount,
            "unit": clean_text(item.unit),
            "step_yuan": fit(item.step_yuan, STEP),
            **_place(item.place),
            "table_index": item.table_index,
            "table_row": item.table_row,
            "table_col": item.table_col,
            "ocr_confidence": item.ocr_confidence,
        }

    def claim(self, claim: Claim) -> Row:
        value = self._number(claim.value, VALUE, "数值", claim.printed_text, claim.place)
        amount = None if value is None and claim.value is not None else claim.amount_yuan
        position = _position(claim.place)
        if claim.place.box is None:
            position = (*position, claim.sentence_no, claim.clause_no, claim.ordinal)
        return {
            "claim_id": self._ids.at("claim", *position),
            "document_sha256": self._sha,
            "section": clean_text(claim.section),
            "sentence": clean_text(claim.sentence),
            "subject": clean_text(claim.subject),
            "metric": claim.metric,
            "period": claim.period,
            "base_year": claim.base_year,
            "direction": claim.direction,
            "printed_text": clean_text(claim.printed_text),
            "value_kind": claim.value_kind,
            "value": value,
            "amount_yuan": self._number(amount, MONEY, "金额", claim.printed_text, claim.place),
            "unit": clean_text(claim.unit),
            "step": fit(claim.step, VALUE),
            "statement": claim.statement,
            "item": claim.item,
            "measure": claim.measure,
            "state": claim.state,
            **_place(claim.place),
            "ocr_confidence": claim.place.ocr_confidence,
            "fund": claim.fund,
            "functional_code": claim.functional_code,
            "economic_code": claim.economic_code,
            "project_name": _optional(claim.project_name),
            "basis": claim.basis,
            "concept": claim.concept,
            "topic": claim.topic,
            "group_key": claim.group_key,
            "parent_key": claim.parent_key,
            "whole": _optional(claim.whole),
            "whole_concept": claim.whole_concept,
            "whole_key": claim.whole_key,
            "base_basis": claim.base_basis,
            "sentence_no": claim.sentence_no,
            "clause_no": claim.clause_no,
            "ordinal": claim.ordinal,
        }

    def performance(self) -> list[Row]:
        counts: dict[int, int] = {}
        rows: list[Row] = []
        for entry in self._parsed.performance:
            ordinal = counts.get(entry.form_no, 0)
            counts[entry.form_no] = ordinal + 1
            rows.append(self._performance_row(entry, ordinal))
        return rows

    def _performance_row(self, entry: PerformanceRow, ordinal: int) -> Row:
        place = entry.place
        printed = dict(entry.printed)

        def number(field: str, value: Decimal | None, kind: ColumnType) -> Decimal | None:
            return self._number(value, kind, field, printed.get(field, ""), place)

        return {
            "form_id": stable_id(self._sha, "form", entry.form_no),
            "document_sha256": self._sha,
            "row_kind": entry.row_kind,
            "project_name": clean_text(entry.project_name),
            "indicator_level1": _optional(entry.indicator_level1),
            "indicator_level2": _optional(entry.indicator_level2),
            "indicator": _optional(entry.indicator),
            "target_text": _optional(entry.target_text),
            "actual_text": _optional(entry.actual_text),
            "weight": number("weight", entry.weight, VALUE),
            "weight_source": _optional(entry.weight_source),
            "score": number("score", entry.score, VALUE),
            "initial_budget_yuan": number("initial_budget_yuan", entry.initial_budget_yuan, MONEY),
            "budget_yuan": number("budget_yuan", entry.budget_yuan, MONEY),
            "executed_yuan": number("executed_yuan", entry.executed_yuan, MONEY),
            "rate": number("rate", entry.rate, VALUE),
            "performance_row_id": self._ids.at("performance", *_position(place)),
            "form_no": entry.form_no,
            "form_title": clean_text(entry.form_title),
            "row_ordinal": ordinal,
            "label": clean_text(entry.label),
            "printed": _json(printed),
            "boxes": _json({field: _place_json(at) for field, at in entry.boxes}),
            **_place(place),
            "ocr_confidence": min(_confidences(at for _, at in entry.boxes), default=place.ocr_confidence),
        }

    def disclosure(self) -> list[Row]:
        return [
            {
                "disclosure_id": self._ids.at("disclosure", entry.kind, *_position(entry.place)),
                "document_sha256": self._sha,
                "kind": entry.kind,
                "key": clean_text(entry.key),
                "value": clean_text(entry.value),
                "section": clean_text(entry.section),
                "ordinal": entry.ordinal,
                **_place(entry.place),
                "ocr_confidence": entry.place.ocr_confidence,
                "code": _optional(entry.code),
            }
            for entry in self._parsed.disclosure
        ]

    def unread(self) -> list[Row]:
        """Return the document's unread records and, last (all else is built), the numbers that did not fit."""
        for entry in self._parsed.unread:
            self._report(entry.what, entry.reason, entry.text, entry.place)
        return self._too_large


def _place_json(place: Place) -> Row:
    box = place.box
    at: Row = {
        "page": place.page,
        "box": None if box is None else [box.x0, box.top, box.x1, box.bottom],
        "locator": place.locator,
    }
    return at if place.ocr_confidence is None else {**at, "confidence": place.ocr_confidence}


def _confidences(places: Iterable[Place]) -> Iterator[float]:
    return (place.ocr_confidence for place in places if place.ocr_confidence is not None)
