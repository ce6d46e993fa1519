"""What a counted number counts: people, vehicles, batches, trips, projects, units, equipment, scores."""

from __future__ import annotations

import re
from functools import cache

from transform.narrative.drafts import Draft
from transform.narrative.numbers import Number
from transform.narrative.patterns import CountMetric, load_metrics
from transform.narrative.subjects import Subject
from transform.narrative.words import clean

_SCORE = re.compile(r"(?:得分|评分|分值|综合得分|自评分?|平均分?|总分|分数|分)(?:为|是|达到?|:|均为|共)*$")


@cache
def _patterns() -> tuple[tuple[CountMetric, re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    return tuple(
        (count, re.compile(count.lead) if count.lead else None, re.compile(count.tail) if count.tail else None)
        for count in load_metrics().counts
    )


def count_claim(draft: Draft, number: Number, lead: str, tail: str, topic: str, current: Subject) -> None:
    """Fill in what ``draft`` counts, from the words before (``lead``) and after (``tail``) the number."""
    words = lead.rsplit("#", maxsplit=1)[-1]
    draft.subject = Subject(clean(words))
    if number.kind == "score":
        if _SCORE.search(lead):
            draft.metric = "score"
            draft.bound = current.project_name is not None
            draft.subject = current if draft.bound else draft.subject
        return
    for count, lead_pattern, tail_pattern in _patterns():
        if number.unit not in count.units or (count.topics and topic not in count.topics):
            continue
        if lead_pattern is not None and not lead_pattern.search(words):
            continue
        if tail_pattern is not None and not tail_pattern.search(tail):
            continue
        draft.metric, draft.concept = count.metric, count.concept
        if count.metric == "people" and topic == "three_public":
            draft.concept = _people_of(lead, current)
        draft.bound = draft.concept is not None
        return
    draft.metric = "indicator"


def _people_of(lead: str, current: Subject) -> str | None:
    """Return whose people are counted in a section on three public expenses."""
    if "陪同" in lead:
        return None
    if current.concept in {"reception", "reception_domestic", "reception_foreign"}:
        return "reception_people"
    return "overseas_people" if current.concept == "overseas_travel" else None
