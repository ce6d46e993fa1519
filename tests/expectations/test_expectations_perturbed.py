"""One printed number of a real document is changed: exactly the ties that contain it fire, and it is named as the wrong
one wherever the other numbers single it out.

The filing is repeated, each copy with another of its numbers changed; one evaluation judges them all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from benchmarks.evaluation import multiply
from expectations.declared import Rollup, Tie, load_catalogue
from expectations.evaluate import evaluate
from extract.reading import read_document
from transform.documents import parse_document
from warehouse.build import build_candidate
from warehouse.connect import open_candidate
from warehouse.documents import SourceDocument
from warehouse.frames import to_frames
from warehouse.store import write_frames

SEED = (
    Path(__file__).resolve().parents[2] / "pipelines" / "samples" / "site" / "bmyjs" / "202511"
    / "P020251110095812004757.pdf"
)  # fmt: skip
AT = "2025-09-01T10:00:00.000+08:00"
STEPS = 137
GUARDS = {rule.id: rule.guards for rule in load_catalogue() if isinstance(rule, Tie | Rollup)}
_CHANGE = """
CREATE TEMP TABLE changed AS
SELECT line_item_id || '-' || n AS line_item_id, n, amount_yuan AS printed, step_yuan AS step
FROM (
    SELECT *, row_number() OVER (ORDER BY md5(line_item_id)) AS n
    FROM fact_line_item
    WHERE state = 'number' AND amount_yuan <> 0 AND row_kind <> 'of_which'
)
WHERE n <= ?
"""
_TIES = r"""
CREATE TEMP TABLE tie AS
SELECT
    coalesce(try_cast(regexp_extract(filing_id, '-([0-9]+)$', 1) AS INTEGER), 0) AS n,
    check_id, regexp_replace(instance_key, '-[0-9]+$', '') AS key, instance_key, filing_id, status, relation
