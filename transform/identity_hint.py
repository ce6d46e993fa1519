"""What the publisher's page or the user said about a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DocumentHint:
    """Evidence of last resort, never the decision.

    File names, link titles and listing years are often wrong; they are used only where the document's own text
    says nothing, and the identity's ``evidence`` then says so.
    """

    document_name: str | None = None
    title: str | None = None
    source_url: str | None = None
    published_on: date | None = None
    region: str | None = None
    region_code: str | None = None
    listing_year: int | None = None
    source_entity: str | None = None
