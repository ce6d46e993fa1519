"""How work is cut: a publisher by a listing year; files given by hand are a source of their own.

The fiscal year is known only from a document's text, so it is a column, never a partition. One partition holds many
documents; what each of them has come to is the ledger's to know.
"""

from __future__ import annotations

import warnings

import dagster as dg

from extract.clock import today
from extract.ledger import ADHOC
from extract.sources import load_sources

FIRST_LISTING_YEAR = 2000
"""No publisher lists anything older: departments began to publish in 2010."""


def source_ids() -> list[str]:
    """All declared publishers, and the source of files given by hand."""
    return [*sorted(load_sources()), ADHOC]


LISTING_YEARS = [str(year) for year in range(FIRST_LISTING_YEAR, today().year + 2)]

by_source = dg.StaticPartitionsDefinition(source_ids())
"""A publisher's list pages are walked once for all years."""

by_source_and_year = dg.MultiPartitionsDefinition(
    {"source": by_source, "listing_year": dg.StaticPartitionsDefinition(LISTING_YEARS)}
)


with warnings.catch_warnings():
    warnings.simplefilter("ignore", dg.BetaWarning)
    source_of_partition = dg.MultiToSingleDimensionPartitionMapping(partition_dimension_name="source")


def partition_key(source_id: str, listing_year: int) -> dg.MultiPartitionKey:
    """The key of a source's listing year."""
    return dg.MultiPartitionKey({"source": source_id, "listing_year": str(listing_year)})


def of_context(context: dg.AssetExecutionContext) -> tuple[str, int]:
    """The source id and listing year that a run is about."""
    key = context.partition_key
    if not isinstance(key, dg.MultiPartitionKey):
        raise TypeError(f"a source × listing year partition is expected, not {key!r}")
    parts = key.keys_by_dimension
    return parts["source"], int(parts["listing_year"])
