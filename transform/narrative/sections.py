"""Where a sentence stands: the headings above it, what its section is about, and the item it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from transform.narrative.enumerators import Enumerator, enumerator_of
from transform.narrative.paragraphs import Paragraph
from transform.narrative.patterns import load_topics
from transform.narrative.text import fold_text

_MAX_HEADING = 48
_LEAD_END = re.compile(r"[。:,;]")
_ANNOUNCES = re.compile(r"(?:如下|方面|包括):$")
# 第三部分 某某办公厅 / 2017年度部门预算情况说明: a part's heading over two lines.
_PART_REST = re.compile(r"^[^。:,;]*(?:说明|情况|概况|报表|表|解释)$")
# 检察（款）：2018年预算支出合计…其中：/ 1.行政运行（项）…: the line leads the numbered items after it.
_UNNUMBERED_LEAD = re.compile(r"(?P<lead>[^,;。:\d]{2,34}\([类款]\)(?:支出)?)(?::|$)")
_VALUE = re.compile(r"\d[\d,.]*(?:亿元|万元|元|%|个|辆|人)")


@dataclass(frozen=True, slots=True)
class Level:
    """One open heading or item: ``title`` is its words without the number, ``topic`` what it is about, if known."""

    level: float
    printed: str
    title: str
    topic: str | None
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its place in the hierarchy; ``lead_end`` is where its own number and item name end."""

    paragraph: Paragraph
    open_levels: tuple[Level, ...]
    is_heading: bool
    lead: str
    lead_start: int
    lead_end: int

    @property
    def level(self) -> float:
        """The level of the innermost open heading or item, -1 where none is open."""
        return self.open_levels[-1].level if self.open_levels else -1

    @property
    def topic(self) -> str:
        """The innermost known topic; "" where no heading tells."""
        for level in reversed(self.open_levels):
            if level.topic:
                return level.topic
        return ""

    @property
    def section(self) -> str:
        """The printed headings above, outermost first, joined by `` / ``."""
        return " / ".join(level.printed for level in self.open_levels if level.printed)


@dataclass
class _Stack:
    levels: list[Level] = field(default_factory=list)

    def open(self, level: float, printed: str, title: str, *, heading: bool = False) -> None:
        while self.levels and self.levels[-1].level >= level:
            self.levels.pop()
        topic = topic_of(title)
        if topic == "appropriation" and any(outer.topic == "general_budget" for outer in self.levels):
            topic = None  # （一）财政拨款支出决算总体情况 within the section on the general budget
        self.levels.append(Level(level, printed, title, topic, heading))

    def lead(self, printed: str, title: str) -> None:
        """Open an unnumbered item under the innermost heading: above whatever numbers the items after it carry."""
        under = max((level.level for level in self.levels if level.is_heading), default=-1.0)
        self.open(under + 0.5, printed, title)

    def lengthen(self, printed: str) -> None:
        """Add a heading's next line to it."""
        last = self.levels.pop()
        self.open(last.level, f"{last.printed} {printed}", last.title + fold_text(printed), heading=True)

    def turn_to(self, topic: str | None) -> None:
        """Let the innermost heading be about ``topic`` from here on."""
        if topic is not None and self.levels:
            self.levels[-1] = replace(self.levels[-1], topic=topic)


def _announced_topic(text: str) -> str | None:
    """Return what the list below is about: 财政拨款支出主要内容如下："""
    if not _ANNOUNCES.search(text) or len(text) > _MAX_HEADING or _VALUE.search(text):
        return None
    return topic_of(text)


@lru_cache(maxsize=16384)
def topic_of(title: str) -> str | None:
    """Return the id of the first topic one of whose patterns is found in the folded ``title``."""
    for topic in load_topics():
        if any(re.search(pattern, title) for pattern in topic.headings):
            return topic.id
    return None


def passages_of(paragraphs: tuple[Paragraph, ...]) -> Iterator[Passage]:
    """Yield every paragraph with the headings open at it. A heading is yielded too, with itself as innermost level."""
    stack = _Stack()
    after_part = False
    for paragraph in paragraphs:
        text = paragraph.run.text
        enumerator = enumerator_of(text)
        wraps, after_part = after_part, enumerator is not None and enumerator.level == 0
        if enumerator is None:
            if wraps and _PART_REST.search(text) and len(text) <= _MAX_HEADING and stack.levels[-1].is_heading:
                stack.lengthen(paragraph.run.printed)
                yield Passage(paragraph, tuple(stack.levels), True, "", 0, len(text))
            elif _is_plain_heading(text):
                stack.open(0, paragraph.run.printed, text, heading=True)
                yield Passage(paragraph, tuple(stack.levels), True, "", 0, len(text))
            else:
                if (lead := _UNNUMBERED_LEAD.match(text)) is not None:
                    stack.lead(paragraph.run.printed[: lead.end()], lead["lead"])
                stack.turn_to(_announced_topic(text))
                yield Passage(paragraph, tuple(stack.levels), False, "", 0, 0)
            continue
        yield _enumerated(paragraph, enumerator, stack)


def _enumerated(paragraph: Paragraph, enumerator: Enumerator, stack: _Stack) -> Passage:
    text = paragraph.run.text
    start = enumerator.length
    heading = len(text) <= _MAX_HEADING and not _VALUE.search(text[start:]) and "。" not in text[start:-1]
    if heading:
        title = text[start:].rstrip("。:;")
        stack.open(enumerator.level, paragraph.run.printed, title, heading=True)
        return Passage(paragraph, tuple(stack.levels), True, title, start, len(text))
    end = _LEAD_END.search(text, start)
    lead = text[start : end.start()] if end else ""
    if _VALUE.search(lead) or len(lead) > _MAX_HEADING * 2 or (end and end.group() in ",;"):
        lead = ""
    stack.open(enumerator.level, paragraph.run.printed[: end.start() if lead and end else start], lead)
    return Passage(paragraph, tuple(stack.levels), False, lead, start, end.end() if lead and end else start)


def _is_plain_heading(text: str) -> bool:
    """Say whether a paragraph without a number is a heading: short, no sentence, opens a known kind of section."""
    if len(text) > _MAX_HEADING or re.search(r"[。,;:]", text) or _VALUE.search(text):
        return False
    return bool(re.search(r"(?:说明|情况|名词解释|编制说明|职能|职责|概况|表)$", text)) and topic_of(text) is not None
