"""Whether a page's text layer says what the page shows, or the page must be read from its image.

A text layer is of no use where fonts carry no (or a wrong) mapping to characters, and where all it holds is a page
number, a running head or a stamp over a scanned page.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.reading.page import Char, Page

_LEAST_IMAGE = 0.4
"""A scan covers the page; a smaller image is a picture beside text."""
_WHOLE_PAGE = 0.8
_FEWEST_CHARS = 16
_FEWEST_IN_BODY = 40
"""Characters over a picture of the whole page, away from head and foot, below which they are a stamp or a caption."""
_MARGIN = 0.08
_MOST_UNMAPPED = 8
_UNMAPPED_SHARE = 0.05
_FOREIGN_SHARE = 0.1
"""Control characters and accented Latin letters among Chinese print, above which codes of glyphs passed for text."""
_ORDINARY_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0xBF),  # signs of Latin-1, not its letters: they are what Chinese fonts are mapped to by mistake
    (0xD7, 0xD7),
    (0xF7, 0xF7),
    (0x391, 0x3C9),
    (0x2010, 0x2044),
    (0x2100, 0x22FF),
    (0x2460, 0x24FF),
    (0x2500, 0x27BF),
    (0x2E80, 0x303F),
    (0x3100, 0x312F),
    (0x3200, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFE10, 0xFE6F),
    (0xFF01, 0xFFE6),
    (0x20000, 0x323AF),
)
_FIRST_CHINESE = "\u2e80"


def needs_ocr(page: Page) -> bool:
    """Say whether a page is to be read from its image: its text is garbage, or it shows one and has too little text."""
    if _has_garbage(page):
        return True
    if page.image_share < _LEAST_IMAGE:
        return False
    if len(page.chars) < _FEWEST_CHARS:
        return True
    return page.image_share >= _WHOLE_PAGE and _in_body(page) < _FEWEST_IN_BODY


def n_usable(page: Page) -> int:
    """Return how many characters of the text layer are worth keeping."""
    return 0 if _has_garbage(page) else len(page.chars)


def _has_garbage(page: Page) -> bool:
    # one font of several without a mapping may be the one that prints the numbers
    lost = page.n_unmapped >= _MOST_UNMAPPED and page.n_unmapped >= _UNMAPPED_SHARE * len(page.chars)
    return lost or is_garbage(page.chars)


def is_garbage(chars: Sequence[Char]) -> bool:
    """Say whether a text layer is not made of the characters of Chinese print."""
    texts = [char.text for char in chars if not char.text.isspace()]
    if len(texts) < _FEWEST_CHARS:
        return False
    if 2 * sum(map(_is_ordinary, texts)) < len(texts):
        return True
    # a font without a mapping: some glyph numbers are code points of Chinese letters by chance, those of digits are not
    foreign = sum(map(_is_foreign, texts))
    if foreign >= _MOST_UNMAPPED and foreign >= _FOREIGN_SHARE * len(texts):
        return True
    # glyph numbers taken for characters: signs upon signs, and not one Chinese letter
    chinese = any(text >= _FIRST_CHINESE for text in texts)
    return not chinese and 2 * sum(map(str.isalnum, texts)) < len(texts) and len(texts) >= _FEWEST_IN_BODY


def _is_ordinary(text: str) -> bool:
    return all(any(low <= ord(ch) <= high for low, high in _ORDINARY_RANGES) for ch in text)


def _in_body(page: Page) -> int:
    low, high = _MARGIN * page.height, (1 - _MARGIN) * page.height
    return sum(char.angle == 0 and low <= char.top and char.bottom <= high for char in page.chars)


def _is_foreign(text: str) -> bool:
    return any(ord(ch) < 0x20 or 0x7F <= ord(ch) <= 0x9F or (0xC0 <= ord(ch) <= 0xFF and ch not in "×÷") for ch in text)
