"""Documents, how they were retrieved, who they say they are, and the filings that they make."""

from __future__ import annotations

from warehouse.columns import BIGINT, BOOLEAN, DATE, INTEGER, JSON, TEXT, TEXTS, TIME, Column, Table

KINDS = ("final_account", "budget", "performance", "other")
SCOPES = ("consolidated", "own", "unknown")
LEVELS = ("department", "unit")
PARTS = ("all", "tables", "text", "annex")

SHA256 = Column(
    "document_sha256",
    TEXT,
    "文件指纹",
    "SHA-256 of the document's bytes",
    nullable=False,
    references="dim_document.document_sha256",
)
FILING = Column(
    "filing_id",
    TEXT,
    "公开件（一次公开的版本）",
    "Filing: one edition",
    nullable=False,
    on_load=True,
    references="dim_filing.filing_id",
)

DIM_DOCUMENT = Table(
    "dim_document",
    "文件",
    "一个文件（按内容）一行",
    "Documents by content, retrieved or given by hand, read or quarantined.",
    (
        Column("document_sha256", TEXT, "文件指纹", "SHA-256 of the document's bytes", nullable=False),
        Column("document_name", TEXT, "文件名", "File name when first retrieved", nullable=False),
        Column("media_type", TEXT, "类型", "Media type by the bytes, not by the name"),
        Column("page_count", INTEGER, "页数", "Pages (or sheets)"),
        Column("source_url", TEXT, "来源网址", "Address it was last retrieved from; NULL: given by hand"),
        Column("published_on", DATE, "公开日期", "Date of publication by the publisher's page"),
        Column("first_retrieved_at", TIME, "首次获取时间", "First retrieval"),
        Column("last_retrieved_at", TIME, "最近获取时间", "Last retrieval with the same content"),
        Column("withdrawn_on", DATE, "撤下日期", "Day it was first missed at its publisher"),
        Column("state", TEXT, "状态", "loaded or quarantined", nullable=False, values=("loaded", "quarantined")),
        Column("reason", TEXT, "原因", "Why it could not be read"),
        Column("size_bytes", BIGINT, "字节数", "Size", unit="byte"),
        Column("source_id", TEXT, "来源", "Publisher; adhoc: given by hand", nullable=False),
        Column("listing_year", INTEGER, "列表年度", "Year by the publisher's list (not the fiscal year)"),
        Column("title", TEXT, "列表标题", "Title on the publisher's list"),
        Column("entity_hint", TEXT, "列表所示单位", "Entity by the publisher's list"),
        Column("region", TEXT, "地区", "Region of the source"),
        Column("region_code", TEXT, "行政区划代码", "Administrative division code of the source"),
    ),
    ("document_sha256",),
    "load",
)

FACT_RETRIEVAL = Table(
    "fact_retrieval",
    "获取记录",
    "一次获取一行",
    "Every retrieval of a document, as logged by the archive.",
    (
        Column("retrieval_id", TEXT, "获取标识", "Id of the retrieval", nullable=False),
        Column(
            "document_sha256",
            TEXT,
            "文件指纹",
            "Content that came back; NULL: none",
            references="dim_document.document_sha256",
        ),
        Column("source_id", TEXT, "来源", "Publisher", nullable=False),
        Column("url", TEXT, "网址", "Address asked"),
        Column("retrieved_at", TIME, "时间", "When", nullable=False),
        Column("outcome", TEXT, "结果", "new, same, changed, failed …", nullable=False),
        Column("http_status", INTEGER, "状态码", "HTTP status"),
        Column("detail", TEXT, "说明", "Detail of a failure"),
    ),
    ("retrieval_id",),
    "load",
)

