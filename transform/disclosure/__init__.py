"""What a filing prints besides numbers, as :class:`transform.records.DisclosureItem` records for the disclosure rules.

``parse_disclosure(content, *, identity, unused_tables)`` returns them in reading order; every record has its place.
``ordinal`` counts within one ``kind`` from 0, in reading order. ``section`` is the nearest heading above, as printed
("" on the cover), unless the table says otherwise. ``code`` is the standard form of ``value`` where one exists.

=================== ============================================== ================================================= =====================
kind                key                                            value                                             code
=================== ============================================== ================================================= =====================
``toc``             comparable title (see below)                   contents entry as printed, page leaders cut       level: "1", "2" …
``heading``         comparable title                               heading found in the body, as printed             level: "1", "2" …
``section``         section id (``data/disclosure_sections.yaml``) the heading that opens it in the body             –
``empty_statement`` statement id, or "" where none is named        the sentence (本单位无…, 故本表无数据)            ``table``, ``narrative``
``note``            ``rounding`` (尾差, 四舍五入), ``table_note``   the note                                          –
``leftover``        pattern id (``data/disclosure_patterns.yaml``) the words that match, with a little context       –
``punctuation``     pattern id                                     the words that match                              –
``glossary``        term as printed, number cut                    its explanation ("" where there is none)          –
``glossary_subject`` functional subject explained in the glossary  its explanation                                   functional code if unique
``checklist``       printed row number                             the question                                      –
``checklist_answer`` printed row number                            是, 否 … as printed                               ``yes``, ``no`` or None
``checklist_note``  printed row number                             the remark (only where one is printed)            –
``listed_subject``  ``personnel``, ``public``                      one subject of a 主要包括：… list                  economic code if unique
``unit``            ``self`` (the entity's own 本级), ``listed``    name of a unit listed under 单位构成              –
``unit_count``      ``stated``                                     the number of subordinate units, as printed       the number
``date``            ``as_of`` (截至…), ``cover``, ``filled_in``     the date as printed                               ISO date
                    (填报日期), ``other``
``figure``          printed number ("图1") or ""                   caption of a chart or figure                      –
``entity_name``     ``cover``, ``heading``, ``table``, ``form``,   the reporting entity's name as spelled there      –
                    ``checklist``, ``text``
``self_reference``  本部门, 本单位, 我部门（单位） …                number of uses, as digits                         –
``level_term``      ``municipal``, ``district`` …                  市直部门, 市级财政 … as printed                   –
``empty_section``   comparable title                               a heading with no text, or only 无。, under it     –
=================== ============================================== ================================================= =====================

A **comparable title** is the printed heading without its number (一、, 第三部分, (一), 1.), the entity's own names,
the fiscal year, spaces and table numbers (表1, 公开01表), with full-width forms folded: two titles that should be equal
have equal keys, and titles that differ (…支出说明 and …支出情况) differ. For ``checklist*`` the ``section`` is
``item/group`` (一、公开格式/文档格式).
"""

from __future__ import annotations
