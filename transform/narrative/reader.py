"""The sentence reader: walks the passages of a document and drafts a claim for every number and comparison word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extract.model import TextLine
from transform.narrative import cues
from transform.narrative.counts import count_claim
from transform.narrative.drafts import AMOUNT_METRICS, Draft, Group, Groups
from transform.narrative.numbers import Number, amount_factor, numbers_in
from transform.narrative.patterns import Metric
from transform.narrative.sections import Passage
from transform.narrative.subjects import (
    Resolver,
    Subject,
    clean,
    crosses_sides,
    is_vague,
    may_stand_under,
    narrows,
    project,
    with_measure,
)
from transform.narrative.text import Run, place_of
from transform.records import Basis, Unread, ValueKind

#: Sections in which nothing is bound: their numbers describe duties, terms and tables' own captions.
UNBOUND_TOPICS = frozenset({"duties", "glossary", "tables"})
_FISCAL_TOPICS = frozenset(
    {
        "three_public", "operating", "procurement", "assets", "performance", "appropriation_basic", "general_basic",
        "government_fund", "state_capital", "general_budget", "appropriation", "overall", "income", "expenditure",
    }
)  # fmt: skip
_LISTING_TOPICS = frozenset({"income", "expenditure", "general_budget"})
_TOTALS = frozenset(
    {
        "overall_income_total",
        "income_total",
        "overall_expenditure_total",
        "expenditure_total",
        "general_budget_expenditure",
    }
)
_PER_PERSON = re.compile(r"(?:每人每?[年月天日]?|人均|每[人户年月天日亩次生]|单价|标准(?:为|由|从)?)[^,;#]{0,6}$")
_PROJECT_LIST = re.compile(r"项目支出(?:主要)?(?:用于|包括)|项目支出[^,;]*(?:具体)?包括")
_VALUE_KIND: dict[str, ValueKind] = {"amount": "amount", "unit_price": "amount", "threshold": "amount", "ratio": "ratio",
    "points": "ratio", "count": "count", "score": "score", "date": "date", "year": "date", "years": "date"}  # fmt: skip


@dataclass
class _Sentence:
    """What the reader knows while it reads one sentence."""

    text: str
    start: int
    number: int
    numbers: tuple[Number, ...]
    clauses: tuple[cues.Clause, ...]
    period: int | None
    base: cues.Base | None = None
    mode: str = "plain"
    after_semicolon: bool = False
    parent: Group | None = None
    parts: list[Group] = field(default_factory=list)
    nested: bool = False
    lists: bool = False
    opening: Group | None = None
    bracket: bool | None = None
    named_whole: Group | None = None
    narrowed: bool = False
    projects: bool = False


@dataclass
class _Carried:
    """A whole announced at a paragraph's end (其中：), whose parts are the paragraphs one level below."""

    group: Group
    level: int
    child_level: int | None = None


