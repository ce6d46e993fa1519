"""Builds pages of text as a reader hands them on: wrapped lines, first lines indented, an edge for every character."""

from __future__ import annotations

from collections.abc import Sequence

from extract.model import Box, DocumentContent, PageInfo, TextLine
from transform.narrative import NarrativeResult, parse_narrative
from transform.records import Claim, FilingKind

EM = 14.0
LEFT = 70.0
COLUMNS = 32
LINES_PER_PAGE = 28


def width(character: str) -> float:
    return EM if ord(character) > 0x2E7F or character in "“”" else EM / 2


def text_line(text: str, *, page: int, top: float, left: float = LEFT) -> TextLine:
    edges: list[tuple[float, float]] = []
    x = left
    for character in text:
        edges.append((x, x + width(character)))
        x += width(character)
    return TextLine(page, text, Box(left, top, x, top + EM), tuple(edges), EM, f"p{page}")


def wrapped(paragraph: str, *, heading: bool = False) -> list[tuple[str, float]]:
    """Return (text, left edge) of the lines of one paragraph; only the first is indented, all but the last are full."""
    lines: list[tuple[str, float]] = []
    left, room, current = LEFT + 2 * EM, (COLUMNS - 2) * EM, ""
    for character in paragraph:
        if room < width(character):
            lines.append((current, left))
            left, room, current = LEFT, COLUMNS * EM, ""
        current += character
        room -= width(character)
    lines.append((current, left))
    return lines


def document(paragraphs: Sequence[str], *, page_numbers: bool = True) -> DocumentContent:
    lines: list[TextLine] = []
    page, row = 1, 0
    # A page of prose first, so that the margins are known however short the paragraphs under test are.
    prose = "本部门贯彻执行国家有关法律法规和方针政策，拟订有关规划并组织实施，承担有关行政管理和公共服务职责。" * 2
    for paragraph in [prose, *paragraphs]:
        for text, left in wrapped(paragraph):
            lines.append(text_line(text, page=page, top=80 + row * 24.0, left=left))
            row += 1
            if row == LINES_PER_PAGE:
                if page_numbers:
                    lines.append(text_line(str(page), page=page, top=800.0, left=290.0))
                page, row = page + 1, 0
    if page_numbers:
        lines.append(text_line(str(page), page=page, top=800.0, left=290.0))
    pages = tuple(PageInfo(number, 595.0, 842.0, 0, "pdfium", 0, 0, 0) for number in range(1, page + 1))
    return DocumentContent("0" * 64, "application/pdf", pages, (), tuple(lines))


def read(*paragraphs: str, kind: FilingKind = "final_account", year: int | None = 2024) -> NarrativeResult:
    return parse_narrative(document(paragraphs), kind=kind, fiscal_year=year)


def claims(*paragraphs: str, kind: FilingKind = "final_account", year: int | None = 2024) -> list[Claim]:
    """Return the claims but for years, which stand in nearly every sentence."""
    return [claim for claim in read(*paragraphs, kind=kind, year=year).claims if claim.metric != "year"]


def brief(claim: Claim) -> tuple[str, str, str]:
    """Return metric, printed number with unit, and what it is said of: concept (with code) or words."""
    code = claim.functional_code or claim.economic_code or claim.project_name
    said_of = f"{claim.concept} {code}" if code else claim.concept or claim.subject
    sign = {1: "+", -1: "-", 0: "="}.get(claim.direction if claim.direction is not None else 9, "")
    state = "" if claim.state == "bound" else "?"
    return (state + claim.metric, sign + claim.printed_text + claim.unit, said_of)


def line_item(claim: Claim) -> tuple[str | None, str | None, str | None, str | None, int | None]:
    """Return the line item a claim must equal."""
    return (claim.statement, claim.item, claim.measure, claim.basis, claim.period)


def one(found: Sequence[Claim], metric: str, printed: str) -> Claim:
    """Return the only claim with this metric and number."""
    matching = [claim for claim in found if claim.metric == metric and claim.printed_text == printed]
    assert len(matching) == 1, [brief(claim) for claim in found]
    return matching[0]
