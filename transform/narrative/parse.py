"""The entrance: a document's text lines to claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from extract.model import DocumentContent
from transform.narrative.binder import Binder
from transform.narrative.codebook import codebook_of
from transform.narrative.drafts import AMOUNT_METRICS, Draft, Group
from transform.narrative.numbers import amount_factor
from transform.narrative.paragraphs import paragraphs_of
from transform.narrative.reader import Reader
from transform.narrative.sections import Passage, passages_of
from transform.narrative.subjects import Resolver, Subject
from transform.narrative.text import fold_text
from transform.records import Claim, FilingKind, Unread


@dataclass(frozen=True, slots=True)
class NarrativeResult:
    """What the narrative gave.

    ``counted`` says how many numbers are no claims and why (enumerator), and how many lines were left out
    (line_page_number, line_running, line_contents).
    """

    claims: tuple[Claim, ...]
    unread: tuple[Unread, ...]
    passages: tuple[Passage, ...]
    counted: Mapping[str, int]


def parse_narrative(
    content: DocumentContent,
    *,
    kind: FilingKind,
    fiscal_year: int | None,
    names: Iterable[tuple[str, str]] = (),
    own_names: Iterable[str] = (),
) -> NarrativeResult:
    """Read every number of ``content``'s text outside tables as a claim.

    ``names`` are (code, name) pairs of the document's own line items, to look codes up by the names it uses;
    ``own_names`` the names of the reporting entity, which head parts of its own text.
    """
    built = paragraphs_of(content)
    passages = tuple(passages_of(built.paragraphs))
    own = frozenset(fold_text(name) for name in own_names)
    binder = Binder(Resolver(kind, codebook_of(content, names), own))
    reader = Reader(binder, fiscal_year, content.lines)
    for passage in passages:
        reader.read(passage)
    counted = dict(reader.counted)
    for reason, number in built.left_out.items():
        counted[f"line_{reason}"] = number
    steps = _amount_steps(reader.drafts)
    wholes = _Wholes(binder.groups.all)
    claims = tuple(_claim(draft, number, steps, wholes) for number, draft in enumerate(reader.drafts))
    return NarrativeResult(claims, tuple(reader.unread), passages, counted)


# A document that states one thing more often is not prose; time stays bounded.
_GROUPS_LOOKED_AT = 500
_StepKey = tuple[str, str, bool]


def _step_key(draft: Draft) -> _StepKey | None:
    """Return what shares a step: section kind, unit, and whether it is a listed reason (those are often finer)."""
    if draft.metric not in AMOUNT_METRICS | {"change", "component"} or amount_factor(draft.unit) is None:
        return None
    return (draft.topic, draft.unit, draft.metric == "component")


def _amount_steps(drafts: Iterable[Draft]) -> dict[_StepKey, Decimal]:
    """Return per kind of section and unit of money the finest step printed there (末位为 0 不需保留).

    By section, because filings mix them: Shanghai explains its budget in whole 万元, its 三公 expenses in 0.01.
    """
    steps: dict[_StepKey, Decimal] = {}
    for draft in drafts:
        key = _step_key(draft)
        if key is not None and draft.step is not None:
            steps[key] = min(steps.get(key, draft.step), draft.step)
    return steps


class _Wholes:
    """Finds the group that states a whole."""

    def __init__(self, groups: list[Group]) -> None:
        self._by_identity: dict[tuple[str | None, ...], list[Group]] = defaultdict(list)
        for group in groups:
            self._by_identity[group.subject.identity].append(group)

    def find(self, draft: Draft) -> Group | None:
        """Return the group of the whole that a share names, the group above it where it names none."""
        group = draft.group
        subject = draft.whole_subject
        if draft.metric != "share" or group is None:
            return None
        if subject is None:
            return (draft.whole_group or group.parent) if draft.whole is None else None
        if group.parent is not None and group.parent.subject.concept == subject.concept:
            return group.parent
        return self._stated(subject, draft, group)

    def _stated(self, subject: Subject, draft: Draft, group: Group) -> Group | None:
        """Return the last group before ``group`` that states ``subject`` for the period; none where amounts differ."""
        found: list[Group] = []
        for other in self._by_identity[subject.identity][-_GROUPS_LOOKED_AT:]:
            if other.number >= group.number:
                break
            if any(
                d.metric in {"final", "initial_budget"} and d.period == draft.period and d.bound for d in other.drafts
            ):
                found.append(other)
        amounts = {
            d.amount_yuan
            for other in found
            for d in other.drafts
            if d.metric == (draft.basis or "final") and d.period == draft.period
        }
        return found[-1] if found and len(amounts) == 1 else None


def _claim(draft: Draft, ordinal: int, steps: Mapping[_StepKey, Decimal], wholes: _Wholes) -> Claim:
    subject = draft.subject
    binding = subject.binding
    key = _step_key(draft)
    step = steps.get(key, draft.step) if key is not None else draft.step
    group = draft.group
    whole = wholes.find(draft)
    return Claim(
        section=draft.section,
        sentence=draft.sentence,
        subject=subject.text,
        metric=draft.metric,
        period=draft.period,
        base_year=draft.base_year,
        direction=draft.direction,
        printed_text=draft.printed_text,
        value_kind=draft.value_kind,
        value=draft.value,
        amount_yuan=draft.amount_yuan,
        unit=draft.unit,
        step=step,
        statement=binding.statement if binding and draft.bound else None,
        item=binding.item if binding and draft.bound else None,
        measure=binding.measure if binding and draft.bound else None,
        fund=binding.fund if binding and draft.bound else None,
        functional_code=subject.functional_code,
        economic_code=subject.economic_code,
        project_name=subject.project_name,
        basis=draft.basis,
        state="bound" if draft.bound else "unbound",
        place=draft.place,
        sentence_no=draft.sentence_no,
        clause_no=draft.clause_no,
        ordinal=ordinal,
        concept=draft.concept or subject.concept,
        group_key=group.key if group is not None else None,
        parent_key=group.parent.key if group is not None and group.parent is not None else None,
        whole=draft.whole,
        whole_concept=draft.whole_subject.concept if draft.whole_subject is not None else None,
        whole_key=whole.key if whole is not None else None,
        base_basis=draft.base_basis,
        topic=draft.topic or None,
    )
