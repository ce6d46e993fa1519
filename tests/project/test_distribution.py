"""The distribution: flat package names are ours alone, the locks hold every hash and no address."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tomllib

import pytest

from tests.conftest import ROOT

PACKAGES = ("extract", "transform", "warehouse", "expectations", "pipelines", "dashboards")
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("package", PACKAGES)
def test_flat_package_name_belongs_to_no_other_distribution(package: str) -> None:
    owners = {name for name in importlib.metadata.packages_distributions().get(package, []) if name != "gouji"}
    assert owners == set()


def test_the_distribution_can_not_be_uploaded() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "Private :: Do Not Upload" in project["classifiers"]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_and_hashes_everything_and_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    pins = re.findall(r"^[A-Za-z0-9._-]+(?:\[[^\]]*\])?==", text, re.MULTILINE)
    requirements = re.findall(r"^[A-Za-z0-9].*$", text, re.MULTILINE)
    assert len(pins) == len(requirements) > 100
    assert not re.search(r"https?://|index-url|find-links|file:", text)
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_runtime_lock_is_part_of_the_dev_lock() -> None:
    def pins(lock: str) -> set[str]:
        return set(
            re.findall(r"^[A-Za-z0-9._-]+(?:\[[^\]]*\])?==[^ ]+", (ROOT / lock).read_text("utf-8"), re.MULTILINE)
        )

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_help_answers_without_loading_the_heavy_libraries() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from pipelines.cli.main import app;"
        "r = CliRunner().invoke(app, ['--help']); assert r.exit_code == 0, r.output;"
        "heavy = {'dagster', 'great_expectations', 'streamlit', 'duckdb', 'scrapy'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
