"""Small Markdown tables that people see on an asset's page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import dagster as dg


def table_preview(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, limit: int = 30
) -> dg.MarkdownMetadataValue:
    """The first ``limit`` rows as a Markdown table, with the number left out named below it."""
    kept = list(rows)
    lines = [_line(columns), _line(["---"] * len(columns)), *(_line(row) for row in kept[:limit])]
    if len(kept) > limit:
        lines.append(f"\n… {len(kept) - limit} more")
    return dg.MetadataValue.md("\n".join(lines))


def _line(cells: Iterable[object]) -> str:
    shown = ("" if cell is None else str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(shown)} |"
