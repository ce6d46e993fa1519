"""How much of a document may be read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Bounds on one document; beyond them it is :class:`~extract.model.UnreadableDocument`.

    ``ocr`` is ``"auto"`` (pages without usable text only) or ``"never"``.
    """

    max_bytes: int = 200_000_000
    max_pages: int = 3000
    max_characters_per_page: int = 200_000
    max_objects_per_page: int = 400_000
    max_form_depth: int = 12
    max_sheet_cells: int = 2_000_000
    max_unpacked_bytes: int = 1_000_000_000
    max_ocr_pages: int = 400
    ocr: str = "auto"