DOCUMENT_IDENTITY = Table(
    "document_identity",
    "文件自述",
    "一个读出的文件一行",
    "Who filed what for which year, as each document's own text says, with the words that decided it.",
    (
        SHA256,
        Column("entity_name", TEXT, "单位名称", "Most trusted spelling", nullable=False),
        Column("names", TEXTS, "出现的写法", "All spellings, most trusted first"),
        Column("fiscal_year", INTEGER, "年度", "Fiscal year; NULL: not stated"),
        Column("kind", TEXT, "种类", "Kind of filing", nullable=False, values=KINDS),
        Column("scope", TEXT, "口径", "consolidated (department with units) or own", nullable=False, values=SCOPES),
        Column("entity_level", TEXT, "级次", "department or unit", nullable=False, values=LEVELS),
        Column("part", TEXT, "部分", "Which part of the filing the document is", nullable=False, values=PARTS),
        Column("entity_code", TEXT, "预算单位编码", "Code, where printed"),
        Column("printed_on", TEXT, "落款日期", "Date printed in the document, as printed"),
        Column("evidence", JSON, "依据", "Field → the words and place that decided it"),
        Column("page_count", INTEGER, "页数", "Pages", nullable=False),
    ),
    ("document_sha256",),
    "parse",
    frame="identity",
)

DIM_FILING = Table(
    "dim_filing",
    "公开件",
    "一个主体一个年度一种文件的一次公开（版本）一行",
    "Filings. A correction is a new edition of the same filing_key; one filing may have several documents.",
    (
        Column("filing_id", TEXT, "公开件标识", "One edition", nullable=False),
        Column(
            "filing_key",
            TEXT,
            "公开件键",
            "Entity, year, kind and scope: the same over editions and rebuilds",
            nullable=False,
        ),
        Column(
            "document_sha256",
            TEXT,
            "主文件",
            "Main document",
            nullable=False,
            references="dim_document.document_sha256",
        ),
        Column("kind", TEXT, "种类：决算、预算、绩效、其他", "Kind; NULL: quarantined, not known", values=KINDS),
        Column(
            "fiscal_year",
            INTEGER,
            "年度",
            "Fiscal year by the document's own text",
            references="dim_fiscal_year.fiscal_year",
        ),
        Column("entity_id", TEXT, "主体", "Reporting entity", references="dim_entity.entity_id"),
        Column("entity_name", TEXT, "主体名称", "Its canonical name; NULL: quarantined"),
        Column("entity_code", TEXT, "预算单位编码", "Its code in this filing"),
        Column("entity_level", TEXT, "级次", "department or unit, in this filing", values=LEVELS),
        Column("parent_entity_id", TEXT, "上级部门", "Its department", references="dim_entity.entity_id"),
        Column("region", TEXT, "地区", "Region"),
        Column("region_code", TEXT, "行政区划代码", "Administrative division code (GB/T 2260)"),
        Column("scope", TEXT, "口径", "consolidated, own or unknown", nullable=False, values=SCOPES),
        Column("published_on", DATE, "公开日期", "Date of publication"),
        Column("retrieved_at", TIME, "获取时间", "When this edition was first retrieved"),
        Column("revision", INTEGER, "版次", "1 for the first edition", unit="1-based", nullable=False),
        Column("is_current", BOOLEAN, "现行版", "No later edition is known", nullable=False),
        Column("known_from", TIME, "获知起", "From when the warehouse knew this edition"),
        Column("known_to", TIME, "获知止", "Until when it was the latest known (exclusive); NULL: still"),
        Column("published_from", DATE, "公开起", "From when the public saw this edition"),
        Column("published_to", DATE, "公开止", "Until when (exclusive); NULL: still"),
        Column("page_count", INTEGER, "页数", "Pages of all its documents"),
        Column("status", TEXT, "状态", "loaded or quarantined", nullable=False, values=("loaded", "quarantined")),
        Column("reason", TEXT, "原因", "Why it is quarantined"),
    ),
    ("filing_id",),
    "load",
)

BRIDGE_FILING_DOCUMENT = Table(
    "bridge_filing_document",
    "公开件的文件",
    "一个公开件的一个文件一行",
    "Which documents make a filing (tables and text are often published apart).",
    (
        Column("filing_id", TEXT, "公开件", "Filing", nullable=False, references="dim_filing.filing_id"),
        SHA256,
        Column("ordinal", INTEGER, "次序", "0 is the main document", unit="0-based", nullable=False),
        Column("part", TEXT, "部分", "Part of the filing", nullable=False, values=PARTS),
    ),
    ("filing_id", "document_sha256"),
    "load",
)

DOCUMENTS = (DIM_DOCUMENT, FACT_RETRIEVAL, DOCUMENT_IDENTITY, DIM_FILING, BRIDGE_FILING_DOCUMENT)
