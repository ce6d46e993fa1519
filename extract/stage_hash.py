"""What the cached content of a document depends on besides the document: the reader's code, data and libraries."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_FORMAT = 1
_LIBRARIES = ("pypdfium2", "pdfplumber", "openpyxl", "xlrd", "rapidocr")


@lru_cache(maxsize=1)
def stage_hash() -> str:
    """Return a hash of the code, data and libraries that read a document: the second half of the cache key."""
    here = Path(__file__).resolve().parent
    digest = hashlib.sha256(f"format {_FORMAT}\n".encode())
    sources = [here / "model.py", here / "content_store.py", here / "stage_hash.py"]
    sources += sorted(path for path in (here / "reading").rglob("*") if path.suffix in (".py", ".csv", ".yaml"))
    for source in sources:
        digest.update(f"{source.relative_to(here).as_posix()}\n".encode())
        digest.update(source.read_bytes())
    for library in _LIBRARIES:
        try:
            digest.update(f"{library} {version(library)}\n".encode())
        except PackageNotFoundError:
            digest.update(f"{library} absent\n".encode())
    return digest.hexdigest()[:16]
