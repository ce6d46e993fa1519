"""Amounts and ratios of a sentence: what the words before a number say that it states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from transform.narrative import cues
from transform.narrative.binder import Binder
from transform.narrative.drafts import AMOUNT_METRICS, Draft
from transform.narrative.numbers import Number
from transform.narrative.patterns import Metric
from transform.narrative.state import SentenceState
from transform.narrative.subjects import Subject, crosses_sides, project
from transform.narrative.words import clean
from transform.records import Basis

_PER_PERSON = re.compile(r"(?:每人每?[年月天日]?|人均|每[人户年月天日亩次生]|单价|标准(?:为|由|从)?)[^,;#]{0,6}$")
_COMPARED = re.compile(r"(?:\([^()]{0,40}\))?,(?:与|比|较|同)(?:上年|去年|上一年|\d{4}年)")
_ONE_BOOK = frozenset({"government_fund", "state_capital"})
_SIDE = re.compile(r"支出|收入")
_NO_WHOLE = frozenset({"", "比", "总", "比重", "比例"})


@dataclass(frozen=True, slots=True)
class _Words:
    """The words before a number in its clause, the last year among them, and the metric that they name."""

    lead: str
    year: int | None
    metric: Metric | None
    match: re.Match[str] | None

    @property
    def before(self) -> str:
        """The words before those that name the metric."""
        return self.lead[: self.match.start()] if self.match else self.lead


@dataclass
class AmountReader:
    """Fills in the drafts of amounts and ratios."""

    binder: Binder
    fiscal_year: int | None

    def read(self, sentence: SentenceState, clause: cues.Clause, number: Number, draft: Draft) -> None:
        """Say what ``number`` states, in ``draft``."""
        lead, year = cues.lead_of(sentence.text, clause, number, sentence.numbers)
        self._cross_bracket(sentence, cues.bracket_at(sentence.text, clause, number))
        kind = "zero" if number.kind == "bare" else number.kind
        words = self._words(kind, lead, year)
        if kind == "amount" and _PER_PERSON.search(lead):
            draft.metric, draft.subject = "unit_price", Subject(clean(cues.after_cues(lead).split("#")[-1]))
        elif words.metric is None and kind == "ratio" and (change := self._rated(sentence, number)) is not None:
            draft.metric, draft.direction, draft.subject = "growth_rate", change.direction, change.subject
            draft.period, draft.basis = change.period, change.basis
            draft.base_year, draft.base_basis = change.base_year, change.base_basis
            self.binder.attach(sentence, draft, Subject(""), relation=True)
        elif words.metric is None and kind in {"ratio", "points"}:
            draft.metric, draft.subject = "indicator", Subject(clean(lead))
        elif sentence.mode == "reason" and not self._leaves_reasons(sentence, words, number):
            self._driver(sentence, words, number, draft)
        elif words.metric is not None and words.match is not None:
            if kind == "zero":
                draft.value_kind, draft.amount_yuan = "amount", Decimal(0)
            self._stated(sentence, words, words.metric, words.match, draft)
            if draft.metric == "change":
                sentence.last_change = (number.end, draft)
        elif kind == "amount":
            self._plain(sentence, words, draft)

    def _cross_bracket(self, sentence: SentenceState, bracket: bool | None) -> None:
        """Note whether a number stands in a bracket; behind it the sentence goes on about what stood before it."""
        if bracket is not None and sentence.before_bracket is None:
            sentence.before_bracket = self.binder.current
        elif bracket is None and sentence.before_bracket is not None:
            self.binder.current, sentence.before_bracket = sentence.before_bracket, None
        sentence.bracket = bracket

    def _rated(self, sentence: SentenceState, number: Number) -> Draft | None:
        """Return the change that a bare ratio straight behind it rates: 较上年减少24.5万元（43%）."""
        if sentence.last_change is None:
            return None
        end, change = sentence.last_change
        behind = sentence.text[end : number.start] in {"(", ",", "(约", "、"}
        return change if behind and change.group is not None and change.group is self.binder.current else None

    def _words(self, kind: str, lead: str, year: int | None) -> _Words:
        for metric, pattern in cues.metric_patterns():
            if kind not in metric.kinds or (metric.only and metric.only != self.binder.resolver.filing):
                continue
            match = pattern.search(lead)
            if match:
                return _Words(lead, year, metric, match)
        return _Words(lead, year, None, None)

    def _leaves_reasons(self, sentence: SentenceState, words: _Words, number: Number) -> bool:
        """Say whether a number after 主要原因 is no reason any more: a new declared subject, 年初预算 and the like."""
        metric = words.metric.metric if words.metric else ""
        base = cues.base_in(words.lead, 0, len(words.lead))
        if metric in {"change", "growth_rate"}:
            # …的主要原因是厉行节约，与上年相比减少1万元: a new comparison; with words before it, a reason's own.
            # So does, behind a semicolon, a subject of its own: …原因是…；其他收入较上年减少1万元.
            before = clean(words.lead[: base.start]) if base is not None else ""
            declared = bool(before) and sentence.after_semicolon and self.binder.named(before).concept is not None
            leaves = base is not None and (not before or declared)
            if leaves:
                sentence.mode, sentence.base = "plain", base
            return leaves
        leaves = metric in {"initial_budget", "adjusted_budget", "completion_rate"}
        if not leaves and sentence.after_semicolon:
            named = self.binder.named(words.before).concept or self.binder.subject_of(sentence, words.before).concept
            leaves = named is not None
        if not leaves and sentence.after_semicolon and number.kind == "amount" and words.metric is None:
            # …的原因是…；公用经费 105.58 万元，较上年减少…: an item of the list, whatever it is.
            leaves = bool(clean(words.lead)) and _COMPARED.match(sentence.text, number.end) is not None
        if leaves:
            sentence.mode = "plain"
        return leaves

    def _driver(self, sentence: SentenceState, words: _Words, number: Number, draft: Draft) -> None:
        """A number among the reasons: a component of the change above, or a detail that stays unbound."""
        match = cues.driver_pattern().search(words.lead)
        if match is None:
            draft.subject = Subject(clean(words.lead))
            # …的原因是…；公务接待费费 6.51 万元，较上年减少…: a new item, however its name is spelt.
            sentence.stranger = sentence.stranger or (
                sentence.after_semicolon and number.kind == "amount" and bool(draft.subject.text)
            )
            return
        before = cues.after_cues(cues.without_base(words.lead[: match.start()]))
        draft.subject = Subject(clean(before) or clean(match["object"]))
        if number.kind != "amount":
            return
        draft.metric, draft.direction = "component", cues.direction_of(match["dir"])
        draft.period = sentence.period
        group = self.binder.current
        if group is not None and any(other.metric == "change" for other in group.drafts):
            draft.group = group
            group.drafts.append(draft)
            draft.bound = draft.subject.text != "" and draft.direction is not None

    def _stated(
        self, sentence: SentenceState, words: _Words, metric: Metric, match: re.Match[str], draft: Draft
    ) -> None:
        """A number whose metric the words before it say."""
        said = match.groupdict()
        draft.metric, draft.basis = metric.metric, metric.basis
        sentence.mode = "plain" if sentence.mode == "usage" else sentence.mode
        before = words.before
        base = cues.base_in(words.lead, 0, len(words.lead))
        year = words.year if base is None else None
        draft.period = year if year is not None else sentence.period
        if metric.metric in AMOUNT_METRICS:
            if base is not None and base.end == len(words.lead) and not base.own_budget:
                # 比2025年年初预算数 35201.58 万元减少…: the base itself, printed.
                draft.period, before = base_year(base, draft.period), words.lead[: base.start]
        elif metric.metric == "completion_rate":
            draft.basis, draft.base_year = "final", draft.period
            draft.base_basis = _completed_budget(said.get("b"), match.group())
        else:
            draft.basis = self.binder.principal_metric
            if metric.metric == "share":
                self._whole(said.get("whole") or "", draft)
            else:
                self._set_base(sentence, draft)
                unclear = said.get("unfilled") or cues.ends_in_direction(before)
                draft.direction = None if unclear else cues.direction_of(said.get("dir"))
        subject = self.binder.subject_of(sentence, before)
        if (side := _SIDE.match(match.group())) is not None:
            subject = self._with_side(sentence, before, side.group(), subject)
        self.binder.attach(sentence, draft, subject, relation=metric.metric not in AMOUNT_METRICS)

    def _with_side(self, sentence: SentenceState, before: str, side: str, subject: Subject) -> Subject:
        """Return the subject where the metric's words took 收入 or 支出 from its name.

        一般公共预算财政拨款支出决算为…; and 年初结转和结余…，收入决算…, which is no income of a balance.
        """
        if clean(before):
            whole = self.binder.subject_of(sentence, before + side) if subject.concept is None else subject
            return whole if whole.concept is not None else subject
        current = self.binder.current
        if subject.text or current is None:
            return subject
        own = Subject("本年" + side)
        if not re.search(r"结转|结余", current.subject.text) and not crosses_sides(own, current.subject):
            return subject
        # Whose income it is only the sections on one book tell; elsewhere it may be all money or a part.
        return self.binder.named(own.text) if self.binder.passage.topic in _ONE_BOOK else own

    def _plain(self, sentence: SentenceState, words: _Words, draft: Draft) -> None:
        """An amount after nothing but its subject: 基本支出 192.60 万元."""
        named = cues.without_base(words.lead).split("#")[-1]
        draft.plain = True
        draft.period = words.year if words.year is not None else sentence.period
        draft.basis = self.binder.principal_metric
        if sentence.projects:
            named = clean(re.split(r"用于|包括", named)[-1])
        subject = self.binder.subject_of(sentence, named)
        if sentence.projects and subject.text and subject.concept is None:
            subject = project(named)
        if not subject.text or (sentence.mode == "usage" and subject.concept is None):
            draft.subject = Subject(clean(named))
            sentence.stranger = sentence.stranger or bool(draft.subject.text)
            return
        draft.metric = self.binder.principal_metric
        self.binder.attach(sentence, draft, subject, relation=False)

    def _set_base(self, sentence: SentenceState, draft: Draft) -> None:
        base = sentence.base
        if base is None:
            return
        if draft.period is not None and base.year is not None and base.year >= draft.period and not base.own_budget:
            draft.period = self.fiscal_year
        draft.base_year, draft.base_basis = base_year(base, draft.period), base.basis

    def _whole(self, words: str, draft: Draft) -> None:
        text = words.strip("#")
        if text in _NO_WHOLE:
            return
        draft.whole = text
        subject = self.binder.resolver.whole(text, self.binder.passage.topic, self.binder.leads())
        if subject.concept is not None:
            draft.whole_subject = subject


def base_year(base: cues.Base, period: int | None) -> int | None:
    """Return the year a base phrase means when said of ``period``."""
    if base.year is not None:
        return base.year
    if base.own_budget or period is None:
        return period
    return period - (base.back or 1)


def _completed_budget(word: str | None, text: str) -> Basis | None:
    if word == "年初" or "年初预算" in text:
        return "initial_budget"
    return "adjusted_budget" if word in {"全年", "调整", "调整后"} else None
