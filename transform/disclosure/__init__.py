"""What a filing prints besides numbers, as :class:`transform.records.DisclosureItem` records for the disclosure rules.

``parse_disclosure(content, identity=, unused_tables=)`` returns them, kind by kind, each kind in reading order; every
record has its place. ``ordinal`` counts within one ``kind`` from 0; ``section`` is the nearest heading above, as
printed ("" on the cover), unless said otherwise. ``code`` is the standard form of ``value`` where one exists.

``toc``
    key: comparable title; value: contents entry as printed, leaders cut; section: its part; code: level "1", "2" …
``heading``
    key: comparable title; value: heading of the body as printed; code: level as above
``section``
    key: section id (``data/disclosure.yaml``); value: the first heading that opens it in the body
``empty_section``
    key: comparable title; value: "" or the only words under it (无。); section: the heading itself
``empty_statement``
    key: statement id, "" where none is named; value: the sentence (本单位无…); code: ``table`` or ``narrative``
``note``
    key: ``rounding`` (尾差, 四舍五入) or ``table_note``; value: the note
``leftover``, ``punctuation``
    key: pattern id (``data/disclosure.yaml``); value: the words that match, with a little context
``glossary``
    key: term as printed, number cut; value: its explanation ("" where there is none)
``glossary_subject``
    key: functional subject explained in the glossary; value: explanation; code: functional code if unique
``checklist``, ``checklist_answer``, ``checklist_note``
    key: printed row number; value: question, answer (是, 否 …), remark; section: item/group (一、公开格式/文档格式);
    code of the answer: ``yes``, ``no`` or None
``checklist_unit``
    value: the money unit stated over the checklist
``key_work``, ``key_work_content``, ``key_work_status``
    key: printed row number; value: the work item, its content, its state; section: the table's title
``listed_statement``, ``listed_statement_reason``
    key: comparable title of a statement in the filing's list of statements; value: 是否空表 as printed, the reason;
    section: printed table number; code: ``yes`` (said to be empty), ``no`` or None
``listed_subject``
    key: ``personnel`` or ``public``; value: one subject of a 主要包括：… list; code: economic code if unique
``unit``
    key: ``self`` (the entity's own 本级), ``listed`` (in a list of units the account covers) or ``subordinate`` (named
    as 下属 only); value: name as printed
``unit_count``
    key: ``stated`` (subordinate units only), ``in_scope`` (units in the account, which may or may not count the 本级:
    compare with the units listed, with and without ``self``), ``other`` (直属机构 …); value: as printed; code: number
``date``
    key: ``as_of`` (截至…), ``cover``, ``filled_in`` (填报日期), ``other``; value: as printed; code: ISO date
``figure``
    key: printed number (图1); value: caption of a chart
``entity_name``
    key: where (``cover_label``, ``cover_title``, ``heading``, ``table``, ``form``, ``text``); value: the reporting
    entity's name as spelled there, each spelling and place kind once; code: number of such prints
``self_reference``
    key: 本部门, 本单位, 我部门(单位) …; value: number of uses; place of the first
``form_reason``, ``form_rule``
    of :mod:`transform.forms.notes`: key: form number; value: why targets were missed, "" for an empty cell; the words
    of a rule for scores, its id in ``code``; section: the form's title
``level_term``
    key: ``municipal``, ``district``, ``county``, ``provincial``; value: 市直部门 … as printed; code: number of uses

A **comparable title** is the printed heading without its number (一、, 第三部分, (一), 1.), the entity's own names,
the fiscal year, spaces and table numbers (表1, 公开01表), with full-width forms folded: two titles that should be equal
have equal keys, and titles that differ (…支出说明 and …支出情况) differ.
"""

from __future__ import annotations

from transform.disclosure.parse import DisclosureResult, parse_disclosure

__all__ = ["DisclosureResult", "parse_disclosure"]
