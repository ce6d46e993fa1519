# ruff: noqa: S608  (only names of our own schema and of the database enter the text)
"""Evaluate many filings in batches of bounded size: what one batch needs is bounded, whatever the warehouse holds.

Filings that a rule may compare (editions and years of one entity, a department and its units) are in one batch. During
a batch, temporary tables of the batch's rows stand before the tables of the warehouse under the same names: every rule
reads and writes them without knowing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from expectations.frames import fill
from expectations.localise import connected

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BATCH_FILINGS = 400
READ = ("dim_filing", "fact_statement", "fact_line_item", "fact_claim", "fact_performance", "fact_disclosure")
WRITTEN = ("fact_check_result", "fact_root_cause", "fact_finding", "fact_finding_operand")

_LINKS = r"""
WITH filing AS (SELECT * FROM dim_filing WHERE status = 'loaded')
SELECT filing_id, entity_id FROM filing
UNION
SELECT filing_id, parent_entity_id FROM filing WHERE parent_entity_id IS NOT NULL
UNION
-- a department names its units
SELECT d.filing_id, u.entity_id
FROM filing AS d
JOIN fact_disclosure AS n ON n.filing_id = d.filing_id AND n.kind = 'unit' AND n.key = 'listed'
JOIN filing AS u
    ON regexp_replace(translate(u.entity_name, '（）', '()'), '[\s　]', '', 'g')
    = regexp_replace(translate(n.value, '（）', '()'), '[\s　。；;，,]', '', 'g')
ORDER BY 1, 2
"""


def plan(connection: DuckDBPyConnection, size: int = BATCH_FILINGS) -> tuple[tuple[str, ...], ...]:
    """Return the loaded filings' ids in batches of at most ``size``, more only where that many hang together."""
    links = connection.execute(_LINKS).fetchall()
    batches: list[list[str]] = [[]]
    for group in _groups(links):
        if batches[-1] and len(batches[-1]) + len(group) > size:
            batches.append([])
        batches[-1].extend(group)
    return tuple(tuple(batch) for batch in batches)


def _groups(links: Sequence[tuple[str, str | None]]) -> list[list[str]]:
    """Return the filings that hang together, in order of their first one."""
    roots = connected((f"f {filing}", f"e {entity}" if entity else f"f {filing}") for filing, entity in links)
    groups: dict[str, list[str]] = defaultdict(list)
    for filing in dict.fromkeys(filing for filing, _ in links):
        groups[roots[f"f {filing}"]].append(filing)
    return list(groups.values())


@contextmanager
def only(connection: DuckDBPyConnection, filings: Sequence[str]) -> Iterator[None]:
    """Let every statement inside see the rows of ``filings`` alone; what is written moves to the warehouse at the
    end."""
    row = connection.execute("SELECT current_database()").fetchone()
    home = f'"{row[0] if row else "memory"}".main'
    fill(connection, "batch_filing", {"filing_id": str}, [(filing,) for filing in filings])
    for table in READ:
        connection.execute(
            f"CREATE TEMP TABLE {table} AS SELECT * FROM {home}.{table} SEMI JOIN batch_filing USING (filing_id)"
        )
    for table in WRITTEN:
        connection.execute(f"CREATE TEMP TABLE {table} AS FROM {home}.{table} LIMIT 0")
    try:
        yield
        for table in WRITTEN:
            connection.execute(f"INSERT INTO {home}.{table} FROM temp.{table}")
    finally:
        for table in (*READ, *WRITTEN):
            connection.execute(f"DROP TABLE temp.{table}")
