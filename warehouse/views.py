"""The views: the public contract, and the marts. Each is a packaged ``.sql`` file whose header says title and grain.

:data:`CONTRACT` is what users and everything that measures us rely on: these columns come first, in this order, in each
view; more may follow; none is ever renamed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files


def _names(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


CONTRACT: dict[str, tuple[str, ...]] = {
    "documents": _names(
        "document_sha256 document_name media_type page_count source_url published_on first_retrieved_at "
        "last_retrieved_at withdrawn_on state reason"
    ),
    "filings": _names(
        "filing_id filing_key document_name document_sha256 source_url kind fiscal_year entity_id entity_name "
        "entity_code parent_entity_id region region_code entity_level scope published_on retrieved_at revision "
        "is_current known_from known_to published_from published_to page_count status reason"
    ),
    "filing_documents": _names("filing_id document_sha256 ordinal part"),
    "statements": _names(
        "filing_id statement instance printed_title unit step_yuan pages rows_printed rows_parsed rows_ignored "
        "rows_unread engine layout_id"
    ),
    "line_items": _names(
        "line_item_id filing_id document_name document_sha256 entity_name fiscal_year kind statement instance side "
        "row_no row_label item row_kind functional_code economic_code government_economic_code project_name "
        "subject_entity fund measure measure_label basis amount_year printed_text state amount_yuan unit step_yuan "
        "page x0 top x1 bottom locator ocr_confidence"
    ),
    "claims": _names(
        "claim_id filing_id document_name document_sha256 section sentence subject metric period base_year direction "
        "printed_text value_kind value amount_yuan unit step statement item measure state page x0 top x1 bottom "
        "locator"
    ),
    "performance": _names(
        "form_id filing_id row_kind project_name indicator_level1 indicator_level2 indicator target_text actual_text "
        "weight weight_source score initial_budget_yuan budget_yuan executed_yuan rate page locator"
    ),
    "disclosure_items": _names(
        "disclosure_id filing_id document_sha256 kind key value section ordinal page x0 top x1 bottom locator"
    ),
    "unread": _names("unread_id filing_id document_sha256 what reason text page x0 top x1 bottom locator"),
    "check_results": _names(
        "check_result_id filing_id filing_id_2 check_id scope instance_key status stated computed difference tolerance "
        "unit"
    ),
    "findings": _names(
        "finding_id filing_id filing_id_2 document_name entity_name fiscal_year check_id check_result_id family "
        "severity consistency title message difference tolerance unit difference_yuan root_cause_id verdict"
    ),
    "finding_operands": _names(
        "finding_id ordinal role is_suspect place label filing_id document_sha256 line_item_id claim_id weight page x0 "
        "top x1 bottom locator printed_text value"
    ),
    "root_causes": _names(
        "root_cause_id filing_id title message suspect_operand printed_text proposed_value n_findings "
        "n_equal_explanations"
    ),
}


@dataclass(frozen=True, slots=True)
class View:
    """A view kept as a ``.sql`` file: its header gives ``title``, ``grain`` and, for marts, each column's meaning.

    ``stored`` are the columns that its rows are sorted by where they are stored (``warehouse.stored_marts``).
    """

    name: str
    title: str
    grain: str
    columns: tuple[tuple[str, str], ...]
    sql: str
    stored: str | None = None

    def ddl(self) -> str:
        """Return the CREATE VIEW statement."""
        return f"CREATE VIEW {self.name} AS\n{self.sql}"


def parse_view(name: str, text: str) -> View:
    """Split a view file into its header and its SELECT.

    Header lines are ``-- title: …``, ``-- grain: …``, ``-- stored: COLUMNS`` and ``-- column NAME: …``.
    ValueError where title or grain is missing.
    """
    header: dict[str, str] = {}
    columns: list[tuple[str, str]] = []
    body: list[str] = []
    for line in text.splitlines():
        if line.startswith("-- ") and not body:
            key, _, value = line[3:].partition(":")
            if key.startswith("column "):
                columns.append((key.removeprefix("column ").strip(), value.strip()))
            else:
                header[key.strip()] = value.strip()
        else:
            body.append(line)
    missing = [key for key in ("title", "grain") if not header.get(key)]
    if missing:
        raise ValueError(f"view {name}: header lacks {', '.join(missing)}")
    return View(name, header["title"], header["grain"], tuple(columns), "\n".join(body).strip(), header.get("stored"))


def load_views(folder: str) -> tuple[View, ...]:
    """Return the views of a packaged folder (``contract`` or ``marts``), in the order of their names."""
    entries = sorted(
        (entry for entry in files("warehouse").joinpath(folder).iterdir() if entry.name.endswith(".sql")),
        key=lambda entry: entry.name,
    )
    return tuple(parse_view(entry.name.removesuffix(".sql"), entry.read_text(encoding="utf-8")) for entry in entries)


def contract_views() -> tuple[View, ...]:
    """Return the contract views."""
    return load_views("contract")


def mart_views() -> tuple[View, ...]:
    """Return the marts, each after those that it reads."""
    waiting = {view.name: view for view in load_views("marts")}
    ordered: list[View] = []
    while waiting:
        ready = [view for view in waiting.values() if not (_words(view.sql) & (waiting.keys() - {view.name}))]
        if not ready:
            raise ValueError(f"marts read each other in a circle: {', '.join(sorted(waiting))}")
        for view in ready:
            ordered.append(view)
            del waiting[view.name]
    return tuple(ordered)


def _words(sql: str) -> set[str]:
    return set(re.findall(r"\w+", sql))
