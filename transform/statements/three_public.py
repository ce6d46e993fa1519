"""What 预算数 of a final account's 三公 table means: the initial budget or the adjusted one of the whole year.

The header says it (年初预算数, 全年预算数), else the table's note (预算数为全年预算数，反映按规定程序调整后的预算数),
else the narrative (“三公”经费财政拨款支出年初预算为…); the ministry's own form means the adjusted one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.model import TextLine
from transform.records import Basis
from transform.text import squeeze

_ADJUSTED = re.compile(r"预算数.{0,60}(调整后|全年预算|调整预算)")
_INITIAL = re.compile(r"预算数.{0,40}(年初预算|年初批复|年初部门预算)")
_NARRATIVE = re.compile(r'三公"?经费[^。;]{0,24}?(年初|全年|调整)预算(数)?(为|安排|\d)')


def budget_basis(label: str, notes: str, narrative: Basis | None) -> Basis:
    """Return the basis of a 预算数 printed as ``label`` in a table with these squeezed ``notes``."""
    if "年初" in label:
        return "initial_budget"
    if _ADJUSTED.search(notes):
        return "adjusted_budget"
    if _INITIAL.search(notes):
        return "initial_budget"
    return narrative or "adjusted_budget"


def narrative_basis(lines: Iterable[TextLine]) -> Basis | None:
    """Return the budget that the narrative compares 三公 with, None where it does not say or says both."""
    found = {hit[0] for hit in _NARRATIVE.findall(squeeze("".join(line.text for line in lines)))}
    if found == {"年初"}:
        return "initial_budget"
    return "adjusted_budget" if found and "年初" not in found else None
