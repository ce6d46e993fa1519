"""The dashboard over a synthetic warehouse: first paint and filter time in a real Chromium.

Wall time depends on what else the machine does: the load is printed, and beside each wall time the server's CPU time.

    .venv/bin/python -m benchmarks.dashboard FOLDER --filings 20000

The warehouse is made by SQL in the declared schema (FOLDER/synthetic.duckdb, kept and used again): four years of each
entity, the nine statements of each filing, 3,000 checks, about twenty findings a filing with their operands.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from warehouse.connect import open_candidate
from warehouse.schema import create_statements
from warehouse.stored_marts import store_marts

PORT = 8799
YEARS = 4
SEVERITY = """CASE WHEN n % 20 = 0 THEN 'material' WHEN n % 20 = 1 THEN 'minor' WHEN n % 20 < 13 THEN 'rounding'
    WHEN n % 20 < 15 THEN 'unusual' WHEN n % 20 < 19 THEN 'disclosure' ELSE 'format' END"""
FAMILIES = """['within_statement', 'between_statements', 'classification', 'text', 'text_vs_table', 'projects',
    'budget', 'across_filings', 'disclosure', 'three_public']"""
STATEMENTS = """['income_expenditure_summary', 'income', 'expenditure', 'appropriation_summary',
    'general_budget_expenditure', 'general_budget_basic_expenditure', 'government_fund', 'state_capital',
    'three_public_expenses']"""

FILL = f"""
CREATE TEMP TABLE filing AS SELECT i, 'f' || i AS filing_id, md5(i::VARCHAR) || md5('x' || i) AS document_sha256,
    (i // {YEARS}) AS e, 2021 + i % {YEARS} AS year FROM range($filings) AS t(i);
INSERT INTO dim_document BY NAME SELECT document_sha256, '部门决算' || i || '.pdf' AS document_name, 'loaded' AS state,
    'bench' AS source_id, 30 AS page_count, 'https://example.org/' || i || '.pdf' AS source_url FROM filing;
INSERT INTO dim_entity BY NAME SELECT DISTINCT 'e' || e AS entity_id, '第' || e || '号市某局' AS entity_name,
    'department' AS entity_level FROM filing;
INSERT INTO dim_filing BY NAME SELECT filing_id, filing_id AS filing_key, document_sha256, 'final_account' AS kind,
    year AS fiscal_year, 'e' || e AS entity_id, '第' || e || '号市某局' AS entity_name, 'department' AS entity_level,
    'consolidated' AS scope, 1 AS revision, true AS is_current, 'loaded' AS status, 30 AS page_count FROM filing;
INSERT INTO bridge_filing_document BY NAME SELECT filing_id, document_sha256, 0 AS ordinal, 'all' AS part FROM filing;
INSERT INTO dim_check BY NAME SELECT 'check.' || k AS check_id, '第' || k || '项检查：两处应相等' AS title,
    {FAMILIES}[1 + k % 10] AS family, 'same' AS scope FROM range($checks) AS t(k);
INSERT INTO fact_statement BY NAME SELECT filing_id, document_sha256, s AS statement, 1 AS instance,
    s AS printed_title, '万元' AS unit, 100 AS step_yuan, [4 + p] AS pages, 20 AS rows_printed, 20 AS rows_parsed,
    0 AS rows_ignored, 0 AS rows_unread, 'pdfium' AS engine, 'bench' AS layout_id
FROM filing, (SELECT unnest({STATEMENTS}) AS s, generate_subscripts({STATEMENTS}, 1) AS p);
INSERT INTO fact_line_item BY NAME SELECT md5(filing_id || s || n) AS line_item_id, filing_id, document_sha256,
    s AS statement, 1 AS instance, CASE WHEN s = 'income_expenditure_summary' AND n < 2 THEN 'income' END AS side,
    '科目' || n AS row_label,
    CASE WHEN n = 0 AND s = 'income_expenditure_summary' THEN 'income_this_year'
         WHEN n = 1 AND s = 'income_expenditure_summary' THEN 'expenditure_this_year'
         WHEN s = 'general_budget_basic_expenditure' THEN 'economic'
         WHEN s = 'three_public_expenses' THEN 'three_public' ELSE 'functional' END AS item,
    CASE WHEN n = 0 THEN 'total' ELSE 'detail' END AS row_kind,
    CASE WHEN s IN ('expenditure', 'general_budget_expenditure', 'income') THEN (2080500 + n)::VARCHAR END
        AS functional_code,
    CASE WHEN s = 'general_budget_basic_expenditure' THEN (30101 + n)::VARCHAR END AS economic_code,
    'total' AS measure, '决算数' AS measure_label, 'final' AS basis, 'number' AS state,
    (100 + hash(filing_id, s, n) % 100000)::VARCHAR AS printed_text,
    (hash(filing_id, s, n) % 1000000000)::DECIMAL(20, 2) AS amount_yuan, '万元' AS unit, 100 AS step_yuan, 5 AS page,
    100 AS x0, 100 AS top, 150 AS x1, 112 AS bottom, 'p5' AS locator, p AS table_index, n AS table_row, 3 AS table_col
FROM filing, (SELECT unnest({STATEMENTS}) AS s, generate_subscripts({STATEMENTS}, 1) AS p), range(14) AS r(n);
INSERT INTO fact_check_result BY NAME SELECT 'r' || i || '-' || n AS check_result_id, filing_id,
    'check.' || ((i + n * 37) % $checks) AS check_id, n::VARCHAR AS instance_key,
    CASE WHEN n < 20 THEN 'fail' WHEN n < 40 THEN 'within_rounding' WHEN n < 60 THEN 'not_applicable' ELSE 'pass' END
        AS status FROM filing, range(100) AS r(n);
INSERT INTO fact_root_cause BY NAME SELECT 'c' || i || '-' || k AS root_cause_id, filing_id,
    '社会保障和就业支出：202.14 疑应为 202.15' AS title, '其余各处一致指向 202.15 万元' AS message,
    2 AS n_findings, 0 AS n_equal_explanations FROM filing, range(10) AS r(k);
INSERT INTO fact_finding BY NAME SELECT 'n' || i || '-' || n AS finding_id, filing_id,
    'check.' || ((i + n * 37) % $checks) AS check_id, {FAMILIES}[1 + ((i + n * 37) % $checks) % 10] AS family,
    {SEVERITY} AS severity, 'impossible' AS consistency, '两处应相等（科目' || n || '）' AS title,
    '《收入支出决算总表》（第5页）印 202.14；《支出决算表》（第6页）印 ' || (202 + n) || '.15；应为同一数。' AS message,
    n + 0.01 AS difference, '万元' AS unit, (hash(i, n) % 100000000)::DECIMAL(20, 2) AS difference_yuan,
    'c' || i || '-' || n // 2 AS root_cause_id, 'open' AS verdict FROM filing, range(20) AS r(n);
INSERT INTO fact_finding_operand BY NAME SELECT finding_id, k + 1 AS ordinal, 'term' AS role, k = 1 AS is_suspect,
    '《收入支出决算总表》' AS place, '科目' AS label, n.filing_id, f.document_sha256, 5 + k AS page, 100 AS x0,
    100 AS top, 150 AS x1, 112 AS bottom, 'p' || (5 + k) AS locator, '202.14' AS printed_text
FROM fact_finding AS n JOIN filing AS f USING (filing_id), range(2) AS r(k);
"""


def make(path: Path, *, filings: int, checks: int) -> None:
    """Write the synthetic warehouse to ``path``."""
    path.unlink(missing_ok=True)
    started = time.perf_counter()
    with open_candidate(path) as connection:
        for statement in create_statements():
            connection.execute(statement)
        given = {"filings": filings, "checks": checks}
        for statement in FILL.split(";\n"):
            if statement.strip():
                used = {name: value for name, value in given.items() if f"${name}" in statement}
                connection.execute(statement, used) if used else connection.execute(statement)
        store_marts(connection)
        connection.execute("CHECKPOINT")
    print(f"{path}: {filings:,} filings, {path.stat().st_size / 1e6:.0f} MB, {time.perf_counter() - started:.0f} s")


def measure(warehouse: Path) -> None:
    """Start the dashboard over ``warehouse`` and print what a person waits for."""
    server = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", "dashboard", "--warehouse", str(warehouse), "--port", str(PORT)],
        env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        _wait(f"http://127.0.0.1:{PORT}/_stcore/health")
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores{'':<27}  wall   server CPU")
        _browse(_children(server.pid))
        print(f"load {os.getloadavg()[0]:.1f}")
    finally:
        os.killpg(server.pid, 15)


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"no answer from {url}")


def _children(pid: int) -> list[int]:
    """The process and those it started (Linux)."""
    found = [pid]
    for one in found:
        for listed in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in listed.read_text().split()]
    return found


def _cpu_seconds(pids: list[int]) -> float:
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _browse(server: list[int]) -> None:
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1500, "height": 1100})
        page.set_default_timeout(180_000)

        def timed(name: str, act: Callable[[], object]) -> None:
            started, computed = time.perf_counter(), _cpu_seconds(server)
            act()
            page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
            wall, computed = time.perf_counter() - started, _cpu_seconds(server) - computed
            print(f"{name:<46}{wall:6.2f} s {computed:6.2f} s")
            if page.locator("[data-testid=stException]").count():
                raise SystemExit(page.locator("[data-testid=stException]").inner_text())

        def visit(name: str, ready: str) -> Callable[[], object]:
            def act() -> None:
                page.goto(f"http://127.0.0.1:{PORT}/{name}")
                page.locator(ready).first.wait_for()

            return act

        def type_text(label: str, text: str) -> Callable[[], object]:
            def act() -> None:
                page.get_by_label(label).fill(text)
                page.get_by_label(label).press("Enter")
                page.wait_for_timeout(100)

            return act

        def total_changes(act: Callable[[], object]) -> Callable[[], object]:
            def done() -> None:
                before = page.locator(".gj-total-plain b").inner_text()
                act()
                page.wait_for_function("b => document.querySelector('.gj-total-plain b').innerText !== b", arg=before)

            return done

        def press(name: str) -> Callable[[], object]:
            return lambda: page.locator("[data-testid=stButtonGroup]").first.get_by_role("button", name=name).click()

        for repeat in ("cold", "warm"):
            timed(f"overview, first paint ({repeat})", visit("", ".gj-total-material"))
            timed(f"findings, first paint ({repeat})", visit("findings", ".gj-finding"))
            timed(f"findings, + severity 尾差 ({repeat})", total_changes(press("尾差")))
            timed(f"findings, + 说明中含有 212.15 ({repeat})", total_changes(type_text("说明中含有", "212.15")))
            timed(f"findings, + 部门含 第77号 ({repeat})", total_changes(type_text("部门或单位名称含", "第77号")))
            timed(f"one finding ({repeat})", visit("findings?finding=n77-0", "#finding"))
            timed(f"department, first paint ({repeat})", visit("department", "table.gj"))
            timed(f"coverage, first paint ({repeat})", visit("coverage", "[data-testid=stDataFrame]"))
            timed(f"quality, first paint ({repeat})", visit("quality", "[data-testid=stDataFrame]"))
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--filings", type=int, default=20_000)
    parser.add_argument("--checks", type=int, default=3_000)
    parser.add_argument("--again", action="store_true", help="make the warehouse anew")
    arguments = parser.parse_args()
    warehouse = arguments.folder / "synthetic.duckdb"
    arguments.folder.mkdir(parents=True, exist_ok=True)
    if arguments.again or not warehouse.exists():
        make(warehouse, filings=arguments.filings, checks=arguments.checks)
    measure(warehouse)


if __name__ == "__main__":
    main()
