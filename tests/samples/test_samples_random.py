"""Random filings: clean ones tie, and a wrong digit in a summed amount is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generator.build import truth_only
from tests.generator.committed import Sample
from tests.generator.random_filings import random_filing
from tests.generator.ties import broken_sums, differing_claims, printed_twice


def sample(seed: int, errors: int = 0) -> Sample:
    return Sample(f"random_{seed}", truth_only(random_filing(seed, errors)), Path())


@pytest.mark.parametrize("seed", range(40))
def test_clean_random_filings_tie(seed: int) -> None:
    made = sample(seed)
    assert made.truth["planted"] == []
    assert broken_sums(made) == []
    assert printed_twice(made) == []
    assert differing_claims(made) == []


def test_random_filings_differ_in_family_unit_and_subtotals() -> None:
    met = {(t["family"], t["unit"], t["subtotals"]) for t in (sample(seed).truth for seed in range(80))}
    assert len(met) == 12


def test_the_same_seed_gives_the_same_filing() -> None:
    assert sample(7, 2).truth == sample(7, 2).truth
    assert sample(7).truth != sample(8).truth


def test_a_wrong_digit_in_a_summed_amount_is_seen() -> None:
    """Errors fall anywhere, also on numbers that no tie of this small check contains: most are seen, none invented."""
    seen = 0
    for seed in range(60):
        made = sample(seed, errors=1)
        (plant,) = made.truth["planted"]
        assert plant["printed"] != plant["right"]
        seen += bool(broken_sums(made) or printed_twice(made) or differing_claims(made))
    assert seen >= 30
