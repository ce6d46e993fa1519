"""Small hand-made warehouses: one filing, its document drawn here, findings with hostile words in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from warehouse.connect import open_candidate
from warehouse.insert import insert_rows
from warehouse.schema import create_statements

HOSTILE = (
    '<script>alert(1)</script><img src=x onerror=alert(2)> [点我](javascript:alert(3)) **粗** $x^2$ :red[红] & "引"'
)
PAGE_WIDTH, PAGE_HEIGHT = 600, 800
LEFT_BOX = (100.0, 200.0, 160.0, 216.0)
FAR_BOX = (400.0, 640.0, 470.0, 656.0)


@dataclass(frozen=True)
class Made:
    """A warehouse file, the archive beside it, the PDF and its sha256."""

    warehouse: Path
    archive: Path
    pdf: Path
    sha256: str


def draw_pdf(path: Path, pages: int = 2) -> Path:
    """A white PDF of ``pages`` pages, 1 pixel to the point, with a black bar in each of the two boxes."""
    pictures = []
    for _ in range(pages):
        picture = Image.new("RGB", (PAGE_WIDTH, PAGE_HEIGHT), "white")
        drawing = ImageDraw.Draw(picture)
        for _, top, x1, bottom in (LEFT_BOX, FAR_BOX):
            drawing.rectangle((x1 - 20, top + 5, x1 - 4, bottom - 5), fill="black")
        pictures.append(picture)
    pictures[0].save(path, format="PDF", resolution=72.0, save_all=True, append_images=pictures[1:])
    return path


def make(folder: Path, *, source_url: str | None = "https://example.org/a.pdf", name: str = HOSTILE) -> Made:
    """One filing of ``name`` with a material finding, a rounding finding, a statement and something unread."""
    pdf = draw_pdf(folder / "made.pdf")
    sha256 = hashlib.sha256(pdf.read_bytes()).hexdigest()
    warehouse = folder / "made.duckdb"
    archive = Path(f"{warehouse}.d") / "archive"
    stored = archive / "objects" / sha256[:2] / sha256
    stored.parent.mkdir(parents=True)
    stored.write_bytes(pdf.read_bytes())
    with open_candidate(warehouse) as connection:
        for statement in create_statements():
            connection.execute(statement)
        for table, rows in _rows(sha256, source_url, name):
            insert_rows(connection, table, rows)
    return Made(warehouse, archive, pdf, sha256)


def _rows(sha256: str, source_url: str | None, name: str) -> Iterator[tuple[str, list[Mapping[str, object]]]]:
    yield (
        "dim_document",
        [{
            "document_sha256": sha256, "document_name": name, "source_url": source_url, "page_count": 2,
            "state": "loaded", "source_id": "adhoc", "media_type": "application/pdf",
        }],
    )  # fmt: skip
    yield (
        "dim_filing",
        [{
            "filing_id": "f1", "filing_key": "f1", "document_sha256": sha256, "kind": "final_account",
            "fiscal_year": 2024, "entity_id": "e1", "entity_name": name, "scope": "own", "revision": 1,
            "is_current": True, "status": "loaded", "entity_level": "unit", "page_count": 2,
        }],
    )  # fmt: skip
    yield "bridge_filing_document", [{"filing_id": "f1", "document_sha256": sha256, "ordinal": 0, "part": "all"}]
    yield (
        "dim_check",
        [
            {"check_id": "income.by_source", "title": "收入应相等", "family": "between_statements"},
            {"check_id": "functional.total", "title": "合计应等于各科目之和", "family": "classification"},
            {"check_id": "never.applies", "title": "从不适用", "family": "budget"},
        ],
    )
    yield (
        "fact_check_result",
        [
            {"check_result_id": "r1", "filing_id": "f1", "check_id": "income.by_source", "instance_key": "1",
             "status": "fail"},
            {"check_result_id": "r2", "filing_id": "f1", "check_id": "functional.total", "instance_key": "1",
             "status": "within_rounding"},
        ],
    )  # fmt: skip
    yield (
        "fact_root_cause",
        [
            {"root_cause_id": "c1", "filing_id": "f1", "title": f"疑为 {name}", "message": name, "n_findings": 1,
             "n_equal_explanations": 0},
            {"root_cause_id": "c2", "filing_id": "f1", "title": "可能是尾差", "message": "", "n_findings": 1,
             "n_equal_explanations": 0},
        ],
    )  # fmt: skip
    common = {"filing_id": "f1", "unit": "万元", "verdict": "open"}
    yield (
        "fact_finding",
        [
            common | {"finding_id": "n1", "check_id": "income.by_source", "family": "between_statements",
                      "severity": "material", "consistency": "impossible", "title": name, "message": name,
                      "difference": 0.9, "difference_yuan": 9000, "root_cause_id": "c1"},
            common | {"finding_id": "n2", "check_id": "functional.total", "family": "classification",
                      "severity": "rounding", "consistency": "possible_by_rounding",
                      "title": "合计与各项之和差一个末位",
                      "message": "合计 10.01，各项之和 10.00", "difference": 0.01, "difference_yuan": 100,
                      "root_cause_id": "c2"},
        ],
    )  # fmt: skip
    yield "fact_finding_operand", _operands(sha256, name)
    yield (
        "fact_unread",
        [{"unread_id": "u1", "filing_id": "f1", "document_sha256": sha256, "what": "label", "reason": "unknown_label",
          "text": name, "page": 2}],
    )  # fmt: skip


def _operands(sha256: str, name: str) -> list[Mapping[str, object]]:
    rows: list[Mapping[str, object]] = []
    for finding, ordinal, page, box, suspect, printed in (
        ("n1", 1, 1, LEFT_BOX, False, "202.15"),
        ("n1", 2, 2, FAR_BOX, True, f"202.14{name}"),
        ("n1", 3, 1, FAR_BOX, False, ""),
        ("n2", 1, 1, LEFT_BOX, False, "10.01"),
    ):
        x0, top, x1, bottom = box
        rows.append(
            {"finding_id": finding, "ordinal": ordinal, "role": "term", "is_suspect": suspect, "place": name,
             "label": name, "filing_id": "f1", "document_sha256": sha256, "page": page, "x0": x0, "top": top, "x1": x1,
             "bottom": bottom, "locator": f"p{page}", "printed_text": printed}
        )  # fmt: skip
    return rows
