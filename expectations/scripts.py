"""The packaged SQL of the evaluation."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def script(name: str) -> str:
    """Return the text of ``sql/<name>``."""
    return files("expectations").joinpath("sql", name).read_text("utf-8")


def run_script(connection: DuckDBPyConnection, name: str) -> None:
    """Run the statements of ``sql/<name>``, which lines of five dashes separate."""
    for statement in script(name).split("\n-----\n"):
        connection.execute(statement)
