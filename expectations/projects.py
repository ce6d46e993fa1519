"""Which names mean the same project: a sentence says 社保扶贫资金, its form 社保扶贫代缴资金.

Names of one filing are joined where they are equal without year, 项目, 经费 and the like, or where one is contained in
the other in order and no
other name of the filing is as close. What is not certain stays apart: a wrong pair makes a false finding, a missing
one only a silence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from expectations.frames import fill

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
    near = _near(sorted(by_core))
    chosen = {one: one for one in by_core}
    for one, others in near.items():
        if len(others) == 1 and len(others[0]) > len(one) and near[others[0]] == [one]:
            chosen[one] = others[0]
    return {name: chosen[one] for one, listed in by_core.items() for name in listed}


def _near(cores: Iterable[str]) -> Mapping[str, list[str]]:
    """Return for each core the others that are close to it."""
    listed = [(one, frozenset(one)) for one in sorted(cores, key=len)]
    found: dict[str, list[str]] = {one: [] for one, _ in listed}
    for position, (short, characters) in enumerate(listed):
        longest = len(short) / _CLOSE
        for long, others in listed[position + 1 :]:
            if len(long) > longest:
                break
            if characters <= others and closeness(short, long) >= _CLOSE:
                found[short].append(long)
                found[long].append(short)
    return found


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
    fill(connection, "project_alias", {"filing_id": str, "name": str, "project_key": str}, aliases)
    fill(connection, "project_core", {"name": str, "core": str}, cores)
