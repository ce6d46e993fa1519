"""A finding in English: its arithmetic, from its operands. Templates are data (``messages_en.yaml``).

Labels and printed numbers stay as the document prints them; the Chinese message is not translated but said anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict

from dashboards.findings_view import CauseView, FindingView, Operand
from expectations.declared import load_catalogue

_SHOWN = 12


class _Templates(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    number: str
    blank: str
    term: str
    term_here: str
    more_terms: str
    nothing_printed: str
    equals: str
    equals_one: str
    at_most: str
    at_most_one: str
    at_least: str
    at_least_one: str
    same: str
    recomputed: str
    listed: str
    listed_with_gap: str
    nothing_to_list: str
    possible_by_rounding: str
    one_last_place: str
    impossible: str
    scanned: str
    cause_culprit: str
    cause_culprit_about: str
    cause_culprit_unsure: str
    cause_rounding: str
    cause_rounding_about: str
    cause_shared: str
    cause_shared_about: str
    cause_single: str
    cause_single_about: str
    units: dict[str, str]


@cache
def templates() -> _Templates:
    """The sentences. Raises ``pydantic.ValidationError`` where one is missing or unknown."""
    text = resources.files("dashboards").joinpath("messages_en.yaml").read_text(encoding="utf-8")
    return _Templates.model_validate(yaml.safe_load(text))


@cache
def _relations() -> dict[str, str]:
    return {rule.id: rule.relation for rule in load_catalogue() if hasattr(rule, "relation")}


def english_message(finding: FindingView) -> str:
    """What disagrees, in English: every number with its page, the difference, and what rounding allows."""
    words = templates()
    said = _arithmetic(finding, words)
    if rounding := _rounding(finding, words):
        said += f" {rounding}"
    confidences = [one.confidence for one in finding.operands if one.confidence is not None]
    if confidences:
        said += " " + words.scanned.format(confidence=f"{min(confidences):.0%}")
    return said


def english_cause(cause: CauseView) -> tuple[str, str]:
    """A root cause's title and message in English; empty where the Chinese title is."""
    words = templates()
    if not cause.title:
        return "", ""
    if cause.proposed is not None:
        label = cause.title.rpartition("：")[0] or cause.title
        proposed = _plain(cause.proposed)
        about = words.cause_culprit_unsure if cause.n_equal else words.cause_culprit_about
        return (
            words.cause_culprit.format(label=label, printed=cause.printed, proposed=proposed),
            about.format(proposed=proposed, n=cause.n_equal),
        )
    if cause.n_findings == 1:
        return words.cause_single, words.cause_rounding_about if cause.is_rounding else words.cause_single_about
    kind = "rounding" if cause.is_rounding else "shared"
    return getattr(words, f"cause_{kind}").format(n=cause.n_findings), getattr(words, f"cause_{kind}_about")


def _arithmetic(finding: FindingView, words: _Templates) -> str:
    stated = next((one for one in finding.operands if one.role == "stated"), None)
    terms = [one for one in finding.operands if one is not stated and one.role != "repeated"]
    gap = _gap(finding, words)
    relation = _relations().get(finding.check_id)
    if stated is None or not terms or not gap or (relation is None and finding.computed is None):
        return _listed(finding, gap, words)
    whole = _number(stated, words, stated)
    if relation == "same":
        return words.same.format(stated=whole, terms=_number(terms[0], words, stated), gap=gap)
    computed = _plain(finding.computed)
    if relation is None:
        computed += "%" if finding.unit == "%" else f" {_unit(finding, words)}".rstrip()
        numbers = ", ".join(_number(one, words, stated) for one in terms[:_SHOWN])
        return words.recomputed.format(stated=whole, terms=numbers, computed=computed, gap=gap)
    summed = [one for one in terms if not one.is_blank]
    template = f"{relation}_one" if len(summed) == 1 and summed[0].weight == 1 else relation
    said = getattr(words, template)
    return str(said.format(stated=whole, terms=_sum(summed, stated, words), computed=computed, gap=gap))


def _listed(finding: FindingView, gap: str, words: _Templates) -> str:
    if not finding.operands:
        return words.nothing_to_list
    first = finding.operands[0]
    numbers = "; ".join(_number(one, words, first) for one in finding.operands[:_SHOWN])
    if len(finding.operands) > _SHOWN:
        numbers += f" {words.more_terms.format(n=len(finding.operands) - _SHOWN)}"
    return (words.listed_with_gap if gap else words.listed).format(numbers=numbers, gap=gap)


def _sum(terms: Sequence[Operand], stated: Operand, words: _Templates) -> str:
    if not terms:
        return words.nothing_printed
    parts: list[str] = []
    for position, one in enumerate(terms[:_SHOWN]):
        sign = "− " if one.weight < 0 else "+ " if position else ""
        here = (one.document_sha256, one.page) == (stated.document_sha256, stated.page)
        template = words.term_here if here else words.term
        parts.append(
            template.format(sign=sign, printed=one.printed_text.strip(), label=one.label, place=_place(one, stated))
        )
    if len(terms) > _SHOWN:
        parts.append(words.more_terms.format(n=len(terms) - _SHOWN))
    return " ".join(parts)


def _number(operand: Operand, words: _Templates, first: Operand) -> str:
    printed = operand.printed_text.strip() or words.blank
    if not operand.label:
        return f"{printed} ({_place(operand, first)})"
    return words.number.format(label=operand.label, printed=printed, place=_place(operand, first))


def _place(operand: Operand, first: Operand) -> str:
    """The page or cell, and the document where it is another one than the first number's."""
    plain_page = operand.locator in ("", f"p{operand.page}")
    where = f"p. {operand.page}" if operand.page is not None and plain_page else operand.locator
    return where if operand.document_sha256 == first.document_sha256 else f"{where}, {operand.document_name}"


def _gap(finding: FindingView, words: _Templates) -> str:
    if not finding.difference:
        return ""
    return f"{_plain(abs(finding.difference))} {_unit(finding, words)}".strip()


def _rounding(finding: FindingView, words: _Templates) -> str:
    tolerance = f"{_plain(finding.tolerance)} {_unit(finding, words)}".strip() if finding.tolerance else ""
    if finding.consistency == "possible_by_rounding":
        return words.possible_by_rounding.format(tolerance=tolerance) if tolerance else words.one_last_place
    if finding.consistency == "impossible" and tolerance:
        return words.impossible.format(tolerance=tolerance)
    return ""


def _unit(finding: FindingView, words: _Templates) -> str:
    return words.units.get(finding.unit or "", finding.unit or "")


def _plain(value: Decimal | None) -> str:
    if value is None:
        return ""
    whole, _, fraction = format(value.normalize(), ",f").partition(".")
    return f"{whole}.{fraction.ljust(2, '0')}" if fraction else whole
