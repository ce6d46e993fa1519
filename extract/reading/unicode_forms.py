"""Text layers that spell ordinary characters with look-alike code points, back to the ordinary ones.

Only the code points that print the same glyph are touched: Kangxi radicals, CJK radicals, compatibility ideographs,
vertical and small presentation forms, Latin ligatures. Full-width digits and letters stay as printed. Sources: Unicode
NFKC, and EquivalentUnifiedIdeograph for the radicals that NFKC leaves alone (``radical_forms.csv``).
"""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

_RADICAL_FILE = Path(__file__).with_name("radical_forms.csv")
_NFKC_RANGES = (
    (0x2E80, 0x2FDF),
    (0xF900, 0xFAFF),
    (0xFB00, 0xFB06),
    (0xFE10, 0xFE1F),
    (0xFE30, 0xFE6F),
    (0x2F800, 0x2FA1F),
)


def _load_radicals(path: Path) -> dict[int, str]:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = {int(row["code_point"], 16): row["character"] for row in csv.DictReader(stream)}
    for code, character in rows.items():
        if not 0x2E80 <= code <= 0x2EFF or len(character) != 1:
            raise ValueError(f"{path.name}: {code:04X} -> {character!r} is not a radical and one character")
    return rows


def _vertical(code: int) -> bool:
    return 0xFE10 <= code <= 0xFE1F or 0xFE30 <= code <= 0xFE4F


def _horizontal(plain: str) -> str:
    """Return the full-width sign of a vertical form: it stands among Chinese text."""
    return "".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in plain)


def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for first, last in _NFKC_RANGES:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if plain != chr(code):
                table[code] = _horizontal(plain) if _vertical(code) else plain.strip() or " "
    table.update(_load_radicals(_RADICAL_FILE))
    return table


ORDINARY_FORMS: dict[int, str] = _table()
"""Code point to the text printed by it, for ``str.translate``."""


ORDINARY_CHARS: dict[str, str] = {chr(code): text for code, text in ORDINARY_FORMS.items()}
"""The same by character."""


def normalise_text(text: str) -> str:
    """Return ``text`` with every look-alike replaced."""
    return text.translate(ORDINARY_FORMS)
