"""Which subject a claim is about, and which group it joins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from transform.narrative import cues
from transform.narrative.drafts import AMOUNT_METRICS, Draft, Group, Groups
from transform.narrative.sections import Passage
from transform.narrative.state import Carried, SentenceState
from transform.narrative.subjects import (
    Resolver,
    Subject,
    crosses_sides,
    is_member,
    is_vague,
    may_stand_under,
    with_measure,
)
from transform.narrative.words import clean

_FISCAL_TOPICS = frozenset(
    {
        "three_public", "operating", "procurement", "assets", "performance", "appropriation_basic", "general_basic",
        "government_fund", "state_capital", "general_budget", "appropriation", "overall", "income", "expenditure",
    }
)  # fmt: skip
_LISTING_TOPICS = frozenset({"income", "expenditure", "general_budget"})
_TOTALS = frozenset(
    {
        "overall_income_total", "income_total", "overall_expenditure_total", "expenditure_total",
        "general_budget_expenditure",
    }
)  # fmt: skip
# A paragraph that speaks of more things is no prose; time stays bounded.
_GROUPS_LOOKED_AT = 200
_LEVEL_MARK = re.compile(r"\([类款项]\)")
_MEASURES = frozenset({"basic", "project_total", "general_basic", "general_project"})
_CODED = frozenset({"functional", "economic", "government_economic"})


@dataclass
class Binder:
    """Keeps what was spoken of in the passage that is read; ``groups`` are all groups of the document."""

    resolver: Resolver
    groups: Groups = field(default_factory=Groups)
    passage: Passage = field(init=False)
    current: Group | None = None
    pending: Subject = field(default_factory=lambda: Subject(""))
    carried: Carried | None = None
    _paragraph: list[Group] = field(default_factory=list)
    _unsure: tuple[Group, Group] | None = None
    _section_total: Group | None = None

    @property
    def principal_metric(self) -> Literal["final", "initial_budget"]:
        """The metric, and basis, of an amount that names none: what the filing is about."""
        return "initial_budget" if self.resolver.filing == "budget" else "final"

    # -- passages

    def begin(self, passage: Passage) -> None:
        """Turn to a new passage."""
        self.passage = passage
        carried = self.carried
        if carried is not None and passage.lead_end and not passage.is_heading and carried.child_level is None:
            carried.child_level = passage.level
        if passage.is_heading:
            self._section_total = None
        if passage.is_heading or (carried is not None and passage.lead_end and passage.level <= carried.level):
            self.carried = None
        self._paragraph = []
        self._unsure = None
        self.current = None
        self.pending = self._item_subject()

    def end(self, last: SentenceState | None) -> None:
        """Leave the passage: its last sentence may announce the parts that follow."""
        if last is not None and self.current is not None and last.announces_parts() and not self._several():
            self.carried = Carried(self.current, self.passage.level)
        elif (
            self.carried is not None
            and self.carried.child_level is None
            and not self.passage.lead_end
            and self.passage.paragraph.run.text.endswith("。")
        ):
            self.carried.strict = True  # an unnumbered list may end with its full stop

    def _several(self) -> bool:
        """Say whether the last sentence with numbers spoke of several things: a list below may be of any of them."""
        drafts = [(draft.sentence_no, group.subject.identity) for group in self._paragraph for draft in group.drafts]
        last = max(number for number, _ in drafts) if drafts else 0
        return len({identity for number, identity in drafts if number == last}) > 1

    def after(self, before: SentenceState, *, continues: bool) -> None:
        """Note after a sentence that listed parts that the next one may mean the whole or the last part."""
        if before.lists and before.parts and before.parent is not None and not continues:
            self._unsure = (before.parent, before.parts[-1])

    def _item_subject(self) -> Subject:
        """Return what the passage's own number or the headings above give to sentences that name no subject."""
        passage = self.passage
        if passage.is_heading:
            return Subject("")
        leads = self.leads()[:-1] if passage.open_levels and passage.open_levels[-1].title else self.leads()
        if passage.lead:
            subject = self.resolver.subject(passage.lead, passage.topic, leads)
            return subject if subject.concept else Subject(subject.text)
        titles = [level.title for level in passage.open_levels if level.title]
        if not titles:
            return Subject("")
        subject = self.resolver.subject(titles[-1], passage.topic, leads)
        return subject if subject.concept else Subject("")

    def leads(self) -> tuple[str, ...]:
        """The names of the items and headings above, outermost first."""
        return tuple(level.title for level in self.passage.open_levels if level.title)

    # -- subjects

    def named(self, words: str) -> Subject:
        """Return the subject that ``words`` name in this section."""
        return self.resolver.subject(words, self.passage.topic, self.leads())

    def subject_of(self, sentence: SentenceState, words: str) -> Subject:
        """Return what the words before a metric speak of, in the light of what it is listed under."""
        rest = cues.without_base(words).split("#")[-1]
        for cue in cues.cue_pattern().finditer(rest):
            rest = rest[cue.end() :] if cue["parts"] else rest
        whole = sentence.whole
        part_of = whole.subject.concept if whole is not None else None
        subject = self.resolver.subject(rest, self.passage.topic, self.leads(), part_of)
        if sentence.narrowed and subject.concept in _CODED:
            subject = Subject(subject.text)  # ①人员经费：工资福利支出（301）… is a part of a row that no table prints
        elif whole is not None and not may_stand_under(subject, whole.subject):
            subject = Subject(subject.text)
        elif whole is not None and "收入" in subject.text and crosses_sides(subject, whole.subject):
            subject = Subject(subject.text)  # 预算支出…其中：其他收入 100 万元: money spent, not the income line
        elif subject.concept in _MEASURES:
            subject = self._measure_of_item(subject)
        elif not subject.text and clean(rest) in {"收入", "支出"} and self._ends_list(sentence, clean(rest)):
            assert sentence.parent is not None
            subject = sentence.parent.subject  # 其中：教育支出…，住房保障支出…；支出比上年增加…: of the whole again
        elif not subject.text and self._unsure is not None and clean(rest) in {"收入", "支出"}:
            of_whole = self._unsure[0].subject
            subject = of_whole if clean(rest) in of_whole.text else subject
        return subject

    @staticmethod
    def _ends_list(sentence: SentenceState, side: str) -> bool:
        """Say whether bare 支出 or 收入 after a list's semicolon takes up the whole that the list divides."""
        parent = sentence.parent
        return (
            parent is not None
            and len(sentence.parts) > 1
            and (sentence.after_semicolon or sentence.is_behind_list)
            and not crosses_sides(Subject(side), parent.subject)
        )

    def _measure_of_item(self, subject: Subject) -> Subject:
        """基本支出 said of a functional item is a column of that item's row."""
        item = self.pending
        if item.concept != "functional" and self.current is not None:
            item = self.current.subject
        if item.concept != "functional":
            return subject
        return with_measure(item, "basic" if "基本" in subject.text else "project", subject.text)

    def name_only(self, sentence: SentenceState, clause: cues.Clause) -> None:
        """A clause without a number may name the subject of what follows: 一般公共预算财政拨款支出，年初预算…

        So may a sentence that is nothing but a name with its level marks: 其中：1.教育支出（类）…（项）。年初预算…
        """
        words = cues.without_base(sentence.text[clause.start : clause.end])
        if sentence.mode != "plain" or not words or len(words) > 40:
            return
        if words.endswith("中"):
            sentence.named_whole = self._stated_before(words) or sentence.named_whole
        elif clause.mark in {",", ":"} or (clause.mark == "。" and _LEVEL_MARK.search(words)):
            subject = self.named(words)
            if subject.concept is not None and subject.binding is not None:
                self.pending = subject
                sentence.stranger = False
                if self.current is not None and self.current.subject.identity != subject.identity:
                    self.current = None

    def _stated_before(self, words: str) -> Group | None:
        """三公经费支出决算中，…: shares that follow are of that whole, stated before."""
        subject = self.named(re.sub(r"(?:支出|收入)?(?:决算|预算)?中$", "", words))
        if subject.concept is None:
            return None
        for group in reversed(self.groups.all):
            if group.subject.identity == subject.identity and group.principal(self.principal_metric):
                return group
        return None

    # -- groups

    def attach(self, sentence: SentenceState, draft: Draft, subject: Subject, *, relation: bool) -> None:
        """Put ``draft`` into the group of its subject; unbound where that is not certain."""
        group = self._group_for(sentence, draft, subject, relation=relation)
        if group is None:
            draft.subject = subject
            return
        group = self.groups.join(draft, group)
        if group not in self._paragraph[-_GROUPS_LOOKED_AT:]:
            self._paragraph.append(group)
        if self._section_total is None and not relation:
            self._section_total = group
        if draft.metric == "share" and draft.whole is None and group.parent is None:
            draft.whole_group = sentence.named_whole or self._total_above(group)
        draft.subject = group.subject
        self.current = group
        known = group.subject.concept is not None or group.parent is not None or self.passage.topic in _FISCAL_TOPICS
        vague = group.subject.concept is None and is_vague(group.subject.text)
        draft.bound = group.subject.text != "" and known and not vague and draft.says_all

    def _total_above(self, group: Group) -> Group | None:
        """Return the total that the section opens with, for a share that names no whole (占 79.49%)."""
        total = self._section_total
        if total is None or total is group or self.passage.topic not in _LISTING_TOPICS:
            return None
        return total if total.subject.concept in _TOTALS else None

    def _group_for(self, sentence: SentenceState, draft: Draft, subject: Subject, *, relation: bool) -> Group | None:
        if subject.text:
            self._unsure = None
            sentence.stranger = False
            return self._spoken_of(draft, subject) or self._new(sentence, subject)
        if sentence.stranger or (relation and self._tells_of_work(sentence, draft)):
            return None
        if relation and self._is_ambiguous(sentence):
            return None
        if relation and _is_of_the_whole(sentence):
            return sentence.parent
        if self.current is None and self.pending.text:
            return self._new(sentence, self.pending)
        return self.current

    def _tells_of_work(self, sentence: SentenceState, draft: Draft) -> bool:
        """Say whether a change in a performance text is of what was done (blood collected), not of the project's money.

        Only the sentence that prints the project's own amounts speaks of them.
        """
        if self.passage.topic != "performance" or draft.metric not in {"growth_rate", "change", "share"}:
            return False
        spoken = self.current.drafts if self.current is not None else []
        return not any(d.sentence_no == sentence.number and d.metric in AMOUNT_METRICS for d in spoken)

    def _spoken_of(self, draft: Draft, subject: Subject) -> Group | None:
        """Return the group of this paragraph that is about ``subject`` already."""
        if self.current is not None and self.current.subject.identity == subject.identity:
            return self.current
        for group in reversed(self._paragraph[-_GROUPS_LOOKED_AT:]):
            if group.subject.identity == subject.identity and not group.has(draft.key):
                return group
        return None

    def _new(self, sentence: SentenceState, subject: Subject) -> Group:
        if sentence.opening is not None:
            # 其中 takes effect with the first amount after it: 主要包括：办公费、印刷费 lists names only.
            # Parts listed by paragraphs end with their paragraph: a list inside one may follow with its own semicolons.
            by_paragraphs = self.carried is not None and sentence.parent is self.carried.group
            sentence.nested = sentence.nested or (bool(sentence.parts) and not by_paragraphs)
            sentence.parent, sentence.parts, sentence.opening = sentence.opening, [], None
            sentence.lists = True
        if sentence.bracket is not None:
            # （含外宾接待支出 0 万元）: a part of what stands before the bracket, not of the list around it.
            return self.groups.new(subject, self.current if sentence.bracket else None)
        carried = self.carried
        strict = carried is not None and carried.strict and sentence.parent is carried.group
        if carried is not None and strict and not is_member(subject, carried.group.subject):
            sentence.parent, self.carried = None, None
        if sentence.parent is not None and "支出" in subject.text and crosses_sides(subject, sentence.parent.subject):
            sentence.parent, sentence.parts = None, []
        group = self.groups.new(subject, sentence.parent)
        if sentence.parent is not None:
            sentence.parts.append(group)
        return group

    def _is_ambiguous(self, sentence: SentenceState) -> bool:
        """Say whether a sentence without a subject could mean more than one of those spoken of before it.

        After 其中：A …、B … a new sentence may go on about the whole or about B; nothing in it tells.
        """
        if self.current is None or any(draft.sentence_no == sentence.number for draft in self.current.drafts):
            return False
        if self._unsure is not None and self.current is self._unsure[1]:
            return True
        return len({group.subject.identity for group in self._paragraph[-_GROUPS_LOOKED_AT:]}) > 1


def _is_of_the_whole(sentence: SentenceState) -> bool:
    """Say whether what follows a list of parts is said of the whole that they divide."""
    if len(sentence.parts) > 1 and _side_by_side(sentence):
        return True
    return sentence.is_behind_list and sentence.is_behind_semicolon and sentence.parent is not None


def _side_by_side(sentence: SentenceState) -> bool:
    """Say whether the parts stand in one clause (A x万元、B y万元): what follows the comma is said of the whole."""
    return len({draft.clause_no for group in sentence.parts for draft in group.drafts}) == 1
