"""Text for spreadsheets: a cell that a program would run as a formula is escaped; numbers stay numbers.

Published documents are untrusted: a project called ``=HYPERLINK(…)`` must arrive as text (OWASP ASVS 1.2.10, "CSV and
formula injection"). The full-width forms count too: spreadsheets with East Asian settings read them as their half-width
counterparts.
"""

from __future__ import annotations

import re

DANGEROUS = "=+-@\t\r\n＝＋－＠"
PLAIN_NUMBER = r"[+-]?\d[\d,]*(\.\d+)?%?"
_PLAIN_NUMBER = re.compile(PLAIN_NUMBER)
# What neither an xlsx cell nor XML 1.0 can hold.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff￾￿]")

XLSX_CELL_LIMIT = 32767


def escape_text(text: str) -> str:
    """Return the text with an apostrophe before it if a spreadsheet could take it for a formula.

    A plain number such as ``-5.26`` is left as it is: it stays a number and runs nothing.
    """
    if text[:1] and text[0] in DANGEROUS and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def cell_text(text: str) -> str:
    """Return the escaped text as an xlsx cell can hold it: no control characters, at most 32,767 characters."""
    clean = escape_text(_UNPRINTABLE.sub("�", text))
    return clean if len(clean) <= XLSX_CELL_LIMIT else f"{clean[: XLSX_CELL_LIMIT - 1]}…"


def escaped_sql(column: str) -> str:
    """Return the SQL expression that does to a VARCHAR column what :func:`escape_text` does to a text."""
    quoted = f'"{column}"'
    listed = ", ".join(f"chr({ord(character)})" for character in DANGEROUS)
    return (
        f"CASE WHEN left({quoted}, 1) IN ({listed}) AND NOT regexp_full_match({quoted}, '{PLAIN_NUMBER}') "
        f"THEN '''' || {quoted} ELSE {quoted} END AS {quoted}"
    )
