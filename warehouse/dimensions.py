"""Dimensions: the packaged lists, and what the facts use beyond them (marked ``unlisted``, never dropped)."""

from __future__ import annotations

import duckdb

from warehouse.insert import insert_frame
from warehouse.reference_lists import economic_codes, functional_codes, vocabulary

_USED_FUNCTIONAL = """
SELECT l.functional_code AS code, coalesce(l.amount_year, f.fiscal_year) AS fiscal_year, l.row_label AS label
FROM fact_line_item AS l JOIN dim_filing AS f ON f.filing_id = l.filing_id
WHERE l.functional_code IS NOT NULL
"""

_USED_ECONOMIC = """
SELECT u.system, u.code, u.fiscal_year, u.label
FROM (
    SELECT 'department' AS system, l.economic_code AS code, coalesce(l.amount_year, f.fiscal_year) AS fiscal_year,
           CASE WHEN l.government_economic_code IS NULL THEN l.row_label END AS label
    FROM fact_line_item AS l JOIN dim_filing AS f ON f.filing_id = l.filing_id
    UNION ALL
    SELECT 'government', l.government_economic_code, coalesce(l.amount_year, f.fiscal_year),
           CASE WHEN l.economic_code IS NULL THEN l.row_label END
    FROM fact_line_item AS l JOIN dim_filing AS f ON f.filing_id = l.filing_id
) AS u
WHERE u.code IS NOT NULL
"""

# How far a year lies outside the years that a list row covers: 0 inside.
_DISTANCE = """
CASE WHEN u.fiscal_year < coalesce(d.valid_from, 0) THEN d.valid_from - u.fiscal_year
     WHEN u.fiscal_year > coalesce(d.valid_to, 9999) THEN u.fiscal_year - d.valid_to
     ELSE 0 END
"""


