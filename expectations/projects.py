"""Which names mean the same project: a sentence says 社保扶贫资金, its form 社保扶贫代缴资金.

Names of one filing are joined where they are equal without year, 项目, 经费 and the like, or where one is contained in
the other in order and no
other name of the filing is as close. What is not certain stays apart: a wrong pair makes a false finding, a missing
one only a silence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NOISE = re.compile(r"(20\d\d)?年度?|[\s“”\"'（）()【】\[\]《》·、，,:：—\-－]+|^\d+[.、]?")
_TAIL = re.compile(r"(项目|经费|资金|专项|支出|补助|费用)+$")
_SHORTEST = 4
_CLOSE = 0.6


def core(name: str) -> str:
    """Return the name without year, punctuation and generic endings; the whole name if nothing would be left."""
    stripped = _NOISE.sub("", name)
    return _TAIL.sub("", stripped) or stripped or name


def closeness(left: str, right: str) -> float:
    """Return how much of the longer core the shorter one is, if it is contained in it in order; otherwise 0."""
    short, long = sorted((left, right), key=len)
    if len(short) < _SHORTEST:
        return 0.0
    remaining = iter(long)
    return len(short) / len(long) if all(character in remaining for character in short) else 0.0


def project_keys(names: Iterable[str]) -> Mapping[str, str]:
    """Return for each name the key of its project: the longest core of those that mean the same."""
    by_core: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names)):
        by_core[core(name)].append(name)
    cores = sorted(by_core)
    chosen = {one: one for one in cores}
    for one in cores:
        others = sorted(((closeness(one, other), other) for other in cores if other != one), reverse=True)
        close = [other for score, other in others if score >= _CLOSE]
        if len(close) == 1 and len(close[0]) > len(one):
            back = [other for other in cores if other != close[0] and closeness(close[0], other) >= _CLOSE]
            if back == [one]:
                chosen[one] = close[0]
    return {name: chosen[one] for one, listed in by_core.items() for name in listed}


def write_project_keys(connection: DuckDBPyConnection) -> None:
    """Create the working table ``project_alias(filing_id, name, project_key)`` and ``project_core(name, core)`` from
    all project names of the facts."""
    rows = connection.execute(
        "SELECT DISTINCT filing_id, project FROM facts WHERE project IS NOT NULL AND project <> ''"
    ).fetchall()
    names: dict[str, list[str]] = defaultdict(list)
    for filing_id, name in rows:
        names[filing_id].append(name)
    aliases = [(filing_id, name, key) for filing_id, mine in names.items() for name, key in project_keys(mine).items()]
    cores = [(name, core(name)) for name in sorted({name for _, name, _ in aliases})]
    _fill(connection, "project_alias", ("filing_id", "name", "project_key"), aliases)
    _fill(connection, "project_core", ("name", "core"), cores)


def _fill(
    connection: DuckDBPyConnection, table: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]
) -> None:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String()), orient="row")
    connection.register("new_names", frame.to_arrow())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM new_names")  # noqa: S608
    connection.unregister("new_names")
