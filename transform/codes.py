"""Classification codes as printed: recognised, joined from split columns, taken apart from names.

Functional codes (功能分类) have 3, 5 or 7 digits and begin with 2; economic codes of departments (经济分类) have 3 or 5
(some regions go on to 7) and begin with 3; government economic codes have 3 or 5 and begin with 5.
"""

from __future__ import annotations

import re
from typing import Literal

from transform.text import squeeze

CodeSystem = Literal["functional", "economic", "government"]

_SYSTEM_OF_DIGIT: dict[str, CodeSystem] = {"2": "functional", "3": "economic", "5": "government"}
_LENGTHS: dict[CodeSystem, tuple[int, ...]] = {
    "functional": (3, 5, 7),
    "economic": (3, 5, 7),
    "government": (3, 5, 7),
}
_CODE_NAME = re.compile(r"^(\d{3}|\d{5}|\d{7})(?:[-:.、·_]|(?=[^\d.,、)%]))(?=\D)(.+)$")


def system_of(code: str) -> CodeSystem | None:
    """Return the system a joined code belongs to by its first digit and length, None where it is no such code."""
    if not code.isdigit():
        return None
    system = _SYSTEM_OF_DIGIT.get(code[:1])
    return system if system and len(code) in _LENGTHS[system] else None


def printed_once(text: str) -> str:
    """Return a code printed twice in one cell (30211013021101: two layers of text, one over the other) once; any other
    text as it is. Codes of three digits are left alone: twice one is a unit's code of six."""
    half = len(text) // 2
    twice = text.isdigit() and half in {5, 7} and text == text[:half] * 2
    return text[:half] if twice and system_of(text[:half]) else text


def parent(code: str) -> str | None:
    """Return the code one level up: 2080505 → 20805 → 208 → None."""
    return code[:-2] if len(code) > 3 else None


def split_code_name(text: str) -> tuple[str | None, str]:
    """Split "2010801-行政运行", "2010801 行政运行" or "[301]工资福利支出" into code and name; no code: (None, text)."""
    squeezed = squeeze(text)
    bracketed = re.match(r"^\((\d{3}|\d{5}|\d{7})\)(\D.*)$", squeezed)
    if bracketed:
        return bracketed[1], bracketed[2]
    found = _CODE_NAME.match(squeezed)
    if found and system_of(found[1]):
        return found[1], found[2].strip("-:.、")
    return None, squeezed


def join_parts(parts: tuple[str, ...], previous: str | None) -> tuple[str | None, bool]:
    """Join the printed parts of a code over its 类 / 款 / 项 columns; return it and whether levels were inherited.

    Met prints: one full code in any of the columns; 201 | 06 | 01; every column with the full code of its level
    (201 | 20106 | 2010601); lost leading zeros (208 | 5 | 5); upper levels printed only on their first row, then
    blank (taken from ``previous``, the code of the row above). Anything else gives None.
    """
    cells = [printed_once(squeeze(part)) for part in parts]
    printed = [cell for cell in cells if cell]
    if not printed or not all(cell.isdigit() for cell in printed):
        return None, False
    longest = max(printed, key=len)
    whole = system_of(longest) and all(longest.startswith(cell) or _is_tail(longest, cell) for cell in printed)
    if whole and (len(longest) > 3 or (cells[0] == longest and len(printed) == 1)):
        return longest, False
    first = next(i for i, cell in enumerate(cells) if cell)
    inherited = ""
    if first > 0:
        if previous is None or len(previous) < 3 + 2 * (first - 1):
            return (longest, False) if len(printed) == 1 and system_of(longest) else (None, False)
        inherited = previous[: 3 + 2 * (first - 1)]
    joined = inherited
    for index in range(first, len(cells)):
        cell = cells[index]
        if not cell:
            if any(cells[index:]):
                return None, False
            break
        joined += cell if index == 0 else cell.zfill(2)
        if index > 0 and len(cell) > 2:
            return None, False
    return (joined, first > 0) if system_of(joined) else (None, False)


def _is_tail(code: str, cell: str) -> bool:
    return len(cell) <= 2 and cell.zfill(2) in {code[3:5], code[5:7]}
