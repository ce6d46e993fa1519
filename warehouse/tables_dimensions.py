"""Dimensions: who, when, classified how, measured how."""

from __future__ import annotations

from warehouse.columns import BIGINT, BOOLEAN, INTEGER, TEXT, TEXTS, Column, Table

EVIDENCE = ("observed", "unverified", "unlisted")


def _code_columns(code: str) -> tuple[Column, ...]:
    return (
        Column(code, TEXT, "科目编码", "Code of the class", nullable=False),
        Column("name", TEXT, "科目名称", "Name in those years", nullable=False),
        Column("level", TEXT, "级次：类、款、项", "Level of the class", nullable=False),
        Column("parent", TEXT, "上级科目编码", "Code one level up"),
        Column("valid_from", INTEGER, "起用年度", "First fiscal year of this name; NULL: not known"),
        Column("valid_to", INTEGER, "停用年度", "Last fiscal year of this name; NULL: still in use"),
        Column("confidence", TEXT, "把握", "How sure the list is: high, medium"),
        Column(
            "evidence",
            TEXT,
            "依据：observed 已见于公开文件，unverified 未见，unlisted 只见于文件、不在目录中",
            "observed: seen in a published document; unverified: listed only; unlisted: printed, but in no list",
            nullable=False,
            values=EVIDENCE,
        ),
        Column(
            "n_line_items",
            BIGINT,
            "本库使用次数",
            "Line items of this warehouse with this code and year",
            nullable=False,
        ),
    )


DIM_ENTITY = Table(
    "dim_entity",
    "部门与单位",
    "一个部门或单位一行",
    "Reporting entities: departments and the units under them, as their own documents name them.",
    (
        Column("entity_id", TEXT, "主体标识", "Stable id of the entity", nullable=False),
        Column("entity_name", TEXT, "名称（最可信的写法）", "Most trusted spelling of the name", nullable=False),
        Column("entity_code", TEXT, "预算单位编码", "Budget unit code, where printed"),
        Column("parent_entity_id", TEXT, "上级部门", "Department of a unit", references="dim_entity.entity_id"),
        Column("region", TEXT, "地区", "Region of the publisher"),
        Column("region_code", TEXT, "行政区划代码", "Administrative division code (GB/T 2260)"),
        Column("entity_level", TEXT, "级次", "department or unit", nullable=False, values=("department", "unit")),
    ),
    ("entity_id",),
    "load",
)

DIM_ENTITY_ALIAS = Table(
    "dim_entity_alias",
    "主体别名",
    "一个主体的一种写法的一处依据一行",
    "Other spellings of an entity's name (names drift within one document) and why each is held.",
    (
        Column("entity_id", TEXT, "主体标识", "Entity", nullable=False, references="dim_entity.entity_id"),
        Column("alias", TEXT, "名称写法", "Spelling", nullable=False),
        Column("source", TEXT, "来源：文件印出、数据声明、列表", "Why: document, declared or source", nullable=False),
        Column("evidence", TEXT, "依据", "Words and place", nullable=False),
        Column("document_sha256", TEXT, "文件", "Document that prints it", references="dim_document.document_sha256"),
    ),
    ("entity_id", "alias", "source", "document_sha256", "evidence"),
    "load",
)

AMBIGUOUS_NAME = Table(
    "ambiguous_name",
    "同名待辨",
    "一个可能指多个主体的名称一处一行",
    "Names that could mean several entities: listed for a person, never merged.",
    (
        Column("name", TEXT, "名称", "Name as printed", nullable=False),
        Column("entity_ids", TEXTS, "可能的主体", "Entities it could mean"),
        Column("reason", TEXT, "原因", "Why it is ambiguous", nullable=False),
        Column("document_sha256", TEXT, "文件", "Document that prints it", references="dim_document.document_sha256"),
    ),
    ("name", "document_sha256", "reason"),
    "load",
)

DIM_FISCAL_YEAR = Table(
    "dim_fiscal_year",
    "年度",
    "一个年度一行",
    "Fiscal years met: of filings and of amounts.",
    (
        Column("fiscal_year", INTEGER, "年度", "Fiscal year", nullable=False),
        Column("n_filings", INTEGER, "公开件数", "Current filings of the year", nullable=False),
        Column("has_amounts", BOOLEAN, "有金额", "Some line item has an amount of that year", nullable=False),
    ),
    ("fiscal_year",),
    "load",
)

DIM_FUNCTIONAL = Table(
    "dim_functional",
    "支出功能分类",
    "一个编码在一段年度内的一个名称一行",
    "Functional classification (类 3, 款 5, 项 7 digits) with validity years; unlisted codes are added, marked.",
    _code_columns("functional_code"),
    ("functional_code", "valid_from"),
    "load",
)

DIM_ECONOMIC = Table(
    "dim_economic",
    "支出经济分类",
    "一个体系的一个编码在一段年度内的一个名称一行",
    "Economic classification in both systems: department (301 …) and government (501 …) budgets.",
    (
        Column(
            "system",
            TEXT,
            "体系：部门预算、政府预算",
            "Which system",
            nullable=False,
            values=("department", "government"),
        ),
        *_code_columns("economic_code"),
    ),
    ("system", "economic_code", "valid_from"),
    "load",
)

