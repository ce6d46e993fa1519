"""Claims in the making, and the groups that tie the claims about one subject in one passage together."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from transform.narrative.cues import Direction
from transform.narrative.subjects import Subject
from transform.records import Basis, Place, ValueKind

AMOUNT_METRICS = frozenset({"final", "initial_budget", "adjusted_budget", "budget"})
RELATION_METRICS = frozenset({"change", "growth_rate", "share", "completion_rate", "comparison"})

Key = tuple[str, ...]


@dataclass
class Draft:
    """One claim before its step and group are settled. Fields as in :class:`transform.records.Claim`."""

    metric: str
    printed_text: str
    value_kind: ValueKind
    value: Decimal | None
    unit: str
    step: Decimal | None
    place: Place
    section: str
    topic: str
    sentence: str
    sentence_no: int
    clause_no: int
    subject: Subject = field(default_factory=lambda: Subject(""))
    period: int | None = None
    base_year: int | None = None
    base_basis: Basis | None = None
    basis: Basis | None = None
    direction: Direction | None = None
    amount_yuan: Decimal | None = None
    whole: str | None = None
    whole_subject: Subject | None = None
    whole_group: Group | None = None
    group: Group | None = None
    bound: bool = False
    plain: bool = False
    concept: str | None = None

    @property
    def says_all(self) -> bool:
        """Whether everything that the metric needs is known."""
        if self.metric in {"change", "growth_rate"}:
            return self.base_year is not None and (self.direction is not None or self.value == 0)
        return self.direction is not None if self.metric == "comparison" else self.value is not None

    @property
    def key(self) -> Key:
        """What may occur only once in a group."""
        if self.metric in AMOUNT_METRICS:
            return (self.metric, str(self.basis), str(self.period))
        if self.metric in RELATION_METRICS:
            return (self.metric, str(self.base_year), str(self.base_basis), str(self.whole), str(self.value_kind))
        return (self.metric, str(id(self)))


@dataclass(eq=False)
class Group:
    """The claims about one subject in one passage."""

    number: int
    subject: Subject
    parent: Group | None = None
    drafts: list[Draft] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The key that claims of the group share."""
        return f"g{self.number}"

    def has(self, key: Key) -> bool:
        """Say whether a claim with this key is in the group."""
        return any(draft.key == key for draft in self.drafts)

    def principal(self, metric: Literal["final", "initial_budget"]) -> Draft | None:
        """Return the amount the group's relations are about: of the latest period stated with ``metric``."""
        amounts = [draft for draft in self.drafts if draft.metric == metric and draft.value is not None]
        return max(amounts, key=lambda draft: draft.period or 0) if amounts else None


@dataclass
class Groups:
    """All groups of a document, in order."""

    all: list[Group] = field(default_factory=list)

    def new(self, subject: Subject, parent: Group | None) -> Group:
        """Open a group."""
        group = Group(len(self.all), subject, parent)
        self.all.append(group)
        return group

    def join(self, draft: Draft, group: Group) -> Group:
        """Put ``draft`` into ``group``; where its place is taken, settle who moves.

        A plain amount ("…（项）"20.04万元) that is said again with its metric (支出决算为20.04万元) moves to a
        group of its own, with the shares said of it: the later statement is the one that rates and
        comparisons are about. Otherwise the newcomer opens a group for the same subject.
        """
        if group.has(draft.key):
            older = next(other for other in group.drafts if other.key == draft.key)
            if older.plain and not draft.plain and draft.metric in AMOUNT_METRICS:
                restated = self.new(group.subject, group.parent)
                moved = [older] + [d for d in group.drafts if d.metric == "share"]
                for other in moved:
                    group.drafts.remove(other)
                    other.group = restated
                restated.drafts.extend(moved)
            else:
                group = self.new(group.subject, group.parent)
        draft.group = group
        group.drafts.append(draft)
        return group
