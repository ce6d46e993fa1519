"""Rounding findings are folded for people, the gravest come first, and nothing is lost from the count."""

from __future__ import annotations

import json
from typing import Any

from dashboards.rounding import page_ranges
from pipelines.cli.findings_table import fold
from tests.conftest import SampleRun, gouji


def finding(name: str, severity: str, *, filing: str = "f1", cause: str = "c1", only: bool = False) -> dict[str, Any]:
    return {
        "finding_id": name,
        "severity": severity,
        "filing_id": filing,
        "root_cause_id": cause,
        "only_rounding": only,
    }


def test_one_line_for_each_filing_and_for_each_cause_with_a_culprit() -> None:
    rows = [
        finding("m1", "material"),
        finding("r1", "rounding", cause="tail1", only=True),
        finding("r2", "rounding", cause="tail2", only=True),
        finding("r3", "rounding", cause="tail1", only=True, filing="f2"),
        finding("r4", "rounding", cause="culprit"),
        finding("r5", "rounding", cause="culprit"),
        finding("d1", "disclosure"),
        finding("d2", "disclosure"),
    ]
    lines = [[row["finding_id"] for row in line.findings] for line in fold(rows)]
    assert lines == [["m1"], ["r4", "r5"], ["d1"], ["d2"], ["r1", "r2"], ["r3"]]


def test_neighbouring_pages_are_joined() -> None:
    assert page_ranges((3, 4, 5, 9, 11, 12)) == "3–5、9、11–12"
    assert page_ranges(()) == ""


def test_the_command_folds_unless_asked_and_scripts_get_every_finding(sample_run: SampleRun) -> None:
    where = ("--warehouse", str(sample_run.warehouse), "--severity", "rounding")
    rows = json.loads(gouji("findings", *where, "--format", "json").stdout)
    tails = [row for row in rows if row["only_rounding"]]
    assert len({row["filing_id"] for row in tails}) < len(tails), "a filing of the sample has several"
    folded = gouji("findings", *where).stdout
    singly = gouji("findings", *where, "--all").stdout
    assert f"尾差 {len(rows)}" in folded
    assert f"尾差 {len(rows)}" in singly
    assert "条问题并成" in folded
    assert "条问题并成" not in singly
    assert singly.count("│ 尾差 │") == len(rows)
    assert folded.count("│ 尾差 │") < len(rows)
