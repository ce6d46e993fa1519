"""The cut-down publisher and an undisturbed run over it, made once for all tests of what may disturb one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from kills import Undisturbed, main_jobs, served
from small_publisher import LATER, write_site

from pipelines.samples.server import Request, serve_folder


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Undisturbed]:
    site = write_site(tmp_path_factory.mktemp("site"), LATER)
    warehouse = tmp_path_factory.mktemp("undisturbed") / "w.duckdb"
    asked: list[Request] = []
    with main_jobs() as jobs, serve_folder(site, log=asked) as address:
        run = jobs.run(warehouse, address)
        content = served(warehouse)
        assert run.error is None, run.error
        assert content
        yield Undisturbed(jobs, address, site, asked, warehouse, run, content)
