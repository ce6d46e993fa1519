# ruff: noqa: S608  (names of our own schema and catalogue only)
"""What Great Expectations is asked, as plain data: one expectation per declared check, and the suite of our own
contracts.

The first suite warns: a publisher's discrepancy is no failed run. The second blocks: a key twice, an orphan, a lost
row, a check without a
result or a broken rule is our own fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from expectations.declared import AnyRule
from warehouse.schema import TABLES

IDENTITIES = "identities"
CONTRACTS = "contracts"


@dataclass(frozen=True, slots=True)
class Expected:
    """One expectation: the rows that ``query`` returns must not exist."""

    suite: str
    key: str
    target: str
    description: str
    severity: str
    query: str


def identity_suite(rules: Sequence[AnyRule]) -> tuple[Expected, ...]:
    """Return one expectation per rule: no application of it failed or broke."""
    return tuple(
        Expected(
            IDENTITIES,
            rule.id,
            "check_results.status",
            rule.title,
            "warning",
            "SELECT check_result_id, filing_id, instance_key, status, stated, computed, difference FROM check_results "
            f"WHERE check_id = '{rule.id}' AND status IN ('fail', 'error')",
        )
        for rule in rules
    )


def contract_suite(rules: Sequence[AnyRule]) -> tuple[Expected, ...]:
    """Return the expectations that must hold of every warehouse that we build."""
    return (*_keys(), *_values(), *_references(), *_accounting(), *_coverage(rules))


def _contract(key: str, target: str, description: str, query: str) -> Expected:
    return Expected(CONTRACTS, key, target, description, "critical", query)


def _keys() -> list[Expected]:
    """Each table's declared key is unique and whole."""
    found: list[Expected] = []
    for table in TABLES:
        key = ", ".join(table.key)
        found.append(
            _contract(
                f"unique.{table.name}",
                f"{table.name}({key})",
                f"{table.title}：键不重复",
                f"SELECT {key}, count(*) AS n FROM {table.name} GROUP BY {key} HAVING count(*) > 1",
            )
        )
    return found


def _values() -> list[Expected]:
    """Closed vocabularies hold (the DDL checks them too: this finds a file that was made by another version)."""
    found: list[Expected] = []
    for table in TABLES:
        for column in table.columns:
            if column.values:
                listed = ", ".join(f"'{value}'" for value in column.values)
                found.append(
                    _contract(
                        f"values.{table.name}.{column.name}",
                        f"{table.name}.{column.name}",
                        f"{table.title}：{column.zh}只取规定的值",
                        f'SELECT "{column.name}", count(*) AS n FROM {table.name} '
                        f'WHERE "{column.name}" NOT IN ({listed}) GROUP BY 1',
                    )
                )
    return found


def _references() -> list[Expected]:
    """Nothing points to what is not there."""
    found: list[Expected] = []
    for table in TABLES:
        for column in table.columns:
            if not column.references:
                continue
            parent, parent_column = column.references.split(".")
            found.append(
                _contract(
                    f"orphans.{table.name}.{column.name}",
                    f"{table.name}.{column.name} → {column.references}",
                    f"{table.title}：{column.zh}都有出处",
                    f'SELECT DISTINCT "{column.name}" FROM {table.name} WHERE "{column.name}" IS NOT NULL '
                    f'AND "{column.name}" NOT IN '
                    f'(SELECT "{parent_column}" FROM {parent} WHERE "{parent_column}" IS NOT NULL)',
                )
            )
    return found


def _accounting() -> list[Expected]:
    """No printed row and no loaded row is lost."""
    return [
        _contract(
            "rows.statements",
            "fact_statement",
            "印出行数 = 读出 + 按名略过 + 未读懂",
            "SELECT * FROM fact_statement WHERE rows_printed <> rows_parsed + rows_ignored + rows_unread",
        ),
        _contract(
            "rows.loaded", "load_count", "装载行数 = 来源行数", "SELECT * FROM load_count WHERE rows_in <> rows_loaded"
        ),
        _contract(
            "amounts.numbers",
            "fact_line_item.amount_yuan",
            "数字格有金额，其他格没有",
            "SELECT line_item_id, state FROM fact_line_item WHERE (state = 'number') <> (amount_yuan IS NOT NULL)",
        ),
        _contract(
            "findings.operands",
            "fact_finding",
            "每个问题都有涉及的数或文字",
            "SELECT finding_id FROM fact_finding WHERE finding_id NOT IN (SELECT finding_id FROM fact_finding_operand) "
            "AND consistency <> 'not_numeric'",
        ),
        _contract(
            "findings.results",
            "fact_check_result",
            "每个未通过的检查都有问题记录",
            "SELECT check_result_id FROM fact_check_result WHERE status IN ('fail', 'within_rounding') "
            "AND check_result_id NOT IN (SELECT check_result_id FROM fact_finding)",
        ),
    ]


def _coverage(rules: Sequence[AnyRule]) -> list[Expected]:
    """Every check has a result for every filing that it is for, and none broke."""
    kinds = ", ".join(f"('{rule.id}', '{kind}')" for rule in rules for kind in rule.kinds)
    return [
        _contract(
            "coverage.every_check",
            "check_results",
            "每项检查对每个适用的公开件都有结果",
            "SELECT f.filing_id, r.check_id FROM dim_filing AS f "
            f"JOIN (VALUES {kinds}) AS r(check_id, kind) ON r.kind = f.kind "
            "WHERE f.is_current AND f.status = 'loaded' AND NOT EXISTS "
            "(FROM fact_check_result AS c WHERE c.filing_id = f.filing_id AND c.check_id = r.check_id)",
        ),
        _contract(
            "coverage.no_error",
            "check_results.status",
            "没有检查出错",
            "SELECT check_id, filing_id, detail FROM fact_check_result WHERE status = 'error'",
        ),
    ]
