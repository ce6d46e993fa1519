"""How a printed number is named in a finding: its row, its column and its place, in the words of the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict

_NUMBERING = re.compile(r"^[\s（(]*(?:[一二三四五六七八九十]{1,4}|\d{1,2})[、.．)）]\s*")
_ONLY_NUMBERING = re.compile(r"[\s（(]*(?:[一二三四五六七八九十]{1,4}|\d{1,2})[、.．)）]*\s*")
_FORM_WORDS = re.compile(r"(?:项目)?(?:支出)?(?:绩效)?(?:目标)?自评(?:价)?表$")

_ANY_ROW = "·"
"""A row that stands on one side of a statement only."""


class _ColumnWords(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    plain: frozenset[str]
    sides: frozenset[str]
    totals: frozenset[str]
    bases: frozenset[str]
    either_side: frozenset[str]
    short_heading: int
    form_fields: dict[str, str]
    claim_metrics: dict[str, str]


@cache
def _words() -> _ColumnWords:
    text = resources.files("expectations").joinpath("column_words.yaml").read_text(encoding="utf-8")
    return _ColumnWords.model_validate(yaml.safe_load(text))


def form_field(field: str, row: str) -> str:
    """What a number of a self-evaluation form is (预算数, 得分 …); empty where the row says it."""
    said = _words().form_fields.get(field, "")
    return "" if row.endswith(said[-1:]) and field == "score" else said


def claim_metric(metric: str, subject: str) -> str:
    """What a number of a sentence is (增减额, 占比 …); empty where its subject says it."""
    said = _words().claim_metrics.get(metric, "")
    return "" if subject.endswith((said, said[-2:])) else said


def row_words(label: str) -> str:
    """A row's label without spaces and numbering."""
    return _NUMBERING.sub("", re.sub(r"\s+", "", label))


def column_words(path: str, row: str) -> str:
    """The heading ``path`` (headings above a cell, outermost first, joined by ``/``) said in one breath for ``row``.

    Empty where it says nothing that the row does not say.
    """
    words = _words()
    split = _split(re.sub(r"\s+", "", path))
    what = split.own
    if what and split.total:
        said = f"{what}（{split.total}）{split.basis}"
    elif split.total and split.basis:
        said = f"{split.basis}（{split.total}）"
    else:
        said = f"{what or split.total}{split.basis}"
    if split.side and row in words.either_side and split.side not in said:
        return f"{split.side}（{said}）" if said in words.totals else f"{split.side}{said}"
    return said


def heading_words(path: str) -> str:
    """The heading of a whole column in one breath; its last part as printed where that would say nothing."""
    return column_words(path, _ANY_ROW) or path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class _Split:
    """The parts of a path of headings; each may be empty."""

    side: str
    own: str
    total: str
    basis: str


def _split(path: str) -> _Split:
    words = _words()
    headings = [heading for heading in path.split("/") if heading and heading not in words.plain]
    basis = next((heading for heading in reversed(headings) if heading in words.bases), "")
    headings = [heading for heading in headings if heading not in words.bases]
    side = headings.pop(0) if headings and headings[0] in words.sides else ""
    total = headings.pop() if headings and headings[-1] in words.totals else ""
    own = headings[-1] if headings else ""
    if own and len(own) <= words.short_heading and len(headings) > 1:
        own = f"{headings[-2]}·{own}"
    return _Split(side, own, total, basis)


def section_words(path: str) -> str:
    """The innermost heading of a passage that says more than its number; empty where none does."""
    said = (part.strip() for part in reversed(path.split(" / ")))
    return next((part for part in said if part and not _ONLY_NUMBERING.fullmatch(part)), "")


def form_subject(title: str) -> str:
    """The project that a self-evaluation form is about, from its title."""
    return _FORM_WORDS.sub("", title.strip()) or title.strip()
