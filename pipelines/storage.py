"""A disk that is full: told apart from a document that is broken, and said in words that a person can act on."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

_FULL = re.compile(
    r"No space left on device|database or disk is full|Disk quota exceeded|Read-only file system|File too large"
    r"|\[?Errno (?:28|122|30|27)\]?",
    re.IGNORECASE,
)
"""As the system, Python, Polars, DuckDB and SQLite word ENOSPC, EDQUOT, EROFS and EFBIG."""
_PATH = re.compile(r"""['"](/[^'"]+)['"]""")


def is_storage_trouble(words: str) -> bool:
    """Whether an error's words say that a file system takes no more."""
    return _FULL.search(words) is not None


def advice(words: str, folder: Path) -> str:
    """What to tell a person whose run ended with ``words``: where, how much is free, and what became of the work."""
    found = _PATH.search(words)
    place = Path(found[1]) if found else folder
    while not place.exists() and place != place.parent:
        place = place.parent
    free = shutil.disk_usage(place).free / 1e6
    where = found[1] if found else str(folder)
    return (
        f"磁盘写不下了：{where}（所在磁盘尚余 {free:.1f} MB；{words.strip()[-300:]}）。"
        "已发布的仓库未受影响；腾出空间后重新运行，即从停下的地方继续。"
    )


def write_whole(path: Path, value: object) -> None:
    """Write ``value`` as JSON, whole or not at all. Raises ``OSError`` where it cannot be written."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
