"""Writes the site (pages and attachments) and the truth files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.generator import site
from tests.generator.document import document
from tests.generator.filings import Filing, filings
from tests.generator.grid import Block
from tests.generator.printing import Press
from tests.generator.publications import PUBLICATIONS
from tests.generator.render_pdf import render, unpaged
from tests.generator.truth import Json, dumps, truth

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "pipelines" / "samples"
TRUTH = Path(__file__).resolve().parent / "truth"


@dataclass(frozen=True, slots=True)
class Built:
    """A filing printed: its bytes and its truth."""

    filing: str
    pdf: bytes
    truth: Json


def compose(filing: Filing) -> tuple[Press, list[Block]]:
    """The filing's blocks, and the press that knows which errors it printed."""
    press = Press(filing.this, filing.last, filing.style, dict(filing.plants))
    day = filing.printed_on
    return press, document(press, f"{day.year}年{day.month}月{day.day}日", filing.unit_names)


def truth_only(filing: Filing) -> Json:
    """The truth of a filing that is not drawn (every page is 1): needs no font."""
    press, blocks = compose(filing)
    return truth(filing, press, blocks, unpaged(blocks))


def build(filing: Filing) -> Built:
    """Print one filing. Raises ``ValueError`` where a planted error did not come into print."""
    press, blocks = compose(filing)
    day = filing.printed_on
    kind = "部门决算" if filing.this.entity.level == "department" else "单位决算"
    title = f"{filing.this.entity.name}{filing.this.year}年度{kind}"
    rendered = render(blocks, datetime(day.year, day.month, day.day, 8), title)  # noqa: DTZ001
    if {plant["key"] for plant in press.planted} != {key for key, _ in filing.plants}:
        raise ValueError(f"{filing.filing}: a planted error was not printed")
    return Built(filing.filing, rendered.pdf, truth(filing, press, blocks, rendered))


def attachment_paths() -> dict[str, str]:
    """Filing id → path of its attachment below ``pipelines/samples``."""
    return {
        file.filing: f"site/{site.CHANNEL}/{publication.folder}/{file.file_name}"
        for publication in PUBLICATIONS
        for file in publication.attachments
    }


def outputs(built: list[Built]) -> dict[Path, bytes]:
    """Every generated file of the working tree: path → content. The seed's PDF is not among them."""
    files: dict[Path, bytes] = {}
    for path, text in site.site_pages().items():
        files[SAMPLES / "site" / path] = text.encode()
    for path, text in site.earlier_pages().items():
        files[SAMPLES / "earlier" / "site" / path] = text.encode()
    files[SAMPLES / "earlier" / "gone.txt"] = "".join(f"{path}\n" for path in site.earlier_gone()).encode()
    paths = attachment_paths()
    files[SAMPLES / paths["word"]] = site.WORD_FILE
    files[SAMPLES / paths["error_page"]] = site.ERROR_PAGE.encode()
    for one in built:
        files[SAMPLES / paths[one.filing]] = one.pdf
        files[TRUTH / f"{one.filing}.json"] = dumps(one.truth).encode()
    files[TRUTH / "index.json"] = (json.dumps(_index(built, paths), ensure_ascii=False, indent=1) + "\n").encode()
    return files


def _index(built: list[Built], paths: dict[str, str]) -> dict[str, Json]:
    """Filing id → where its attachment is, what it is, and whether it is clean."""
    keep = ("entity_name", "entity_level", "fiscal_year", "scope", "sha256")
    index: dict[str, Json] = {}
    for one in built:
        kinds = [plant["kind"] for plant in one.truth["planted"]]  # type: ignore[attr-defined]
        index[one.filing] = {"path": paths[one.filing], **{name: one.truth[name] for name in keep}, "planted": kinds}
    return index


def build_all() -> None:
    """Make everything again in the working tree."""
    for path, content in outputs([build(filing) for filing in filings()]).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
