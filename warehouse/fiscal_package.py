"""A Fiscal Data Package (frictionless, Fiscal Data Package 1.0 with the budget taxonomy) of the current line items.

Only printed numbers are rows (blank and "—" cells have no value); totals and details both are, told apart by
``row_kind``. The columns' meanings are the taxonomy's ``columnType``; those used are defined in the descriptor itself,
so that the package can be read offline. For the same reason the profile is the Tabular Data Package that the fiscal one
builds on: frictionless fetches the fiscal profile's schema from its site whenever it opens a package that names it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duckdb

from extract.clock import timestamp
from warehouse.csv_files import write_csv
from warehouse.errors import ExportError

SPECIFICATION = "https://specs.frictionlessdata.io/fiscal-data-package/"
TAXONOMY = "https://specs.frictionlessdata.io/fiscal-data-package--budgets/"
VALIDATED_ROWS = 200_000
"""Rows of each resource that are checked after writing: all of a region's year, a sample of a national one."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the package: its SQL, Table Schema type and, where the budget taxonomy has one, its column type."""

    name: str
    sql: str
    type: str
    title: str
    column_type: str | None = None


LINE_ITEMS = (
    Field("line_item_id", "l.line_item_id", "string", "标识", "budget-line-id"),
    Field("filing_id", "l.filing_id", "string", "公开件"),
    Field("year", "l.year", "integer", "年度", "date:fiscal-year"),
    Field("region_code", "l.region_code", "string", "行政区划代码", "geo:source:code"),
    Field("region", "l.region", "string", "地区", "geo:source:title"),
    Field("entity_id", "l.entity_id", "string", "主体", "administrative-classification:generic:code"),
    Field("entity_name", "l.entity_name", "string", "主体名称", "administrative-classification:generic:label"),
    Field("direction", "l.side", "string", "收支方", "direction"),
    Field("phase", "l.basis", "string", "口径", "phase:id"),
    Field("statement", "l.statement", "string", "报表"),
    Field("item", "l.item", "string", "行项目"),
    Field("row_kind", "l.row_kind", "string", "行类"),
    Field("row_label", "l.row_label", "string", "行名"),
    Field("class_code", "fn.class_code", "string", "类编码", "functional-classification:generic:level1:code"),
    Field("class_name", "fn.class_name", "string", "类名称", "functional-classification:generic:level1:label"),
    Field("group_code", "fn.group_code", "string", "款编码", "functional-classification:generic:level2:code"),
    Field("group_name", "fn.group_name", "string", "款名称", "functional-classification:generic:level2:label"),
    Field("functional_code", "l.functional_code", "string", "功能分类编码", "functional-classification:generic:code"),
    Field("functional_name", "fn.name", "string", "功能分类名称", "functional-classification:generic:label"),
    Field("economic_code", "l.economic_code", "string", "经济分类编码", "economic-classification:generic:code"),
    Field("economic_name", "en.name", "string", "经济分类名称", "economic-classification:generic:label"),
    Field("project_name", "l.project_name", "string", "项目", "activity:generic:project:label"),
    Field("fund", "l.fund", "string", "资金", "fin-source:generic:code"),
    Field("measure", "l.measure", "string", "计量栏", "value-kind:code"),
    Field("currency", "'CNY'", "string", "币种", "value-currency:code"),
    Field("amount", "l.amount_yuan", "number", "金额（元）", "value"),
    Field("printed_text", "l.printed_text", "string", "印出的文字"),
    Field("document_sha256", "l.document_sha256", "string", "文件指纹"),
    Field("page", "l.page", "integer", "页码"),
)
FILINGS = (
    Field("filing_id", "f.filing_id", "string", "公开件"),
    Field("filing_key", "f.filing_key", "string", "公开件键"),
    Field("kind", "f.kind", "string", "种类"),
    Field("fiscal_year", "f.fiscal_year", "integer", "年度"),
    Field("entity_name", "f.entity_name", "string", "主体名称"),
    Field("scope", "f.scope", "string", "口径"),
    Field("published_on", "f.published_on", "date", "公开日期"),
    Field("revision", "f.revision", "integer", "版次"),
    Field("document_name", "f.document_name", "string", "文件名"),
    Field("document_sha256", "f.document_sha256", "string", "文件指纹"),
    Field("source_url", "f.source_url", "string", "来源网址"),
)
_LINE_ITEMS_FROM = """
FROM current_line_items AS l
LEFT JOIN dim_functional_year AS fn ON fn.functional_code = l.functional_code AND fn.fiscal_year = l.year
LEFT JOIN dim_economic_year AS en
    ON en.system = 'department' AND en.economic_code = l.economic_code AND en.fiscal_year = l.year
WHERE l.state = 'number' AND l.amount_yuan IS NOT NULL
ORDER BY l.region_code, l.entity_id, l.year, l.filing_id, l.line_item_id
"""
_FILINGS_FROM = "FROM filings AS f WHERE f.is_current ORDER BY f.filing_id"

