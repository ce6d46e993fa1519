"""The main job killed at any moment: what is served is always one whole version, and the next run ends as if nothing
had happened."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest
from kills import STAGES, Moment, Undisturbed, random_moment, served
from small_publisher import EARLIER, LATER, write_site

KILLS = int(os.environ.get("GOUJI_KILLS", "200"))
SEED = int(os.environ.get("GOUJI_KILLS_SEED", "5"))


@pytest.fixture(scope="module")
def earlier(undisturbed: Undisturbed, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with the warehouse as it was when the publisher had not corrected a filing yet, and its content."""
    folder = tmp_path_factory.mktemp("earlier")
    write_site(undisturbed.site, EARLIER)
    undisturbed.jobs.run(folder / "w.duckdb", undisturbed.address)
    write_site(undisturbed.site, LATER)
    content = served(folder / "w.duckdb")
    assert content
    assert content != undisturbed.content
    return folder, content


def test_killed_in_every_stage(undisturbed: Undisturbed, tmp_path: Path) -> None:
    """Ten kills, one run after another over the same warehouse: what one run had done the next does not do again."""
    warehouse = tmp_path / "w.duckdb"
    moments = random.Random(SEED)
    killed: list[str | None] = []
    for stage in ("浏览列表", "下载", "读取", "读取", "读取", "解析", "入库", "核对", "验证", "发布"):
        moment = Moment(stage, moments.uniform(0.0, undisturbed.run.took[stage] * 0.4))
        run = undisturbed.jobs.run(warehouse, undisturbed.address, kill=moment, whole_group=len(killed) % 2 == 1)
        killed.append(run.killed_in)
        assert served(warehouse) in {None, undisturbed.content}
    assert sum(stage is not None for stage in killed) >= 9, killed
    assert undisturbed.jobs.run(warehouse, undisturbed.address).error is None
    assert served(warehouse) == undisturbed.content


@pytest.mark.slow
@pytest.mark.timeout(14_400)
def test_killed_at_random_moments(undisturbed: Undisturbed, earlier: tuple[Path, str], tmp_path: Path) -> None:
    """Two to seven kills in a row, over an empty warehouse or a published one, then a run to the end."""
    moments = random.Random(SEED)
    killed_in: Counter[str] = Counter()
    finished = 0
    while killed_in.total() < KILLS:
        folder = tmp_path / str(finished)
        before = None
        if moments.random() < 0.5:
            shutil.copytree(earlier[0], folder, symlinks=True)
            before = earlier[1]
        else:
            folder.mkdir()
        warehouse = folder / "w.duckdb"
        for _ in range(moments.randint(2, 7)):
            moment = random_moment(moments, undisturbed.run)
            everything = moments.random() < 0.5
            run = undisturbed.jobs.run(warehouse, undisturbed.address, kill=moment, whole_group=everything)
            assert run.killed_in or run.error is None, (moment, run)
            killed_in.update([run.killed_in] if run.killed_in else [])
            assert served(warehouse) in {before, undisturbed.content}, (moment, run)
        last = undisturbed.jobs.run(warehouse, undisturbed.address)
        assert last.error is None, last
        assert served(warehouse) == undisturbed.content, (moment, run)
        shutil.rmtree(folder)
        finished += 1
    print(json.dumps({"kills": killed_in.total(), "finished": finished, "in": killed_in}, ensure_ascii=False))
    assert KILLS < 100 or {stage.removesuffix("之后") for stage in killed_in} >= set(STAGES)
