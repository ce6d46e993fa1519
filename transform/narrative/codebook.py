"""Names to codes: 社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项） to 2080501.

Names come from ``transform/lookups/code_names.csv`` and, before those, from the document's own tables: a published
document overrules a list. A name is looked up under its parents; a name that fits two codes gives none.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from extract.model import DocumentContent, RawTable
from transform.codes import join_parts, split_code_name, system_of
from transform.narrative.text import fold_text

_LEVEL_MARK = re.compile(r"\((?:类|款|项)\)")
_QUOTES = re.compile(r"[“”\"'‘’《》]")


def name_key(name: str) -> str:
    """Return what two spellings of a classification name share: no quotes, level marks, or closing 支出."""
    key = _LEVEL_MARK.sub("", _QUOTES.sub("", fold_text(name)))
    return key.removesuffix("支出") or key


@dataclass
class Codebook:
    """Codes by name. ``names`` maps the key of a name to the codes that bear it."""

    functional: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    economic: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, code: str, name: str) -> None:
        """Note that ``code`` is called ``name``; codes of no known system are passed over."""
        system = system_of(code)
        key = name_key(name)
        if not key:
            return
        if system == "functional":
            self.functional[key].add(code)
        elif system == "economic":
            self.economic[key].add(code)

    def category(self, name: str) -> str | None:
        """Return the 3-digit code of a 类, None where the name is none or several."""
        return _only({code for code in self.functional.get(name_key(name), ()) if len(code) == 3})

    def economic_code(self, name: str) -> str | None:
        """Return the department economic code called ``name``, None where it is none or several."""
        return _only(self.economic.get(name_key(name), set()))

    def under(self, parent: str, name: str, length: int) -> str | None:
        """Return the code of ``length`` digits called ``name`` below ``parent``."""
        return _only({c for c in self.functional.get(name_key(name), ()) if len(c) == length and c.startswith(parent)})

    def path(self, category: str | None, group: str | None, item: str | None) -> str | None:
        """Return the code of 类, 款, 项 given by name.

        A 款 under another year's name is stepped over where the 项 is unique in its 类.
        """
        code = self.category(category) if category else ""
        if code is None:
            return None
        if group:
            below = self.under(code, group, 5)
            if below is None and item:
                return self._unknown_group(code, group, item)
            if below is None or not item:
                return below
            code = below
        if item:
            return self.under(code, item, 7) if code else None
        return code or None

    def _unknown_group(self, category: str, group: str, item: str) -> str | None:
        if not category or self.functional.get(name_key(group)):
            return None  # the 款 is known elsewhere: the names contradict each other
        return self.under(category, item, 7)


def _only(codes: set[str]) -> str | None:
    return next(iter(codes)) if len(codes) == 1 else None


@cache
def _listed() -> tuple[tuple[str, str], ...]:
    text = (files("transform") / "lookups" / "code_names.csv").read_text(encoding="utf-8")
    return tuple((row["code"], row["name"]) for row in csv.DictReader(text.splitlines()))


def codebook_of(content: DocumentContent, extra: Iterable[tuple[str, str]] = ()) -> Codebook:
    """Return the names of the code lists, of ``extra`` (code, name) pairs and of the document's tables."""
    book = Codebook()
    for code, name in (*_listed(), *extra):
        book.add(code, name)
    for table in content.tables:
        for code, name in _printed_pairs(table):
            book.add(code, name)
    return book


def _printed_pairs(table: RawTable) -> list[tuple[str, str]]:
    """Return the (code, name) pairs of a table's rows: code cells followed by the cell of the name."""
    rows: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for cell in table.cells:
        if cell.text.strip():
            rows[cell.row].append((cell.col, fold_text(cell.text)))
    pairs: list[tuple[str, str]] = []
    for cells in rows.values():
        digits: list[str] = []
        for _, text in sorted(cells):
            if text.isdigit() and len(text) in {1, 2, 3, 5, 7}:
                digits.append(text)
                continue
            code, name = split_code_name(text)
            if code is None and digits and len(digits) <= 3:
                code, _ = join_parts(tuple(digits), None)
            if code and name and not name[:1].isdigit() and len(name) > 1:
                pairs.append((code, name))
            digits = []
    return pairs
