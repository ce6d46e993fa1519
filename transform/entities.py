"""From identified documents to filings and reporting entities: pure functions, nothing guessed.

Policy. A filing key is entity, fiscal year, kind and scope; each edition (its documents) is one filing. Editions follow
each other by publication date (retrieval where the publisher gives none). Tables and text published apart are one
edition; a newer part joins the other part it leaves in force. The current edition is the latest published, then the
more complete, then the latest retrieved, among those loaded and not withdrawn. Names are merged only on declared data
(``data/entity_aliases.csv``) or on a filing that prints both; anything else that looks alike is listed as ambiguous.
"""

from __future__ import annotations

from collections.abc import Sequence

from transform.entities_editions import build_filings
from transform.entities_model import (
    AliasSource,
    AmbiguousName,
    DocumentIdentityRow,
    Entity,
    EntityAlias,
    Filing,
    FilingAssembly,
    FilingDocument,
    Part,
)
from transform.entities_resolve import resolve_entities
from transform.entity_names import DeclaredAlias, declared_aliases

__all__ = [
    "AliasSource",
    "AmbiguousName",
    "DeclaredAlias",
    "DocumentIdentityRow",
    "Entity",
    "EntityAlias",
    "Filing",
    "FilingAssembly",
    "FilingDocument",
    "Part",
    "assemble_filings",
]


def assemble_filings(
    rows: Sequence[DocumentIdentityRow], *, declared: Sequence[DeclaredAlias] | None = None
) -> FilingAssembly:
    """Return filings, their documents, entities, aliases and what stays ambiguous, for all documents held.

    ``rows`` are one per document sha256, in any order; the answer depends only on their content. ``declared`` replaces
    the packaged aliases. Raises ValueError where a sha256 comes twice.
    """
    shas = [row.document_sha256 for row in rows]
    if len(set(shas)) != len(shas):
        repeated = sorted({sha for sha in shas if shas.count(sha) > 1})
        raise ValueError(f"documents given twice: {', '.join(repeated)}")
    resolution = resolve_entities(rows, declared_aliases() if declared is None else declared)
    filings, documents = build_filings(rows, resolution.entity_of, {e.entity_id: e for e in resolution.entities})
    return FilingAssembly(filings, documents, resolution.entities, resolution.aliases, resolution.ambiguous)
