"""The sentence reader: walks the passages of a document and drafts a claim for every number and comparison word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extract.model import TextLine
from transform.narrative import cues
from transform.narrative.amounts import AmountReader, base_year
from transform.narrative.binder import Binder
from transform.narrative.counts import count_claim
from transform.narrative.drafts import Draft
from transform.narrative.numbers import Number, amount_factor, numbers_in
from transform.narrative.sections import Passage
from transform.narrative.state import SentenceState
from transform.narrative.subjects import Subject, narrows
from transform.narrative.text import Run, place_of
from transform.narrative.words import clean
from transform.records import Unread, ValueKind

#: Sections in which nothing is bound: their numbers describe duties, terms and tables' own captions.
UNBOUND_TOPICS = frozenset({"duties", "glossary", "tables"})
_TIMES = frozenset({"date", "year", "years"})
_PROJECT_LIST = re.compile(r"项目支出(?:主要)?(?:用于|包括)|项目支出[^,;]*(?:具体)?包括")
_VALUE_KIND: dict[str, ValueKind] = {
    "amount": "amount", "unit_price": "amount", "threshold": "amount", "ratio": "ratio", "points": "ratio",
    "count": "count", "score": "score", "date": "date", "year": "date", "years": "date",
}  # fmt: skip
# What a row's money is said to be: 主要用于：局财政业务指导与宣传等基本支出。
_USED_FOR = re.compile(r"用于:?[^。;#]{0,80}?(?P<kind>基本支出|项目支出)(?=[。;]|$)")
_KINDS_OF_USE = re.compile(r"基本支出|项目支出")
_Event = re.Match[str] | cues.Comparison | Number


@dataclass
class Reader:
    """Reads one document's passages in order; ``drafts`` are the claims, ``counted`` the numbers that are no claim."""

    binder: Binder
    fiscal_year: int | None
    lines: Sequence[TextLine]
    drafts: list[Draft] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    _sentence_no: int = 0

    def read(self, passage: Passage) -> None:
        """Draft the claims of one passage."""
        self.binder.begin(passage)
        run = passage.paragraph.run
        before: SentenceState | None = None
        for start, end in cues.sentences(run.text):
            sentence = self._open(run.text[start:end], start, before)
            self._read_sentence(sentence, run)
            before = sentence
        self.binder.end(before)

    def _open(self, text: str, start: int, before: SentenceState | None) -> SentenceState:
        self._sentence_no += 1
        numbers = numbers_in(text)
        sentence = SentenceState(text, start, self._sentence_no, numbers, cues.clauses(text, numbers), self.fiscal_year)
        continues = text.startswith(("其中", "包括", "分别", "具体为"))
        if before is not None:
            self.binder.after(before, continues=continues)
            if continues:
                sentence.period, sentence.base = before.period, before.base
        if numbers and numbers[0].kind == "year" and numbers[0].start == 0:
            sentence.period = numbers[0].year
        carried = self.binder.carried
        if carried is not None and carried.covers(self.binder.passage):
            sentence.parent = carried.group
        return sentence

    def _read_sentence(self, sentence: SentenceState, run: Run) -> None:
        comparisons = cues.comparisons_in(sentence.text, sentence.numbers)
        for clause in sentence.clauses:
            self._read_clause(sentence, clause, comparisons, run)
            if clause.mark == ":":
                words = clean(sentence.text[clause.start : clause.end])
                sentence.narrowed = narrows(words) if words else sentence.narrowed
                if sentence.ends_in_amount(clause):
                    sentence.opening = self.binder.current
            elif clause.mark == ";":
                sentence.end_item()
        self._use(sentence, run)

    def _use(self, sentence: SentenceState, run: Run) -> None:
        """Draft what a functional row's money is said to be, where the sentence names one kind of expenditure."""
        match = _USED_FOR.search(sentence.text)
        passage = self.binder.passage
        if match is None or passage.is_heading or passage.topic in UNBOUND_TOPICS:
            return
        subject = self.binder.current.subject if self.binder.current is not None else self.binder.pending
        if subject.concept != "functional" or subject.functional_code is None:
            return
        if len(set(_KINDS_OF_USE.findall(sentence.text))) != 1:
            return
        word = Number("word", match.start("kind"), match.end("kind"), match.start("kind"), match.end("kind"), None, "")
        draft = self._draft(sentence, sentence.clauses[-1], word, run)
        draft.metric, draft.value_kind, draft.subject = "use", "ratio", subject
        draft.period, draft.basis, draft.bound = sentence.period, self.binder.principal_metric, True
        self.drafts.append(draft)

    def _read_clause(
        self, sentence: SentenceState, clause: cues.Clause, comparisons: tuple[cues.Comparison, ...], run: Run
    ) -> None:
        sentence.bracket = None
        base = cues.base_in(sentence.text, clause.start, clause.end)
        if base is not None and sentence.mode != "reason":
            sentence.base = base
        events = self._events(sentence, clause, comparisons)
        if not any(isinstance(event, Number) and event.kind in cues.VALUE_KINDS for event in events):
            self.binder.name_only(sentence, clause)
        for event in events:
            if isinstance(event, cues.Comparison):
                self._comparison(sentence, clause, event, run)
            elif isinstance(event, Number):
                self._number(sentence, clause, event, run)
            else:
                self._cue(sentence, event)

    def _events(
        self, sentence: SentenceState, clause: cues.Clause, comparisons: tuple[cues.Comparison, ...]
    ) -> list[_Event]:
        """Return the cues, comparison words and numbers of a clause in order."""
        events: list[tuple[int, int, _Event]] = []
        for match in cues.cue_pattern().finditer(sentence.text, clause.start, clause.end):
            events.append((match.start(), 0, match))
        for comparison in comparisons:
            if clause.start <= comparison.word_start < clause.end:
                events.append((comparison.word_start, 1, comparison))
        for number in sentence.numbers:
            if clause.start <= number.start < clause.end:
                events.append((number.start, 2, number))
        return [event for _, _, event in sorted(events, key=lambda item: (item[0], item[1]))]

    def _cue(self, sentence: SentenceState, match: re.Match[str]) -> None:
        if match["reasons"]:
            sentence.mode = "reason"
        elif match["parts"]:
            bracketed = sentence.text.count("(", 0, match.start()) > sentence.text.count(")", 0, match.start())
            begins = sentence.text[match.start() - 1 : match.start()] == ";"  # …的原因是…；其中：接待费…: no reason
            if (sentence.mode != "reason" or begins) and not bracketed:
                sentence.mode = "plain"
                sentence.opening = self.binder.current
        elif sentence.mode == "plain":
            sentence.mode = "usage"
            sentence.projects = sentence.projects or _PROJECT_LIST.search(sentence.text) is not None

    # -- numbers

    def _number(self, sentence: SentenceState, clause: cues.Clause, number: Number, run: Run) -> None:
        passage = self.binder.passage
        in_lead = passage.lead_end and sentence.start + number.number_start < passage.lead_start
        if in_lead or (number.kind == "bare" and _is_inline_enumerator(sentence.text, number)):
            self.counted["enumerator"] += 1
            return
        if number.kind == "times":
            number = self._times(sentence, clause, number)
        draft = self._draft(sentence, clause, number, run)
        self.drafts.append(draft)
        if number.kind == "malformed":
            self.unread.append(Unread("number", "digits that make no number", draft.printed_text, draft.place))
            sentence.stranger = sentence.stranger or bool(clean(self._lead(sentence, clause, number)))
        if number.kind in _TIMES:
            self._time(sentence, clause, number, draft)
        elif passage.topic in UNBOUND_TOPICS or passage.is_heading:
            draft.subject = Subject(clean(self._lead(sentence, clause, number)))
        elif number.kind in {"amount", "ratio", "points"} or (number.kind == "bare" and number.value == 0):
            AmountReader(self.binder, self.fiscal_year).read(sentence, clause, number, draft)
        elif number.kind in {"count", "score"}:
            self._count(sentence, clause, number, draft)
        else:
            draft.subject = Subject(clean(self._lead(sentence, clause, number)))
            draft.metric = "unit_price" if number.kind == "unit_price" else "other"

    def _times(self, sentence: SentenceState, clause: cues.Clause, number: Number) -> Number:
        """Return 增长16倍 as the growth of 1600 % that it is; 是上年的16倍 stays what it counts."""
        grows = cues.growth_pattern().search(self._lead(sentence, clause, number)) is not None
        about = sentence.text[number.end : number.end + 1] in {"多", "余", "以", "左"}
        if not grows or about or number.value is None:
            return replace(number, kind="count")
        return replace(number, kind="ratio", value=number.value.scaleb(2), unit="%")

    def _lead(self, sentence: SentenceState, clause: cues.Clause, number: Number) -> str:
        return cues.lead_of(sentence.text, clause, number, sentence.numbers)[0]

    def _draft(self, sentence: SentenceState, clause: cues.Clause, number: Number, run: Run) -> Draft:
        passage = self.binder.passage
        start, end = sentence.start + number.number_start, sentence.start + number.number_end
        factor = amount_factor(number.unit) if number.kind in {"amount", "unit_price"} else None
        return Draft(
            metric="other",
            printed_text=run.printed[start:end],
            value_kind=_VALUE_KIND.get(number.kind, "count"),
            value=number.value,
            unit=number.unit,
            step=number.step if number.kind not in _TIMES else None,
            place=place_of(run, start, end, self.lines),
            section=passage.section,
            topic=passage.topic,
            sentence=run.printed[sentence.start : sentence.start + len(sentence.text)],
            sentence_no=sentence.number,
            clause_no=clause.number,
            amount_yuan=number.value * factor if factor is not None and number.value is not None else None,
        )

    def _time(self, sentence: SentenceState, clause: cues.Clause, number: Number, draft: Draft) -> None:
        passage = self.binder.passage
        draft.metric = "date" if number.kind == "date" else "year"
        draft.period = number.year
        words = sentence.text[max(clause.start, number.start - 12) : number.start]
        draft.subject = Subject(clean(passage.paragraph.run.text if passage.is_heading else words))
        if re.search(r"截[至止]$", words):
            draft.concept = "as_of"
        elif passage.is_heading:
            draft.concept = "heading"
        draft.bound = number.year is not None and draft.concept is not None

    def _count(self, sentence: SentenceState, clause: cues.Clause, number: Number, draft: Draft) -> None:
        lead, year = cues.lead_of(sentence.text, clause, number, sentence.numbers)
        draft.period = year if year is not None else sentence.period
        current = self.binder.current
        subject = current.subject if current is not None else self.binder.pending
        tail = sentence.text[number.end : number.end + 24]
        count_claim(draft, number, lead, tail, self.binder.passage.topic, subject)
        if draft.bound:
            draft.group = current

    # -- comparison words

    def _comparison(self, sentence: SentenceState, clause: cues.Clause, comparison: cues.Comparison, run: Run) -> None:
        passage = self.binder.passage
        base = comparison.base or sentence.base
        if sentence.mode == "reason" or passage.topic in UNBOUND_TOPICS or passage.is_heading:
            return
        if base is None and not comparison.against_budget:
            return
        word = Number(
            "word", comparison.word_start, comparison.word_end, comparison.word_start, comparison.word_end, None, ""
        )
        draft = self._draft(sentence, clause, word, run)
        draft.metric, draft.value_kind, draft.direction = "comparison", "ratio", comparison.direction
        draft.period, draft.basis = sentence.period, self.binder.principal_metric
        if comparison.against_budget:
            draft.base_year, draft.base_basis = sentence.period, comparison.basis
        elif base is not None:
            draft.base_year, draft.base_basis = base_year(base, draft.period), base.basis
        self.drafts.append(draft)
        start = max(
            (n.end for n in sentence.numbers if n.kind in cues.VALUE_KINDS and n.end <= comparison.start),
            default=clause.start,
        )
        words = sentence.text[max(start, clause.start) : min(comparison.start, comparison.word_start)]
        subject = self.binder.subject_of(sentence, re.sub(r"(?:支出)?决算数?$", "", words))
        self.binder.attach(sentence, draft, subject, relation=True)


def _is_inline_enumerator(text: str, number: Number) -> bool:
    """Say whether a bare number only numbers an item of a list within the sentence: ；2、…"""
    if number.value is None or number.value != number.value.to_integral() or number.value > 30:
        return False
    before = text[: number.start].rstrip()
    after = text[number.end : number.end + 1]
    return (not before or before[-1] in ";。:,(“") and after in {".", "、", ")"}
