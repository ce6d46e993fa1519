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
"""
# where the rows of each filing lie in each table: a batch reads these, not the whole table
_SPANS = "CREATE OR REPLACE TEMP TABLE filing_span AS " + " UNION ALL ".join(
    f"SELECT '{table}' AS of_table, filing_id, min(rowid) AS first_row, max(rowid) AS last_row "
    f"FROM {table} GROUP BY ALL"
    for table in READ
)
_IN_ORDER = f"""
SELECT l.filing_id, l.entity_id
FROM ({_LINKS}) AS l
LEFT JOIN filing_span AS s ON s.filing_id = l.filing_id AND s.of_table = 'fact_line_item'
ORDER BY s.first_row NULLS LAST, l.filing_id, l.entity_id
"""
_BOUNDS = """
SELECT of_table, min(first_row), max(last_row) FROM filing_span SEMI JOIN batch_filing USING (filing_id) GROUP BY ALL
"""


def plan(connection: DuckDBPyConnection, size: int = BATCH_FILINGS) -> tuple[tuple[str, ...], ...]:
    """Return the loaded filings' ids in batches of at most ``size``, more only where that many hang together; in the
    order of their rows, so that a batch lies together in the file."""
    connection.execute(_SPANS)
    links = connection.execute(_IN_ORDER).fetchall()
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
    """Let every statement inside see the rows of ``filings`` (a batch of :func:`plan`) alone; what is written moves to
    the warehouse at the end."""
    row = connection.execute("SELECT current_database()").fetchone()
    home = f'"{row[0] if row else "memory"}".main'
    fill(connection, "batch_filing", {"filing_id": str}, [(filing,) for filing in filings])
    bounds = {table: (first, last) for table, first, last in connection.execute(_BOUNDS).fetchall()}
    for table in READ:
        first, last = bounds.get(table, (0, -1))
        connection.execute(
            f"CREATE TEMP TABLE {table} AS SELECT * FROM {home}.{table} SEMI JOIN batch_filing USING (filing_id) "
            f"WHERE rowid BETWEEN {first} AND {last}"
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
