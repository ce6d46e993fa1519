"""What a clause speaks about: its words, the declared concept they are, the codes and the line item behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from transform.codes import system_of
from transform.narrative.codebook import Codebook
from transform.narrative.declared import OWN_CONCEPTS, declared
from transform.narrative.enumerators import enumerator_of
from transform.narrative.patterns import Binding, load_concepts, load_metrics, load_topics
from transform.narrative.words import clean, is_pointer
from transform.records import FilingKind

_QUOTES = re.compile(r"[“”\"'‘’《》]")
_PRINTED_CODE = re.compile(r"\((\d{7}|\d{5}|\d{3})\)|^(\d{7}|\d{5})(?=\D)")
# A heading that is an organisation's name: the section speaks of that unit, not of the department.
_ENTITY_HEADING = re.compile(
    r"(?:局|委员会|委|办公室|办公厅|办事处|厅|院|中心|研究所|站|队|馆|学校|大学|学院|幼儿园|医院|总队|支队|大队|署|处)"
    r"(?:\([^()]{1,14}\))?(?:本级|机关)?$"
)
# Headings that narrow what a functional row of the section is: its measure, or a part that no statement prints.
_NARROWING = {
    "基本支出": "basic", "项目支出": "project", "人员经费": "", "公用经费": "", "专项业务经费": "", "人员支出": "",
    "公用支出": "",
}  # fmt: skip
# 公共安全支出（204类）司法（06款）行政运行（01项）
_MARKED_CODE = re.compile(r"\((\d{3})类\)(?:[^()]*\((\d{2})款\))?(?:[^()]*\((\d{2})项\))?")
_MARKS = re.compile(r"\(\d{2,3}[类款项]\)")
_PATH = re.compile(
    r"^(?:(?P<category>[^,;。]{2,24}?)\(类\)(?:支出)?)?(?:(?P<group>[^,;。]{2,34}?)\(款\)(?:支出)?)?"
    r"(?:(?P<item>[^,;。]{2,40}?)\(项\)(?:支出)?)?$"
)
_PROJECT = re.compile(r"^(?P<name>.{2,60}?)(?:项目)?(?:支出)?绩效(?:自评|评价)(?:情况)?(?:综述|结果|情况)?$")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is spoken of. ``text`` is as printed, cleaned; ``binding`` the line item, where certain."""

    text: str
    concept: str | None = None
    binding: Binding | None = None
    functional_code: str | None = None
    economic_code: str | None = None
    project_name: str | None = None

    @property
    def identity(self) -> tuple[str | None, ...]:
        """What makes two mentions the same subject."""
        if self.concept in {"functional", "economic", "government_economic"} and not (
            self.functional_code or self.economic_code
        ):
            return (self.text,)
        if self.concept is None:
            return (self.text,)
        measure = self.binding.measure if self.binding and self.functional_code else None
        return (self.concept, self.functional_code, self.economic_code, self.project_name, measure)


@cache
def _limits() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for concept in load_concepts():
        never, wholes = found.get(concept.id, (frozenset(), frozenset()))
        found[concept.id] = (never | set(concept.never_under), wholes | set(concept.wholes))
    return found


def is_member(subject: Subject, parent: Subject) -> bool:
    """Say whether ``subject`` is declared as a part of ``parent``."""
    if subject.concept is None:
        return False
    if subject.concept == "functional":
        return parent.concept in {"general_budget_expenditure", "appropriation_expenditure"}
    return parent.concept in _limits().get(subject.concept, (frozenset(), frozenset()))[1]


def crosses_sides(subject: Subject, parent: Subject) -> bool:
    """Say whether one is income and the other expenditure: neither is a part of the other."""
    sides = [
        ("收入" in s.text and "支出" not in s.text, "支出" in s.text and "收入" not in s.text)
        for s in (subject, parent)
    ]
    return (sides[0][0] and sides[1][1]) or (sides[0][1] and sides[1][0])


def may_stand_under(subject: Subject, parent: Subject) -> bool:
    """Say whether ``subject`` can be a part of ``parent``.

    The 培训费 of a journey abroad is not the department's 培训费; goods bought with one fund are not all goods bought.
    """
    if subject.concept is None:
        return True
    never, wholes = _limits().get(subject.concept, (frozenset(), frozenset()))
    return parent.concept not in never and (not wholes or parent.concept in wholes)


