"""Facts read from documents: what is printed, with its page and box, in yuan beside the printed text.

A document may belong to several filings (a text published once, its tables corrected): its facts are then in each,
under the same ids. Hence ``filing_id`` is part of every key.
"""

from __future__ import annotations

from warehouse.columns import (
    BIGINT,
    INTEGER,
    INTEGERS,
    JSON,
    MONEY,
    POINT,
    SHARE,
    STEP,
    TEXT,
    TEXTS,
    VALUE,
    Column,
    Table,
)
from warehouse.tables_documents import FILING, SHA256

__all__ = ["FACTS", "place_columns"]

SIDES = ("income", "expenditure")
ROW_KINDS = ("total", "subtotal", "detail", "of_which", "opening", "closing")
BASES = ("initial_budget", "adjusted_budget", "final")
STATES = ("number", "blank", "dash", "text", "unread")
VALUE_KINDS = ("amount", "ratio", "count", "date", "score")


def place_columns() -> tuple[Column, ...]:
    """Return the six columns that say where something is printed."""
    return (
        Column("page", INTEGER, "页码（从 1 起）", "Page, from 1", unit="1-based"),
        Column("x0", POINT, "左", "Left edge, origin top left", unit="pt"),
        Column("top", POINT, "上", "Top edge", unit="pt"),
        Column("x1", POINT, "右", "Right edge", unit="pt"),
        Column("bottom", POINT, "下", "Bottom edge", unit="pt"),
        Column("locator", TEXT, "位置", "p12, Sheet1!C14 or html:1203-1209"),
    )


STATEMENT = Column("statement", TEXT, "报表", "Statement id", nullable=False, references="dim_statement.statement")
INSTANCE = Column(
    "instance", INTEGER, "第几张", "Which of several of the same statement in the document", nullable=False
)

FACT_STATEMENT = Table(
    "fact_statement",
    "读出的报表",
    "一个文件中的一张报表一行",
    "Statements met, with row accounting: printed = parsed + ignored by name + unread.",
    (
        SHA256,
        FILING,
        STATEMENT,
        INSTANCE,
        Column("printed_title", TEXT, "印出的标题", "Title as printed", nullable=False),
        Column("unit", TEXT, "金额单位", "Money unit as printed", nullable=False),
        Column("step_yuan", STEP, "末位", "Finest printed place of the statement's amounts", unit="yuan"),
        Column("pages", INTEGERS, "页码", "Pages, from 1", unit="1-based"),
        Column("rows_printed", INTEGER, "印出行数", "Rows printed", nullable=False),
        Column("rows_parsed", INTEGER, "读出行数", "Rows parsed", nullable=False),
        Column("rows_ignored", INTEGER, "略过行数", "Rows ignored by name", nullable=False),
        Column("rows_unread", INTEGER, "未读懂行数", "Rows not understood", nullable=False),
        Column("ignored_reasons", TEXTS, "略过原因", "Names by which rows were ignored"),
        Column("engine", TEXT, "读法", "Engine that read it", nullable=False),
        Column("layout_id", TEXT, "版式", "Layout that matched", nullable=False),
        Column("notes", TEXTS, "表注", "Printed notes"),
    ),
    ("filing_id", "document_sha256", "statement", "instance"),
    "parse",
    frame="statements",
)

FACT_LINE_ITEM = Table(
    "fact_line_item",
    "报表金额",
    "一张报表印出的一个金额格一行（空格也是一行）",
    "One printed amount cell of a statement. Blank, 0 and — stay apart in state and printed_text.",
    (
        Column(
            "line_item_id", TEXT, "标识", "Hash of the document and the place: the same over re-runs", nullable=False
        ),
        SHA256,
        FILING,
        STATEMENT,
        INSTANCE,
        Column("side", TEXT, "收支方", "income or expenditure", values=SIDES),
        Column("row_no", TEXT, "行次", "Line number as printed"),
        Column("row_label", TEXT, "行名", "Row label as printed", nullable=False),
        Column("item", TEXT, "行项目", "What the row is about", nullable=False, references="dim_item.item"),
        Column(
            "row_kind",
            TEXT,
            "行类",
            "Part of the row in sums; of_which rows are never summed",
            nullable=False,
            values=ROW_KINDS,
        ),
        Column("functional_code", TEXT, "功能分类编码", "Functional code", references="dim_functional.functional_code"),
        Column(
            "economic_code",
            TEXT,
            "部门经济分类编码",
            "Department-budget economic code",
            references="dim_economic.economic_code",
        ),
        Column(
            "government_economic_code",
            TEXT,
            "政府经济分类编码",
            "Government-budget economic code",
            references="dim_economic.economic_code",
        ),
        Column("project_name", TEXT, "项目名称", "Project of the row"),
        Column("subject_entity", TEXT, "所属单位", "Entity of the row, where rows are of several units"),
        Column("fund", TEXT, "资金", "Fund; NULL: all money", references="dim_fund.fund"),
        Column("measure", TEXT, "计量栏", "What the column measures", nullable=False, references="dim_measure.measure"),
        Column("measure_label", TEXT, "栏名", "Column header as printed", nullable=False),
        Column(
            "basis",
            TEXT,
            "口径：年初预算、调整预算、决算",
            "Initial budget, adjusted budget or final",
            nullable=False,
            values=BASES,
        ),
        Column("amount_year", INTEGER, "金额年度", "Fiscal year of the amount"),
        Column("printed_text", TEXT, "印出的文字", "Printed text", nullable=False),
        Column("state", TEXT, "格子状态", "number, blank, dash, text or unread", nullable=False, values=STATES),
        Column("amount_yuan", MONEY, "金额", "Amount; NULL unless a number", unit="yuan"),
        Column("unit", TEXT, "印出的单位", "Unit of the printed text", nullable=False),
        Column("step_yuan", STEP, "末位", "Last printed place of the column or statement", unit="yuan"),
        *place_columns(),
        Column("table_index", INTEGER, "表序", "Table within the document", nullable=False, unit="0-based"),
        Column("table_row", INTEGER, "表内行", "Row within the joined table", nullable=False, unit="0-based"),
        Column("table_col", INTEGER, "表内列", "Column within the joined table", nullable=False, unit="0-based"),
        Column("ocr_confidence", SHARE, "识别把握", "Recognition confidence; NULL: text layer", unit="0-1"),
    ),
    ("filing_id", "line_item_id"),
    "parse",
    frame="line_items",
)

