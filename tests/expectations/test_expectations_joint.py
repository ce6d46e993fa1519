"""All ties of a filing together: nothing that true values could print is called impossible, and what no single equation
shows is found, with the fewest equations that contradict each other."""

from __future__ import annotations

from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import combinations
from random import Random

import duckdb
import polars as pl
import pytest
from expectation_rows import warehouse_of

from expectations.evaluate import evaluate
from expectations.joint import Equation, contradictions, drift
from expectations.scripts import run_script

HALF = Decimal("0.005")
Printed = dict[int, Decimal]


def equation(key: str, stated: int, terms: list[int], printed: Printed) -> Equation:
    difference = printed[stated] - sum((printed[term] for term in terms), Decimal(0))
    return Equation(key, ((stated, 1), *((term, -1) for term in terms)), difference)


def three_levels(total: str) -> tuple[Printed, list[Equation]]:
    numbers = (total, "5.01", "4.99", "2.50", "2.50", "2.50", "2.48")
    printed = {fact: Decimal(text) for fact, text in enumerate(numbers)}
    sums = {0: [1, 2], 1: [3, 4], 2: [5, 6]}
    return printed, [equation(str(stated), stated, terms, printed) for stated, terms in sums.items()]


def test_three_equations_that_hold_one_by_one_contradict_each_other() -> None:
    printed, equations = three_levels("10.01")
    assert all(abs(one.difference) <= 3 * HALF for one in equations)
    (found,) = contradictions(equations, dict.fromkeys(printed, HALF))
    assert {one.key for one, _ in found.weights} == {"0", "1", "2"}
    assert (abs(found.difference), found.tolerance) == (Decimal("0.03"), Decimal("0.025"))


def test_touching_ends_are_possible() -> None:
    printed, equations = three_levels("10.00")
    assert contradictions(equations, dict.fromkeys(printed, HALF)) == ()
    # one number printed to half the step more leaves exactly room enough
    _, equations = three_levels("10.01")
    assert contradictions(equations, dict.fromkeys(printed, HALF) | {6: Decimal("0.01")}) == ()


def test_the_smallest_contradiction_leaves_out_what_is_not_needed() -> None:
    printed, equations = three_levels("10.01")
    printed |= {10: printed[3], 11: Decimal("7.00"), 12: Decimal("4.50")}
    more = [equation("twin", 10, [3], printed), equation("other", 11, [10, 12], printed)]
    (found,) = contradictions([*more, *equations], dict.fromkeys(printed, HALF))
    assert {one.key for one, _ in found.weights} == {"0", "1", "2"}


def random_tree(random: Random) -> tuple[Printed, list[tuple[int, list[int]]], Decimal]:
    """A statement of hidden true values, rounded to print; some of its numbers are printed a second time."""
    true: dict[int, Decimal] = {}
    sums: list[tuple[int, list[int]]] = []

    def node(depth: int) -> int:
        me = len(true)
        true[me] = Decimal(random.randrange(10**8)) / 10**5
        if depth and random.random() < 0.8:
            children = [node(depth - 1) for _ in range(random.randint(2, 5))]
            true[me] = sum((true[child] for child in children), Decimal(0))
            sums.append((me, children))
        return me

    node(3)
    for fact in list(true):
        if random.random() < 0.4:
            true[1000 + fact] = true[fact]
            sums.append((1000 + fact, [fact]))
    step = random.choice([Decimal("0.01"), Decimal("0.1"), Decimal(1)])
    rounding = random.choice([ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN])
    return {fact: value.quantize(step, rounding) for fact, value in true.items()}, sums, step


def _false_proofs(seed: int, count: int) -> int:
    random = Random(seed)
    false = 0
    for _ in range(count):
        printed, sums, step = random_tree(random)
        equations = [equation(str(stated), stated, terms, printed) for stated, terms in sums]
        halves = dict.fromkeys(printed, step / 2)
        false += bool(contradictions(equations, halves)) or drift(equations, halves) is not None
    return false


def test_no_statement_of_true_values_is_contradictory() -> None:
    assert _false_proofs(5, 300) == 0


@pytest.mark.slow
def test_no_statement_of_true_values_is_contradictory_among_many() -> None:
    assert _false_proofs(6, 20_000) == 0


def test_planted_contradictions_that_every_equation_hides_are_found() -> None:
    random = Random(7)
    planted = 0
    for _ in range(100):
        # a total over n subtotals, each with all its leaves rounded as far as its own tolerance allows
        n = random.randint(2, 6)
        printed: Printed = {}
        sums: list[tuple[int, list[int]]] = []
        for number in range(1, n + 1):
            leaves = [100 * number + k for k in range(random.randint(2, 5))]
            printed |= {leaf: Decimal(random.randrange(10**6)) / 100 for leaf in leaves}
            # two terms and a total allow one last place, and so do more
            printed[number] = sum((printed[leaf] for leaf in leaves), Decimal(0)) + Decimal("0.01")
            sums.append((number, leaves))
        printed[0] = sum((printed[number] for number in range(1, n + 1)), Decimal(0)) + (n + 1) // 2 * Decimal("0.01")
        sums.append((0, list(range(1, n + 1))))
        equations = [equation(str(stated), stated, terms, printed) for stated, terms in sums]
        assert all(abs(one.difference) <= len(one.coefficients) * HALF for one in equations)
        # replacing a subtotal by its leaves adds one last place to the difference, and to the tolerance what they allow
        sizes = [len(terms) - 1 for stated, terms in sums if stated]
        top = (n + 1) // 2 * Decimal("0.01")
        replaced = [chosen for size in range(n + 1) for chosen in combinations(sizes, size)]
        impossible = any(top + len(c) * Decimal("0.01") > (n + 1 + sum(c)) * HALF for c in replaced)
        planted += impossible
        assert bool(contradictions(equations, dict.fromkeys(printed, HALF))) == impossible
    assert planted > 20