def is_vague(text: str) -> bool:
    """Say whether words say too little to be a subject: 采购金额, 增加部门."""
    metrics = load_metrics()
    return text in metrics.vague or text.startswith(
        tuple(w for w in (*metrics.increase, *metrics.decrease) if len(w) > 1)
    )


def _is_organisation(title: str) -> bool:
    return len(title) <= 30 and _ENTITY_HEADING.search(title) is not None


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves words to subjects for one document. A heading with one of the entity's ``own_names`` narrows nothing."""

    kind: FilingKind
    codebook: Codebook
    own_names: frozenset[str] = frozenset()

    @property
    def filing(self) -> Literal["final_account", "budget"]:
        """Which of the two vocabularies the document uses."""
        return "budget" if self.kind == "budget" else "final_account"

    def subject(self, words: str, topic: str, leads: tuple[str, ...] = (), part_of: str | None = None) -> Subject:
        """Return the subject that folded ``words`` name in a section on ``topic``.

        ``leads`` are the names of the items above, outermost first; ``part_of`` is the concept of the whole that
        it is listed under.
        """
        text = clean(words)
        if is_pointer(text):
            return Subject("")
        if any(_is_organisation(lead) and lead not in self.own_names for lead in leads):
            return Subject(text)
        classified = self._classified(words, text, topic, leads)
        named = self._project(words, topic)
        if named is not None:
            return named  # …（2070109）补助项目绩效自评综述: a project, whatever code its name holds
        return (
            (_narrowed(classified, leads) if classified else None)
            or self._category(text, topic)
            or self._declared(text, topic, part_of)
            or Subject(text)
        )

    def whole(self, words: str, topic: str, leads: tuple[str, ...] = ()) -> Subject:
        """Return what a share is a share of; other than a subject it may be a total that another section states."""
        subject = self.subject(words, topic, leads)
        if subject.concept is None and topic in OWN_CONCEPTS:
            return self.subject(words, "", leads)
        return subject

    def _declared(self, text: str, topic: str, part_of: str | None) -> Subject | None:
        found = declared(text, topic, part_of, self.filing)
        if found is None:
            return None
        concept, named = found
        return Subject(named, concept.id, concept.budget if self.filing == "budget" else concept.final)

    def _classified(self, words: str, text: str, topic: str, leads: tuple[str, ...]) -> Subject | None:
        """Resolve a printed code, or names with their level marks (类), (款), (项)."""
        plain = _QUOTES.sub("", words)
        coded = self._coded(plain, topic)
        if coded is not None:
            return coded
        dashed = self._dashed(text, topic)
        if dashed is not None:
            return dashed
        path = _PATH.match(text)
        if path is None or not any(path.groups()) or not re.search(r"\([类款项]\)", text):
            return None
        category, group, item = path["category"], path["group"], path["item"]
        if topic in {"general_basic", "appropriation_basic"} and item is None:
            code = self.codebook.economic_code(group or category or "")
            return self.economic(text, code, topic) if code else Subject(text)
        if category is None:
            category, group = self._inherited(leads, group)
        return self.functional(text, self.codebook.path(category, group, item), topic)

    def _dashed(self, text: str, topic: str) -> Subject | None:
        """Resolve 类-款-项 by their names: 一般公共服务支出-审计事务-行政运行 (云南)."""
        names = text.split("-")
        if len(names) not in {2, 3} or self.codebook.category(names[0]) is None:
            return None
        code = self.codebook.path(names[0], names[1], names[2] if len(names) == 3 else None)
        return self.functional(text, code, topic) if code else None

    def _coded(self, plain: str, topic: str) -> Subject | None:
        """Resolve a code printed beside the name, (2010801), or in the level marks, (204类)…(06款)…(01项)."""
        marked, printed = _MARKED_CODE.search(plain), _PRINTED_CODE.search(plain)
        if marked is not None:
            code, name = "".join(part for part in marked.groups() if part), clean(_MARKS.sub("", plain))
        elif printed is not None:
            code, name = printed[1] or printed[2], clean(plain.replace(printed[0], ""))
        else:
            return None
        system = system_of(code)
        if system == "functional":
            return self.functional(name, code, topic)
        if system == "economic":
            return self.economic(name, code, topic)
        return Subject(name, "government_economic", economic_code=code) if system else None

    def _inherited(self, leads: tuple[str, ...], group: str | None) -> tuple[str | None, str | None]:
        """Take the 类 (and 款) of the items above: （一）一般公共服务（类） / 1.党委办公厅…（款）行政运行（项）."""
        category: str | None = None
        for lead in leads:
            path = _PATH.match(clean(lead))
            if path and path["category"]:
                category = path["category"]
                group = group or path["group"]
            elif path and path["group"]:
                group = group or path["group"]
            elif self.codebook.category(clean(lead)) and clean(lead).endswith("支出"):
                category = clean(lead)
        return category, group

    def functional(self, text: str, code: str | None, topic: str) -> Subject:
        """Return the functional subject ``code`` (None: name unknown) with the statement that ``topic`` implies."""
        statement = next(
            (
                t.functional_budget if self.filing == "budget" else t.functional_final
                for t in load_topics()
                if t.id == topic
            ),
            None,
        )
        if statement and statement.endswith("summary") and code is not None and len(code) > 3:
            # The summaries print 类 only; a 项 belongs to one book: its appropriation is what that book prints.
            own = "budget_general_expenditure" if self.filing == "budget" else "general_budget_expenditure"
            statement = own if topic == "appropriation" and len(code) == 7 else None
        binding = Binding(statement=statement, item="functional", measure="total") if statement and code else None
        return Subject(text, "functional", binding, functional_code=code)

    def economic(self, text: str, code: str, topic: str) -> Subject:
        """Return the economic subject ``code``."""
        binding = None
        if topic == "general_basic":
            statement = (
                "budget_general_basic_expenditure" if self.filing == "budget" else "general_budget_basic_expenditure"
            )
            binding = Binding(statement=statement, item="economic", measure="total")
        return Subject(text, "economic", binding, economic_code=code)

    def _category(self, text: str, topic: str) -> Subject | None:
        """Resolve a bare 类 name (农林水支出) in sections that list expenditure by function."""
        if topic not in {
            "general_budget",
            "appropriation",
            "overall",
            "expenditure",
            "government_fund",
            "state_capital",
        }:
            return None
        if not text.endswith("支出") and topic in {"overall", "expenditure"}:
            return None
        code = self.codebook.category(text)
        return self.functional(text, code, topic) if code and text not in {"其他"} else None

    def _project(self, words: str, topic: str) -> Subject | None:
        if topic != "performance":
            return None
        match = _PROJECT.match(_strip_number(_QUOTES.sub("", words)))
        if match is None or re.search(r"部门整体|单位整体|整体支出|本部门|本单位", match["name"]):
            return None
        return project(match["name"])


