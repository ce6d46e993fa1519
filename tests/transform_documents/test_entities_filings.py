"""Documents become filings: editions, pairs of tables and text, aliases, ambiguity."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta, timezone

import pytest

from transform.entities import DeclaredAlias, DocumentIdentityRow, assemble_filings
from transform.entity_names import entity_key, is_placed, normal_name
from transform.records import FilingIdentity

SHANGHAI = timezone(timedelta(hours=8))
BUREAU = "西安市财政局"


def identity(
    name=BUREAU,
    *,
    names=(),
    year=2024,
    kind="final_account",
    scope="consolidated",
    level="department",
    part="all",
    parent=None,
):
    return FilingIdentity(name, (name, *names), year, kind, scope, level, part, None, None, (), parent)


def row(sha, who=None, *, day=1, published=None, **rest):
    at = datetime(2025, 9, day, 8, tzinfo=SHANGHAI)
    return DocumentIdentityRow(sha, f"{sha}.pdf", who, 20, at, at, published_on=published, region_code="610100", **rest)


def test_one_document_is_one_current_filing():
    made = assemble_filings([row("a", identity())])
    (filing,) = made.filings
    assert (filing.revision, filing.is_current, filing.status) == (1, True, "loaded")
    assert filing.filing_key == f"{made.entities[0].entity_id}-2024-final_account-consolidated"
    assert filing.known_to is None


def test_corrected_document_is_the_next_edition_of_the_same_key():
    made = assemble_filings(
        [row("b", identity(), day=9, published=date(2025, 9, 8)), row("a", identity(), published=date(2025, 9, 1))]
    )
    first, second = sorted(made.filings, key=lambda f: f.revision)
    assert first.filing_key == second.filing_key
    assert first.filing_id != second.filing_id
    assert (first.document_sha256, first.is_current, second.is_current) == ("a", False, True)
    assert first.known_to == second.known_from
    assert first.published_to == second.published_from == date(2025, 9, 8)


def test_withdrawn_edition_gives_way_to_the_one_before():
    made = assemble_filings([row("a", identity()), row("b", identity(), day=9, withdrawn_on=date(2025, 9, 20))])
    current = [f.document_sha256 for f in made.filings if f.is_current]
    assert current == ["a"]
    gone = next(f for f in made.filings if f.document_sha256 == "b")
    assert gone.known_to is not None
    assert gone.known_to.date() == date(2025, 9, 20)


def test_tables_and_text_are_one_filing_even_where_the_tables_say_no_level():
    made = assemble_filings(
        [row("t", identity(part="tables", scope="unknown")), row("x", identity(part="text"), day=2)]
    )
    (filing,) = made.filings
    assert [(d.document_sha256, d.part) for d in made.filing_documents] == [("t", "tables"), ("x", "text")]
    assert filing.scope == "consolidated"
    assert filing.page_count == 40


def test_new_tables_join_the_text_still_in_force():
    made = assemble_filings(
        [row("t1", identity(part="tables")), row("x", identity(part="text")), row("t2", identity(part="tables"), day=9)]
    )
    current = next(f.filing_id for f in made.filings if f.is_current)
    assert [d.document_sha256 for d in made.filing_documents if d.filing_id == current] == ["t2", "x"]
    assert len(made.filings) == 2


def test_consolidated_and_own_accounts_are_two_keys_of_one_entity():
    made = assemble_filings([row("a", identity()), row("b", identity(scope="own", level="unit"))])
    assert len({f.filing_key for f in made.filings}) == 2
    assert all(f.is_current for f in made.filings)
    assert [e.entity_level for e in made.entities] == ["department"]


def test_two_spellings_in_one_filing_are_one_entity_across_years():
    old, new = "武汉市蔡甸区城乡居民养老保险办公室", "武汉市蔡甸区城乡居民社会养老保险办公室"
    made = assemble_filings([row("a", identity(old, names=(new,), year=2023)), row("b", identity(new), day=9)])
    (entity,) = made.entities
    assert entity.entity_name == old
    assert {f.entity_id for f in made.filings} == {entity.entity_id}
    assert {f.entity_name for f in made.filings} == {old, new}
    (alias,) = made.entity_aliases
    assert (alias.alias, alias.source, alias.document_sha256) == (new, "document", "a")


def test_two_spellings_that_no_filing_prints_together_are_listed_not_merged():
    made = assemble_filings(
        [
            row("a", identity("武汉市蔡甸区城乡居民养老保险办公室")),
            row("b", identity("武汉市蔡甸区城乡居民社会养老保险办公室")),
        ]
    )
    assert len(made.entities) == 2
    (name,) = made.ambiguous
    assert name.reason == "looks like another name"
    assert len(name.entity_ids) == 2


def test_names_that_file_apart_for_the_same_year_are_never_merged():
    made = assemble_filings(
        [row("a", identity("西安市儿童医院", names=("西安市第一儿童医院",))), row("b", identity("西安市第一儿童医院"))]
    )
    assert len(made.entities) == 2
    assert made.ambiguous[0].reason == "both names file apart for the same year"


def test_an_alias_that_two_entities_print_belongs_to_neither():
    made = assemble_filings(
        [row("a", identity("西安市财政局", names=("市局",))), row("b", identity("西安市审计局", names=("市局",)))]
    )
    assert made.entity_aliases == ()
    assert {a.name for a in made.ambiguous} == {"市局"}


def test_declared_alias_merges():
    declared = [DeclaredAlias("西安市发展和改革委员会", "西安市发改委", None, "三定方案")]
    made = assemble_filings(
        [row("a", identity("西安市发改委", year=2019)), row("b", identity("西安市发展和改革委员会"))], declared=declared
    )
    (entity,) = made.entities
    assert entity.entity_name == "西安市发展和改革委员会"
    assert [a.source for a in made.entity_aliases] == ["declared"]


def test_names_without_a_place_are_kept_apart_by_region():
    here = row("a", identity("财政局"))
    there = DocumentIdentityRow("b", "b.pdf", identity("财政局"), 9, here.first_retrieved_at, here.first_retrieved_at)
    made = assemble_filings([here, there])
    assert len(made.entities) == 2
    assert "the name has no place and the source no region" in {a.reason for a in made.ambiguous}


def test_unit_takes_its_department_from_the_text_then_from_the_source():
    unit = identity("上海市中医文献馆", level="unit", scope="own")
    made = assemble_filings([row("a", unit, source_entity="上海市卫生健康委员会")])
    parent = next(e for e in made.entities if e.entity_name == "上海市卫生健康委员会")
    assert made.filings[0].parent_entity_id == parent.entity_id
    own = identity("上海市审计局", level="unit", scope="own")
    assert assemble_filings([row("a", own, source_entity="审计局")]).filings[0].parent_entity_id is None


def test_quarantined_and_undated_documents_are_filings_of_their_own():
    made = assemble_filings(
        [row("a" * 20, None, state="quarantined", reason="encrypted"), row("b" * 20, identity(year=None))]
    )
    assert [f.filing_key for f in made.filings] == [f"doc_{'a' * 16}", f"doc_{'b' * 16}"]
    assert [(f.status, f.is_current) for f in made.filings] == [("quarantined", False), ("loaded", True)]


def test_order_of_documents_does_not_matter():
    rows = [
        row("a", identity(year=2022)), row("b", identity(names=("西安市财政管理局",)), day=3),
        row("c", identity("西安市财政管理局", year=2021), day=2), row("d", identity(part="tables"), day=4),
    ]  # fmt: skip
    expected = assemble_filings(rows)
    for seed in range(10):
        shuffled = rows[:]
        random.Random(seed).shuffle(shuffled)
        assert assemble_filings(shuffled) == expected


def test_a_document_given_twice_is_refused():
    with pytest.raises(ValueError, match="given twice"):
        assemble_filings([row("a", identity()), row("a", identity())])


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("中国共产党江苏省委员会办公厅", "中共江苏省委办公厅"),
        ("江苏省人民代表大会常务委员会办公厅", "江苏省人大办公厅"),
        ("中国人民政治协商会议江苏省委员会办公厅", "江苏省政协办公厅"),
    ],
)
def test_official_long_and_short_forms_are_one_name(long, short):
    assert normal_name(long) == normal_name(short)
    assert is_placed(long)


def test_similar_institutions_keep_their_own_names():
    assert normal_name("西安市卫生健康委员会") == "西安市卫生健康委员会"
    assert entity_key("教育局", "110000") != entity_key("教育局", "310000")


SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def editions(*rows):
    made = assemble_filings(rows)
    ordered = sorted(made.filings, key=lambda f: f.revision)
    held = {
        f.filing_id: [d.document_sha256 for d in made.filing_documents if d.filing_id == f.filing_id] for f in ordered
    }
    return [(held[f.filing_id], f.is_current) for f in ordered], ordered


def test_a_spreadsheet_of_the_pdfs_statements_is_a_copy_however_late():
    both = frozenset({"income", "expenditure"})
    pdf = row("a", identity(), media_type="application/pdf", statements=both, published=date(2025, 9, 1))
    sheet = row("b", identity(part="tables"), media_type=SHEET, statements=both, published=date(2025, 9, 5))
    held, (first, copy) = editions(sheet, pdf)
    assert held == [(["a"], True), (["b"], False)]
    assert (first.known_to, first.published_to) == (None, None)
    assert copy.known_from == copy.known_to


def test_a_copy_follows_the_edition_that_it_repeats():
    both = frozenset({"income", "expenditure"})
    first = row("a", identity(), media_type="application/pdf", statements=both, published=date(2025, 9, 1))
    sheet = row("b", identity(part="tables"), media_type=SHEET, statements=both, published=date(2025, 9, 2))
    second = row("c", identity(), media_type="application/pdf", statements=both, published=date(2025, 9, 9))
    held, (one, _, two) = editions(second, sheet, first)
    assert held == [(["a"], False), (["b"], False), (["c"], True)]
    assert one.published_to == two.published_from


def test_a_copy_stands_in_for_a_withdrawn_pdf():
    same = frozenset({"income"})
    pdf = row("a", identity(), media_type="application/pdf", statements=same, withdrawn_on=date(2025, 9, 20))
    sheet = row("b", identity(part="tables"), media_type=SHEET, statements=same)
    held, _ = editions(pdf, sheet)
    assert held == [(["a"], False), (["b"], True)]


def test_spreadsheet_tables_complete_a_text_without_tables():
    text = row("a", identity(part="text"), media_type="application/pdf")
    sheet = row("b", identity(part="tables"), media_type=SHEET, statements=frozenset({"income"}))
    held, _ = editions(text, sheet)
    assert held == [(["b", "a"], True)]


def test_tables_published_one_by_one_are_one_edition():
    rows = [
        row(sha, identity(part="tables"), media_type=SHEET, statements=frozenset({statement}))
        for sha, statement in (("a", "income"), ("b", "expenditure"), ("c", "three_public_expenses"))
    ]
    assert editions(*rows)[0] == [(["a", "b", "c"], True)]
    again = row("d", identity(part="tables"), media_type=SHEET, statements=frozenset({"income"}), day=9)
    assert [current for _, current in editions(*rows, again)[0]] == [False, True]