_LABEL_OF = {
    "geo:source:title": "geo:source:code",
    "activity:generic:project:label": "activity:generic:project:code",
}


def write_fiscal_package(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    """Write ``datapackage.json`` and its CSV files into the folder, validate them, and return their paths.

    Raises ExportError where frictionless finds the package or the data invalid.
    """
    paths = []
    for name, fields, source in (("filings", FILINGS, _FILINGS_FROM), ("line-items", LINE_ITEMS, _LINE_ITEMS_FROM)):
        path = folder / f"{name}.csv"
        selected = ", ".join(f'{field.sql} AS "{field.name}"' for field in fields)
        write_csv(connection, f"SELECT {selected} {source}", path, bom=False)
        paths.append(path)
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps(describe(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    validate_package(descriptor)
    return [descriptor, *paths]


def validate_package(descriptor: Path, *, limit_rows: int | None = VALIDATED_ROWS) -> None:
    """Raise ExportError, with the first errors, where frictionless does not accept the package."""
    from frictionless import Package, system  # half a second to import

    with system.use_context(trusted=False):
        report = Package(str(descriptor)).validate(limit_rows=limit_rows)
    if not report.valid:
        told = "; ".join(str(row) for row in report.flatten(["rowNumber", "fieldName", "message"])[:5])
        raise ExportError(f"数据包未通过 frictionless 校验：{told}")


def describe() -> dict[str, object]:
    """Return the package's descriptor."""
    return {
        "profile": "tabular-data-package",
        "conformsTo": [SPECIFICATION, TAXONOMY],
        "name": "gouji-line-items",
        "title": "部门预决算公开数据 Department budgets and final accounts as published",
        "description": "每行一个印出的金额（元），带文件指纹和页码。文字前的 ' 是为防止表格软件当作公式而加。"
        " One printed amount a row, in yuan, with document and page. A leading ' keeps text from running as a formula.",
        "version": _version(),
        "created": timestamp(),
        "columnTypes": [_column_types()],
        "countryCode": "CN",
        "resources": [
            {
                **_resource("filings", FILINGS),
                "schema": {"fields": _fields(FILINGS), "primaryKey": ["filing_id"], "missingValues": [""]},
            },
            {
                **_resource("line-items", LINE_ITEMS),
                "schema": {
                    "fields": _fields(LINE_ITEMS),
                    "primaryKey": ["filing_id", "line_item_id"],
                    "missingValues": [""],
                    "foreignKeys": [
                        {"fields": ["filing_id"], "reference": {"resource": "filings", "fields": ["filing_id"]}}
                    ],
                },
            },
        ],
    }


def _resource(name: str, fields: tuple[Field, ...]) -> dict[str, object]:
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"csv": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True}},
    }


def _fields(fields: tuple[Field, ...]) -> list[dict[str, object]]:
    described = []
    for field in fields:
        entry: dict[str, object] = {"name": field.name, "type": field.type, "title": field.title}
        if field.column_type:
            entry["columnType"] = field.column_type
        if field.type == "number":
            entry["constraints"] = {"required": True}
        described.append(entry)
    return described


def _column_types() -> list[dict[str, object]]:
    types = []
    for field in LINE_ITEMS:
        if field.column_type is None:
            continue
        entry: dict[str, object] = {"name": field.column_type, "dataType": field.type}
        if field.column_type in _LABEL_OF:
            entry["labelOf"] = _LABEL_OF[field.column_type]
        elif field.column_type.endswith(":label"):
            entry["labelOf"] = field.column_type.removesuffix("label") + "code"
        elif field.column_type != "value":
            entry["unique"] = True
        types.append(entry)
    return types


def _version() -> str:
    try:
        return version("gouji")
    except PackageNotFoundError:
        return "0"
