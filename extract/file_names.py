"""Names of files as people read them: a file system keeps bytes, a warehouse and a terminal want text."""

from __future__ import annotations

import os
import unicodedata
from pathlib import PurePath

_ENCODINGS = ("utf-8", "gb18030")
"""Archives packed on Chinese Windows keep GBK names, which other systems unpack byte by byte."""


def shown_name(path: PurePath | str) -> str:
    """Return ``path`` as text that can be printed and stored: valid Unicode without control characters.

    Bytes that are neither UTF-8 nor GB 18030 become U+FFFD, control characters (a line break in a name) a space.
    """
    kept = os.fsencode(path)
    for encoding in _ENCODINGS:
        try:
            text = kept.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        text = kept.decode("utf-8", errors="replace")
    return "".join(" " if unicodedata.category(one) == "Cc" else one for one in text)