@dataclass
class Reader:
    """Reads one document's passages in order; ``drafts`` are the claims, ``counted`` the numbers that are no claim."""

    resolver: Resolver
    fiscal_year: int | None
    lines: Sequence[TextLine]
    drafts: list[Draft] = field(default_factory=list)
    groups: Groups = field(default_factory=Groups)
    unread: list[Unread] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    _sentence_no: int = 0
    _carried: _Carried | None = None
    _section_total: Group | None = None
    _passage: Passage | None = None
    _paragraph_groups: list[Group] = field(default_factory=list)
    _current: Group | None = None
    _unsure: tuple[Group, Group] | None = None
    _pending: Subject = field(default_factory=lambda: Subject(""))

    # -- passages and sentences

    def read(self, passage: Passage) -> None:
        """Draft the claims of one passage."""
        self._passage = passage
        level = passage.open_levels[-1].level if passage.open_levels else -1
        carried = self._carried
        if carried is not None and passage.lead_end and not passage.is_heading:
            carried.child_level = level if carried.child_level is None else carried.child_level
        if passage.is_heading:
            self._section_total = None
        if passage.is_heading or (carried is not None and passage.lead_end and level <= carried.level):
            self._carried = None
        self._paragraph_groups = []
        self._current = None
        self._unsure = None
        self._pending = self._item_subject(passage)
        run = passage.paragraph.run
        before: _Sentence | None = None
        for start, end in cues.sentences(run.text):
            sentence = self._open(run.text[start:end], start, before)
            self._read_sentence(sentence, run)
            before = sentence
        if before is not None and self._current is not None and _announces_parts(before):
            self._carried = _Carried(self._current, level)
        elif (
            self._carried is not None
            and self._carried.child_level is None
            and not passage.lead_end
            and run.text.endswith("。")
        ):
            self._carried = None  # an unnumbered list ends with its full stop

    def _item_subject(self, passage: Passage) -> Subject:
        """Return the subject that the passage's own number or the headings above give to sentences that name none."""
        if passage.is_heading:
            return Subject("")
        leads = tuple(level.title for level in passage.open_levels[:-1] if level.title)
        if passage.lead:
            subject = self.resolver.subject(passage.lead, passage.topic, leads)
            return subject if subject.concept else Subject(subject.text)
        for level in reversed(passage.open_levels):
            if not level.title:
                continue
            subject = self.resolver.subject(level.title, passage.topic, leads)
            return subject if subject.concept else Subject("")
        return Subject("")

    def _open(self, text: str, start: int, before: _Sentence | None) -> _Sentence:
        self._sentence_no += 1
        numbers = numbers_in(text)
        continues = before is not None and text.startswith(("其中", "包括", "分别"))
        sentence = _Sentence(text, start, self._sentence_no, numbers, cues.clauses(text, numbers), self.fiscal_year)
        if continues and before is not None:
            sentence.period, sentence.base = before.period, before.base
        first = numbers[0] if numbers else None
        if first is not None and first.kind == "year" and first.start == 0:
            sentence.period = first.year
        assert self._passage is not None
        level = self._passage.open_levels[-1].level if self._passage.open_levels else -1
        carried = self._carried
        if carried is not None and _is_announced(self._passage, level, carried):
            sentence.parent = carried.group
        if before is not None and before.lists and before.parts and before.parent is not None and not continues:
            self._unsure = (before.parent, before.parts[-1])
        return sentence

    def _read_sentence(self, sentence: _Sentence, run: Run) -> None:
        comparisons = cues.comparisons_in(sentence.text, sentence.numbers)
        for clause in sentence.clauses:
            self._read_clause(sentence, clause, comparisons, run)
            if clause.mark == ":":
                words = clean(sentence.text[clause.start : clause.end])
                sentence.narrowed = narrows(words) if words else sentence.narrowed
            if clause.mark == ":" and self._ends_in_amount(sentence, clause):
                sentence.opening = self._current  # 政府采购预算总额 6,546.82 万元：货物 …、工程 …
            if clause.mark == ";":
                sentence.after_semicolon = True
                sentence.opening = None
                if sentence.nested:
                    sentence.parent = None  # 其中 within 其中: the next item may belong to either
                if sentence.mode == "usage":
                    sentence.mode = "plain"

    def _ends_in_amount(self, sentence: _Sentence, clause: cues.Clause) -> bool:
        return any(number.kind == "amount" and number.end == clause.end for number in sentence.numbers)

    def _read_clause(
        self, sentence: _Sentence, clause: cues.Clause, comparisons: tuple[cues.Comparison, ...], run: Run
    ) -> None:
        events: list[tuple[int, int, object]] = []
        for number in sentence.numbers:
            if clause.start <= number.start < clause.end:
                events.append((number.start, 2, number))
        for match in cues.cue_pattern().finditer(sentence.text, clause.start, clause.end):
            events.append((match.start(), 0, match))
        for comparison in comparisons:
            if clause.start <= comparison.word_start < clause.end:
                events.append((comparison.word_start, 1, comparison))
        base = cues.base_in(sentence.text, clause.start, clause.end)
        if base is not None and sentence.mode != "reason":
            sentence.base = base
        if not any(isinstance(event, Number) and event.kind in cues.VALUE_KINDS for _, _, event in events):
            self._named_only(sentence, clause)
        for _, _, event in sorted(events, key=lambda item: (item[0], item[1])):
            if isinstance(event, re.Match):
                self._cue(sentence, event)
            elif isinstance(event, cues.Comparison):
                self._comparison(sentence, clause, event, run)
            elif isinstance(event, Number):
                self._number(sentence, clause, event, run)

    def _named_only(self, sentence: _Sentence, clause: cues.Clause) -> None:
        """A clause without a number that names a declared subject sets it for what follows: 一般公共预算财政拨款支出，年初预算…"""
        words = cues.without_base(sentence.text[clause.start : clause.end])
        if sentence.mode != "plain" or not words or len(words) > 40:
            return
        if words.endswith("中"):
            self._named_whole(sentence, words)
            return
        if clause.mark in {",", ":"} and self._passage is not None:
            subject = self.resolver.subject(words, self._passage.topic, self._leads())
            if subject.concept is not None and subject.binding is not None:
                self._pending = subject
                if self._current is not None and self._current.subject.identity != subject.identity:
                    self._current = None

    def _named_whole(self, sentence: _Sentence, words: str) -> None:
        """三公经费支出决算中，…: what follows are parts of that whole, stated before."""
        assert self._passage is not None
        named = re.sub(r"(?:支出|收入)?(?:决算|预算)?中$", "", words)
        subject = self.resolver.subject(named, self._passage.topic, self._leads())
        if subject.concept is None:
            return
        for group in reversed(self.groups.all):
            if group.subject.identity == subject.identity and group.principal(
                "initial_budget" if self.resolver.filing == "budget" else "final"
            ):
                sentence.named_whole = group
                return

    def _leads(self) -> tuple[str, ...]:
        assert self._passage is not None
        return tuple(level.title for level in self._passage.open_levels if level.title)

    def _cue(self, sentence: _Sentence, match: re.Match[str]) -> None:
        if match["reasons"]:
            sentence.mode = "reason"
        elif match["parts"]:
            bracketed = sentence.text.count("(", 0, match.start()) > sentence.text.count(")", 0, match.start())
            if sentence.mode != "reason" and not bracketed:
                sentence.mode = "plain"
                sentence.opening = self._current
        elif sentence.mode == "plain":
            sentence.mode = "usage"
            sentence.projects = sentence.projects or _PROJECT_LIST.search(sentence.text) is not None

    # -- numbers

    def _number(self, sentence: _Sentence, clause: cues.Clause, number: Number, run: Run) -> None:
        passage = self._passage
        assert passage is not None
        start = sentence.start + number.number_start
        if passage.lead_end and start < passage.lead_start:
            self.counted["enumerator"] += 1
            return
        if number.kind == "bare" and _is_inline_enumerator(sentence.text, number):
            self.counted["enumerator"] += 1
            return
        draft = self._draft(sentence, clause, number, run)
        self.drafts.append(draft)
        if number.kind == "malformed":
            self.unread.append(Unread("number", "digits that make no number", draft.printed_text, draft.place))
        if number.kind in {"date", "year", "years"}:
            self._time(sentence, clause, number, draft)
        elif passage.topic in UNBOUND_TOPICS or passage.is_heading:
            draft.subject = Subject(clean(self._lead(sentence, clause, number)[0]))
        elif number.kind in {"amount", "ratio", "points"} or (number.kind == "bare" and number.value == 0):
            self._amount(sentence, clause, number, draft)
        elif number.kind in {"count", "score"}:
            self._count(sentence, clause, number, draft)
        else:
            draft.subject = Subject(clean(self._lead(sentence, clause, number)[0]))
            if number.kind == "unit_price":
                draft.metric = "unit_price"

    def _lead(self, sentence: _Sentence, clause: cues.Clause, number: Number) -> tuple[str, int | None]:
        return cues.lead_of(sentence.text, clause, number, sentence.numbers)

    def _draft(self, sentence: _Sentence, clause: cues.Clause, number: Number, run: Run) -> Draft:
        passage = self._passage
        assert passage is not None
        start, end = sentence.start + number.number_start, sentence.start + number.number_end
        factor = amount_factor(number.unit) if number.kind in {"amount", "unit_price"} else None
        sentence_end = sentence.start + len(sentence.text)
        return Draft(
            metric="other",
            printed_text=run.printed[start:end],
            value_kind=_VALUE_KIND.get(number.kind, "count"),
            value=number.value,
            unit=number.unit,
            step=number.step if number.kind not in {"date", "year", "years"} else None,
            place=place_of(run, start, end, self.lines),
            section=passage.section,
            topic=passage.topic,
            sentence=run.printed[sentence.start : sentence_end],
            sentence_no=sentence.number,
            clause_no=clause.number,
            amount_yuan=number.value * factor if factor is not None and number.value is not None else None,
        )

    def _time(self, sentence: _Sentence, clause: cues.Clause, number: Number, draft: Draft) -> None:
        passage = self._passage
        assert passage is not None
        draft.metric = "year" if number.kind in {"year", "years"} else "date"
        draft.period = number.year
        words = sentence.text[max(clause.start, number.start - 12) : number.start]
        draft.subject = Subject(clean(words) if not passage.is_heading else clean(passage.paragraph.run.text))
        if re.search(r"截[至止]$", words):
            draft.concept = "as_of"
        elif passage.is_heading:
            draft.concept = "heading"
        draft.bound = number.year is not None and draft.concept is not None

    # -- amounts and ratios

    def _amount(self, sentence: _Sentence, clause: cues.Clause, number: Number, draft: Draft) -> None:
        lead, year = self._lead(sentence, clause, number)
        sentence.bracket = cues.bracket_at(sentence.text, clause, number)
        kind = "zero" if number.kind == "bare" else number.kind
        if kind == "amount" and _PER_PERSON.search(lead):
            draft.metric, draft.subject = "unit_price", Subject(clean(cues.after_cues(lead).split("#")[-1]))
            return
        metric, match = self._metric(kind, lead)
        if metric is None and kind in {"ratio", "points"}:
            draft.metric, draft.subject = "indicator", Subject(clean(lead))
            return
        if sentence.mode == "reason" and not self._leaves_reasons(sentence, lead, metric, match):
            self._driver(sentence, lead, metric, number, draft)
            return
        if kind == "zero":
            if metric is None:
                return
            draft.value_kind, draft.amount_yuan = "amount", Decimal(0)
        if metric is None:
            if kind == "amount":
                self._plain(sentence, clause, lead, year, draft)
            return
        assert match is not None
        self._stated(sentence, lead, year, metric, match, draft)

    def _metric(self, kind: str, lead: str) -> tuple[Metric | None, re.Match[str] | None]:
        for metric, pattern in cues.metric_patterns():
            if kind not in metric.kinds or (metric.only and metric.only != self.resolver.filing):
                continue
            match = pattern.search(lead)
            if match:
                return metric, match
        return None, None

    def _leaves_reasons(
        self, sentence: _Sentence, lead: str, metric: Metric | None, match: re.Match[str] | None
    ) -> bool:
        """Say whether a number after 主要原因 is no longer a reason: a new declared subject, or 年初预算 and the like."""
        words = lead[: match.start()] if match else lead
        if metric is not None and metric.metric in {"change", "growth_rate"}:
            return False
        if metric is not None and metric.metric in {"initial_budget", "adjusted_budget", "completion_rate"}:
            sentence.mode = "plain"
            return True
        assert self._passage is not None
        subject = self.resolver.subject(cues.without_base(words).split("#")[-1], self._passage.topic, self._leads())
        if sentence.after_semicolon and subject.concept is not None:
            sentence.mode = "plain"
            return True
        return False

    def _driver(self, sentence: _Sentence, lead: str, metric: Metric | None, number: Number, draft: Draft) -> None:
        """A number among the reasons: a component of the change above, or a detail that stays unbound."""
        match = cues.driver_pattern().search(lead)
        before = cues.after_cues(cues.without_base(lead[: match.start()])) if match else lead
        words = (clean(before) or clean(match["object"])) if match else clean(lead)
        draft.subject = Subject(words)
        if match is None or number.kind != "amount":
            return
        draft.metric, draft.direction = "component", cues.direction_of(match["dir"])
        draft.period = sentence.period
        group = self._current
        if group is not None and any(other.metric == "change" for other in group.drafts):
            draft.group = group
            group.drafts.append(draft)
            draft.bound = words != "" and draft.direction is not None

    def _stated(
        self, sentence: _Sentence, lead: str, year: int | None, metric: Metric, match: re.Match[str], draft: Draft
    ) -> None:
        """A number whose metric the words before it say."""
        groups = match.groupdict()
        draft.metric, draft.basis = metric.metric, metric.basis
        sentence.mode = "plain" if sentence.mode == "usage" else sentence.mode
        words = lead[: match.start()]
        is_amount = metric.metric in AMOUNT_METRICS
        base = cues.base_in(lead, 0, len(lead))
        draft.period = self._period(sentence, year if base is None else None)
        if is_amount and base is not None and base.end == len(lead) and not base.own_budget:
            # 比2025年年初预算数 35201.58 万元减少…: the base itself, printed.
            draft.period, words = self._base_year(base, draft.period), lead[: base.start]
        elif metric.metric in {"change", "growth_rate"}:
            self._set_base(sentence, draft)
            draft.basis = "initial_budget" if self.resolver.filing == "budget" else "final"
            unclear = groups.get("unfilled") or cues.ends_in_direction(words)
            draft.direction = None if unclear else cues.direction_of(groups.get("dir"))
            draft.value_kind = "amount" if draft.amount_yuan is not None else "ratio"
        elif metric.metric == "completion_rate":
            draft.basis = "final"
            draft.base_year = draft.period
            draft.base_basis = _completed_budget(groups.get("b"), match.group())
        elif metric.metric == "share":
            self._whole(sentence, groups.get("whole") or "", draft)
            draft.basis = "initial_budget" if self.resolver.filing == "budget" else "final"
        subject = self._subject_of(sentence, words)
        self._attach(sentence, draft, subject, relation=not is_amount)

    def _plain(self, sentence: _Sentence, clause: cues.Clause, lead: str, year: int | None, draft: Draft) -> None:
        """An amount after nothing but its subject: 基本支出 192.60 万元."""
        passage = self._passage
        assert passage is not None
        words = cues.without_base(lead).split("#")[-1]
        draft.plain = True
        draft.period = self._period(sentence, year)
        draft.basis = "initial_budget" if self.resolver.filing == "budget" else "final"
        if sentence.projects:
            words = clean(re.split(r"用于|包括", words)[-1])
        subject = self._subject_of(sentence, words)
        if sentence.projects and subject.text and subject.concept is None:
            subject = project(words)
        if not subject.text or (sentence.mode == "usage" and subject.concept is None):
            draft.subject = Subject(clean(words))
            return
        draft.metric = "initial_budget" if self.resolver.filing == "budget" else "final"
        self._attach(sentence, draft, subject, relation=False)

    def _subject_of(self, sentence: _Sentence, words: str) -> Subject:
        assert self._passage is not None
        rest = cues.without_base(words).split("#")[-1]
        for cue in cues.cue_pattern().finditer(rest):
            rest = rest[cue.end() :] if cue["parts"] else rest
        whole = sentence.opening or sentence.parent
        part_of = whole.subject.concept if whole is not None else None
        subject = self.resolver.subject(rest, self._passage.topic, self._leads(), part_of)
        if whole is not None and not may_stand_under(subject, whole.subject):
            return Subject(subject.text)
        if whole is not None and "收入" in subject.text and crosses_sides(subject, whole.subject):
            return Subject(subject.text)  # 预算支出…其中：其他收入 100 万元: money spent, not the income line
        if sentence.narrowed and subject.concept in {"functional", "economic", "government_economic"}:
            return Subject(
                subject.text
            )  # ①人员经费：工资福利支出（301）… is a part of the row that no statement prints
        if self._unsure is not None and clean(rest) in {"收入", "支出"} and clean(rest) in self._unsure[0].subject.text:
            return self._unsure[0].subject
        parent = self._current
        if subject.concept in {"basic", "project_total", "general_basic", "general_project"}:
            item = (
                self._pending if self._pending.concept == "functional" else parent.subject if parent else self._pending
            )
            if item.concept == "functional":
                return with_measure(item, "basic" if "基本" in subject.text else "project", subject.text)
        return subject

    # -- periods, bases, wholes

    def _period(self, sentence: _Sentence, year: int | None) -> int | None:
        return year if year is not None else sentence.period

    def _base_year(self, base: cues.Base, period: int | None) -> int | None:
        if base.year is not None:
            return base.year
        if base.own_budget:
            return period
        return period - (base.back or 1) if period is not None else None

    def _set_base(self, sentence: _Sentence, draft: Draft) -> None:
        base = sentence.base
        if base is None:
            return
        if draft.period is not None and base.year is not None and base.year >= draft.period and not base.own_budget:
            draft.period = self.fiscal_year
        draft.base_year = self._base_year(base, draft.period)
        draft.base_basis = base.basis

    def _whole(self, sentence: _Sentence, words: str, draft: Draft) -> None:
        assert self._passage is not None
        text = words.strip("#")
        if text in {"", "比", "总", "比重", "比例"}:
            return
        draft.whole = text
        subject = self.resolver.whole(text, self._passage.topic, self._leads())
        if subject.concept is not None:
            draft.whole_subject = subject

    # -- groups

    def _attach(self, sentence: _Sentence, draft: Draft, subject: Subject, *, relation: bool) -> None:
        """Put ``draft`` into the group of its subject."""
        passage = self._passage
        assert passage is not None
        group = self._group_for(sentence, draft, subject, relation=relation)
        if group is None:
            draft.subject = subject
            return
        group = self.groups.join(draft, group)
        if group not in self._paragraph_groups:
            self._paragraph_groups.append(group)
        if self._section_total is None and not relation:
            self._section_total = group
        if draft.metric == "share" and draft.whole is None and group.parent is None:
            draft.whole_group = sentence.named_whole or self._total_above(group)
        draft.subject = group.subject
        self._current = group
        known = group.subject.concept is not None or group.parent is not None or passage.topic in _FISCAL_TOPICS
        vague = group.subject.concept is None and is_vague(group.subject.text)
        draft.bound = group.subject.text != "" and known and not vague and _is_whole_claim(draft)

    def _total_above(self, group: Group) -> Group | None:
        """Return the total that the section opens with, for a share that names no whole (占 79.49%)."""
        total = self._section_total
        if total is None or total is group or self._passage is None or self._passage.topic not in _LISTING_TOPICS:
            return None
        return total if total.subject.concept in _TOTALS else None

    def _group_for(self, sentence: _Sentence, draft: Draft, subject: Subject, *, relation: bool) -> Group | None:
        if subject.text:
            self._unsure = None
            if self._current is not None and self._current.subject.identity == subject.identity:
                return self._current
            for group in reversed(self._paragraph_groups):
                if group.subject.identity == subject.identity and not group.has(draft.key):
                    return group
            return self._new(sentence, subject)
        if relation and self._ambiguous(sentence):
            return None
        if relation and len(sentence.parts) > 1 and self._listed_side_by_side(sentence):
            return sentence.parent
        if self._current is not None:
            return self._current
        return self._new(sentence, self._pending) if self._pending.text else None

    def _new(self, sentence: _Sentence, subject: Subject) -> Group:
        if sentence.opening is not None:
            # 其中 takes effect with the first amount after it: 其中：… 主要包括：办公费、印刷费 lists names only.
            sentence.nested = sentence.nested or bool(sentence.parts)
            sentence.parent, sentence.parts, sentence.opening = sentence.opening, [], None
            sentence.lists = True
        if sentence.bracket is not None:
            # （含外宾接待支出 0 万元）: a part of what stands before the bracket, not of the list the bracket stands in.
            return self.groups.new(subject, self._current if sentence.bracket else None)
        if sentence.parent is not None and "支出" in subject.text and crosses_sides(subject, sentence.parent.subject):
            sentence.parent, sentence.parts = None, []
        group = self.groups.new(subject, sentence.parent)
        if sentence.parent is not None:
            sentence.parts.append(group)
        return group

    def _ambiguous(self, sentence: _Sentence) -> bool:
        """Say whether a sentence without a subject could mean more than one of those spoken of in earlier sentences.

        After 其中：A …、B … a new sentence may go on about the whole or about B; nothing in it tells.
        """
        if self._current is None or any(draft.sentence_no == sentence.number for draft in self._current.drafts):
            return False
        if self._unsure is not None and self._current is self._unsure[1]:
            return True
        identities = {group.subject.identity for group in self._paragraph_groups}
        return len(identities) > 1

    def _listed_side_by_side(self, sentence: _Sentence) -> bool:
        """Say whether the parts so far stand in one clause (A x万元、B y万元): what follows the comma is said of the whole."""
        clause_numbers = {draft.clause_no for group in sentence.parts for draft in group.drafts}
        return len(clause_numbers) == 1

    # -- comparisons and counts

    def _comparison(self, sentence: _Sentence, clause: cues.Clause, comparison: cues.Comparison, run: Run) -> None:
        passage = self._passage
        assert passage is not None
        if sentence.mode == "reason" or passage.topic in UNBOUND_TOPICS or passage.is_heading:
            return
        number = Number(
            "word", comparison.word_start, comparison.word_end, comparison.word_start, comparison.word_end, None, ""
        )
        draft = self._draft(sentence, clause, number, run)
        draft.metric, draft.value_kind, draft.direction = "comparison", "ratio", comparison.direction
        draft.period = sentence.period
        if comparison.against_budget:
            draft.base_year, draft.base_basis = sentence.period, comparison.basis
        else:
            base = comparison.base or sentence.base
            if base is None:
                return
            draft.base_year, draft.base_basis = self._base_year(base, draft.period), base.basis
        draft.basis = "initial_budget" if self.resolver.filing == "budget" else "final"
        self.drafts.append(draft)
        words = sentence.text[clause.start : min(comparison.start, comparison.word_start)]
        numbers = [n for n in sentence.numbers if clause.start <= n.start and n.end <= comparison.start]
        for other in reversed(numbers):
            if other.kind in cues.VALUE_KINDS:
                words = sentence.text[other.end : comparison.start]
                break
        self._attach(
            sentence, draft, self._subject_of(sentence, re.sub(r"(?:支出)?决算数?$", "", words)), relation=True
        )

    def _count(self, sentence: _Sentence, clause: cues.Clause, number: Number, draft: Draft) -> None:
        passage = self._passage
        assert passage is not None
        lead, year = self._lead(sentence, clause, number)
        draft.period = self._period(sentence, year)
        subject = self._current.subject if self._current is not None else self._pending
        tail = sentence.text[number.end : number.end + 24]
        count_claim(draft, number, lead, tail, passage.topic, subject)
        if draft.bound and self._current is not None:
            draft.group = self._current


