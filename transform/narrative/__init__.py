"""Sentences to claims: every number outside tables, bound to what it states or kept as unbound.

Public entry: :func:`parse_narrative`. What follows is the meaning of a :class:`transform.records.Claim`, for those
who compute with it.

**One claim per printed number**, plus one per comparison word without a number (``metric='comparison'``:
决算数小于预算数, 与上年持平; ``value`` is None, ``direction`` is set, ``printed_text`` is the word; a word such as
基本持平 is approximate). ``printed_text`` is the number as printed, without its unit; ``place`` is that number's page
and box. ``ordinal`` counts claims through the document, ``sentence_no`` sentences through the document, ``clause_no``
clauses within the sentence (from 0).

``metric='use'`` is a word, too: 基本支出 or 项目支出 where a sentence says of a functional row that its money is that
(主要用于…等基本支出); ``printed_text`` is the word, ``value`` None.

**Value.** ``value`` and ``step`` are in the printed ``unit`` (元, 万元, 亿元, %, 个百分点, 人, 辆, …);
``amount_yuan`` is the amount in yuan (amounts only). The step of an amount is the finest step of that unit in the
sections on the same topic, in that unit: ``step_yuan = step * {'元': 1, '万元': 10000, '亿元': 100000000}[unit]``.
Ratios, scores and counts keep their own step. 增长16倍 is a ratio of 1600 %, its step 100.
``value`` keeps a printed minus sign; ``direction`` (from words: 增加 1, 减少 -1, 持平 0) never changes it. A pair such
as 增加（减少） leaves ``direction`` None: a template not filled in.

**State.** ``bound``: subject and metric are certain. ``statement`` is set only where the subject is certainly one line
item: ``statement, item, measure, functional_code, economic_code, basis`` as in the line items, ``period`` the line
item's ``amount_year``, ``fund`` only where the line item's other fields leave it open (None does not restrict).
On relations (change, growth_rate, share, completion_rate, comparison) these fields name the subject that is changed,
shared, completed, …: compare only the *amount* metrics with line items (``final, initial_budget, adjusted_budget,
budget``). ``metric='budget'`` has ``basis`` None: which budget is not said. A ``statement`` whose line item does not
exist (年初预算 of a 类 in a filing without that column) is a ``missing_term``.
``unbound``: kept with what is known; no check may use it. ``metric='other'`` is never bound.

**concept** is the id of the subject in ``patterns/concepts.yaml`` (also for what no table holds:
``procurement_goods``, ``operating_funds``, ``vehicles_total``…). Functional and economic subjects have concept
``functional``, ``economic`` or ``government_economic`` and their code; projects ``project`` and ``project_name``.
Bound amounts with equal ``(concept, functional_code, economic_code, project_name, statement, measure, metric, period)``
state the same thing and must agree, but for concepts whose name does not tell them apart: ``performance_funds``,
``performance_projects``, ``opening_balance`` (compare only with equal ``subject``). ``functional`` without a code is a
name that no list and no table of the document knows: compare with equal ``subject`` only.
``topic`` is the section's kind in ``patterns/topics.yaml``.

**group_key** ties the claims about one subject in one passage. Within a group there is at most one claim for each
``(metric, basis, period)`` of the amounts and each ``(metric, base_year, base_basis, whole)`` of the relations;
components excepted. So, joined on ``group_key``:

- principal amount P: metric ``final`` (in budgets ``initial_budget``) with ``period`` and ``basis`` of the relation;
- growth: ``growth_rate`` g (with direction) and ``change`` c have equal ``base_year`` and ``base_basis``; the base is
  ``P - c*direction``, or the printed amount with ``period = base_year`` of the same group where there is one
  (比2025年年初预算数 35201.58 万元减少…); g = c / base. A growth rate without a change is (P - base) / base, where
  the base is printed;
- completion: ``completion_rate`` = final / budget, the budget being the group's claim whose ``basis`` equals
  ``base_basis`` (``base_basis`` None: the group's ``budget`` claim, or its only budget of any kind);
- ``comparison`` with ``base_year = period``: sign(final - that budget) = direction (``base_basis`` as above);
  with ``base_year < period``: sign(change) = direction;
- ``component``: a listed part or driver of the group's ``change``, with its own subject, direction and amount:
  sum(direction * component) = direction * change **if the list is complete**, which words cannot tell: a list that
  misses the change by a large part of it is a partial list, not an error.

A group without a principal amount: take the amount of another bound claim with the same concept (and codes) and
period, or the line item. ``base_basis`` None on a change: the text says only 上年.

**Shares.** ``metric='share'``: P of its ``group_key`` divided by P of ``whole_key`` (the group that states the whole;
None if the narrative does not state it or more than one could be meant). ``whole`` is the whole as printed,
``whole_concept`` its concept id where certain: without ``whole_key`` take the line item of that concept.

**parent_key**: the group of the whole, for amounts listed after 其中/包括; None where nesting is unclear. A list after
其中 need not be complete. Sums hold only over closed sets (goods + works + services; income by source; basic +
project; personnel + public; the three public expenses; 类 under their total) and once per member and parent.

**Counts** carry ``metric`` people, vehicles, batches, trips, projects, units, equipment and a ``concept`` where
declared: ``vehicles_held`` (保有量), ``vehicles_total`` (共有车辆), ``vehicle_kind`` (one kind of it, same sentence),
``vehicles_purchased``, ``overseas_trips``, ``overseas_people``, ``reception_batches``, ``reception_people``,
``equipment``, ``performance_projects`` … ``group_key`` is the group spoken of when the count is given.

**Dates.** ``metric`` ``date`` or ``year``; ``period`` is the year, ``value`` its digits (20241231). Bound are
``concept='as_of'`` (截至…) and ``'heading'`` (the years of headings). Other years and dates are unbound.
"""

from transform.narrative.parse import NarrativeResult, parse_narrative

__all__ = ["NarrativeResult", "parse_narrative"]
