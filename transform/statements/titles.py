"""Which statement a printed title names: by its words, the printed number is only evidence.

A title is met above the grid, in the first rows of the grid, or not at all. Years, ordinals, table numbers (表1,
公开01表, 预算01表), the department's name and remarks in brackets are put aside first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from transform.records import FilingKind
from transform.statements.lexicon import title_families
from transform.text import split_ordinal, squeeze

_NUMBER = re.compile(
    r"\(?(公开|预算|附|沪预|决算|批复|财决|市级|部门)*(表|附表)?[\d一二三四五六七八九十]+(-\d+)?表?\)?"
)
_NUMBER_INSIDE = re.compile(
    r"\((公开|预算|附|沪预|财决)?(表)?[\d一二三四五六七八九十]+(-\d+)?表?\)|^(附件|附表|表)[\d一二三四五六七八九十]+(-\d+)?[:、.]?"
)
_UNIT = re.compile(r"\(?(金额)?单位:(人民币)?(亿元|百万元|万元|千元|元)\)?")
_TRAILING_NUMBER = re.compile(r"(?<=表)(公开|预算|附|财决|沪预|批复)\d+(-\d+)?表$")
_LEADING_NUMBER = re.compile(r"^(公开|预算|附|沪预|财决)?(表)?\d+(-\d+)?(表|[:、])")
_CONTINUED = re.compile(r"\(?续表?\d*\)?$|\(续\)")
_TRAILING_BRACKET = re.compile(r"\([^()]*\)$|(?<=表)\([^()]*$")
#: What one table of several holds, behind the title of them all: 基本支出表--公用经费.
_PART = re.compile(r"(?<=表)[-—－–]+[^-—－–]{2,32}$")
_REMARK = re.compile(r"\((不?含|包括|不包括|剔除|单位)[^()]*\)|[-,、;]?(不含|不包括|含|包括)上年结转(结余)?(资金)?")
_YEAR = re.compile(r"(19|20)\d\d年?度?|[二○零一]{2}[○零一二三四五六七八九]{2}年度?")
_SENTENCE = re.compile(r"[。;,，!?]|反映|如下|包括|本表|单位:|见附|详见")
#: How the first line of a wrapped title ends.
_UNFINISHED = re.compile(
    r"(财政拨款|公共预算|经营预算|基金预算|基金|性|基本|经费|收入|支出|收支|及|和|、|的|国有资本|国有资本经营|预算财政)$"
)
_ENDS = re.compile(r"表(\([^()]*\))?$")
_WHOLLY_BRACKETED = re.compile(r"\([^()]*\)")
_MAX_TITLE = 64


@dataclass(frozen=True, slots=True)
class Title:
    """A recognised title. ``statement`` is None for a form or a list; ``printed`` is the line as printed."""

    statement: str | None
    printed: str


@lru_cache(maxsize=8192)
def bare_title(text: str) -> str | None:
    """Return the words of a line that can be a table's title, or None (a sentence, a number, too long)."""
    words = _UNIT.sub("", squeeze(text)).strip('"')
    if not words or len(words) > _MAX_TITLE or _NUMBER.fullmatch(words):
        return None
    words = _TRAILING_NUMBER.sub("", words)
    if _SENTENCE.search(re.sub(r'"三公"|会议费、|出国\(境\)费,', "", words)):
        return None
    words = _CONTINUED.sub("", words)
    words = _NUMBER_INSIDE.sub("", words)
    words = _LEADING_NUMBER.sub("", words)
    words = split_ordinal(words)[1]
    words = _YEAR.sub("", words)
    return words or None


def recognise(text: str, kind: FilingKind) -> Title | None:
    """Return the statement that a line of text names, or None where it is no title.

    A title ends with 表 (remarks in brackets after it aside). ``kind`` decides where the words allow a budget and a
    final account; 决算 and 预算 in the title decide first.
    """
    words = bare_title(text)
    if words is None:
        return None
    words = _PART.sub("", _REMARK.sub("", words))
    core = _TRAILING_BRACKET.sub("", words)
    if not re.search(r"(表|情况|明细)$", core):
        return None
    if not core.endswith("表") and not re.search(r"(收支|收入|支出|决算|预算)(总体)?(情况|明细)$", core):
        return None
    for family in title_families():
        if family.pattern.search(words):
            return Title(_id_for(family.final, family.budget, words, kind), text.strip())
    return None


def _id_for(final: str | None, budget: str | None, words: str, kind: FilingKind) -> str | None:
    if "决算" in words:
        return final
    if kind == "final_account":
        return final
    return budget


def is_table_number(text: str) -> bool:
    """Whether a line is nothing but a table's number: 表1, 公开01表, 预算01表, 附表2-1."""
    words = squeeze(text)
    return bool(words) and bool(_NUMBER.fullmatch(words)) and "表" in words


def find_title(texts: Iterable[str], kind: FilingKind) -> Title | None:
    """Return the title nearest to the grid among the lines above it.

    A title wrapped over two lines is put together first: its second half alone can name another statement
    (一般公共预算财政拨款 | 支出决算表).
    """
    lines = _with_brackets([text for text in texts if squeeze(text)])
    for index in range(len(lines) - 1, -1, -1):
        words = squeeze(lines[index])
        before = squeeze(lines[index - 1]) if index > 0 else ""
        ends = bool(_ENDS.search(words))
        if ends and _UNFINISHED.search(before) and ":" not in before:
            whole = recognise(lines[index - 1] + lines[index], kind)
            if whole is not None:
                return whole
        title = recognise(lines[index], kind)
        if title is None and index > 0 and ends:
            title = recognise(lines[index - 1] + lines[index], kind)
        if title is not None:
            return title
    return None


def _with_brackets(lines: Sequence[str]) -> list[str]:
    """Join a title's remark with it: a bracket that a line leaves open goes on in the next (支出表（按支出经济分类 |
    科目-不含上年结转）), one that fills a line of its own belongs to the title above it."""
    joined: list[str] = []
    for line in lines:
        above = squeeze(joined[-1]) if joined else ""
        words = squeeze(line)
        opened = above.count("(") - above.count(")") == 1 and ":" not in above
        closes = words.count(")") - words.count("(") == 1
        remark = _WHOLLY_BRACKETED.fullmatch(words) and above.endswith("表") and not _UNIT.fullmatch(words)
        if above and ((opened and closes) or remark) and len(above) + len(words) <= _MAX_TITLE:
            joined[-1] += line.strip()
        else:
            joined.append(line)
    return joined
