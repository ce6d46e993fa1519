"""Great Expectations over the candidate file: the only module that imports it (it takes seconds, and phones home
unless told not to).

:func:`validate` runs the suites in a child process: while Great Expectations holds the file, this process could not
open it. The child opens the
file read-only, validates, and leaves one JSON file per run in ``results_dir``: the history that a user finds there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from expectations.declared import AnyRule, load_catalogue
from expectations.gx_suites import CONTRACTS, IDENTITIES, Expected, contract_suite, identity_suite

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TIMEOUT_SECONDS = 900
_UNUSED = ("scipy.stats", "altair")
"""What Great Expectations imports for statistics and charts that no expectation here asks for: a third of its start."""
_SHOWN_ROWS = 20
_DETAILS = "details"


class GxError(RuntimeError):
    """The validation itself broke; the message says where. Never to be read as a failed expectation."""


@dataclass(frozen=True, slots=True)
class GxCheck:
    """One expectation's result. ``exception`` is set where it could not be evaluated (then ``success`` is False)."""

    suite: str
    ordinal: int
    key: str
    target: str
    description: str
    severity: str
    expectation: str
    success: bool
    n_unexpected: int
    observed: str
    exception: str | None


@dataclass(frozen=True, slots=True)
class GxReport:
    """All suites' results and the file that holds them."""

    checks: tuple[GxCheck, ...]
    results_path: Path
    run_at: str
    seconds: float

    @property
    def broken(self) -> tuple[GxCheck, ...]:
        """Return the expectations that could not be evaluated."""
        return tuple(check for check in self.checks if check.exception is not None)

    @property
    def contracts_hold(self) -> bool:
        """Say whether every blocking expectation held (and at least one was evaluated)."""
        blocking = self.suite(CONTRACTS)
        return bool(blocking) and all(check.success for check in blocking)

    def suite(self, name: str) -> tuple[GxCheck, ...]:
        """Return the results of one suite."""
        return tuple(check for check in self.checks if check.suite == name)


_waiting: list[subprocess.Popen[str]] = []


def start() -> None:
    """Start a child that loads Great Expectations while the caller goes on; the next :func:`validate` asks it.

    A child that is never asked ends with this process.
    """
    if not _waiting:
        _waiting.append(_child_process())


