"""The Chinese words of a finding: title, arithmetic with every number, page and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from expectations.declared import AnyRule, Query, vocabulary
from expectations.wording import claim_metric, column_words, form_field, form_subject, row_words, section_words

_TABLE_NUMBER = re.compile(r"(?:公开|财决公开|表)\s*0?\d{1,2}\s*表?|表[一二三四五六七八九十]{1,3}")
_SHOWN_TERMS = 12
SURE = 0.9
"""Recognised with less, a number is to be compared with the page before anything is said of it."""
PER_UNIT = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10000),
    "百万元": Decimal(1000000),
    "亿元": Decimal(100000000),
}


@dataclass(frozen=True, slots=True)
class Operand:
    """One printed number of a finding. ``value_yuan`` is None for what is not an amount; ``filing`` says in words which
    other filing, or other edition, prints it, and is empty for the finding's own; ``ocr_confidence`` is None where it
    was not recognised from an image or that is not known; ``is_scan``: all statements of its document were."""

    fact_id: int
    role: str
    weight: Decimal
    src: str
    src_id: str
    filing_id: str
    document_sha256: str
    statement: str | None
    heading: str
    label: str
    measure_label: str
    row_no: str | None
    fund: str | None
    value_yuan: Decimal | None
    state: str
    page: int | None
    box: tuple[float | None, float | None, float | None, float | None]
    locator: str
    printed_text: str
    line_item_id: str | None
    claim_id: str | None
    filing: str = ""
    ocr_confidence: float | None = None
    is_scan: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A failed check instance as ``sql/results.sql`` computed it, in ``unit``."""

    check_result_id: str
    check_id: str
    filing_id: str
    filing_id_2: str | None
    filing_key: str
    instance_key: str
    status: str
    stated: Decimal | None
    computed: Decimal | None
    difference: Decimal | None
    tolerance: Decimal | None
    unit: str | None
    difference_yuan: Decimal | None
    severity: str
    consistency: str
    detail: str | None


def plain(value: Decimal | None, *, thousands: bool = False) -> str:
    """Return a decimal as an accountant writes it: no exponent, no needless zeros beyond two places; with separators
    of thousands where the document prints them."""
    if value is None:
        return ""
    text = format(value.normalize(), ",f" if thousands else "f")
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.ljust(2, '0')}" if fraction else whole


def in_unit(value_yuan: Decimal | None, unit: str | None) -> Decimal | None:
    """Return an amount in yuan in the given unit (元 where the unit is no money unit)."""
    return None if value_yuan is None else value_yuan / PER_UNIT.get(unit or "元", Decimal(1))


def table_name(operand: Operand) -> str:
    """Return how a reader finds the table or passage: its printed number if it has one, and its title."""
    known = vocabulary()["statements"].get(operand.statement or "")
    if operand.src == "line_item":
        number = _TABLE_NUMBER.search(operand.heading)
        return f"《{known or operand.heading}》" + (f"（{number.group(0).strip()}）" if number else "")
    if operand.src == "performance":
        return f"自评表“{operand.heading}”" if operand.heading else "自评表"
    section = section_words(operand.heading)
    return f"正文“{section}”" if section else "正文"


def label_of(operand: Operand) -> str:
    """Return what the number is, in the document's words without numbering: its row and, where it says more, its
    column."""
    if operand.src == "disclosure":
        return ""  # its key is an id of ours, not a word of the document
    label = row_words(operand.label)
    heading = operand.measure_label
    say = {"performance": form_field, "claim": claim_metric}.get(operand.src, column_words)
    column = say(heading, label)
    return "·".join(part for part in (label, "" if column == label else column) if part)


def place_of(operand: Operand) -> str:
    """Return table, line and page in words."""
    row = f"第{operand.row_no}行" if operand.row_no else ""
    page = f"第{operand.page}页" if operand.page else operand.locator
    if "!" in operand.locator:  # a cell of a spreadsheet
        page = f"单元格 {operand.locator}"
    return f"{operand.filing}{table_name(operand)}{row}（{page}）"


def printed(operand: Operand) -> str:
    """Return the number as printed; a blank cell says so."""
    if operand.state in ("blank", "dash") and not operand.printed_text.strip("—-– "):
        return "空白" if operand.state == "blank" else "“—”"
    return operand.printed_text.strip()


def title_of(rule: AnyRule, operands: Sequence[Operand]) -> str:
    """Return the rule's title with what this instance is about."""
    stated = next((one for one in operands if one.role == "stated"), None)
    about = "" if stated is None else label_of(stated)
    forms = {one.heading for one in operands if one.src == "performance"} if stated is None else {stated.heading}
    if len(forms) == 1 and operands and (stated or operands[0]).src == "performance":
        about = "：".join(part for part in (form_subject(forms.pop()), about) if part)
    return f"{rule.title}（{about}）" if about else rule.title


def message_of(rule: AnyRule, result: Result, operands: Sequence[Operand]) -> str:
    """Return the arithmetic of a finding in Chinese: every number, where it is printed, what rounding allows, and how
    surely it was recognised where a page is a scan."""
    return _arithmetic(rule, result, operands) + _recognition(operands)


