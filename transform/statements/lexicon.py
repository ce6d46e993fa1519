"""The label families as data: loaded once from ``transform/lookups/*.csv`` and validated on load.

A pattern is a regular expression over a squeezed label (:func:`transform.text.squeeze`). Titles are searched in order,
the first hit decides; headers and rows must match as a whole.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from transform.codes import CodeSystem
from transform.records import Basis, RowKind, Side
from transform.text import squeeze

_ROLES = frozenset(
    [
        "name",
        "code",
        "level",
        "row_no",
        "column_number",
        "sequence",
        "entity",
        "entity_code",
        "project",
        "text",
        "count",
        "year",
        "group",
        "amount",
        "ratio",
    ]
)
_STRENGTHS = frozenset(("", "weak", "group", "strong", "three_public"))
_ROW_KINDS = frozenset(("total", "subtotal", "detail", "of_which", "opening", "closing"))
_BASES = frozenset(("", "initial_budget", "adjusted_budget", "final"))
_SIDES = frozenset(("", "income", "expenditure"))
_FUNDS = frozenset(
    ("", "appropriation", "general_budget", "government_fund", "state_capital", "fiscal_account", "unit_funds")
)


class LookupDataError(ValueError):
    """A lookup file holds a row that cannot mean anything; names the file, the line and the reason."""


@dataclass(frozen=True, slots=True)
class TitleFamily:
    """A family of statement titles; ``final`` and ``budget`` are the ids for either kind, both None: no statement."""

    pattern: re.Pattern[str]
    final: str | None
    budget: str | None


@dataclass(frozen=True, slots=True)
class HeaderLabel:
    """What a header label says about its column."""

    pattern: re.Pattern[str]
    role: str
    system: CodeSystem | None
    measure: str | None
    strength: str
    fund: str | None
    basis: Basis | None
    year_offset: int
    side: Side | None


@dataclass(frozen=True, slots=True)
class RowLabel:
    """What a row label says about its row."""

    pattern: re.Pattern[str]
    item: str
    row_kind: RowKind
    side: Side | None
    fund: str | None
    measure: str | None
    basis: Basis | None


@dataclass(frozen=True, slots=True)
class Family:
    """What kind of rows a statement has, and the fund and side of all its amounts where it has but one."""

    statement: str
    rows: str
    fund: str | None
    side: Side | None


@dataclass(frozen=True, slots=True)
class Shape:
    """What the columns of an untitled table can show. ``exact``: it has no other measures; ``header`` is searched in
    the column labels joined by ``|``; ``needs_unit``: only where the table states its money unit."""

    measures: frozenset[str]
    exact: bool
    header: re.Pattern[str] | None
    needs_unit: bool
    final: str | None
    budget: str | None


def _read(name: str) -> list[tuple[int, dict[str, str]]]:
    text = (files("transform") / "lookups" / name).read_text(encoding="utf-8")
    rows = list(enumerate(csv.DictReader(text.splitlines()), start=2))
    for line, row in rows:
        if None in row or None in row.values():
            raise LookupDataError(f"{name}:{line}: not as many fields as the heading")
    return rows


def _compile(name: str, line: int, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise LookupDataError(f"{name}:{line}: not a pattern: {error}") from error


def _checked(name: str, line: int, value: str, allowed: frozenset[str]) -> str:
    if value not in allowed:
        raise LookupDataError(f"{name}:{line}: {value!r} is none of {sorted(allowed)}")
    return value


@cache
def title_families() -> tuple[TitleFamily, ...]:
    """The statement title families, in order of precedence."""
    name = "statement_titles.csv"
    return tuple(
        TitleFamily(_compile(name, line, row["pattern"]), row["final"] or None, row["budget"] or None)
        for line, row in _read(name)
    )


@cache
def header_labels() -> tuple[HeaderLabel, ...]:
    """The header label families."""
    name = "header_labels.csv"
    return tuple(
        HeaderLabel(
            pattern=_compile(name, line, row["pattern"]),
            role=_checked(name, line, row["role"], _ROLES),
            system=_system(name, line, row["system"]),
            measure=row["measure"] or None,
            strength=_checked(name, line, row["strength"], _STRENGTHS),
            fund=_checked(name, line, row["fund"], _FUNDS) or None,
            basis=_checked(name, line, row["basis"], _BASES) or None,  # type: ignore[arg-type]
            year_offset=int(row["year_offset"] or 0),
            side=_checked(name, line, row["side"], _SIDES) or None,  # type: ignore[arg-type]
        )
        for line, row in _read(name)
    )


def _system(name: str, line: int, value: str) -> CodeSystem | None:
    allowed = frozenset(("", "functional", "economic", "government"))
    return _checked(name, line, value, allowed) or None  # type: ignore[return-value]


@cache
def row_labels() -> tuple[RowLabel, ...]:
    """The row label families."""
    name = "row_labels.csv"
    return tuple(
        RowLabel(
            pattern=_compile(name, line, row["pattern"]),
            item=row["item"],
            row_kind=_checked(name, line, row["row_kind"], _ROW_KINDS),  # type: ignore[arg-type]
            side=_checked(name, line, row["side"], _SIDES) or None,  # type: ignore[arg-type]
            fund=_checked(name, line, row["fund"], _FUNDS) or None,
            measure=row["measure"] or None,
            basis=_checked(name, line, row["basis"], _BASES) or None,  # type: ignore[arg-type]
        )
        for line, row in _read(name)
    )


@cache
def statement_shapes() -> tuple[Shape, ...]:
    """The shapes of untitled tables, in order of precedence."""
    name = "statement_shapes.csv"
    return tuple(
        Shape(
            measures=frozenset(row["measures"].split()),
            exact=_checked(name, line, row["match"], frozenset(("some", "all"))) == "all",
            header=_compile(name, line, row["header"]) if row["header"] else None,
            needs_unit=_checked(name, line, row["unit"], frozenset(("", "stated"))) == "stated",
            final=row["final"] or None,
            budget=row["budget"] or None,
        )
        for line, row in _read(name)
    )


@cache
def families() -> dict[str, Family]:
    """Statement id → its family. Every id a title can give has one."""
    name = "statement_families.csv"
    found: dict[str, Family] = {}
    for line, row in _read(name):
        fund = _checked(name, line, row["fund"], _FUNDS) or None
        side = _checked(name, line, row["side"], _SIDES) or None
        found[row["statement"]] = Family(row["statement"], row["rows"], fund, side)  # type: ignore[arg-type]
    sources: tuple[TitleFamily | Shape, ...] = (*title_families(), *statement_shapes())
    for named in sources:
        for statement in (named.final, named.budget):
            if statement and statement not in found:
                raise LookupDataError(f"{name}: no family for {statement}")
    return found


@cache
def _names() -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for name in ("code_names.csv", "code_aliases.csv"):
        for _, row in _read(name):
            found.setdefault((row["system"], _bare(row["name"])), []).append(row["code"])
    return {key: tuple(dict.fromkeys(codes)) for key, codes in found.items()}


def _bare(name: str) -> str:
    return re.sub(r"[()、,，\"]|\(类\)|\(款\)|\(项\)", "", squeeze(name))


def codes_named(system: CodeSystem, name: str) -> tuple[str, ...]:
    """Return the codes of ``system`` that carry this name, with or without its closing 支出."""
    bare = _bare(name)
    names = _names()
    spellings = (bare, bare + "支出", bare.removesuffix("支出"))
    return tuple(dict.fromkeys(code for spelling in spellings for code in names.get((system, spelling), ())))


@cache
def _names_by_code() -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for (system, name), codes in _names().items():
        for code in codes:
            found.setdefault((system, code), []).append(name)
    return {key: tuple(names) for key, names in found.items()}


def begins_name_of(system: CodeSystem, code: str, words: str) -> bool:
    """Whether the words are a name of the code, or the beginning of one."""
    bare = _bare(words)
    return any((name + "支出").startswith(bare) for name in _names_by_code().get((system, code), ()))


@lru_cache(maxsize=16384)
def match_header(label: str) -> HeaderLabel | None:
    """Return the header label family of a squeezed label, or None."""
    return next((entry for entry in header_labels() if entry.pattern.fullmatch(label)), None)


@lru_cache(maxsize=16384)
def match_row(label: str) -> tuple[RowLabel, ...]:
    """Return the row label families of a bare row label (:func:`transform.text.strip_label`), in order."""
    return tuple(entry for entry in row_labels() if entry.pattern.fullmatch(label))
