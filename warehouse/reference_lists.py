"""The packaged code lists and vocabularies as rows of the dimensions."""

from __future__ import annotations

from importlib.resources import files

import polars as pl

from warehouse.schema import table

_SYSTEMS = {"department": "economic_department.csv", "government": "economic_government.csv"}


def _read(name: str) -> pl.DataFrame:
    text = files("warehouse").joinpath("reference", name).read_bytes()
    return pl.read_csv(text, infer_schema=False)


def _codes(name: str, code: str) -> pl.DataFrame:
    return _read(name).select(
        pl.col("code").alias(code),
        "name",
        "level",
        pl.col("parent").replace("", None),
        pl.col("valid_from").replace("", None).cast(pl.Int32),
        pl.col("valid_to").replace("", None).cast(pl.Int32),
        "confidence",
        "evidence",
        pl.lit(0, dtype=pl.Int64).alias("n_line_items"),
    )


def functional_codes() -> pl.DataFrame:
    """Return the listed functional codes as rows of ``dim_functional``."""
    return _codes("functional.csv", "functional_code")


def economic_codes() -> pl.DataFrame:
    """Return the listed economic codes of both systems as rows of ``dim_economic``."""
    parts = [
        _codes(name, "economic_code").select(pl.lit(system).alias("system"), pl.all())
        for system, name in _SYSTEMS.items()
    ]
    return pl.concat(parts)


def vocabulary(dimension: str) -> pl.DataFrame:
    """Return a vocabulary of ids (``fund``, ``statement``, ``measure`` or ``item``) as rows of its dimension."""
    declared = table(f"dim_{dimension}")
    rows = _read(f"vocabulary_{dimension}.csv")
    return rows.with_row_index("ordinal", offset=1).select(
        [
            pl.lit("observed").alias("evidence")
            if column.name == "evidence"
            else pl.col(column.name).cast(column.type.polars).replace("", None)
            if column.name == "parent"
            else pl.col(column.name).cast(column.type.polars)
            for column in declared.columns
        ]
    )