def _is_announced(passage: Passage, level: int, carried: _Carried) -> bool:
    """Say whether a passage is one of the parts that the paragraph above announced: one level below, all numbered or none."""
    return level == carried.child_level if passage.lead_end else carried.child_level is None


def _announces_parts(sentence: _Sentence) -> bool:
    """Say whether a sentence ends in 其中： or 包括：, so that the paragraphs below list the parts."""
    if not sentence.clauses or sentence.clauses[-1].mark != ":":
        return False
    last = sentence.clauses[-1]
    return any(match["parts"] for match in cues.cue_pattern().finditer(sentence.text, last.start, last.end))


def _is_inline_enumerator(text: str, number: Number) -> bool:
    """Say whether a bare number only numbers an item of a list within the sentence: ；2、…"""
    if number.value is None or number.value != number.value.to_integral() or number.value > 30:
        return False
    before = text[: number.start].rstrip()
    after = text[number.end : number.end + 1]
    return (not before or before[-1] in ";。:,(“") and after in {".", "、", ")"}


def _is_whole_claim(draft: Draft) -> bool:
    """Say whether a claim says all that its metric needs."""
    if draft.metric in {"change", "growth_rate"}:
        return draft.base_year is not None and (draft.direction is not None or draft.value == 0)
    if draft.metric == "comparison":
        return draft.direction is not None
    return draft.value is not None


def _completed_budget(word: str | None, text: str) -> Basis | None:
    if word == "年初" or "年初预算" in text:
        return "initial_budget"
    if word in {"全年", "调整", "调整后"}:
        return "adjusted_budget"
    return None
