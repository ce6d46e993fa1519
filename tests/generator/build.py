"""Writes the site (pages and attachments) and the truth files."""

from __future__ import annotations

from pathlib import Path

from tests.generator import site
from tests.generator.publications import PUBLICATIONS

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "pipelines" / "samples"
TRUTH = Path(__file__).resolve().parent / "truth"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def write_pages(samples: Path) -> None:
    """Write every HTML page and robots.txt of both editions below ``samples``."""
    for path, text in site.site_pages().items():
        _write(samples / "site" / path, text.encode())
    for path, text in site.earlier_pages().items():
        _write(samples / "earlier" / "site" / path, text.encode())
    _write(samples / "earlier" / "gone.txt", "".join(f"{path}\n" for path in site.earlier_gone()).encode())


def attachment_path(folder: str, file_name: str) -> str:
    return f"site/{site.CHANNEL}/{folder}/{file_name}"


def write_attachments(samples: Path, filings: dict[str, bytes]) -> None:
    """Write the attachments: ``filings`` by id; the two that are no PDF; the seed stays as it is."""
    other = {"word": site.WORD_FILE, "error_page": site.ERROR_PAGE.encode()}
    for publication in PUBLICATIONS:
        for file in publication.attachments:
            content = other.get(file.filing) or filings.get(file.filing)
            if content is not None:
                _write(samples / attachment_path(publication.folder, file.file_name), content)


def build_all() -> None:
    """Make everything again in the working tree."""
    write_pages(SAMPLES)
    write_attachments(SAMPLES, {})
