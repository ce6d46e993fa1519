"""Can all ties of a filing hold at once?

Each printed number stands for a closed interval of true values; ties that hold one by one may still have no true values
in common.

A tie is ``difference + sum(coefficient * error) = 0`` over the rounding errors, each within half a step. Weights ``y``
of the ties prove that no errors do it (Farkas) where ``|sum(y * difference)|`` exceeds what all errors together could
make, ``sum(|sum(y * coefficient)| * half)``: the combined equation is beyond its own tolerance. HiGHS proposes the
weights; they are believed only after that comparison in exact fractions, so nothing possible is called impossible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import exp, log

from expectations.localise import Fact, connected
from expectations.solver import new_solver

LIMIT_SECONDS = 2.0
LIMIT_DENOMINATOR = 64
MIN_DRIFTING = 8
IMPROBABLE = 1e-6
LEAST_SQUARE = 0.999 * 2 * log(2 / IMPROBABLE)
"""A lean of at most this many times its variance, squared, is probable: no need to look."""
_NEGLIGIBLE = 1e-7


@dataclass(frozen=True, slots=True)
class Equation:
    """One tie over printed numbers: ``difference`` is stated minus computed, coefficients are 1 for what is stated and
    minus the weight for each term."""

    key: str
    coefficients: tuple[tuple[Fact, int], ...]
    difference: Decimal


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Equations that no true values satisfy together, each with its weight: combined they differ by ``difference``,
    and rounding explains no more than ``tolerance``. None of them can be left out."""

    weights: tuple[tuple[Equation, Fraction], ...]
    difference: Fraction
    tolerance: Fraction


@dataclass(frozen=True, slots=True)
class Drift:
    """Equations that lean one way: their sum differs by ``difference``, which independent rounding reaches with at most
    ``probability`` (Hoeffding 1963)."""

    equations: tuple[Equation, ...]
    difference: Decimal
    probability: float


def combined(
    weights: Iterable[tuple[Equation, Fraction]], halves: Mapping[Fact, Decimal]
) -> tuple[Fraction, Fraction, dict[Fact, Fraction]]:
    """Return the weighted sum of equations: its difference, what rounding explains of it, its coefficients."""
    total = Fraction(0)
    coefficients: dict[Fact, Fraction] = defaultdict(Fraction)
    for equation, weight in weights:
        total += weight * Fraction(equation.difference)
        for fact, coefficient in equation.coefficients:
            coefficients[fact] += weight * coefficient
    tolerance = sum((abs(c) * Fraction(halves[fact]) for fact, c in coefficients.items()), Fraction(0))
    return total, tolerance, coefficients


def contradictions(equations: Sequence[Equation], halves: Mapping[Fact, Decimal]) -> tuple[Contradiction, ...]:
    """Return one smallest contradiction for each group of equations that hang together and cannot all hold.

    ``halves`` are half the steps of the printed numbers (0: exact).
    """
    found: list[Contradiction] = []
    for group in groups(equations):
        proof = _proof(group, halves)
        if proof is not None:
            found.append(_smallest(proof, halves))
    return tuple(found)


def drift(equations: Sequence[Equation], halves: Mapping[Fact, Decimal]) -> Drift | None:
    """Return the improbable lean of the sums of a filing, None where chance explains it."""
    off = [one for one in equations if len(one.coefficients) > 2]
    if sum(one.difference != 0 for one in off) < MIN_DRIFTING:
        return None
    total = sum((one.difference for one in off), Decimal(0))
    coefficients: dict[Fact, int] = defaultdict(int)
    for one in off:
        for fact, coefficient in one.coefficients:
            coefficients[fact] += coefficient
    variance = sum(float(c * halves[fact]) ** 2 for fact, c in coefficients.items())
    if not variance:
        return None
    probability = 2 * exp(-(float(total) ** 2) / (2 * variance))
    return Drift(tuple(off), total, probability) if probability < IMPROBABLE else None


def groups(equations: Sequence[Equation]) -> tuple[tuple[Equation, ...], ...]:
    """Return the equations that share numbers, directly or through others, where any of them is not exact."""
    roots = connected(tuple(fact for fact, _ in one.coefficients) for one in equations)
    members: dict[Fact, list[Equation]] = defaultdict(list)
    for one in equations:
        members[roots[one.coefficients[0][0]]].append(one)
    return tuple(tuple(group) for group in members.values() if any(one.difference for one in group))


def _smallest(proof: Sequence[tuple[Equation, Fraction]], halves: Mapping[Fact, Decimal]) -> Contradiction:
    """Leave out equations one by one as long as the rest still cannot hold (deletion filter)."""
    kept = list(proof)
    for equation, _ in proof:
        rest = [one for one, _ in kept if one is not equation]
        if len(rest) < len(kept) and (smaller := _proof(rest, halves)) is not None:
            kept = list(smaller)
    difference, tolerance, _ = combined(kept, halves)
    return Contradiction(tuple(kept), difference, tolerance)


def _proof(
    equations: Sequence[Equation], halves: Mapping[Fact, Decimal]
) -> tuple[tuple[Equation, Fraction], ...] | None:
    """Return weights under which the equations are impossible, checked exactly; None where there is no such proof."""
    proposed = _weights(equations, halves)
    weights = tuple((one, weight) for one, weight in zip(equations, proposed, strict=True) if weight)
    difference, tolerance, _ = combined(weights, halves)
    return weights if abs(difference) > tolerance else None


def _weights(equations: Sequence[Equation], halves: Mapping[Fact, Decimal]) -> list[Fraction]:
    """Return the duals of the linear programme that makes the least of what the errors cannot explain."""
    import highspy
    import numpy as np

    facts = sorted({fact for one in equations for fact, _ in one.coefficients})
    column = {fact: position for position, fact in enumerate(facts)}
    scale = max((float(halves[fact]) for fact in facts), default=0.0) or 1.0
    n, m = len(facts), len(equations)
    bound = np.array([float(halves[fact]) / scale for fact in facts])
    slack = np.full(2 * m, np.inf)
    rows: list[int] = [0]
    index: list[int] = []
    value: list[float] = []
    for number, one in enumerate(equations):
        summed: dict[int, int] = defaultdict(int)
        for fact, coefficient in one.coefficients:
            summed[column[fact]] += coefficient
        index += [*summed, n + 2 * number, n + 2 * number + 1]
        value += [*(float(c) for c in summed.values()), 1.0, -1.0]
        rows.append(len(index))
    side = np.array([-float(one.difference) / scale for one in equations])
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = n + 2 * m, m
    lp.col_cost_ = np.concatenate([np.zeros(n), np.ones(2 * m)])
    lp.col_lower_ = np.concatenate([-bound, np.zeros(2 * m)])
    lp.col_upper_ = np.concatenate([bound, slack])
    lp.row_lower_ = lp.row_upper_ = side
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = np.array(rows), np.array(index), np.array(value)
    model = new_solver(seconds=LIMIT_SECONDS)
    model.passModel(lp)
    model.run()
    solved = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if not solved or model.getInfo().objective_function_value < _NEGLIGIBLE:
        return [Fraction(0)] * m
    return [Fraction(dual).limit_denominator(LIMIT_DENOMINATOR) for dual in model.getSolution().row_dual]
