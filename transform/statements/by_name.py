"""Codes for rows that print a name only: given where the name can mean one code, in its place of the hierarchy.

深圳 prints 类, 款 and 项 by name, one under the other; summaries print the classes alone. A name that could mean
several codes, or none, gives none: the row is loaded as printed.
"""

from __future__ import annotations

from collections.abc import Iterable

from transform.codes import CodeSystem
from transform.statements.lexicon import codes_named
from transform.text import strip_label

#: Ordinals of these styles head a class (类); a row under it without one is a 款 or 项.
_CLASS_STYLES = frozenset(("chinese", "bracketed_chinese", "digit", "bracketed_digit"))


def code_by_name(system: CodeSystem, name: str, above: str | None, style: str | None, classes_only: bool) -> str | None:
    """Return the code of a bare name, or None.

    ``above`` is the code of the row before it in the same section; ``style`` the style of its ordinal. A row with an
    ordinal, and every row of a table ``classes_only``, can be a class only.
    """
    codes = codes_named(system, name)
    heads = tuple(dict.fromkeys(code for code in codes if len(code) == 3))
    if classes_only or style in _CLASS_STYLES:
        return heads[0] if len(heads) == 1 else None
    if above is not None:
        for length in (len(above) + 2, len(above), len(above) - 2):
            if length not in {5, 7}:
                continue
            under = [code for code in codes if len(code) == length and code[: length - 2] == above[: length - 2]]
            under = [code for code in under if code != above]
            if len(under) == 1:
                return under[0]
    return heads[0] if len(heads) == 1 else None


def system_by_names(names: Iterable[str]) -> CodeSystem | None:
    """Return the classification most of the names are classes of, None on a tie: for a column whose header does not say
    by which of the three it lists its amounts."""
    bare = [strip_label(name)[0] for name in names]
    systems: tuple[CodeSystem, ...] = ("functional", "economic", "government")
    hits = {
        system: sum(1 for name in bare if any(len(code) == 3 for code in codes_named(system, name)))
        for system in systems
    }
    best = max(systems, key=lambda system: hits[system])
    return best if hits[best] and list(hits.values()).count(hits[best]) == 1 else None
