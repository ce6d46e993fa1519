"""The filings of a department, and the statements of one of them as read."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboards.links import web_link
from dashboards.live import safe
from dashboards.live.snapshot import cursor, query, version
from dashboards.live.words import Words
from dashboards.tables_view import TableView, load_tables

_FILINGS = """
SELECT f.filing_id, f.fiscal_year, f.kind, f.scope, f.is_current, f.published_on, f.page_count, f.document_name,
    f.source_url, q.n_line_items, q.n_claims, q.rows_unread, q.n_material, q.n_minor, q.n_rounding
FROM filings AS f JOIN mart_filing_quality AS q USING (filing_id)
WHERE f.entity_id = $entity ORDER BY f.fiscal_year DESC, f.kind, f.scope, f.is_current DESC, f.published_on DESC
"""


@st.cache_data(max_entries=60, show_spinner=False)
def _tables(version_name: str, filing_id: str) -> tuple[TableView, ...]:
    del version_name
    return load_tables(cursor(), filing_id)


def show_filings(entity: str, words: Words) -> None:
    """Draw the list of filings, then the statements of the chosen one."""
    st.subheader(words("filings"))
    filings = query(_FILINGS, {"entity": entity})
    if filings.empty:
        st.caption(words("none_read"))
        return
    st.dataframe(
        pd.DataFrame(
            {
                words("year"): filings["fiscal_year"].astype("string"),
                words("kind"): filings["kind"].map(words.known),
                words("scope"): filings["scope"].map(words.known),
                words("status"): [words("current" if now else "replaced") for now in filings["is_current"]],
                words("published_on"): filings["published_on"].astype("string").str.slice(0, 10).fillna(""),
                words("document"): filings["document_name"],
                words("source"): [web_link(url) or "" for url in filings["source_url"]],
                words("material"): filings["n_material"],
                words("minor"): filings["n_minor"],
                words("rounding"): filings["n_rounding"],
                words("unread_rows"): filings["rows_unread"],
            }
        ),
        hide_index=True,
        width="stretch",
        column_config={
            words("source"): st.column_config.LinkColumn(display_text="↗"),
        },
    )
    st.subheader(words("tables_as_read"))
    labels = {
        row.filing_id: f"{row.fiscal_year} {words.known(row.kind)} · {words.known(row.scope)} · {row.document_name}"
        for row in filings.itertuples()
    }
    filing = st.selectbox(
        words("filing"), list(labels), format_func=labels.__getitem__, key=f"filing-{entity}-{words.column}"
    )
    tables = _tables(version(), filing)
    if not tables:
        st.caption(words("none_read"))
        return
    position = st.selectbox(
        words("statement"), range(len(tables)), format_func=lambda i: tables[i].title, key=f"statement-{filing}"
    )
    _show_table(tables[position], words)


def _show_table(table: TableView, words: Words) -> None:
    pages = "、".join(str(page) for page in table.pages)
    st.html(
        safe.block(
            f"{words('pages', pages=pages)} · {words('unit')}：{table.unit}"
            f" · {words('unread_rows')}：{table.rows_unread}",
            "quiet",
        )
    )
    numbers = frozenset(index for index, column in enumerate(table.columns) if column.is_amount)
    st.html(
        safe.table([column.heading for column in table.columns], ((row, False) for row in table.rows), numbers=numbers)
    )
