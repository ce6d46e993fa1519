"""What the expectations write into the candidate: check results, findings, their operands and root causes."""

from __future__ import annotations

from warehouse.columns import BOOLEAN, INTEGER, JSON, MONEY, TEXT, TIME, VALUE, Column, Table
from warehouse.tables_facts import place_columns

STATUSES = ("pass", "within_rounding", "fail", "missing_term", "not_applicable", "error")
SEVERITIES = ("material", "minor", "rounding", "unusual", "disclosure", "format")
CONSISTENCIES = ("impossible", "possible_by_rounding", "not_numeric")
VERDICTS = ("open", "confirmed", "explained", "dismissed")

DIM_CHECK = Table(
    "dim_check",
    "检查",
    "一条检查一行",
    "The catalogue of checks (identities and rules) that were evaluated.",
    (
        Column("check_id", TEXT, "检查标识", "Check id", nullable=False),
        Column("title", TEXT, "名称", "Chinese title", nullable=False),
        Column("family", TEXT, "类别", "Family of checks", nullable=False),
        Column("scope", TEXT, "范围", "What one instance covers"),
        Column("description", TEXT, "说明", "What must hold, and why"),
        Column("source", TEXT, "依据", "Rule or document it rests on"),
    ),
    ("check_id",),
    "evaluate",
)

FACT_CHECK_RESULT = Table(
    "fact_check_result",
    "检查结果",
    "一条检查在一处的一次应用一行",
    "One application of a check. A broken rule gives status error, never a missing row.",
    (
        Column("check_result_id", TEXT, "标识", "Stable id of this application", nullable=False),
        Column("filing_id", TEXT, "公开件", "Filing", nullable=False, references="dim_filing.filing_id"),
        Column(
            "filing_id_2",
            TEXT,
            "对照公开件",
            "Other filing, for checks across filings",
            references="dim_filing.filing_id",
        ),
        Column("check_id", TEXT, "检查", "Check", nullable=False, references="dim_check.check_id"),
        Column("scope", TEXT, "范围", "within_statement, between_statements, text …"),
        Column("instance_key", TEXT, "在哪里", "Which row, column or sentence", nullable=False),
        Column("status", TEXT, "结果", "Outcome", nullable=False, values=STATUSES),
        Column("stated", VALUE, "印出的数", "Number as stated"),
        Column("computed", VALUE, "算出的数", "Number as computed"),
        Column("difference", VALUE, "差异", "stated − computed"),
        Column("tolerance", VALUE, "允许误差", "Largest difference that rounding explains"),
        Column("unit", TEXT, "单位", "Unit of the four numbers"),
        Column("detail", TEXT, "说明", "Detail, for missing_term, not_applicable and error"),
    ),
    ("check_result_id",),
    "evaluate",
)

FACT_FINDING = Table(
    "fact_finding",
    "发现的问题",
    "一个问题一行",
    "Numbers that disagree, read as printed: a finding never changes a fact.",
    (
        Column("finding_id", TEXT, "问题标识", "Stable id", nullable=False),
        Column("filing_id", TEXT, "公开件", "Filing", nullable=False, references="dim_filing.filing_id"),
        Column("filing_id_2", TEXT, "对照公开件", "Other filing", references="dim_filing.filing_id"),
        Column("check_id", TEXT, "检查", "Check", nullable=False, references="dim_check.check_id"),
        Column(
            "check_result_id", TEXT, "检查结果", "Result it comes from", references="fact_check_result.check_result_id"
        ),
        Column("family", TEXT, "类别", "Family of checks", nullable=False),
        Column("severity", TEXT, "严重程度", "Severity", nullable=False, values=SEVERITIES),
        Column(
            "consistency",
            TEXT,
            "能否由四舍五入解释",
            "Whether rounding can explain it",
            nullable=False,
            values=CONSISTENCIES,
        ),
        Column("title", TEXT, "标题", "Chinese title", nullable=False),
        Column("message", TEXT, "说明", "The arithmetic in Chinese", nullable=False),
        Column("difference", VALUE, "差异", "Difference in the unit"),
        Column("tolerance", VALUE, "允许误差", "Tolerance in the unit"),
        Column("unit", TEXT, "单位", "Unit of difference and tolerance"),
        Column("difference_yuan", MONEY, "差异金额", "Difference, for amounts", unit="yuan"),
        Column("root_cause_id", TEXT, "同源问题", "Root cause", references="fact_root_cause.root_cause_id"),
        Column("verdict", TEXT, "复核结论", "Reviewer's verdict", nullable=False, values=VERDICTS),
    ),
    ("finding_id",),
    "evaluate",
)

