"""The committed samples are what the generator makes: every file, byte for byte."""

from __future__ import annotations

import os

import pytest

from tests.generator.build import ROOT, SAMPLES, TRUTH, attachment_paths, build, outputs
from tests.generator.filings import filings
from tests.generator.render_pdf import FONT


@pytest.fixture(scope="module")
def generated() -> dict:
    if not FONT.is_file():
        if os.environ.get("GOUJI_CORPUS_REQUIRED"):
            pytest.fail(f"GOUJI_CORPUS_REQUIRED is set but the font is missing: {FONT}")
        pytest.skip(f"no font at {FONT} (apt install fonts-wqy-microhei)")
    return outputs([build(filing) for filing in filings()])


def test_every_generated_file_is_committed_as_it_is(generated: dict) -> None:
    different = [
        str(path.relative_to(ROOT))
        for path, content in generated.items()
        if not path.is_file() or path.read_bytes() != content
    ]
    assert different == [], "run `python -m tests.generator` and commit"


def test_nothing_lies_beside_the_generated_files(generated: dict) -> None:
    seed = SAMPLES / attachment_paths()["seed"]
    folders = (SAMPLES / "site", SAMPLES / "earlier", TRUTH)
    present = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    assert present - set(generated) == {seed}


def test_the_documents_are_small(generated: dict) -> None:
    sizes = {path.name: len(content) for path, content in generated.items() if path.suffix == ".pdf"}
    assert max(sizes.values()) < 150_000