def test_sums_that_all_lean_one_way_are_improbable_not_impossible() -> None:
    printed: Printed = {}
    equations: list[Equation] = []
    for row in range(60):
        printed |= {10 * row + 1: Decimal("1.00"), 10 * row + 2: Decimal("2.00"), 10 * row: Decimal("3.01")}
        equations.append(equation(str(row), 10 * row, [10 * row + 1, 10 * row + 2], printed))
    halves = dict.fromkeys(printed, HALF)
    assert contradictions(equations, halves) == ()
    found = drift(equations, halves)
    assert found is not None
    assert found.probability < 1e-6
    assert drift(equations[:5], halves) is None


def test_a_filing_with_a_failing_sum_has_no_second_finding_on_its_cells() -> None:
    rows = ["208 10.01", "20805 5.01", "2080501 2.50", "2080502 2.50", "20808 4.99", "2080801 2.50", "2080802 1.48"]
    connection = warehouse_of({"statements": {"expenditure": [f"- functional:{row}" for row in rows]}})
    evaluate(connection)
    found = dict(
        connection.execute("SELECT check_id, count(*) FROM findings WHERE family <> 'disclosure' GROUP BY 1").fetchall()
    )
    assert "functional.children" in found
    assert "filing.jointly_feasible" not in found


def test_a_finding_says_what_contradicts_what() -> None:
    rows = ["208 10.01", "20805 5.01", "2080501 2.50", "2080502 2.50", "20808 4.99", "2080801 2.50", "2080802 2.48"]
    connection = warehouse_of({"statements": {"expenditure": [f"- functional:{row}" for row in rows]}})
    evaluate(connection)
    ((message, consistency, difference, tolerance, finding),) = connection.execute(
        "SELECT message, consistency, difference, tolerance, finding_id FROM findings "
        "WHERE check_id = 'filing.jointly_feasible'"
    ).fetchall()
    assert "3 个等式" in message
    assert "合并后相差 0.03 万元，四舍五入最多解释 0.025 万元" in message
    assert (consistency, difference, tolerance) == ("impossible", Decimal("0.03"), Decimal("0.025"))
    printed = connection.execute(
        "SELECT printed_text FROM finding_operands WHERE finding_id = ? AND x0 IS NOT NULL ORDER BY ordinal", [finding]
    ).fetchall()
    assert [row[0] for row in printed] == ["10.01", "2.50", "2.50", "2.50", "2.48"]


def _as_tables(systems: list[tuple[Printed, list[Equation], Decimal]]) -> duckdb.DuckDBPyConnection:
    """The working tables that the selection of open equations reads: each system is a filing, ``F<number>``."""
    ties: list[tuple[str, str, Decimal]] = []
    operands: list[tuple[str, str, str, int, int]] = []
    facts: list[tuple[int, Decimal]] = []
    for number, (printed, equations, step) in enumerate(systems):
        facts += [(number * 10**5 + fact, step / 2) for fact in printed]
        for one in equations:
            ties.append((f"F{number}", one.key, one.difference))
            operands += [
                (f"F{number}", one.key, "stated" if weight > 0 else "term", abs(weight), number * 10**5 + fact)
                for fact, weight in one.coefficients
            ]
    connection = duckdb.connect()
    for name, columns, rows in (
        ("given_tie", ["filing_id", "instance_key", "difference"], ties),
        ("given_operand", ["filing_id", "instance_key", "role", "weight", "fact_id"], operands),
        ("given_fact", ["fact_id", "own_half"], facts),
    ):
        connection.register("rows", pl.DataFrame(rows, schema=columns, orient="row").to_arrow())
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM rows")
    connection.execute(
        "CREATE TABLE tie_results AS SELECT *, 'tie' AS check_id, 'pass' AS status, 'equals' AS relation, "
        "'by_difference' AS declared_severity, '元' AS unit, 1 AS per_yuan, 0.01 AS last_place, NULL AS filing_id_2 "
        "FROM given_tie"
    )
    connection.execute("CREATE TABLE operands AS SELECT *, 'tie' AS check_id FROM given_operand")
    connection.execute("CREATE TABLE facts AS SELECT * FROM given_fact")
    return connection


def test_no_contradiction_is_among_the_equations_that_never_reach_the_solver() -> None:
    random = Random(13)
    systems: list[tuple[Printed, list[Equation], Decimal]] = []
    for _ in range(150):
        printed, sums, step = random_tree(random)
        # last places moved as far as each equation alone allows
        for fact in printed:
            printed[fact] += step * random.choice((-1, 0, 0, 0, 1))
        equations = [equation(str(stated), stated, terms, printed) for stated, terms in sums]
        held = [one for one in equations if abs(one.difference) <= len(one.coefficients) * step / 2]
        systems.append((printed, held, step))
    with _as_tables(systems) as connection:
        run_script(connection, "joint_ties.sql")
        is_open = set(
            connection.execute(
                "SELECT filing_id, instance_key FROM joint_tie SEMI JOIN joint_open USING (tie_no)"
            ).fetchall()
        )
        n_ties = connection.execute("SELECT count(*) FROM joint_tie").fetchall()[0][0]
    n_contradictory = 0
    for number, (printed, equations, step) in enumerate(systems):
        halves = dict.fromkeys(printed, step / 2)
        handed = [one for one in equations if (f"F{number}", one.key) in is_open]
        everything = contradictions(equations, halves)
        assert contradictions(handed, halves) == everything
        n_contradictory += bool(everything)
    assert n_contradictory > 15
    assert len(is_open) < n_ties