FACT_CLAIM = Table(
    "fact_claim",
    "文字中的数",
    "一句话中的一个数一行",
    "One number of the narrative, bound or not to the statement concept it states.",
    (
        Column("claim_id", TEXT, "标识", "Hash of the document and the place", nullable=False),
        SHA256,
        FILING,
        Column("section", TEXT, "章节", "Heading it stands under", nullable=False),
        Column("sentence", TEXT, "句子", "The sentence as printed", nullable=False),
        Column("subject", TEXT, "所说的对象", "What the number is about, in the sentence's words", nullable=False),
        Column("metric", TEXT, "说法", "final, growth_rate, share, change …", nullable=False),
        Column("period", INTEGER, "所属年度", "Year the number is of"),
        Column("base_year", INTEGER, "比较年度", "Year it is compared with"),
        Column("direction", INTEGER, "方向", "-1 decrease, 0 unchanged, 1 increase"),
        Column("printed_text", TEXT, "印出的文字", "Number as printed", nullable=False),
        Column(
            "value_kind", TEXT, "数的种类", "amount, ratio, count, date or score", nullable=False, values=VALUE_KINDS
        ),
        Column("value", VALUE, "数值", "Value in the printed unit"),
        Column("amount_yuan", MONEY, "金额", "Amount, for amounts", unit="yuan"),
        Column("unit", TEXT, "印出的单位", "Unit as printed", nullable=False),
        Column("step", VALUE, "末位", "Last printed place, in the printed unit"),
        Column("statement", TEXT, "对应报表", "Statement it must agree with"),
        Column("item", TEXT, "对应行项目", "Item it must agree with"),
        Column("measure", TEXT, "对应计量栏", "Measure it must agree with"),
        Column("state", TEXT, "是否对应上", "bound or unbound", nullable=False, values=("bound", "unbound")),
        *place_columns(),
        Column("fund", TEXT, "对应资金", "Fund it must agree with"),
        Column("functional_code", TEXT, "对应功能分类", "Functional code"),
        Column("economic_code", TEXT, "对应经济分类", "Economic code"),
        Column("project_name", TEXT, "对应项目", "Project"),
        Column("basis", TEXT, "对应口径", "Basis", values=BASES),
        Column("concept", TEXT, "概念", "Concept of the subject, also for what no table holds"),
        Column("topic", TEXT, "章节类别", "Kind of section"),
        Column("group_key", TEXT, "同组", "Ties the numbers about one subject in one passage"),
        Column("parent_key", TEXT, "上级组", "Group of the whole, for amounts listed after 其中"),
        Column("whole", TEXT, "整体", "Whole of a share, as printed"),
        Column("whole_concept", TEXT, "整体概念", "Concept of the whole"),
        Column("whole_key", TEXT, "整体所在组", "Group that states the whole"),
        Column("base_basis", TEXT, "比较口径", "Basis compared with", values=BASES),
        Column("sentence_no", INTEGER, "句序", "Sentence within the document", nullable=False),
        Column("clause_no", INTEGER, "分句序", "Clause within the sentence", nullable=False),
        Column("ordinal", INTEGER, "数序", "Number within the clause", nullable=False),
        Column(
            "ocr_confidence", SHARE, "识别把握", "Recognition confidence of the number; NULL: text layer", unit="0-1"
        ),
    ),
    ("filing_id", "claim_id"),
    "parse",
    frame="claims",
)

