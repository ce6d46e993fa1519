"""Where an original lies in the content-addressed archive; nothing outside it can be named."""

from __future__ import annotations

import re
from pathlib import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")


def archived_file(archive: Path, document_sha256: str) -> Path:
    """The archive's file of a document. Raises ValueError for anything but a sha256 in hexadecimal."""
    if _SHA256.fullmatch(document_sha256) is None:
        raise ValueError(f"not a sha256: {document_sha256!r}")
    return archive / "objects" / document_sha256[:2] / document_sha256