def load_lists(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the classifications and vocabularies from the packaged lists."""
    insert_frame(connection, "dim_functional", functional_codes())
    insert_frame(connection, "dim_economic", economic_codes())
    for dimension in ("fund", "statement", "measure", "item"):
        insert_frame(connection, f"dim_{dimension}", vocabulary(dimension))


def complete_from_facts(connection: duckdb.DuckDBPyConnection) -> None:
    """Add what the facts use beyond the lists, resolve names by year, count uses. The facts must be loaded."""
    _unlisted_codes(connection)
    _count_uses(connection)
    _codes_by_year(connection)
    _unlisted_ids(connection)
    _years(connection)


def _unlisted_codes(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        f"""
        INSERT INTO dim_functional BY NAME
        SELECT u.code AS functional_code, coalesce(mode(u.label ORDER BY u.label), u.code) AS name,
               CASE length(u.code) WHEN 3 THEN '类' WHEN 5 THEN '款' WHEN 7 THEN '项' ELSE '其他' END AS level,
               CASE length(u.code) WHEN 5 THEN left(u.code, 3) WHEN 7 THEN left(u.code, 5) END AS parent,
               min(u.fiscal_year) AS valid_from, NULL AS valid_to, NULL AS confidence, 'unlisted' AS evidence,
               0 AS n_line_items
        FROM ({_USED_FUNCTIONAL}) AS u
        WHERE u.code NOT IN (SELECT functional_code FROM dim_functional)
        GROUP BY u.code ORDER BY u.code
        """  # noqa: S608
    )
    connection.execute(
        f"""
        INSERT INTO dim_economic BY NAME
        SELECT u.system, u.code AS economic_code, coalesce(mode(u.label ORDER BY u.label), u.code) AS name,
               CASE length(u.code) WHEN 3 THEN '类' WHEN 5 THEN '款' ELSE '其他' END AS level,
               CASE length(u.code) WHEN 5 THEN left(u.code, 3) END AS parent,
               min(u.fiscal_year) AS valid_from, NULL AS valid_to, NULL AS confidence, 'unlisted' AS evidence,
               0 AS n_line_items
        FROM ({_USED_ECONOMIC}) AS u
        ANTI JOIN dim_economic AS d ON d.system = u.system AND d.economic_code = u.code
        GROUP BY u.system, u.code ORDER BY u.system, u.code
        """  # noqa: S608
    )


def _count_uses(connection: duckdb.DuckDBPyConnection) -> None:
    # A use outside every listed year counts for the nearest row of its code.
    connection.execute(
        f"""
        UPDATE dim_functional SET n_line_items = n.n
        FROM (
            SELECT nearest.functional_code, nearest.valid_from, sum(nearest.n) AS n
            FROM (
                SELECT u.code AS functional_code, u.fiscal_year, any_value(u.n) AS n,
                       arg_min(d.valid_from, {{distance}} * 10000 + coalesce(d.valid_from, 0)) AS valid_from
                FROM (SELECT code, fiscal_year, count(*) AS n FROM ({_USED_FUNCTIONAL}) GROUP BY ALL) AS u
                JOIN dim_functional AS d ON d.functional_code = u.code
                GROUP BY u.code, u.fiscal_year
            ) AS nearest GROUP BY ALL
        ) AS n
        WHERE n.functional_code = dim_functional.functional_code
          AND n.valid_from IS NOT DISTINCT FROM dim_functional.valid_from
        """.replace("{distance}", _DISTANCE)  # noqa: S608
    )
    connection.execute(
        f"""
        UPDATE dim_economic SET n_line_items = n.n
        FROM (SELECT system, code, count(*) AS n FROM ({_USED_ECONOMIC}) GROUP BY ALL) AS n
        WHERE n.system = dim_economic.system AND n.code = dim_economic.economic_code
        """  # noqa: S608
    )


def _codes_by_year(connection: duckdb.DuckDBPyConnection) -> None:
    # The levels above a code in use are needed by name too.
    connection.execute(
        f"""
        CREATE TEMP TABLE functional_named AS
        WITH used AS (SELECT DISTINCT code, fiscal_year FROM ({_USED_FUNCTIONAL}) WHERE fiscal_year IS NOT NULL),
        needed AS (
            SELECT code, fiscal_year FROM used
            UNION SELECT left(code, 3), fiscal_year FROM used WHERE length(code) > 3
            UNION SELECT left(code, 5), fiscal_year FROM used WHERE length(code) > 5
        )
        SELECT u.code, u.fiscal_year,
               arg_min(d.name, {_DISTANCE} * 10000 + coalesce(d.valid_from, 0)) AS name,
               coalesce(min({_DISTANCE}) = 0 AND bool_or(d.evidence <> 'unlisted'), false) AS is_listed,
               u.code IN (SELECT code FROM used) AS is_used
        FROM needed AS u LEFT JOIN dim_functional AS d ON d.functional_code = u.code
        GROUP BY u.code, u.fiscal_year
        """  # noqa: S608
    )
    connection.execute(
        """
        INSERT INTO dim_functional_year BY NAME
        SELECT n.code AS functional_code, n.fiscal_year, n.name,
               CASE length(n.code) WHEN 3 THEN '类' WHEN 5 THEN '款' WHEN 7 THEN '项' ELSE '其他' END AS level,
               left(n.code, 3) AS class_code, c.name AS class_name,
               CASE WHEN length(n.code) >= 5 THEN left(n.code, 5) END AS group_code, g.name AS group_name, n.is_listed
        FROM functional_named AS n
        LEFT JOIN functional_named AS c ON c.code = left(n.code, 3) AND c.fiscal_year = n.fiscal_year
        LEFT JOIN functional_named AS g
            ON length(n.code) >= 5 AND g.code = left(n.code, 5) AND g.fiscal_year = n.fiscal_year
        ORDER BY n.code, n.fiscal_year
        """
    )
    connection.execute("DROP TABLE functional_named")
    connection.execute(
        f"""
        CREATE TEMP TABLE economic_named AS
        WITH used AS (SELECT DISTINCT system, code, fiscal_year FROM ({_USED_ECONOMIC}) WHERE fiscal_year IS NOT NULL),
        needed AS (
            SELECT system, code, fiscal_year FROM used
            UNION SELECT system, left(code, 3), fiscal_year FROM used WHERE length(code) > 3
        )
        SELECT u.system, u.code, u.fiscal_year,
               arg_min(d.name, {_DISTANCE} * 10000 + coalesce(d.valid_from, 0)) AS name,
               coalesce(min({_DISTANCE}) = 0 AND bool_or(d.evidence <> 'unlisted'), false) AS is_listed
        FROM needed AS u LEFT JOIN dim_economic AS d ON d.system = u.system AND d.economic_code = u.code
        GROUP BY u.system, u.code, u.fiscal_year
        """  # noqa: S608
    )
    connection.execute(
        """
        INSERT INTO dim_economic_year BY NAME
        SELECT n.system, n.code AS economic_code, n.fiscal_year, n.name,
               CASE length(n.code) WHEN 3 THEN '类' WHEN 5 THEN '款' ELSE '其他' END AS level,
               left(n.code, 3) AS class_code, c.name AS class_name, n.is_listed
        FROM economic_named AS n
        LEFT JOIN economic_named AS c
            ON c.system = n.system AND c.code = left(n.code, 3) AND c.fiscal_year = n.fiscal_year
        ORDER BY n.system, n.code, n.fiscal_year
        """
    )
    connection.execute("DROP TABLE economic_named")


def _unlisted_ids(connection: duckdb.DuckDBPyConnection) -> None:
    used = {
        "fund": "SELECT fund AS id FROM fact_line_item UNION SELECT fund FROM fact_claim",
        "statement": "SELECT statement AS id FROM fact_line_item UNION SELECT statement FROM fact_statement",
        "measure": "SELECT DISTINCT measure AS id FROM fact_line_item",
        "item": "SELECT DISTINCT item AS id FROM fact_line_item",
    }
    extra = {"fund": "NULL AS parent, ", "statement": "'other' AS family, "}
    for dimension, ids in used.items():
        name = "coalesce(t.title, u.id)" if dimension == "statement" else "u.id"
        connection.execute(
            f"""
            INSERT INTO dim_{dimension} BY NAME
            SELECT u.id AS {dimension}, {name} AS name, {extra.get(dimension, "")}
                   1000 + row_number() OVER (ORDER BY u.id) AS ordinal, 'unlisted' AS evidence
            FROM ({ids}) AS u
            LEFT JOIN (SELECT statement, min(printed_title) AS title FROM fact_statement GROUP BY statement) AS t
                ON t.statement = u.id
            WHERE u.id IS NOT NULL AND u.id NOT IN (SELECT {dimension} FROM dim_{dimension})
            ORDER BY u.id
            """  # noqa: S608
        )


def _years(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """
        INSERT INTO dim_fiscal_year BY NAME
        WITH amounts AS (SELECT DISTINCT amount_year AS fiscal_year FROM fact_line_item WHERE amount_year IS NOT NULL),
        filed AS (
            SELECT fiscal_year, count(*) FILTER (is_current) AS n
            FROM dim_filing WHERE fiscal_year IS NOT NULL GROUP BY ALL
        )
        SELECT coalesce(a.fiscal_year, f.fiscal_year) AS fiscal_year, coalesce(f.n, 0) AS n_filings,
               a.fiscal_year IS NOT NULL AS has_amounts
        FROM amounts AS a FULL JOIN filed AS f ON f.fiscal_year = a.fiscal_year
        ORDER BY 1
        """
    )
