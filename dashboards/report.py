"""The static report: one self-contained HTML file, no outside host, readable on paper."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from dashboards.axes import load_axes
from dashboards.evidence import Evidence, PictureError
from dashboards.findings_view import SEVERITY_NAMES, rows_of
from dashboards.links import web_link
from dashboards.live.words import LANGUAGES, Words
from dashboards.originals import archived_file
from dashboards.report_data import KIND_NAMES, FilingReport, load_filing_report
from dashboards.rounding import page_ranges
from dashboards.unread_words import reason_words, what_words
from expectations.decided import decided
from expectations.verdicts import Verdict
from extract.clock import timestamp
from warehouse.connect import open_readonly

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class ReportError(Exception):
    """There is nothing to report on; the message says what was looked for."""


def write_report(
    warehouse: Path,
    output: Path,
    *,
    subject: str | None = None,
    archive: Path | None = None,
    files: Mapping[str, Path] | None = None,
    verdicts: Sequence[Verdict] = (),
) -> Path:
    """Write the report of an entity or document (``subject``; None: of everything in ``warehouse``) to ``output``.

    Pictures come from ``files`` (by document sha256) or from the content-addressed ``archive``; where the file is
    missing the report says so. ``verdicts`` are those recorded, published already or
    not. Raises :class:`ReportError` where ``subject`` names nothing.
    """

    def locate(document_sha256: str) -> Path:
        if files is not None and document_sha256 in files:
            return files[document_sha256]
        if archive is not None:
            try:
                return archived_file(archive, document_sha256)
            except ValueError as error:
                raise PictureError("原件不在手边") from error
        raise PictureError("原件不在手边")

    with open_readonly(warehouse) as connection:
        latest = {finding_id: entry.verdict for finding_id, entry in decided(connection, verdicts).items()}
        filings = [load_filing_report(connection, about, locate, latest) for about in _choose(connection, subject)]
    output.write_text(_render(filings), encoding="utf-8")
    return output


def _choose(connection: DuckDBPyConnection, subject: str | None) -> list[dict[str, Any]]:
    """The filings to report on: current ones of an entity, or the one whose document is named, replaced or not."""
    rows = rows_of(
        connection,
        "SELECT * FROM filings WHERE status = 'loaded' AND (document_name = $s"
        " OR (is_current AND ($s IS NULL OR entity_name = $s OR entity_id = $s)))"
        " ORDER BY entity_name, fiscal_year DESC, kind, scope",
        {"s": subject},
    )
    if rows or subject is None:
        return rows
    similar = connection.execute(
        "SELECT DISTINCT entity_name FROM filings WHERE contains(entity_name, ?) OR contains(document_name, ?) LIMIT 8",
        [subject, subject],
    ).fetchall()
    hint = "；近似的有：" + "、".join(str(row[0]) for row in similar) if similar else ""
    raise ReportError(f"仓库中没有名为“{subject}”的部门或文件{hint}")


def _render(filings: Sequence[FilingReport]) -> str:
    source = resources.files("dashboards").joinpath("templates/report.html.j2").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["data_uri"] = _data_uri
    environment.filters["reason"] = lambda reason: reason_words(Words(LANGUAGES[0]).reason(reason))
    environment.filters["what"] = what_words
    environment.filters["page_ranges"] = page_ranges
    return environment.from_string(source).render(
        filings=filings,
        made_at=timestamp()[:16].replace("T", " "),
        severities=SEVERITY_NAMES,
        kinds=KIND_NAMES,
        family_name=load_axes().family_name,
        web_link=web_link,
    )


def _data_uri(evidence: Evidence) -> str:
    return f"data:{evidence.media_type};base64,{base64.b64encode(evidence.image).decode('ascii')}"
