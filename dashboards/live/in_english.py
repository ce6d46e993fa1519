"""Rows of findings with their words in the language chosen."""

from __future__ import annotations

import pandas as pd

from dashboards.check_titles import ENGLISH
from dashboards.english import english_cause, english_message
from dashboards.findings_view import group_by_cause, load_findings_by_id
from dashboards.live.snapshot import cursor
from dashboards.live.words import Words


def in_language(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    """``rows`` (``finding_id``, ``message`` and, of groups, ``cause`` and ``cause_message``) as the language has them.

    What a finding says in English is made from its operands: only the rows of one page are asked for at once.
    """
    if words.column != ENGLISH or rows.empty:
        return rows
    connection = cursor()
    found = load_findings_by_id(connection, rows["finding_id"].tolist())
    messages = {finding.finding_id: english_message(finding) for finding in found}
    said = rows.assign(message=rows["finding_id"].map(messages))
    if "cause" not in rows:
        return said
    causes = {cause.root_cause_id: english_cause(cause) for cause in group_by_cause(connection, found)}
    titles = rows["root_cause_id"].map({cause: title for cause, (title, _) in causes.items()})
    abouts = rows["root_cause_id"].map({cause: about for cause, (_, about) in causes.items()})
    return said.assign(cause=titles.where(rows["cause"].notna()), cause_message=abouts.where(rows["cause"].notna()))
