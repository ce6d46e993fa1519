"""A verdict stays with its finding through runs and editions, and one whose finding is gone is said to be so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from kills import Undisturbed
from small_publisher import EARLIER, LATER, write_site

from expectations.decided import decided, record, standing
from expectations.verdicts import VerdictError, VerdictStore
from pipelines.cli.findings import Query, select_findings
from pipelines.samples.server import serve_folder
from tests.conftest import gouji
from warehouse.connect import open_readonly

WATER = "澄湖市水务局"
SHIFTED = "2,254.18"
"""Printed in the first edition of 水务局's account, corrected to 2,254.81 in the second."""


def the_finding(warehouse: Path, check: str, printed: str) -> str:
    with open_readonly(warehouse) as connection:
        ((finding_id,),) = connection.execute(
            "SELECT f.finding_id FROM findings AS f JOIN finding_operands AS o USING (finding_id)"
            " JOIN filings AS g ON g.filing_id = f.filing_id"
            " WHERE g.is_current AND f.check_id = ? AND o.ordinal = 1 AND o.printed_text = ?",
            [check, printed],
        ).fetchall()
    return str(finding_id)


def verdicts(warehouse: Path) -> dict[str, str]:
    with open_readonly(warehouse) as connection:
        return dict(
            connection.execute("SELECT finding_id, verdict FROM findings WHERE verdict <> 'open' ORDER BY 1").fetchall()
        )


def test_a_verdict_stays_with_its_finding_and_not_with_a_corrected_one(
    undisturbed: Undisturbed, tmp_path: Path
) -> None:
    site = write_site(tmp_path / "site", EARLIER)
    warehouse = tmp_path / "w.duckdb"
    store = VerdictStore(Path(f"{warehouse}.d") / "verdicts.jsonl")
    with serve_folder(site, log=[]) as address:
        assert undisturbed.jobs.run(warehouse, address).error is None
        corrected = the_finding(warehouse, "expenditure.row_total", SHIFTED)
        kept = the_finding(warehouse, "summary.income_grand_total", "14,922.01")
        with open_readonly(warehouse) as connection:
            record(connection, store, corrected, "confirmed", note="已去函", name="王审计")
            record(connection, store, kept, "explained", note="尾差", name="王审计")
            with pytest.raises(VerdictError):
                record(connection, store, "no such finding", "explained", note="", name="王审计")
        store.append("0" * 24, "dismissed", note="规则已改", name="王审计", about="某局 2020 某问题")
        assert verdicts(warehouse) == {}, "the published file is never changed"
        shown = {row["finding_id"]: row["verdict"] for row in select_findings(warehouse, Query())}
        assert (shown[corrected], shown[kept]) == ("confirmed", "explained")

        assert undisturbed.jobs.run(warehouse, address).changed is True, "a verdict is something new"
        assert verdicts(warehouse) == {corrected: "confirmed", kept: "explained"}

        write_site(site, LATER)
        assert undisturbed.jobs.run(warehouse, address).error is None
    again = the_finding(warehouse, "summary.income_grand_total", "14,922.01")
    assert again != kept, "another edition's finding has an id of its own"
    assert verdicts(warehouse) == {corrected: "confirmed", kept: "explained", again: "explained"}
    with open_readonly(warehouse) as connection:
        became = {one.verdict.finding_id: one.state for one in standing(connection, store.read())}
        assert became == {corrected: "replaced", kept: "here", "0" * 24: "gone"}
        record(connection, store, again, "open", note="", name="李审计")
        assert set(decided(connection, store.read())) == {corrected}, "taken back for every edition"


def test_the_commands_record_and_list(undisturbed: Undisturbed, tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    warehouse.symlink_to(undisturbed.warehouse.resolve())
    where = ("--warehouse", str(warehouse))
    finding = the_finding(warehouse, "summary.income_grand_total", "14,922.01")
    done = gouji("verdict", finding[:8], "dismissed", "--name", "王审计", "--note", "[b]尾差", *where)
    assert done.returncode == 0, done.stdout + done.stderr
    assert WATER in done.stdout
    rows = json.loads(gouji("findings", "--format", "json", *where).stdout)
    assert [row["verdict"] for row in rows if row["finding_id"] == finding] == ["dismissed"]
    listed = gouji("verdicts", *where)
    assert "[b]尾差" in listed.stdout
    assert "现行版中仍有 1" in listed.stdout
    assert gouji("verdict", "zzzzzzzz", "dismissed", "--name", "王审计", *where).returncode == 2
    assert gouji("verdict", finding, "perhaps", "--name", "王审计", *where).returncode == 2
