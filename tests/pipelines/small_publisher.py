"""A cut-down bundled publisher: few filings, one listing year, an earlier and a later edition."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

ACCOUNT = ("202509/t20250929_12012621.html", "澄湖市社会福利院2024年度单位决算公开", "P020250929095127945699.pdf")
FIRST = ("202509/t20250926_12009874.html", "澄湖市水务局2024年度部门决算公开", "P020250926095106192206.pdf")
CORRECTED = ("202511/t20251118_12108816.html", "澄湖市水务局2024年度部门决算公开（更正）", "P020251118095889713904.pdf")

EARLIER = (ACCOUNT, FIRST)
LATER = (ACCOUNT, FIRST, CORRECTED)

_SAMPLE = Path(str(resources.files("pipelines.samples"))) / "site" / "bmyjs"


def write_site(folder: Path, items: Sequence[tuple[str, str, str]]) -> Path:
    """Write (or rewrite) the site that lists ``items`` (article, title, file of the bundled sample); its folder."""
    rows = []
    for article, title, file in items:
        month = article.split("/")[0]
        target = folder / "bmyjs" / month
        target.mkdir(parents=True, exist_ok=True)
        for name in (Path(article).name, file):
            shutil.copy(_SAMPLE / month / name, target / name)
        day = Path(article).name[1:9]
        rows.append(f'<li><a href="./{article}">{title}</a><span>{day[:4]}-{day[4:6]}-{day[6:]}</span></li>')
    page = f'<!DOCTYPE html><meta charset="utf-8"><ul class="list">{"".join(rows)}</ul>'
    (folder / "bmyjs" / "index.html").write_text(page, encoding="utf-8")
    return folder
