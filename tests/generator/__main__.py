"""Makes the bundled publisher again, byte for byte, or filings at random elsewhere.

python -m tests.generator
python -m tests.generator --random 20 --seed 1000 --errors 1 DIRECTORY
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.generator.build import build, build_all
from tests.generator.random_filings import random_filing
from tests.generator.truth import dumps


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.generator", description=__doc__)
    parser.add_argument("--random", type=int, metavar="N", help="make N random filings instead")
    parser.add_argument("--seed", type=int, default=0, help="of the first random filing")
    parser.add_argument("--errors", type=int, default=0, help="wrong numbers in each random filing")
    parser.add_argument("directory", type=Path, nargs="?", help="where the random filings go")
    given = parser.parse_args()
    if given.random is None:
        build_all()
        return
    if given.directory is None:
        parser.error("random filings need a directory")
    given.directory.mkdir(parents=True, exist_ok=True)
    for seed in range(given.seed, given.seed + given.random):
        built = build(random_filing(seed, given.errors))
        (given.directory / f"{built.filing}.pdf").write_bytes(built.pdf)
        (given.directory / f"{built.filing}.json").write_text(dumps(built.truth), encoding="utf-8")


if __name__ == "__main__":
    main()