def project(name: str) -> Subject:
    """Return the subject of a project by its printed name."""
    stripped = name.strip(' 、,:.。;“”"')
    return Subject(stripped, "project", None, project_name=stripped)


def _strip_number(text: str) -> str:
    enumerator = enumerator_of(text)
    return text[enumerator.length :] if enumerator else text


def narrows(words: str) -> bool:
    """Say whether a heading or clause (②公用经费：) narrows what the codes after it mean."""
    return any(words.endswith(narrowing) and len(words) <= len(narrowing) + 4 for narrowing in _NARROWING)


def _narrowed(subject: Subject, leads: tuple[str, ...]) -> Subject:
    """Return a functional subject under 基本支出 or 人员经费: another column of its row, or no printed amount."""
    for lead in reversed(leads):
        for words, measure in _NARROWING.items():
            if lead.strip("。:,; ").endswith(words) and len(lead) <= len(words) + 6:
                if measure:
                    return with_measure(subject, "basic" if measure == "basic" else "project", subject.text)
                return Subject(subject.text)
    return subject


def with_measure(parent: Subject, measure: Literal["basic", "project"], text: str) -> Subject:
    """Return 基本支出 or 项目支出 of a functional item: the same row, another column."""
    binding = parent.binding
    return replace(parent, text=text, concept=parent.concept, binding=replace_measure(binding, measure))


def replace_measure(binding: Binding | None, measure: str) -> Binding | None:
    """Return ``binding`` with another measure."""
    return None if binding is None else binding.model_copy(update={"measure": measure})