FACT_PERFORMANCE = Table(
    "fact_performance",
    "绩效表行",
    "一张绩效表的一行一行",
    "Rows of project self-evaluation and target forms.",
    (
        Column("form_id", TEXT, "表标识", "One form: hash of the document and the form's number", nullable=False),
        SHA256,
        FILING,
        Column(
            "row_kind",
            TEXT,
            "行类",
            "funding, indicator or total",
            nullable=False,
            values=("funding", "indicator", "total"),
        ),
        Column("project_name", TEXT, "项目名称", "Project", nullable=False),
        Column("indicator_level1", TEXT, "一级指标", "First-level indicator"),
        Column("indicator_level2", TEXT, "二级指标", "Second-level indicator"),
        Column("indicator", TEXT, "三级指标", "Indicator"),
        Column("target_text", TEXT, "目标值", "Target as printed"),
        Column("actual_text", TEXT, "完成值", "Actual value as printed"),
        Column("weight", VALUE, "分值", "Weight of the row", unit="points"),
        Column("weight_source", TEXT, "分值出处", "Where the weight comes from"),
        Column("score", VALUE, "得分", "Score", unit="points"),
        Column("initial_budget_yuan", MONEY, "年初预算数", "Initial budget", unit="yuan"),
        Column("budget_yuan", MONEY, "全年预算数", "Budget the execution is measured by", unit="yuan"),
        Column("executed_yuan", MONEY, "执行数", "Executed", unit="yuan"),
        Column("rate", VALUE, "执行率", "Execution rate as printed, as a ratio", unit="ratio"),
        Column("page", INTEGER, "页码", "Page, from 1", unit="1-based"),
        Column("locator", TEXT, "位置", "p12, Sheet1!C14 or html:…"),
        Column("performance_row_id", TEXT, "行标识", "Hash of the document and the place", nullable=False),
        Column("form_no", INTEGER, "表序", "Form within the document", nullable=False),
        Column("form_title", TEXT, "表名", "Title of the form", nullable=False),
        Column("row_ordinal", INTEGER, "行序", "Row within the form", nullable=False, unit="0-based"),
        Column("label", TEXT, "行名", "Row label as printed", nullable=False),
        Column("printed", JSON, "印出的文字", "Field → printed text"),
        Column(
            "boxes", JSON, "各栏位置", "Field → {page, box [x0, top, x1, bottom], locator, confidence where recognised}"
        ),
        Column("x0", POINT, "左", "Left edge, origin top left", unit="pt"),
        Column("top", POINT, "上", "Top edge", unit="pt"),
        Column("x1", POINT, "右", "Right edge", unit="pt"),
        Column("bottom", POINT, "下", "Bottom edge", unit="pt"),
        Column(
            "ocr_confidence",
            SHARE,
            "识别把握",
            "Lowest recognition confidence of the row's cells; NULL: text layer",
            unit="0-1",
        ),
    ),
    ("filing_id", "performance_row_id"),
    "parse",
    frame="performance",
)

FACT_DISCLOSURE = Table(
    "fact_disclosure",
    "非数字内容",
    "一个标题、目录项、说明、名词、自查项等一行",
    "Headings, contents entries, notes, empty-table sentences, glossary, checklist answers, template leftovers.",
    (
        Column("disclosure_id", TEXT, "标识", "Hash of the document and the place", nullable=False),
        SHA256,
        FILING,
        Column("kind", TEXT, "种类", "Kind of element", nullable=False),
        Column("key", TEXT, "名目", "Its key", nullable=False),
        Column("value", TEXT, "内容", "Its content", nullable=False),
        Column("section", TEXT, "章节", "Heading it stands under", nullable=False),
        Column("ordinal", INTEGER, "次序", "Order within the document", nullable=False),
        *place_columns(),
        Column("code", TEXT, "标准形式", "Standard form of the value, where there is one (transform.disclosure)"),
        Column("ocr_confidence", SHARE, "识别把握", "Recognition confidence; NULL: text layer", unit="0-1"),
    ),
    ("filing_id", "disclosure_id"),
    "parse",
    frame="disclosure",
)

FACT_UNREAD = Table(
    "fact_unread",
    "未读懂的内容",
    "一处未读懂的印刷内容一行",
    "Something printed that was not understood: reported, never dropped.",
    (
        Column("unread_id", TEXT, "标识", "Hash of the document and the place", nullable=False),
        SHA256,
        FILING,
        Column("what", TEXT, "是什么", "What was not understood", nullable=False),
        Column("reason", TEXT, "原因", "Why", nullable=False),
        Column("text", TEXT, "文字", "Text as printed", nullable=False),
        *place_columns(),
    ),
    ("filing_id", "unread_id"),
    "parse",
    frame="unread",
)

LOAD_COUNT = Table(
    "load_count",
    "装载核对",
    "一张表的一次装载一行",
    "Rows in the Parquet files against rows loaded: nothing may be lost on the way.",
    (
        Column("table_name", TEXT, "表", "Table", nullable=False),
        Column("rows_in", BIGINT, "来源行数", "Rows in the inputs", nullable=False),
        Column("rows_loaded", BIGINT, "装载行数", "Rows loaded", nullable=False),
    ),
    ("table_name",),
    "load",
)

FACTS = (
    FACT_STATEMENT,
    FACT_LINE_ITEM,
    FACT_CLAIM,
    FACT_PERFORMANCE,
    FACT_DISCLOSURE,
    FACT_UNREAD,
    LOAD_COUNT,
)
