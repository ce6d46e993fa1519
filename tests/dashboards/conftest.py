"""A real dashboard server over the sample's warehouse, and a real Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from dashboard_server import CHROMIUM_ARGUMENTS, PATIENCE_MS, ROOT, Served, free_port, wait_for
from dashboard_warehouses import make


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser; skips with a reason where there is none, fails where ``GOUJI_CORPUS_REQUIRED`` is set (CI)."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("GOUJI_CORPUS_REQUIRED"):
            pytest.fail("GOUJI_CORPUS_REQUIRED is set but there is no Chromium")
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served(sample_run: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """``gouji dashboard`` as a person starts it, over a copy: what reviewers record here is nobody else's."""
    assert sample_run.warehouse.exists(), sample_run.finished.stdout + sample_run.finished.stderr
    folder = tmp_path_factory.mktemp("dashboard")
    with _serving(_copied(sample_run.warehouse, folder), folder / "server.log") as running:
        yield running


@pytest.fixture(scope="session")
def served_hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard over a warehouse whose every name and text is HTML, Markdown and LaTeX."""
    folder = tmp_path_factory.mktemp("hostile")
    with _serving(make(folder).warehouse, folder / "server.log") as running:
        yield running


@contextmanager
def _serving(warehouse: Path, log: Path) -> Iterator[Served]:
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.cli", "dashboard", "--warehouse", str(warehouse),
             "--port", str(port)],
            cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=output, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield Served(f"http://127.0.0.1:{port}", port, warehouse, log)
        finally:
            os.killpg(process.pid, 15)
            process.wait(timeout=120)


def _copied(warehouse: Path, folder: Path) -> Path:
    copy = folder / warehouse.name
    shutil.copytree(f"{warehouse}.d", f"{copy}.d")
    copy.symlink_to(Path(f"{copy}.d") / "versions" / warehouse.resolve().name)
    return copy


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A fresh window; ``page.asked`` lists every address it asked for."""
    context = chromium.new_context(viewport={"width": 1500, "height": 1100}, locale="zh-CN")
    context.set_default_timeout(PATIENCE_MS)
    window = context.new_page()
    window.asked = []
    window.on("request", lambda request: window.asked.append(request.url))
    yield window
    context.close()
