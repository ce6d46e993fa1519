"""The whole of one document: nothing printed is dropped, and the cache key follows the code."""

from __future__ import annotations

import pickle

import pytest
from documents_builder import document, lines, table

from extract.model import UnreadableDocument
from extract.reading import read_document
from transform.documents import DocumentHint, parse_document, stage_hash


def test_a_document_without_text_is_refused_with_its_code():
    with pytest.raises(UnreadableDocument) as caught:
        parse_document(document())
    assert caught.value.code == "no_text"


def test_every_table_is_read_or_reported():
    odd = table([["年份", "气温", "雨量"], ["2023", "十五", "八百"]], index=0, above=["气象附表"])
    parsed = parse_document(document(lines("某市某局2024年度部门决算"), [odd]))
    (unread,) = [unread for unread in parsed.unread if unread.what == "table"]
    assert unread.text.startswith("气象附表: 年份 | 气温 | 雨量")
    assert unread.place.page == 1


def test_hint_is_evidence_only():
    parsed = parse_document(
        document(lines("某市某局", "2024年度部门决算")), hint=DocumentHint(document_name="2026年别的局部门预算.pdf")
    )
    assert (parsed.identity.entity_name, parsed.identity.fiscal_year) == ("某市某局", 2024)


def test_parsed_documents_travel_between_processes():
    parsed = parse_document(document(lines("某市某局", "2024年度部门决算", "收入总计1.00万元。")))
    assert pickle.loads(pickle.dumps(parsed)) == parsed


def test_stage_hash_is_of_code_and_data():
    assert len(stage_hash()) == 64
    assert stage_hash() == stage_hash()


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["seed/seed_office.pdf", "final_accounts/上海市普陀区财政局2024年度部门决算.pdf"])
def test_tables_of_a_real_filing_are_all_accounted_for(corpus, name):
    parsed = parse_document(read_document(corpus / name))
    assert [unread.text for unread in parsed.unread if unread.what == "table"] == []
    assert len(parsed.statements) == 9