def _child_process() -> subprocess.Popen[str]:
    environment = os.environ | {"GX_ANALYTICS_ENABLED": "false", "PYTHONWARNINGS": "ignore"}
    return subprocess.Popen(
        [sys.executable, "-m", "expectations.gx"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def validate(path: Path, results_dir: Path, *, rules: Sequence[AnyRule] | None = None) -> GxReport:
    """Validate the warehouse file at ``path`` against the suites of the catalogue; keep the result in ``results_dir``.

    No connection to the file may be open in this or another process for writing.

    Raises:
        GxError: the child failed, or any expectation could not be evaluated.
    """
    chosen = load_catalogue() if rules is None else tuple(rules)
    expected = [*identity_suite(chosen), *contract_suite(chosen)]
    results_dir.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(ZoneInfo("Asia/Shanghai"))
    results_path = results_dir / f"validation-{moment:%Y%m%dT%H%M%S%f}.json"
    request = json.dumps(
        {"path": str(path.resolve()), "results": str(results_path), "expected": [asdict(one) for one in expected]}
    )
    child = _waiting.pop() if _waiting else _child_process()
    try:
        _, told = child.communicate(request, timeout=TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired as error:
        child.kill()
        child.communicate()
        raise GxError(f"Great Expectations 超过 {TIMEOUT_SECONDS} 秒未完成") from error
    if child.returncode != 0 or not results_path.is_file():
        raise GxError(f"Great Expectations 未能运行：{told.strip()[-2000:]}")
    report = read_results(results_path)
    if report.broken:
        listed = "；".join(f"{check.suite}/{check.key}: {check.exception}" for check in report.broken[:5])
        raise GxError(f"{len(report.broken)} 条期望无法验证（结果见 {results_path}）：{listed}")
    if len(report.checks) != len(expected):
        raise GxError(f"应有 {len(expected)} 条验证结果，实得 {len(report.checks)} 条（{results_path}）")
    return report


def read_results(path: Path) -> GxReport:
    """Return a run's results from its JSON file.

    Raises:
        GxError: the file is no result of :func:`validate`.
    """
    try:
        loaded = json.loads(path.read_text("utf-8"))
        return GxReport(
            tuple(GxCheck(**check) for check in loaded["checks"]), path, loaded["run_at"], loaded["seconds"]
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GxError(f"{path}: {error}") from error


def store_validation(connection: DuckDBPyConnection, report: GxReport) -> None:
    """Write a report into the warehouse's ``fact_validation``, replacing what is there."""
    connection.execute("DELETE FROM fact_validation")
    connection.executemany(
        "INSERT INTO fact_validation "
        "(suite, ordinal, expectation, target, severity, success, observed, n_unexpected, exception) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            [
                c.suite,
                c.ordinal,
                f"{c.expectation}: {c.key}",
                c.target,
                c.severity,
                c.success,
                c.observed,
                c.n_unexpected,
                c.exception,
            ]
            for c in report.checks
        ],
    )


def _child() -> None:
    """Wait for a request (in the child process), run its suites and write the results file, complete or not at all."""
    import time

    from expectations.lazy_imports import import_lazily

    import_lazily(*_UNUSED)
    import great_expectations as gx

    from expectations import gx_dialect

    asked = sys.stdin.read()
    if not asked:
        return
    request: dict[str, Any] = json.loads(asked)
    started = time.perf_counter()
    gx_dialect.register()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_sql(name="warehouse", connection_string=f"duckdb+buffered:///{request['path']}")
    asset = source.add_query_asset(name="filings", query="SELECT * FROM dim_filing")
    batch = asset.add_batch_definition_whole_table("all")
    checks: list[dict[str, Any]] = []
    documents: dict[str, Any] = {}
    for name in (IDENTITIES, CONTRACTS):
        wanted = [Expected(**one) for one in request["expected"] if one["suite"] == name]
        # All at once: a suite already in its store is written out whole again for every expectation added to it.
        expectations = [
            gx.expectations.UnexpectedRowsExpectation(
                unexpected_rows_query=one.query,
                description=one.description,
                severity=one.severity,
                meta={"key": one.key},
            )
            for one in wanted
        ]
        suite = context.suites.add(gx.ExpectationSuite(name=name, expectations=expectations))
        definition = context.validation_definitions.add(gx.ValidationDefinition(name=name, data=batch, suite=suite))
        result = definition.run(result_format={"result_format": "COMPLETE"})
        by_key = {one.expectation_config.meta["key"]: one for one in result.results}
        checks += [_check(one, position, by_key.get(one.key)) for position, one in enumerate(wanted)]
        documents[name] = {"success": bool(result.success), "statistics": dict(result.statistics)}
    written = {
        "run_at": datetime.now(ZoneInfo("Asia/Shanghai")).isoformat(timespec="seconds"),
        "great_expectations": gx.__version__,
        "file": request["path"],
        "seconds": round(time.perf_counter() - started, 3),
        "suites": documents,
        "checks": checks,
    }
    target = Path(request["results"])
    unfinished = target.with_suffix(".part")
    unfinished.write_text(json.dumps(written, ensure_ascii=False, indent=1, default=str), "utf-8")
    unfinished.rename(target)


def _check(expected: Expected, position: int, result: Any) -> dict[str, Any]:
    exception = "没有结果" if result is None else _exception(result.exception_info)
    observed = {} if result is None else dict(result.result or {})
    rows = (observed.get(_DETAILS) or {}).get("unexpected_rows") or []
    return asdict(
        GxCheck(
            expected.suite,
            position,
            expected.key,
            expected.target,
            expected.description,
            expected.severity,
            "UnexpectedRowsExpectation",
            result is not None and bool(result.success) and exception is None,
            int(observed.get("observed_value") or 0),
            json.dumps(rows[:_SHOWN_ROWS], ensure_ascii=False, default=str),
            exception,
        )
    )


def _exception(info: Any) -> str | None:
    """Return the message of an exception_info, which is one record or one per metric."""
    if not info:
        return None
    records = [info] if "raised_exception" in info else list(info.values())
    raised = [str(one.get("exception_message")) for one in records if one.get("raised_exception")]
    return "；".join(raised) or None


if __name__ == "__main__":
    _child()
