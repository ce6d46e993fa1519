"""Files and folders given by hand, into the archive and the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extract.adhoc import take_file
from extract.archive import Archive
from extract.file_names import shown_name
from extract.ledger import Ledger
from extract.model import UnreadableDocument

SUFFIXES = frozenset({".pdf", ".xlsx", ".xls"})
"""What is looked for in a folder; a file named outright is taken whatever its name."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """``new``: documents never seen before; ``sha256s``: all taken; ``refused``: path and reason."""

    new: int
    sha256s: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def expand(inputs: Iterable[Path]) -> tuple[list[Path], list[tuple[str, str]]]:
    """The files meant by ``inputs`` (folders searched recursively) and what could not be found, with the reason."""
    files: list[Path] = []
    refused: list[tuple[str, str]] = []
    for path in inputs:
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in SUFFIXES)
            files.extend(found)
            if not found:
                refused.append((shown_name(path), "文件夹中没有 PDF、xlsx 或 xls 文件"))
        elif path.is_file():
            files.append(path)
        elif path.exists():
            refused.append((shown_name(path), "不是普通文件（管道、设备等）"))
        elif path.is_symlink():
            refused.append((shown_name(path), "符号链接指向不存在的文件或成环"))
        else:
            refused.append((shown_name(path), "文件不存在"))
    unique = list(dict.fromkeys(file.absolute() for file in files))
    return unique, refused


def take_in(paths: Iterable[Path], *, archive: Archive, ledger: Ledger, listing_year: int) -> TakenIn:
    """Archive each file and note it in the ledger; what no reader takes is refused by name (and kept as
    quarantined where it could be opened), the rest goes on."""
    new = 0
    shas: list[str] = []
    refused: list[tuple[str, str]] = []
    for path in paths:
        try:
            given = take_file(path, archive, ledger, listing_year=listing_year)
        except UnreadableDocument as error:
            refused.append((shown_name(path), str(error)))
            continue
        new += given.new
        shas.append(given.document.sha256)
    return TakenIn(new=new, sha256s=tuple(shas), refused=tuple(refused))
