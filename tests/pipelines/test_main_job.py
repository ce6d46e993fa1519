"""The main job on the bundled publisher: everything it lists is read, published and checked."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from tests.conftest import ROOT, SampleRun, gouji
from tests.generator.committed import CLEAN, load
from warehouse.connect import open_readonly

SEED_ENTITY = "武汉市蔡甸区城乡居民养老保险办公室"


def test_it_works_and_ends_with_a_summary(sample_run: SampleRun) -> None:
    run = sample_run.finished
    assert run.returncode == 0, run.stdout + run.stderr
    assert "发现问题" in run.stdout
    assert sample_run.warehouse.is_symlink()


def test_every_document_is_read_or_named(sample_run: SampleRun) -> None:
    with open_readonly(sample_run.warehouse) as connection:
        states = connection.execute("SELECT state, count(*) FROM documents GROUP BY 1").fetchall()
        unread = connection.execute("SELECT sum(rows_unread) FROM statements").fetchall()[0][0]
        unaccounted = connection.execute(
            "SELECT count(*) FROM statements WHERE rows_printed <> rows_parsed + rows_ignored + rows_unread"
        ).fetchall()[0][0]
    counts = dict(states)
    assert counts["loaded"] >= 12
    assert unread == 0
    assert unaccounted == 0


def test_documents_know_where_they_were_published(sample_run: SampleRun) -> None:
    with open_readonly(sample_run.warehouse) as connection:
        rows = connection.execute("SELECT source_url, published_on FROM documents WHERE state = 'loaded'").fetchall()
    assert all(url.startswith("http") and published is not None for url, published in rows)


def test_findings_as_json_hold_both_examples_of_the_mission(sample_run: SampleRun) -> None:
    run = gouji("findings", "--warehouse", str(sample_run.warehouse), "--entity", SEED_ENTITY, "--format", "json")
    assert run.returncode == 0, run.stderr
    messages = [row["message"] for row in json.loads(run.stdout)]
    assert any("202.14" in message and "202.15" in message for message in messages)
    assert any("360" in message and "319.05" in message for message in messages)


def test_a_second_run_finds_nothing_new(sample_run: SampleRun) -> None:
    before = sample_run.warehouse.resolve()
    again = gouji("run", "--warehouse", str(sample_run.warehouse))
    assert again.returncode == 0, again.stdout + again.stderr
    assert "没有新内容" in again.stdout
    assert sample_run.warehouse.resolve() == before


def test_validation_results_are_where_a_user_finds_them(sample_run: SampleRun) -> None:
    results = sorted(Path(f"{sample_run.warehouse}.d", "gx").glob("*.json"))
    assert results
    checks = json.loads(results[-1].read_text(encoding="utf-8"))["checks"]
    assert {check["suite"] for check in checks} == {"contracts", "identities"}
    assert any(not check["success"] for check in checks if check["suite"] == "identities")
    assert all(check["success"] for check in checks if check["suite"] == "contracts")


def test_a_finding_names_a_document_of_its_own_filing(sample_run: SampleRun) -> None:
    with open_readonly(sample_run.warehouse) as connection:
        strangers = connection.execute(
            "SELECT f.finding_id FROM findings AS f WHERE f.document_name NOT IN ("
            " SELECT d.document_name FROM filing_documents AS fd JOIN documents AS d USING (document_sha256)"
            " WHERE fd.filing_id = f.filing_id)"
        ).fetchall()
    assert strangers == []


def test_clean_filings_of_the_generator_give_nothing_grave(sample_run: SampleRun) -> None:
    with open_readonly(sample_run.warehouse) as connection:
        rows = connection.execute(
            "SELECT d.document_sha256, count(f.finding_id)"
            " FROM documents AS d JOIN filing_documents AS fd USING (document_sha256)"
            " LEFT JOIN findings AS f ON f.filing_id = fd.filing_id AND f.severity IN ('material', 'minor')"
            " AND f.family <> 'across_filings' GROUP BY 1"
        ).fetchall()
    grave = dict(rows)
    clean = {hashlib.sha256(load(name).pdf.read_bytes()).hexdigest(): name for name in CLEAN}
    assert {name: grave[sha] for sha, name in clean.items()} == dict.fromkeys(CLEAN, 0)


def test_every_question_of_the_cookbook_is_answered_on_the_sample(sample_run: SampleRun) -> None:
    queries = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "query.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(queries) >= 20
    with open_readonly(sample_run.warehouse) as connection:
        answered = sum(bool(connection.execute(query).fetchall()) for query in queries)
    assert answered >= 20


def test_who_has_not_published_is_listed(sample_run: SampleRun) -> None:
    run = gouji("coverage", "--warehouse", str(sample_run.warehouse))
    assert run.returncode == 0, run.stderr
    for words in ("武汉市蔡甸区城乡居民养老保险办公室", "晚于应公开日期", "读不了", "html_page", "骤减"):
        assert words in run.stdout
    assert "已公开" not in run.stdout
    everything = gouji("coverage", "sample", "--all", "--warehouse", str(sample_run.warehouse))
    assert "已公开" in everything.stdout


def test_entities_are_listed_with_their_other_names(sample_run: SampleRun) -> None:
    run = gouji("entities", "--warehouse", str(sample_run.warehouse))
    assert run.returncode == 0, run.stderr
    assert "武汉市蔡甸区城乡居民社会养老保险办公室" in run.stdout
    ambiguous = gouji("entities", "--ambiguous", "--warehouse", str(sample_run.warehouse))
    assert ambiguous.returncode == 0
    assert "没有需要分辨的名称" in ambiguous.stdout


def test_as_of_a_day_on_both_axes(sample_run: SampleRun) -> None:
    """The corrected account was published in November 2025; all editions were retrieved by this run."""

    def documents(*arguments: str) -> set[str]:
        run = gouji("findings", "--warehouse", str(sample_run.warehouse), "--format", "json", *arguments)
        assert run.returncode == 0, run.stderr
        return {row["document_name"] for row in json.loads(run.stdout) if "水务局2024" in row["document_name"]}

    corrected, first = "澄湖市水务局2024年度部门决算（更正）.pdf", "澄湖市水务局2024年度部门决算.pdf"
    assert documents() == {corrected}
    assert documents("--as-of", "2025-10-01", "--axis", "published") == {first}
    assert documents("--as-of", "2025-12-01", "--axis", "published") == {corrected}
    assert documents("--as-of", "2025-10-01") == set()
    wrong = gouji("findings", "--warehouse", str(sample_run.warehouse), "--as-of", "2025-10-01", "--axis", "x")
    assert wrong.returncode == 2
