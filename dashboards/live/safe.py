"""What documents say is shown as text, never as HTML or Markdown: everything goes through :func:`html.escape` here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib import resources


def style() -> str:
    """The dashboard's own style sheet as an element."""
    return f"<style>{resources.files('dashboards.live').joinpath('style.css').read_text(encoding='utf-8')}</style>"


def tag(words: str, kind: str) -> str:
    """A small coloured label. ``kind`` is a severity, a verdict or ``plain``."""
    return f'<span class="gj-tag gj-{escape(kind)}">{escape(words)}</span>'


def block(text: str, kind: str) -> str:
    """A paragraph of class ``gj-kind``."""
    return f'<div class="gj-{escape(kind)}">{escape(text)}</div>'


def totals(counts: Iterable[tuple[str, str, int]]) -> str:
    """A strip of (key, words, count); the key becomes the class by which it can be found."""
    return (
        '<div class="gj-totals">'
        + "".join(
            f'<span class="gj-total-{escape(key)}">{tag(words, key)}<b>{count:,}</b></span>'
            for key, words, count in counts
        )
        + "</div>"
    )


def table(header: Sequence[str], rows: Iterable[tuple[Sequence[str], bool]], *, numbers: frozenset[int]) -> str:
    """A table of texts; ``rows`` come with whether they are suspect, ``numbers`` are the columns set right."""
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "".join(
        f"<tr{' class=gj-suspect' if suspect else ''}>"
        + "".join(
            f"<td{' class=n' if column in numbers else ''}>{escape(cell)}</td>" for column, cell in enumerate(cells)
        )
        + "</tr>"
        for cells, suspect in rows
    )
    return f'<table class="gj"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
