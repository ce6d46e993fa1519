"""A tiny language for hand-built filings: a few printed numbers in, a warehouse in memory out.

A cell is ``<side or -> <item>[:<code>] [measure=..] [fund=..] [basis=..] [row=..] [col=..] [label=..] [year=..]
[kind=..] [heading=..] <printed>``, in 万元; ``blank`` and ``—`` are
what they say. The step is the printed one; the statement's step follows from its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl

from warehouse.schema import create_statements
from warehouse.schema import table as declared

TEN_THOUSAND = Decimal(10000)


@dataclass
class Rows:
    """Rows by table, with the defaults that every table needs."""

    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    counter: int = 0

    def add(self, table: str, **values: Any) -> dict[str, Any]:
        row = {column.name: None for column in declared(table).columns} | values
        self.tables.setdefault(table, []).append(row)
        return row

    def next(self) -> int:
        self.counter += 1
        return self.counter

    def load(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect()
        for statement in create_statements():
            connection.execute(statement)
        for table, rows in self.tables.items():
            frame = pl.DataFrame(rows, schema=declared(table).polars_schema(), orient="row", strict=False)
            connection.register("frame", frame.to_arrow())
            connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM frame")
            connection.unregister("frame")
        return connection


def add_filing(
    rows: Rows,
    filing_id: str = "F1",
    *,
    kind: str = "final_account",
    year: int = 2024,
    entity: str = "E1",
    scope: str = "own",
    level: str = "unit",
    parent: str | None = None,
    current: bool = True,
    revision: int = 1,
    media_type: str = "application/pdf",
) -> None:
    rows.add(
        "dim_filing",
        filing_id=filing_id,
        filing_key=f"{entity}-{year}-{kind}-{scope}",
        document_sha256=f"sha-{filing_id}",
        kind=kind,
        fiscal_year=year,
        entity_id=entity,
        entity_name=f"单位{entity}",
        entity_level=level,
        parent_entity_id=parent,
        scope=scope,
        is_current=current,
        revision=revision,
        status="loaded",
    )
    rows.add(
        "dim_document",
        document_sha256=f"sha-{filing_id}",
        document_name=f"{filing_id}.pdf",
        media_type=media_type,
        state="loaded",
        source_id="adhoc",
    )


def add_statement(
    rows: Rows,
    statement: str,
    cells: Iterable[str],
    filing_id: str = "F1",
    *,
    unread: int = 0,
    instance: int = 0,
    year: int = 2024,
) -> None:
    table_index = rows.next()
    rows.add(
        "fact_statement",
        document_sha256=f"sha-{filing_id}",
        filing_id=filing_id,
        statement=statement,
        instance=instance,
        printed_title=statement,
        unit="万元",
        step_yuan=Decimal(100),
        pages=[1],
        rows_printed=1,
        rows_parsed=1,
        rows_ignored=0,
        rows_unread=unread,
        ignored_reasons=[],
        engine="hand",
        layout_id="hand",
        notes=[],
    )
    places: dict[str, int] = {}
    for cell in cells:
        _add_cell(rows, statement, cell, filing_id, table_index, places, instance, year)


def _add_cell(
    rows: Rows,
    statement: str,
    cell: str,
    filing_id: str,
    table_index: int,
    places: dict[str, int],
    instance: int,
    year: int,
) -> None:
    side, subject, *options, printed = cell.split()
    item, _, code = subject.partition(":")
    given = dict(option.split("=", 1) for option in options)
    label = given.get("label", code or item)
    row = places.setdefault(f"{side} {subject} {given.get('row', '')}", len(places))
    number = rows.next()
    is_number = bool(re.fullmatch(r"-?[\d,]+(\.\d+)?", printed))
    decimals = len(printed.partition(".")[2])
    state = "number" if is_number else {"blank": "blank", "—": "dash"}.get(printed, "unread")
    rows.add(
        "fact_line_item",
        line_item_id=f"L{number}",
        document_sha256=f"sha-{filing_id}",
        filing_id=filing_id,
        statement=statement,
        instance=instance,
        side=None if side == "-" else side,
        row_no=str(row + 1),
        row_label=label,
        item=item,
        row_kind=given.get("kind", "detail"),
        functional_code=code or None if item == "functional" else None,
        economic_code=code or None if item == "economic" else None,
        government_economic_code=given.get("gov"),
        project_name=given.get("project"),
        subject_entity=given.get("subject"),
        fund=given.get("fund"),
        measure=given.get("measure", "total"),
        measure_label=given.get("heading", ""),
        basis=given.get("basis", "final"),
        amount_year=int(given.get("year", year)),
        printed_text="" if state == "blank" else printed,
        state=state,
        amount_yuan=Decimal(printed.replace(",", "")) * TEN_THOUSAND if is_number else None,
        unit="万元",
        step_yuan=TEN_THOUSAND.scaleb(-decimals) if is_number else Decimal(100),
        page=1,
        x0=float(number),
        top=float(row),
        x1=number + 1.0,
        bottom=row + 1.0,
        locator="p1",
        table_index=table_index,
        table_row=row,
        table_col=int(given.get("col", number)),
    )


def warehouse_of(spec: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
    """Return the warehouse that one fixture describes."""
    return warehouse_of_all({"": spec})


def warehouse_of_all(specs: Mapping[str, Mapping[str, Any]]) -> duckdb.DuckDBPyConnection:
    """Return one warehouse of many fixtures: the ids of each get its name as a prefix, so that none sees another's
    filings."""
    rows = Rows()
    for name, spec in specs.items():
        _add_spec(rows, f"{name}:" if name else "", spec)
    return rows.load()


def _add_spec(rows: Rows, prefix: str, spec: Mapping[str, Any]) -> None:
    filings = spec.get("filings", {"F1": {}})
    for filing_id, options in filings.items():
        given = dict(options or {})
        given["entity"] = prefix + given.get("entity", "E1")
        if "parent" in given:
            given["parent"] = prefix + given["parent"]
        add_filing(rows, prefix + filing_id, **given)
    for key, cells in spec.get("statements", {}).items():
        filing_id, _, statement = key.rpartition("/")
        filing_id = filing_id or "F1"
        year = (filings[filing_id] or {}).get("year", 2024)
        add_statement(rows, statement, cells, prefix + filing_id, unread=spec.get("unread", {}).get(key, 0), year=year)
    home = {"filing_id": f"{prefix}F1", "document_sha256": f"sha-{prefix}F1"}
    for claim in spec.get("claims", []):
        _add_claim(rows, home | dict(claim))
    for row in spec.get("performance", []):
        form_id = prefix + row.get("form_id", "P1")
        _add_performance(rows, home | dict(row) | {"form_id": form_id})
    for item in spec.get("disclosure", []):
        number = rows.next()
        defaults = {"section": "", "key": "", "value": "", "page": 1, "locator": "p1"}
        rows.add("fact_disclosure", **(home | defaults | {"disclosure_id": f"D{number}", "ordinal": number} | item))


def _add_claim(rows: Rows, claim: Mapping[str, Any]) -> None:
    number = rows.next()
    values = dict(claim)
    printed = str(values.pop("printed"))
    unit = values.setdefault("unit", "万元")
    values.setdefault("value_kind", {"万元": "amount", "元": "amount", "%": "ratio"}.get(unit, "count"))
    number_text = Decimal(printed.replace(",", "")) if re.fullmatch(r"-?[\d,]+(\.\d+)?", printed) else None
    scale = {"万元": TEN_THOUSAND, "元": Decimal(1)}.get(unit)
    defaults = {
        "claim_id": f"C{number}",
        "document_sha256": "sha-F1",
        "filing_id": "F1",
        "section": "情况说明",
        "sentence": "",
        "subject": "",
        "metric": "final",
        "period": 2024,
        "printed_text": printed,
        "value": number_text,
        "amount_yuan": number_text * scale
        if number_text is not None and scale and values["value_kind"] == "amount"
        else None,
        "step": Decimal(1).scaleb(-len(printed.partition(".")[2])),
        "state": "bound",
        "page": 2,
        "x0": float(number),
        "top": 1.0,
        "x1": number + 1.0,
        "bottom": 2.0,
        "locator": "p2",
        "sentence_no": number,
        "clause_no": 0,
        "ordinal": number,
    }
    rows.add("fact_claim", **(defaults | values))


def _add_performance(rows: Rows, row: Mapping[str, Any]) -> None:
    number = rows.next()
    defaults = {
        "form_id": "P1",
        "performance_row_id": f"R{number}",
        "document_sha256": "sha-F1",
        "filing_id": "F1",
        "row_kind": "funding",
        "project_name": "",
        "page": 3,
        "locator": "p3",
        "form_no": 1,
        "form_title": "项目自评表",
        "row_ordinal": number,
        "label": "",
        "printed": "{}",
        "boxes": "{}",
        "x0": 1.0,
        "top": float(number),
        "x1": 2.0,
        "bottom": number + 1.0,
    }
    rows.add("fact_performance", **(defaults | dict(row)))
