"""What is known while one sentence is read, and the whole that a paragraph hands on to the ones below."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from transform.narrative import cues
from transform.narrative.drafts import RELATION_METRICS, Draft, Group
from transform.narrative.numbers import Number
from transform.narrative.sections import Passage


@dataclass
class SentenceState:
    """What the reader knows while it reads one sentence.

    ``mode``: plain, reason (after 主要原因) or usage (after 主要用于). ``opening`` is the group before 其中, ``parent``
    that group once a part of it was met, ``parts`` the parts. ``nested`` says that a part was itself taken apart.
    ``stranger`` says that the last amount was of something that is not known: what is said next may be of that.
    ``parts_before_semicolon`` counts the parts before the last semicolon.
    ``before_bracket`` is the group spoken of before the bracket that is read. ``last_change`` is the last change in
    money and where its number ends.
    """

    text: str
    start: int
    number: int
    numbers: tuple[Number, ...]
    clauses: tuple[cues.Clause, ...]
    period: int | None
    base: cues.Base | None = None
    mode: Literal["plain", "reason", "usage"] = "plain"
    after_semicolon: bool = False
    parts_before_semicolon: int = 0
    opening: Group | None = None
    parent: Group | None = None
    parts: list[Group] = field(default_factory=list)
    nested: bool = False
    lists: bool = False
    bracket: bool | None = None
    before_bracket: Group | None = None
    named_whole: Group | None = None
    narrowed: bool = False
    projects: bool = False
    stranger: bool = False
    last_change: tuple[int, Draft] | None = None

    @property
    def whole(self) -> Group | None:
        """The group that an amount met now would be a part of."""
        return self.opening or self.parent

    def end_item(self) -> None:
        """A semicolon: the next item of a list begins."""
        self.after_semicolon = True
        self.parts_before_semicolon = len(self.parts)
        self.opening = None
        if self.nested:
            self.parent = None  # 其中 within 其中: the next item may belong to either
        if self.mode == "usage":
            self.mode = "plain"

    @property
    def is_behind_list(self) -> bool:
        """Whether a list of parts has ended and none of them was said to have changed: 其中：A x，B y；比上年增加 z."""
        relations = any(draft.metric in RELATION_METRICS for group in self.parts for draft in group.drafts)
        return len(self.parts) > 1 and not relations

    @property
    def is_behind_semicolon(self) -> bool:
        """Whether no part was named since the last semicolon."""
        return self.after_semicolon and len(self.parts) == self.parts_before_semicolon

    def ends_in_amount(self, clause: cues.Clause) -> bool:
        """Say whether ``clause`` ends in an amount: 政府采购预算总额 6,546.82 万元："""
        return any(number.kind == "amount" and number.end == clause.end for number in self.numbers)

    def announces_parts(self) -> bool:
        """Say whether the sentence ends in 其中： or 包括：, so that the paragraphs below list the parts."""
        if not self.clauses or self.clauses[-1].mark != ":":
            return False
        last = self.clauses[-1]
        return any(match["parts"] for match in cues.cue_pattern().finditer(self.text, last.start, last.end))


@dataclass
class Carried:
    """A whole announced at a paragraph's end (其中：), whose parts are the paragraphs one level below."""

    group: Group
    level: float
    child_level: float | None = None
    strict: bool = False

    def covers(self, passage: Passage) -> bool:
        """Say whether ``passage`` is one of the parts: one level below, all of them numbered or none."""
        if passage.lead_end:
            return passage.level == self.child_level
        return self.child_level is None
