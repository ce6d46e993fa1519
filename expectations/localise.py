"""Which printed numbers are wrong: the fewest whose change makes every tie hold (Fellegi and Holt 1976).

A tie is ``difference = stated - computed`` over printed values, with the difference that it allows. Changing the number ``f`` by ``y``
changes the difference by ``coefficient * y``. One number is tried first, exactly, in decimals; where no single one does it, a small
mixed-integer programme (HiGHS) finds the smallest set. Ties that hold are witnesses: they pin down the numbers that they contain.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

LIMIT_CANDIDATES = 300
LIMIT_SECONDS = 2.0
_MAX_ALTERNATIVES = 5
_WIDENINGS = 2
_SLACK = Decimal("1e-6")

Fact = int
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

    ``failed`` are the ties it repairs; ``n_equal`` counts other explanations as small and as well supported. No ``changes``: none was found.
    """

    failed: tuple[str, ...]
    changes: tuple[tuple[Fact, Decimal], ...]
    n_equal: int
    alternatives: tuple[Fact, ...] = ()


def localise(
    constraints: Sequence[Constraint], values: Mapping[Fact, Decimal], prior: Mapping[Fact, int] | None = None
) -> tuple[Explanation, ...]:
    """Explain the failing ties, one connected component of them at a time.

    ``values`` are the printed numbers (exact); ``prior`` ranks equally good suspects (higher: rather this one).
    Components are connected by shared numbers; the result keeps the order of their first failing tie.
    """
    by_fact: dict[Fact, list[Constraint]] = defaultdict(list)
    for constraint in constraints:
        for fact, _ in constraint.coefficients:
            by_fact[fact].append(constraint)
    failing = [constraint for constraint in constraints if not constraint.holds]
    return tuple(_explain(component, by_fact, values, prior or {}) for component in components(failing))


def components(failing: Sequence[Constraint]) -> tuple[tuple[Constraint, ...], ...]:
    """Group failing ties that share a number, directly or through others."""
    parent = list(range(len(failing)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    first: dict[Fact, int] = {}
    for index, constraint in enumerate(failing):
        for fact, _ in constraint.coefficients:
            parent[root(index)] = root(first.setdefault(fact, index))
    grouped: dict[int, list[Constraint]] = defaultdict(list)
    for index, constraint in enumerate(failing):
        grouped[root(index)].append(constraint)
    return tuple(tuple(group) for group in grouped.values())


def _explain(
    failing: tuple[Constraint, ...],
    by_fact: Mapping[Fact, Sequence[Constraint]],
    values: Mapping[Fact, Decimal],
    prior: Mapping[Fact, int],
) -> Explanation:
    keys = tuple(constraint.key for constraint in failing)
    candidates = sorted({fact for constraint in failing for fact, _ in constraint.coefficients})
    common = set(candidates).intersection(*({fact for fact, _ in constraint.coefficients} for constraint in failing))
    single: list[tuple[int, int, Fact, Decimal]] = []
    for fact in sorted(common):
        proposed, exact = _proposal(fact, by_fact[fact], values[fact])
        if proposed is not None and proposed != values[fact]:
            single.append((exact, prior.get(fact, 0), fact, proposed))
    if single:
        best = max(single, key=lambda one: (one[0], one[1], -one[2]))
        equal = [one[2] for one in single if one[0] == best[0] and one[2] != best[2]]
        return Explanation(keys, ((best[2], best[3]),), len(equal), tuple(equal))
    # A witness may forbid every change of these numbers alone: two statements that agree with each other against a third. Then what they
    # agree with must be able to change too, a step further each time.
    for _ in range(_WIDENINGS + 1):
        found = _smallest_set(keys, candidates, by_fact, values)
        if found.changes:
            return found
        candidates = sorted({fact for one in candidates for constraint in by_fact[one] for fact, _ in constraint.coefficients})
    return Explanation(keys, (), 0)


def _proposal(fact: Fact, constraints: Iterable[Constraint], value: Decimal) -> tuple[Decimal | None, int]:
    """Return the value of ``fact`` under which all its ties hold, and how many become exact; None if there is no such value."""
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
        if _inside(proposed, (low, high)):
            return proposed, count
    if low is not None and high is not None:
        return (low + high) / 2, 0
    return (low if low is not None else high), 0


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
    values: Mapping[Fact, Decimal],
) -> Explanation:
    if len(candidates) > LIMIT_CANDIDATES:
        return Explanation(keys, (), 0)
    touching = {id(constraint): constraint for fact in candidates for constraint in by_fact[fact]}
    constraints = list(touching.values())
    found = _solve(constraints, candidates, excluded=[])
    if found is None:
        return Explanation(keys, (), 0)
    excluded = [found]
    while len(excluded) <= _MAX_ALTERNATIVES:
        other = _solve(constraints, candidates, excluded=excluded)
        if other is None or len(other) > len(found):
            break
        excluded.append(other)
    changes = tuple((fact, (values[fact] + change).quantize(Decimal("0.01"))) for fact, change in sorted(found.items()))
    others = tuple(sorted({fact for other in excluded[1:] for fact in other} - set(found)))
    return Explanation(keys, changes, len(excluded) - 1, others)


def _solve(
    constraints: Sequence[Constraint], candidates: Sequence[Fact], excluded: Sequence[Mapping[Fact, Decimal]]
) -> dict[Fact, Decimal] | None:
    """Return the changes of the smallest set of numbers that makes all ties hold, none of the excluded sets; None if there is none."""
    import highspy

    scale = max(
        (abs(constraint.difference) for constraint in constraints if not constraint.holds), default=Decimal(1)
    ) or Decimal(1)
    model = highspy.Highs()
    model.silent()
    model.setOptionValue("time_limit", LIMIT_SECONDS)
    model.setOptionValue("threads", 1)
    model.setOptionValue("mip_feasibility_tolerance", 1e-9)
    change = {fact: model.addVariable(lb=-3.0, ub=3.0) for fact in candidates}
    used = {fact: model.addBinary(obj=1.0) for fact in candidates}
    for fact in candidates:
        model.addConstr(change[fact] - 3.0 * used[fact] <= 0)
        model.addConstr(change[fact] + 3.0 * used[fact] >= 0)
    for constraint in constraints:
        free = [(fact, coefficient) for fact, coefficient in constraint.coefficients if fact in change]
        row = sum(float(coefficient) * change[fact] for fact, coefficient in free)
        if constraint.upper is not None:
            model.addConstr(row <= float((constraint.upper - constraint.difference) / scale + _SLACK))
        if constraint.lower is not None:
            model.addConstr(row >= float((constraint.lower - constraint.difference) / scale - _SLACK))
    for other in excluded:
        model.addConstr(sum(used[fact] for fact in other) <= len(other) - 1)
    model.minimize()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = model.getSolution().col_value
    return {
        fact: Decimal(repr(round(solution[change[fact].index], 9))) * scale
        for fact in candidates
        if solution[used[fact].index] > 0.5
    }