def is_doubtful(operands: Sequence[Operand]) -> bool:
    """Say whether a finding rests on a number that was recognised from an image with little confidence."""
    return any(one.ocr_confidence is not None and one.ocr_confidence < SURE for one in operands)


def _recognition(operands: Sequence[Operand]) -> str:
    scanned = [one for one in operands if one.ocr_confidence is not None]
    if not scanned:
        return "（文件是扫描件，文字由识别得来，请对照原页。）" if any(one.is_scan for one in operands) else ""
    if not is_doubtful(scanned):
        lowest = min(one.ocr_confidence or 0.0 for one in scanned)
        return f"（数字由扫描件识别，最低把握 {int(100 * lowest)}%。）"
    unsure = [one for one in scanned if is_doubtful([one])][:_SHOWN_TERMS]
    told = "、".join(f"{place_of(one)}“{printed(one)}”把握 {int(100 * (one.ocr_confidence or 0.0))}%" for one in unsure)
    return f"（请先对照原页：数字由扫描件识别，{told}，可能是识别错误。）"


def _arithmetic(rule: AnyRule, result: Result, operands: Sequence[Operand]) -> str:
    if isinstance(rule, Query):
        return _listed(result, operands)
    stated = next(one for one in operands if one.role == "stated")
    terms = [one for one in operands if one.role == "term"]
    gap = _gap(result)
    if rule.relation == "same":
        other = terms[0]
        again = "、".join(place_of(one) for one in operands if one.role == "repeated")
        return f"{_named(stated)}；{_named(other)}；应为同一数，相差 {gap}。{_rounding(result)}" + (
            f"同一数另印在{again}。" if again else ""
        )
    words = {"equals": "应等于", "at_most": "不应大于", "at_least": "不应小于"}[rule.relation]
    computed = plain(result.computed, thousands="," in stated.printed_text)
    summed = [one for one in terms if one.state == "number"]
    total = "" if len(summed) == 1 and summed[0].weight == 1 else f" = {computed}"
    return (
        f"{place_of(stated)}{label_of(stated)}印 {printed(stated)}，{words} {_sum(terms, stated)}{total}，"
        f"相差 {gap}。{_rounding(result)}"
    )


def _sum(terms: Sequence[Operand], stated: Operand) -> str:
    """Write the non-blank terms with their labels; say the table only where it is another one than the stated
    number's."""
    shown = [one for one in terms if one.state == "number"]
    parts: list[str] = []
    for position, one in enumerate(shown[:_SHOWN_TERMS]):
        sign = "−" if one.weight < 0 else ("+" if position else "")
        here = (one.statement, one.page, one.filing) == (stated.statement, stated.page, stated.filing)
        where = "" if here else f"，{place_of(one)}"
        parts.append(f"{sign} {printed(one)}（{label_of(one)}{where}）".strip())
    if len(shown) > _SHOWN_TERMS:
        parts.append(f"+ 其余 {len(shown) - _SHOWN_TERMS} 项")
    return " ".join(parts) or "0（各项均为空白）"


def _rounding(result: Result) -> str:
    if result.consistency == "possible_by_rounding":
        allowed = plain(result.tolerance) if result.tolerance else ""
        return (
            f"在四舍五入允许的 ±{allowed} {result.unit or ''}之内。"
            if allowed
            else "只差末位一个单位，可能是舍入口径不同。"
        )
    if result.consistency == "impossible" and result.tolerance:
        return f"超出四舍五入允许的 ±{plain(result.tolerance)} {result.unit or ''}。"
    return ""


def _named(operand: Operand) -> str:
    label = label_of(operand)
    return (
        f"{label}：{place_of(operand)}印 {printed(operand)}" if label else f"{place_of(operand)}印“{printed(operand)}”"
    )


def _named_together(place: str, operands: Sequence[Operand]) -> str:
    """The numbers printed in one place, the place said once."""
    if len(operands) == 1:
        return _named(operands[0])
    each = (f"{label_of(one)} {printed(one)}" if label_of(one) else f"“{printed(one)}”" for one in operands)
    return f"{place}印 " + "、".join(each)


def _gap(result: Result) -> str:
    """The difference with its unit. Percentages differ by points."""
    if result.difference is None:
        return ""
    unit = "个百分点" if result.unit == "%" else result.unit or ""
    return f"{plain(abs(result.difference))} {unit}".strip()


def _listed(result: Result, operands: Sequence[Operand]) -> str:
    """The message of a rule that brings its own SELECT: its detail, then each operand, those of one place together."""
    places = groupby(operands[:_SHOWN_TERMS], key=place_of)
    listed = "；".join(_named_together(place, list(here)) for place, here in places)
    more = f"；等 {len(operands)} 处" if len(operands) > _SHOWN_TERMS else ""
    gap = f"相差 {_gap(result)}。" if result.difference else ""
    detail = f"{result.detail}。" if result.detail else ""
    return f"{detail}{listed}{more}。{gap}" if listed else detail
