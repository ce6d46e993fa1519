"""The rows of the ledger, as the functions that read and write them pass them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DocumentState = Literal["fetched", "read", "parsed", "quarantined", "unread"]
ItemState = Literal["discovered", "fetched", "unread", "failed", "ignored"]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as one source and listing year knows it.

    ``withdrawn_on``: the day from which no page of the source links to it any more.
    """

    document_sha256: str
    document_name: str
    media_type: str
    size: int
    page_count: int | None
    state: DocumentState
    reason: str | None
    source_id: str
    listing_year: int
    source_url: str
    title: str | None
    published_on: str | None
    first_retrieved_at: str
    last_retrieved_at: str
    withdrawn_on: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One item of a publisher's list.

    ``root_url`` is the declared list page; ``published_on`` the ISO date that the publisher shows.
    """

    source_id: str
    url: str
    root_url: str
    listing_year: int
    kind: str
    title: str
    department: str | None = None
    published_on: str | None = None
    state: ItemState = "discovered"
    reason: str | None = None
    first_seen: str = ""
    last_seen: str = ""
    checked_at: str | None = None
    withdrawn_on: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that a listed item links to (or is)."""

    source_id: str
    item_url: str
    url: str
    title: str
    state: ItemState = "discovered"
    reason: str | None = None
    sha256: str | None = None
    media_type: str | None = None
    first_seen: str = ""
    last_seen: str = ""
    withdrawn_on: str | None = None


@dataclass(frozen=True, slots=True)
class Validator:
    """What a server said about an address when it last gave its content."""

    url: str
    etag: str | None
    last_modified: str | None
    sha256: str
    content_type: str | None
    checked_at: str = ""


@dataclass(frozen=True, slots=True)
class Walk:
    """One walk over a declared list page and its pagination."""

    source_id: str
    root_url: str
    pages: int
    items: int
    ignored: int
    complete: bool
    reason: str | None = None
    walked_at: str = ""