FROM tie_results
"""
_COMPARED = """
WITH containing AS (
    SELECT DISTINCT c.n, o.check_id, o.instance_key
    FROM changed AS c
    JOIN facts AS f ON f.src_id = c.line_item_id
    JOIN operands AS o USING (fact_id)
    WHERE o.role IN ('stated', 'term')
)
SELECT t.n, t.check_id, t.key, t.relation, before.status, t.status, c.n IS NOT NULL
FROM tie AS t
LEFT JOIN tie AS before ON before.n = 0 AND before.check_id = t.check_id AND before.key = t.key
LEFT JOIN containing AS c ON c.n = t.n AND c.check_id = t.check_id AND c.instance_key = t.instance_key
WHERE t.n > 0
ORDER BY ALL
"""
# the numbers that stand in all ties that fire: more than one, and nothing tells them apart
_SUSPECTS = """
WITH fired AS (
    SELECT t.*
    FROM tie AS t
    JOIN tie AS before ON before.n = 0 AND before.check_id = t.check_id AND before.key = t.key
    JOIN rule_info AS r ON r.check_id = t.check_id
    WHERE t.n > 0 AND t.status = 'fail' AND before.status <> 'fail' AND r.severity = 'by_difference'
), common AS (
    SELECT n, fact_id
    FROM fired
    JOIN operands USING (check_id, filing_id, instance_key)
    WHERE role IN ('stated', 'term')
    GROUP BY n, fact_id
    HAVING count(DISTINCT (check_id, key)) = (SELECT count(*) FROM fired AS f WHERE f.n = operands_n(n))
)
SELECT n FROM common GROUP BY n HAVING count(*) = 1 ORDER BY n
""".replace("operands_n(n)", "any_value(fired.n)")
_NAMED = """
SELECT c.n, r.n_equal_explanations, abs(r.proposed_value * u.yuan - c.printed) <= c.step
FROM changed AS c
JOIN fact_finding_operand AS o USING (line_item_id)
JOIN fact_finding AS f USING (finding_id)
JOIN fact_root_cause AS r USING (root_cause_id)
JOIN fact_line_item AS l USING (line_item_id)
JOIN money_unit AS u ON u.unit = l.unit
WHERE o.is_suspect
GROUP BY ALL
ORDER BY ALL
"""


@dataclass(frozen=True)
class Compared:
    """A tie of a copy: its status in the filing as printed and in the copy, and whether it contains the number that
    was changed there."""

    copy: int
    check_id: str
    key: str
    relation: str
    before: str | None
    after: str
    contains: bool


@contextmanager
def perturbed(document: Path, folder: Path, copies: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """The evaluated warehouse of a document's filing and its copies, number ``n`` with one number changed by
    ``STEPS`` of its last places; its working tables are still there."""
    sha = hashlib.sha256(document.read_bytes()).hexdigest()
    write_frames(to_frames(parse_document(read_document(document))), folder / "stage")
    target = folder / "w.duckdb"
    build_candidate(
        parsed_parquet=folder / "stage", documents=[SourceDocument(sha, document.name, AT, AT)], target=target
    )
    with open_candidate(target) as connection:
        connection.execute(_CHANGE, [copies])
        multiply(connection, copies + 1)
        connection.execute(
            f"UPDATE fact_line_item SET amount_yuan = amount_yuan + {STEPS} * step_yuan "
            "WHERE line_item_id IN (SELECT line_item_id FROM changed)"
        )
        assert not evaluate(connection, batch_filings=10**6).broken
        connection.execute(_TIES)
        yield connection


def compared(connection: duckdb.DuckDBPyConnection) -> list[Compared]:
    """Return the ties of the copies, but for those of rules that the changed number makes apply or not (a filing whose
    money is all appropriation is judged by other rules)."""
    guards: dict[int, set[str]] = {}
    for n, name in connection.execute(
        "SELECT coalesce(try_cast(regexp_extract(filing_id, '-([0-9]+)$', 1) AS INTEGER), 0), name FROM guard"
    ).fetchall():
        guards.setdefault(n, set()).add(name)
    found = [Compared(*row) for row in connection.execute(_COMPARED).fetchall()]
    return [
        one
        for one in found
        if not (guards.get(one.copy, set()) ^ guards.get(0, set())) & set(GUARDS.get(one.check_id, ()))
    ]


def assert_exactly_its_ties_fire(connection: duckdb.DuckDBPyConnection, undecided: float = 0.0) -> int:
    """Return how many ties fired; no more than the given share may say that they cannot judge a table that does not
    add up."""
    ties = compared(connection)
    assert [one for one in ties if not one.contains and one.before != one.after] == []
    held = [one for one in ties if one.contains and one.before in ("pass", "within_rounding")]
    equations = [one for one in held if one.relation in ("equals", "same")]
    silent = [one for one in equations if one.after != "fail"]
    assert [one for one in silent if one.after != "missing_term"] == []
    assert len(silent) <= undecided * len(equations), silent
    return len(equations) - len(silent)


def named_and_identifiable(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Return how many of the changed numbers that their ties single out are named, alone and with what was printed;
    and how many are singled out."""
    singled = {row[0] for row in connection.execute(_SUSPECTS).fetchall()}
    named = {n for n, n_equal, is_right in connection.execute(_NAMED).fetchall() if n_equal == 0 and is_right}
    return len(singled & named), len(singled)


def test_a_changed_number_of_a_real_account_fires_its_ties_and_is_named(tmp_path: Path) -> None:
    with perturbed(SEED, tmp_path, 30) as connection:
        assert assert_exactly_its_ties_fire(connection) > 60
        named, identifiable = named_and_identifiable(connection)
    assert identifiable >= 15
    assert named >= 0.95 * identifiable, (named, identifiable)


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.parametrize("number", range(6))
def test_changed_numbers_of_many_documents_are_named(corpus: Path, tmp_path: Path, number: int) -> None:
    documents = sorted(path for path in (corpus / "budgets").glob("*.pdf"))
    document = documents[number * len(documents) // 6]
    with perturbed(document, tmp_path, 60) as connection:
        assert assert_exactly_its_ties_fire(connection, undecided=0.05) > 0
        named, identifiable = named_and_identifiable(connection)
    assert named >= 0.95 * identifiable, (named, identifiable)