FACT_FINDING_OPERAND = Table(
    "fact_finding_operand",
    "问题涉及的数",
    "一个问题的一个数一行",
    "The printed numbers a finding rests on, each with its place.",
    (
        Column("finding_id", TEXT, "问题", "Finding", nullable=False, references="fact_finding.finding_id"),
        Column("ordinal", INTEGER, "次序", "Order of display", nullable=False, unit="1-based"),
        Column("role", TEXT, "角色", "stated, term, whole, base …", nullable=False),
        Column("is_suspect", BOOLEAN, "疑为错处", "Likely the wrong one", nullable=False),
        Column("place", TEXT, "出处（文字）", "Place in words"),
        Column("label", TEXT, "名目", "What it is", nullable=False),
        Column("filing_id", TEXT, "公开件", "Filing that prints it", references="dim_filing.filing_id"),
        Column("document_sha256", TEXT, "文件", "Document that prints it", references="dim_document.document_sha256"),
        Column("line_item_id", TEXT, "报表金额", "Line item", references="fact_line_item.line_item_id"),
        Column("claim_id", TEXT, "文字中的数", "Claim", references="fact_claim.claim_id"),
        Column("weight", VALUE, "系数", "Coefficient in the sum"),
        *place_columns(),
        Column("printed_text", TEXT, "印出的文字", "As printed"),
        Column("value", VALUE, "数值", "Value in the finding's unit"),
    ),
    ("finding_id", "ordinal"),
    "evaluate",
)

FACT_ROOT_CAUSE = Table(
    "fact_root_cause",
    "同源问题",
    "一个可能的错处一行",
    "The fewest printed numbers whose change would make the findings of a filing vanish.",
    (
        Column("root_cause_id", TEXT, "标识", "Stable id", nullable=False),
        Column("filing_id", TEXT, "公开件", "Filing", nullable=False, references="dim_filing.filing_id"),
        Column("title", TEXT, "标题", "Chinese title", nullable=False),
        Column("message", TEXT, "说明", "Explanation in Chinese", nullable=False),
        Column("suspect_operand", TEXT, "疑为错处", "Line item or claim id of the suspect"),
        Column("printed_text", TEXT, "印出的文字", "As printed"),
        Column("proposed_value", VALUE, "应为", "Value that would satisfy all checks"),
        Column("n_findings", INTEGER, "涉及问题数", "Findings it explains", nullable=False),
        Column("n_equal_explanations", INTEGER, "同样可能的解释数", "Other explanations as good", nullable=False),
    ),
    ("root_cause_id",),
    "evaluate",
)

FACT_VALIDATION = Table(
    "fact_validation",
    "质量验证结果",
    "一条期望的一次验证一行",
    "Great Expectations results on this file, one row per expectation.",
    (
        Column("suite", TEXT, "套件", "Suite", nullable=False),
        Column("ordinal", INTEGER, "次序", "Order within the suite", nullable=False),
        Column("expectation", TEXT, "期望", "Expectation type", nullable=False),
        Column("target", TEXT, "对象", "Table and column"),
        Column("severity", TEXT, "级别", "Severity of a failure"),
        Column("success", BOOLEAN, "通过", "Held", nullable=False),
        Column("observed", TEXT, "观测", "Observed value"),
        Column("n_unexpected", INTEGER, "不符数", "Unexpected rows"),
        Column("exception", TEXT, "异常", "Exception, where the validation itself broke"),
    ),
    ("suite", "ordinal"),
    "evaluate",
)

RUN_METADATA = Table(
    "run_metadata",
    "运行信息",
    "一项一行",
    "How and when this file was made. Not part of the content hash.",
    (
        Column("key", TEXT, "名目", "Key", nullable=False),
        Column("value", JSON, "内容", "Value"),
        Column("recorded_at", TIME, "时间", "When", nullable=False),
    ),
    ("key",),
    "run",
)

CHECKS = (
    DIM_CHECK,
    FACT_CHECK_RESULT,
    FACT_FINDING,
    FACT_FINDING_OPERAND,
    FACT_ROOT_CAUSE,
    FACT_VALIDATION,
    RUN_METADATA,
)
