"""Which printed numbers are wrong: the fewest whose change makes every tie hold (Fellegi and Holt 1976).

A tie is ``difference = stated - computed`` over printed values, with the difference that it allows. Changing the
number ``f`` by ``y``
changes the difference by ``coefficient * y``. One number is tried first, exactly, in decimals; where no single one
does it, a small
mixed-integer programme (HiGHS) finds the smallest set. Ties that hold are witnesses: they pin down the numbers that
they contain.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from expectations.solver import new_solver

if TYPE_CHECKING:
    from highspy import HighsLp

LIMIT_CANDIDATES = 300
LIMIT_NODES = 500
"""Effort, not time, ends a search that finds nothing: a busy machine gives the same answers."""
LIMIT_SECONDS = 30.0
_MAX_ALTERNATIVES = 5
_SLACK = Decimal("1e-6")
_CENT = Decimal("0.01")
_PREFERENCE = 1e-4
_FURTHEST = 3.0
"""No number changes by more than this many times the largest difference."""

Fact = int
Member = TypeVar("Member", bound=Hashable)
Interval = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Constraint:
    """One tie: ``lower <= difference + sum(coefficient * change) <= upper``; a bound of None is open."""

    key: str
    coefficients: tuple[tuple[Fact, Decimal], ...]
    difference: Decimal
    lower: Decimal | None
    upper: Decimal | None

    @property
    def holds(self) -> bool:
        """Say whether the printed numbers satisfy it."""
        return _inside(self.difference, (self.lower, self.upper))


@dataclass(frozen=True, slots=True)
class Explanation:
    """The numbers to change and what each would have to be (a value that makes as many of its ties exact as possible).

    ``failed`` are the ties it repairs; ``n_equal`` counts other explanations as small and as well supported, and
    ``certain`` are the numbers that all of them change. No ``changes``: none was found.
    """

    failed: tuple[str, ...]
    changes: tuple[tuple[Fact, Decimal], ...]
    n_equal: int
    alternatives: tuple[Fact, ...] = ()
    certain: frozenset[Fact] = frozenset()

    def n_equal_for(self, fact: Fact) -> int:
        """Return how many other explanations leave this number as it is or may do so."""
        return 0 if fact in self.certain else self.n_equal


@dataclass(frozen=True, slots=True)
class _Printed:
    """What is known of the numbers: as printed, whom to suspect first, and which may turn out to be negative."""

    values: Mapping[Fact, Decimal]
    prior: Mapping[Fact, int]
    of_either_sign: Set[Fact]

    def lowest(self, fact: Fact) -> Decimal | None:
        """Return the least value that the number can have: money printed without a minus sign is not negative."""
        return None if self.values[fact] < 0 or fact in self.of_either_sign else Decimal(0)


def localise(
    constraints: Sequence[Constraint],
    values: Mapping[Fact, Decimal],
    prior: Mapping[Fact, int] | None = None,
    of_either_sign: Set[Fact] = frozenset(),
) -> tuple[Explanation, ...]:
    """Explain the failing ties, one connected component of them at a time.

    ``values`` are the printed numbers (exact); ``prior`` ranks equally good suspects (higher: rather this one). No
    number printed without a minus sign is explained by a negative one, but for those ``of_either_sign``.
    Components are connected by shared numbers; the result keeps the order of their first failing tie.
    """
    known = _Printed(values, prior or {}, of_either_sign)
    by_fact: dict[Fact, list[Constraint]] = defaultdict(list)
    for constraint in constraints:
        for fact, _ in constraint.coefficients:
            by_fact[fact].append(constraint)
    failing = [constraint for constraint in constraints if not constraint.holds]
    groups = [list(group) for group in components(failing)]
    explained: dict[int, Explanation] = {}
    for index, group in enumerate(groups):
        if (single := _single(group, by_fact, known)) is not None:
            explained[index] = single
    equal = _equal_numbers(constraints)
    for index in range(len(groups)):
        if index in explained:
            continue
        # No number explains this group alone. Groups about numbers that agree with each other elsewhere are one
        # question; so are, if that has no answer, groups with numbers in one tie that holds.
        joined = _alike(groups, index, equal)
        together = _together(_merged(groups, joined), equal, by_fact, known)
        wider = joined if together.changes else _beside(groups, joined, by_fact)
        if wider != joined:
            joined = wider
            together = _together(_merged(groups, joined), equal, by_fact, known)
        if together.changes or index not in explained:
            for other in joined:
                explained[other] = together if other == index else Explanation((), (), 0)
    return tuple(explained[index] for index in range(len(groups)) if explained[index].failed)


def _merged(groups: Sequence[Sequence[Constraint]], joined: Iterable[int]) -> list[Constraint]:
    return [constraint for index in joined for constraint in groups[index]]


def _alike(groups: Sequence[Sequence[Constraint]], index: int, equal: Mapping[Fact, Fact]) -> list[int]:
    """Return the groups with numbers that are held equal to one of this group, itself among them."""
    roots = {equal.get(fact, fact) for constraint in groups[index] for fact, _ in constraint.coefficients}
    return [
        other
        for other, listed in enumerate(groups)
        if other == index or any(equal.get(fact, fact) in roots for one in listed for fact, _ in one.coefficients)
    ]


def _beside(
    groups: Sequence[Sequence[Constraint]], joined: Sequence[int], by_fact: Mapping[Fact, Sequence[Constraint]]
) -> list[int]:
    """Return the groups that share a tie that holds with the joined ones, these among them."""
    inside = {fact for constraint in _merged(groups, joined) for fact, _ in constraint.coefficients}
    reached = {fact for own in inside for one in by_fact[own] for fact, _ in one.coefficients}
    return [
        other
        for other, listed in enumerate(groups)
        if other in joined or any(fact in reached for one in listed for fact, _ in one.coefficients)
    ]


def components(failing: Sequence[Constraint]) -> tuple[tuple[Constraint, ...], ...]:
    """Group failing ties that share a number, directly or through others."""
    roots = connected(tuple(fact for fact, _ in constraint.coefficients) for constraint in failing)
    grouped: dict[Fact, list[Constraint]] = defaultdict(list)
    for constraint in failing:
        grouped[roots[constraint.coefficients[0][0]]].append(constraint)
    return tuple(tuple(group) for group in grouped.values())


def _equal_numbers(constraints: Iterable[Constraint]) -> dict[Fact, Fact]:
    """Return a representative of the numbers that ties without any allowance hold equal."""
    return connected(
        tuple(fact for fact, _ in one.coefficients)
        for one in constraints
        if one.lower == 0 and one.upper == 0 and one.holds
    )


def connected(sets: Iterable[tuple[Member, ...]]) -> dict[Member, Member]:
    """Return a representative for every member of the sets: the same for members of one set, directly or through
    others."""
    parent: dict[Member, Member] = {}

    def root(node: Member) -> Member:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for members in sets:
        for member in members:
            parent[root(member)] = root(members[0])
    return {member: root(member) for member in parent}


def _single(
    failing: Sequence[Constraint],
    by_fact: Mapping[Fact, Sequence[Constraint]],
    known: _Printed,
) -> Explanation | None:
    """Return the one number whose change repairs all ties of the group and breaks none; None if there is none."""
    found: list[tuple[int, int, Fact, Decimal]] = []
    for fact in sorted(set.intersection(*({fact for fact, _ in constraint.coefficients} for constraint in failing))):
        proposed, exact = _proposal(fact, by_fact[fact], known.values[fact], known.lowest(fact))
        if proposed is not None and proposed != known.values[fact]:
            found.append((exact, known.prior.get(fact, 0), fact, proposed))
    if not found:
        return None
    best = max(found, key=lambda one: (one[0], one[1], -one[2]))
    equal = [one[2] for one in found if one[0] == best[0] and one[2] != best[2]]
    keys = tuple(constraint.key for constraint in failing)
    return Explanation(keys, ((best[2], best[3]),), len(equal), tuple(equal))


def _together(
    failing: Sequence[Constraint],
    equal: Mapping[Fact, Fact],
    by_fact: Mapping[Fact, Sequence[Constraint]],
    known: _Printed,
) -> Explanation:
    """Return the smallest set of numbers, among those of the failing ties and what is held equal to them, that
    repairs all ties."""
    named = {fact for constraint in failing for fact, _ in constraint.coefficients}
    roots = {equal[fact] for fact in named if fact in equal}
    candidates = sorted(named | {fact for fact, root in equal.items() if root in roots})
    keys = tuple(constraint.key for constraint in failing)
    return _smallest_set(keys, candidates, by_fact, known)


def _proposal(
    fact: Fact, constraints: Iterable[Constraint], value: Decimal, lowest: Decimal | None
) -> tuple[Decimal | None, int]:
    """Return the value of ``fact``, not under ``lowest``, under which all its ties hold, and how many become exact;
    None if there is no such value."""
    low: Decimal | None = None
    high: Decimal | None = None
    exact: Counter[Decimal] = Counter()
    for constraint in constraints:
        coefficient = sum((c for f, c in constraint.coefficients if f == fact), Decimal(0))
        if coefficient == 0:
            continue
        one_low, one_high = _implied(constraint, coefficient, value)
        low = one_low if low is None or (one_low is not None and one_low > low) else low
        high = one_high if high is None or (one_high is not None and one_high < high) else high
        if constraint.lower is not None and constraint.upper is not None:
            exact[value - constraint.difference / coefficient] += 1
    if low is not None and high is not None and low > high:
        return None, 0
    for proposed, count in exact.most_common():
        if _inside(proposed, (low, high)) and _inside(proposed, (lowest, None)):
            return proposed, count
    between = (low + high) / 2 if low is not None and high is not None else low if low is not None else high
    return (between if between is not None and _inside(between, (lowest, None)) else None), 0


def _implied(constraint: Constraint, coefficient: Decimal, value: Decimal) -> Interval:
    """Return the values of one number under which the tie holds, all other numbers as printed."""
    bounds = [
        None if bound is None else value + (bound - constraint.difference) / coefficient
        for bound in (constraint.lower, constraint.upper)
    ]
    return (bounds[0], bounds[1]) if coefficient > 0 else (bounds[1], bounds[0])


def _inside(value: Decimal, interval: Interval) -> bool:
    low, high = interval
    return (low is None or low <= value) and (high is None or value <= high)


def _smallest_set(
    keys: tuple[str, ...],
    candidates: Sequence[Fact],
    by_fact: Mapping[Fact, Sequence[Constraint]],
    known: _Printed,
) -> Explanation:
    if len(candidates) > LIMIT_CANDIDATES:
        return Explanation(keys, (), 0)
    touching = {id(constraint): constraint for fact in candidates for constraint in by_fact[fact]}
    constraints = list(touching.values())
    found: list[dict[Fact, Decimal]] = []
    while len(found) <= _MAX_ALTERNATIVES:
        other = _solve(constraints, candidates, known, excluded=found)
        if other is None or (found and len(other) > len(found[0])):
            break
        found.append(other)
    if not found:
        return Explanation(keys, (), 0)
    exact = [_made_exact(change, constraints, known) for change in found]
    support = [_exact_after(constraints, change, known.values) for change in exact]
    best, *others = (one for one, count in zip(exact, support, strict=True) if count == max(support))
    alternatives = tuple(sorted({fact for one in others for fact in one} - set(best)))
    # of more explanations than are looked for, those not seen may leave it as it is
    certain = frozenset(best).intersection(*others) if len(found) <= _MAX_ALTERNATIVES else frozenset()
    return Explanation(keys, tuple(sorted(best.items())), len(others), alternatives, certain)


def _made_exact(
    change: Mapping[Fact, Decimal], constraints: Sequence[Constraint], known: _Printed
) -> dict[Fact, Decimal]:
    """Return the new values of the numbers to change: of all that repair the ties, those that make most of them exact.

    The programme finds some values within the ties' allowances. Numbers printed alike are taken to be one number that
    was copied: they get one value, the best beside the others.
    """
    values = known.values
    proposed = {fact: (values[fact] + moved).quantize(_CENT) for fact, moved in change.items()}
    copies: dict[Decimal, list[Fact]] = defaultdict(list)
    for fact in sorted(proposed):
        copies[values[fact]].append(fact)
    for printed, facts in copies.items():
        touching = [_in_one_number(one, facts, proposed, values) for one in constraints]
        better, _ = _proposal(facts[0], touching, printed, known.lowest(facts[0]))
        if better is not None:
            proposed |= dict.fromkeys(facts, better.quantize(_CENT))
    return proposed


def _in_one_number(
    constraint: Constraint, copies: Sequence[Fact], proposed: Mapping[Fact, Decimal], values: Mapping[Fact, Decimal]
) -> Constraint:
    """Return the tie with the copies of a number as one, the first, and the other numbers already changed."""
    weight = sum((c for fact, c in constraint.coefficients if fact in copies), Decimal(0))
    moved = sum(
        (
            c * (proposed[fact] - values[fact])
            for fact, c in constraint.coefficients
            if fact in proposed and fact not in copies
        ),
        constraint.difference,
    )
    return replace(constraint, coefficients=((copies[0], weight),), difference=moved)


def _exact_after(
    constraints: Iterable[Constraint], proposed: Mapping[Fact, Decimal], values: Mapping[Fact, Decimal]
) -> int:
    """Count the ties that hold without using their allowance once the numbers have their proposed values."""
    count = 0
    for constraint in constraints:
        moved = (c * (proposed[fact] - values[fact]) for fact, c in constraint.coefficients if fact in proposed)
        count += abs(sum(moved, constraint.difference)) < _CENT
    return count


def _solve(
    constraints: Sequence[Constraint],
    candidates: Sequence[Fact],
    known: _Printed,
    excluded: Sequence[Mapping[Fact, Decimal]],
) -> dict[Fact, Decimal] | None:
    """Return the changes of the smallest set of numbers that makes all ties hold, none of the excluded sets; None if
    there is none."""
    from highspy import HighsModelStatus

    scale = max(
        (abs(constraint.difference) for constraint in constraints if not constraint.holds), default=Decimal(1)
    ) or Decimal(1)
    model = new_solver(seconds=LIMIT_SECONDS)
    model.setOptionValue("mip_feasibility_tolerance", 1e-9)
    model.setOptionValue("mip_max_nodes", LIMIT_NODES)
    model.passModel(_programme(constraints, candidates, known, excluded, scale))
    model.run()
    if model.getModelStatus() != HighsModelStatus.kOptimal:
        return None
    solution = model.getSolution().col_value
    n = len(candidates)
    return {
        fact: Decimal(repr(round(solution[index], 9))) * scale
        for index, fact in enumerate(candidates)
        if solution[n + index] > 0.5
    }


def _programme(
    constraints: Sequence[Constraint],
    candidates: Sequence[Fact],
    known: _Printed,
    excluded: Sequence[Mapping[Fact, Decimal]],
    scale: Decimal,
) -> HighsLp:
    """Return the programme over the changes of the candidates (in units of ``scale``, columns 0 to n - 1) and whether
    each is changed at all (columns n to 2n - 1), which is what costs."""
    import highspy
    import numpy as np

    n = len(candidates)
    column = {fact: index for index, fact in enumerate(candidates)}
    lowest = [known.lowest(fact) for fact in candidates]
    furthest = [
        -_FURTHEST if low is None else max(-_FURTHEST, float((low - known.values[fact]) / scale))
        for fact, low in zip(candidates, lowest, strict=True)
    ]
    rows: list[tuple[dict[int, float], float, float]] = []
    for index in range(n):
        rows.append(({index: 1.0, n + index: -_FURTHEST}, -np.inf, 0.0))
        rows.append(({index: 1.0, n + index: _FURTHEST}, 0.0, np.inf))
    for constraint in constraints:
        row: dict[int, float] = defaultdict(float)
        for fact, coefficient in constraint.coefficients:
            if fact in column:
                row[column[fact]] += float(coefficient)
        if constraint.upper is not None:
            rows.append((row, -np.inf, float((constraint.upper - constraint.difference) / scale + _SLACK)))
        if constraint.lower is not None:
            rows.append((row, float((constraint.lower - constraint.difference) / scale - _SLACK), np.inf))
    rows += [({n + column[fact]: 1.0 for fact in other}, -np.inf, float(len(other) - 1)) for other in excluded]
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = 2 * n, len(rows)
    lp.col_cost_ = np.array([0.0] * n + [1.0 - _PREFERENCE * known.prior.get(fact, 0) for fact in candidates])
    lp.col_lower_ = np.array([*furthest, *[0.0] * n])
    lp.col_upper_ = np.array([*[_FURTHEST] * n, *[1.0] * n])
    lp.integrality_ = [highspy.HighsVarType.kContinuous] * n + [highspy.HighsVarType.kInteger] * n
    lp.row_lower_ = np.array([lower for _, lower, _ in rows])
    lp.row_upper_ = np.array([upper for _, _, upper in rows])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row) for row, _, _ in rows)])
    lp.a_matrix_.index_ = np.array([index for row, _, _ in rows for index in row])
    lp.a_matrix_.value_ = np.array([value for row, _, _ in rows for value in row.values()])
    return lp