DIM_FUNCTIONAL_YEAR = Table(
    "dim_functional_year",
    "功能分类（按年度）",
    "一个编码一个年度一行",
    "Every functional code in use, in each year of use: its name that year and the 类 and 款 above it.",
    (
        Column("functional_code", TEXT, "功能分类编码", "Functional code", nullable=False),
        Column("fiscal_year", INTEGER, "年度", "Year of the amount", nullable=False),
        Column("name", TEXT, "名称", "Name in that year (of the nearest listed year where the list does not cover it)"),
        Column("level", TEXT, "级次", "类, 款 or 项", nullable=False),
        Column("class_code", TEXT, "类编码", "Code of the 类", nullable=False),
        Column("class_name", TEXT, "类名称", "Name of the 类"),
        Column("group_code", TEXT, "款编码", "Code of the 款; NULL for a 类"),
        Column("group_name", TEXT, "款名称", "Name of the 款"),
        Column("is_listed", BOOLEAN, "目录覆盖", "The code lists cover this code in this year", nullable=False),
    ),
    ("functional_code", "fiscal_year"),
    "load",
)

DIM_ECONOMIC_YEAR = Table(
    "dim_economic_year",
    "经济分类（按年度）",
    "一个体系的一个编码一个年度一行",
    "Every economic code in use, in each year of use: its name that year and the 类 above it.",
    (
        Column("system", TEXT, "体系", "Which system", nullable=False, values=("department", "government")),
        Column("economic_code", TEXT, "经济分类编码", "Economic code", nullable=False),
        Column("fiscal_year", INTEGER, "年度", "Year of the amount", nullable=False),
        Column("name", TEXT, "名称", "Name in that year (of the nearest listed year where the list does not cover it)"),
        Column("level", TEXT, "级次", "类 or 款", nullable=False),
        Column("class_code", TEXT, "类编码", "Code of the 类", nullable=False),
        Column("class_name", TEXT, "类名称", "Name of the 类"),
        Column("is_listed", BOOLEAN, "目录覆盖", "The code lists cover this code in this year", nullable=False),
    ),
    ("system", "economic_code", "fiscal_year"),
    "load",
)

DIM_FUND = Table(
    "dim_fund",
    "资金（预算本）",
    "一种资金一行",
    "Funds a line item may be of; NULL in the facts where a statement covers all money.",
    (
        Column("fund", TEXT, "资金标识", "Fund id", nullable=False),
        Column("name", TEXT, "名称", "Chinese name", nullable=False),
        Column("parent", TEXT, "上级", "Fund that includes this one"),
        Column("ordinal", INTEGER, "次序", "Order of display", nullable=False),
        Column("evidence", TEXT, "依据", "unlisted: met in the facts only", nullable=False, values=EVIDENCE),
    ),
    ("fund",),
    "load",
)

DIM_STATEMENT = Table(
    "dim_statement",
    "报表",
    "一种报表一行",
    "Statements of final accounts and budgets; other_<slug> for tables of amounts that are no known statement.",
    (
        Column("statement", TEXT, "报表标识", "Statement id", nullable=False),
        Column("name", TEXT, "名称", "Chinese title", nullable=False),
        Column("family", TEXT, "所属：决算、预算、其他", "final_account, budget or other", nullable=False),
        Column("ordinal", INTEGER, "次序", "Order of display", nullable=False),
        Column("evidence", TEXT, "依据", "unlisted: met in the facts only", nullable=False, values=EVIDENCE),
    ),
    ("statement",),
    "load",
)

DIM_MEASURE = Table(
    "dim_measure",
    "计量栏",
    "一种计量一行",
    "What a column of a statement measures: never the basis, the year or the fund.",
    (
        Column("measure", TEXT, "计量标识", "Measure id", nullable=False),
        Column("name", TEXT, "名称", "Chinese name", nullable=False),
        Column("ordinal", INTEGER, "次序", "Order of display", nullable=False),
        Column("evidence", TEXT, "依据", "unlisted: met in the facts only", nullable=False, values=EVIDENCE),
    ),
    ("measure",),
    "load",
)

DIM_ITEM = Table(
    "dim_item",
    "项目类别",
    "一种行项目一行",
    "What a row of a statement is about.",
    (
        Column("item", TEXT, "行项目标识", "Item id", nullable=False),
        Column("name", TEXT, "名称", "Chinese name", nullable=False),
        Column("ordinal", INTEGER, "次序", "Order of display", nullable=False),
        Column("evidence", TEXT, "依据", "unlisted: met in the facts only", nullable=False, values=EVIDENCE),
    ),
    ("item",),
    "load",
)

DIMENSIONS = (
    DIM_ENTITY,
    DIM_ENTITY_ALIAS,
    AMBIGUOUS_NAME,
    DIM_FISCAL_YEAR,
    DIM_FUNCTIONAL,
    DIM_FUNCTIONAL_YEAR,
    DIM_ECONOMIC,
    DIM_ECONOMIC_YEAR,
    DIM_FUND,
    DIM_STATEMENT,
    DIM_MEASURE,
    DIM_ITEM,
)
