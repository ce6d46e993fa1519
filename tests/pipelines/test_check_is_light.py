"""``gouji check`` is for a bureau's own desk: it loads nothing that crawls, schedules, serves or validates."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("dagster", "great_expectations", "scrapy", "twisted", "streamlit", "sqlalchemy")


def test_the_modules_of_check_load_none_of_the_servers() -> None:
    code = (
        "import sys, pipelines.cli.main, pipelines.cli.check, pipelines.precheck\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
