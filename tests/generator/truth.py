"""What a filing prints, cell by cell and number by number, as JSON that a test can compare with what was read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from tests.generator.filings import Filing
from tests.generator.grid import Block, Fact, Grid, GridCell, Paragraph, TableBlock
from tests.generator.printing import Press
from tests.generator.render_pdf import Rendered

CELL_COLUMNS = (
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
    "measure_label",
    "basis",
    "printed_text",
    "page",
    "table_row",
    "table_col",
)
CLAIM_COLUMNS = ("sentence", "printed_text", "unit", "metric", "binding", "page")
_ENDS = "。"

Json = dict[str, object]


def truth(filing: Filing, press: Press, blocks: Sequence[Block], rendered: Rendered) -> Json:
    """The truth of one filing. ``planted`` lists its errors; a filing without any is clean."""
    entity = filing.this.entity
    tables = [(index, block) for index, block in enumerate(blocks) if isinstance(block, TableBlock)]
    texts = [(index, block) for index, block in enumerate(blocks) if isinstance(block, Paragraph)]
    places = _places(tables, texts, rendered)
    return {
        "filing": filing.filing,
        "entity_name": entity.name,
        "entity_level": entity.level,
        "parent": entity.parent,
        "scope": "consolidated" if entity.level == "department" else "own",
        "units": list(filing.unit_names),
        "fiscal_year": filing.this.year,
        "kind": "final_account",
        "family": filing.style.family,
        "unit": filing.style.unit,
        "split_codes": filing.style.split_codes,
        "subtotals": filing.style.subtotals,
        "printed_on": filing.printed_on.isoformat(),
        "page_count": rendered.page_count,
        "sha256": hashlib.sha256(rendered.pdf).hexdigest(),
        "planted": _planted(filing, press, places),
        "tables": [_table(block, rendered.row_pages[index]) for index, block in tables],
        "cell_columns": list(CELL_COLUMNS),
        "cells": [
            _cell(cell, cell.fact, rendered.row_pages[index][cell.row])
            for index, block in tables
            for cell in block.grid.cells
            if cell.fact is not None
        ],
        "claim_columns": list(CLAIM_COLUMNS),
        "claims": [claim for index, block in texts for claim in _claims(index, block, rendered)],
        "performance": [_form(block) for _, block in tables if block.kind.startswith("form")],
    }


def _cell(cell: GridCell, fact: Fact, page: int) -> list[object]:
    return [
        fact.statement,
        fact.side,
        fact.row_no,
        fact.row_label,
        fact.item,
        fact.row_kind,
        fact.functional_code,
        fact.economic_code,
        fact.fund,
        fact.measure,
        fact.measure_label,
        fact.basis,
        cell.text,
        page,
        cell.row,
        cell.col,
    ]


def printed_rows(grid: Grid) -> list[list[str | None]]:
    """The table row by row as ``pdfplumber`` gives it: the text at a cell's first place, None where a span covers."""
    rows: list[list[str | None]] = [[None] * len(grid.widths) for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row][cell.col] = cell.text
    return rows


def _table(block: TableBlock, row_pages: list[int]) -> Json:
    return {
        "kind": block.kind,
        "title": block.title,
        "above": [text for text in block.above if text],
        "header_rows": block.grid.header_rows,
        "repeats_header": block.repeat_header,
        "row_pages": row_pages,
        "rows": printed_rows(block.grid),
    }


def _sentence(text: str, offset: int) -> str:
    start = text.rfind(_ENDS, 0, offset) + 1
    end = text.find(_ENDS, offset)
    return text[start:] if end < 0 else text[start : end + 1]


def _claims(index: int, block: Paragraph, rendered: Rendered) -> list[list[object]]:
    return [
        [
            _sentence(block.text, claim.offset),
            claim.printed,
            claim.unit,
            claim.metric,
            dict(claim.binding),
            rendered.page_of(index, claim.offset),
        ]
        for claim in block.claims
        if claim.metric != "direction"
    ]


def _form(block: TableBlock) -> Json:
    fields: Json = {"title": block.title}
    fields.update({cell.field: cell.text for cell in block.grid.cells if cell.field is not None})
    return fields


def _places(
    tables: Sequence[tuple[int, TableBlock]], texts: Sequence[tuple[int, Paragraph]], rendered: Rendered
) -> dict[str, Json]:
    """Where each key is printed: page, printed text, and the table cell or the sentence."""
    places: dict[str, Json] = {}
    for index, block in tables:
        form = int(block.kind.removeprefix("form")) - 1 if block.kind.startswith("form") else None
        for cell in block.grid.cells:
            key = cell.fact.key if cell.fact else f"form{form}.{cell.field}" if cell.field else None
            if key is not None:
                place = {"page": rendered.row_pages[index][cell.row], "printed": cell.text, "table": block.kind}
                places[key] = {**place, "table_row": cell.row, "table_col": cell.col}
    for index, paragraph in texts:
        for claim in paragraph.claims:
            sentence = _sentence(paragraph.text, claim.offset)
            page = rendered.page_of(index, claim.offset)
            places[claim.key] = {"page": page, "printed": claim.printed, "sentence": sentence}
    return places


def _planted(filing: Filing, press: Press, places: dict[str, Json]) -> list[Json]:
    printed: list[Json] = [{**plant, "against": [], "places": [places[plant["key"]]]} for plant in press.planted]
    for plant in filing.model_plants:
        printed.append(
            {
                "kind": plant.kind,
                "severity": plant.severity,
                "message": plant.message,
                "against": list(plant.against),
                "difference_yuan": plant.difference_yuan,
                "places": [{"key": key, **places[key]} for key in plant.keys],
            }
        )
    return printed


def dumps(record: Json) -> str:
    """JSON with one line per cell, claim and table row, so that a change shows as the line it is."""
    lines = []
    for name, value in record.items():
        if name in {"cells", "claims", "tables", "planted", "performance"}:
            rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in value)  # type: ignore[attr-defined]
            lines.append(f'"{name}": [\n{rows}\n]')
        else:
            lines.append(f'"{name}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"
