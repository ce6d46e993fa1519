"""The ledger (SQLite): what publishers list, what was retrieved, and how far each document has come.

Every change is one transaction, so that a killed process leaves a whole ledger behind; several processes may use it
at once.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from extract.archive import Retrieval
from extract.clock import timestamp, today
from extract.documents import Document
from extract.ledger_rows import Attachment, DocumentRow, DocumentState, ItemState, Listing, Validator, Walk

ADHOC = "adhoc"
"""The source of files given by hand."""

__all__ = [
    "ADHOC", "Attachment", "DocumentRow", "DocumentState", "ItemState", "Ledger", "Listing", "Validator", "Walk",
]  # fmt: skip


class Ledger:
    """The ledger file at ``path``, made where there is none. Usable from several threads and processes."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute("PRAGMA foreign_keys=ON")
        schema = resources.files("extract").joinpath("ledger_schema.sql").read_text(encoding="utf-8")
        self._connection.executescript(schema)

    def close(self) -> None:
        """Close the file; the ledger cannot be used afterwards."""
        self._connection.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything within is kept whole or not at all; transactions within one another join the outermost."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _run(self, sql: str, parameters: Iterable[object] = ()) -> int:
        with self._lock:
            return self._connection.execute(sql, tuple(parameters)).rowcount

    def _rows(self, sql: str, parameters: Iterable[object] = ()) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(sql, tuple(parameters)).fetchall()

    # Documents

    def add_document(
        self,
        document: Document,
        *,
        source_id: str,
        listing_year: int,
        url: str,
        item_url: str | None = None,
        title: str | None = None,
        published_on: str | None = None,
        state: DocumentState = "fetched",
        reason: str | None = None,
    ) -> bool:
        """Note that ``document`` was found at ``url``; True where its bytes were never seen before.

        A document already known keeps its state; only the place and time of this retrieval are added.
        """
        moment = timestamp()
        with self.transaction():
            new = self._run(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, NULL, ?, ?) ON CONFLICT DO NOTHING",
                (document.sha256, document.media_type, document.size, document.name, state, reason, moment, moment),
            )
            self._run(
                "INSERT INTO appearances VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET last_retrieved_at = excluded.last_retrieved_at, title = excluded.title,"
                " published_on = excluded.published_on, item_url = excluded.item_url",
                (
                    document.sha256,
                    source_id,
                    listing_year,
                    url,
                    item_url or url,
                    document.name,
                    title,
                    published_on,
                    moment,
                    moment,
                ),
            )
        return new == 1

    def confirm_document(self, sha256: str, url: str) -> None:
        """The server confirmed that ``url`` still holds ``sha256`` (not modified)."""
        self._run(
            "UPDATE appearances SET last_retrieved_at = ? WHERE sha256 = ? AND url = ?", (timestamp(), sha256, url)
        )

    def set_document_state(
        self, sha256: str, state: DocumentState, *, reason: str | None = None, page_count: int | None = None
    ) -> None:
        """Move a document on: ``reason`` replaces the former one, ``page_count`` None keeps it.

        Raises ``KeyError`` where the document is unknown.
        """
        changed = self._run(
            "UPDATE documents SET state = ?, reason = ?, page_count = coalesce(?, page_count), updated_at = ?"
            " WHERE sha256 = ?",
            (state, reason, page_count, timestamp(), sha256),
        )
        if not changed:
            raise KeyError(sha256)

    def documents(
        self,
        source_id: str | None = None,
        listing_year: int | None = None,
        *,
        states: Iterable[DocumentState] | None = None,
    ) -> list[DocumentRow]:
        """The documents of a source and listing year (None: of all), one row each per source and year, by name.

        Where a document has several addresses the latest confirmed one speaks for it.
        """
        rows = self._rows(_DOCUMENT_ROWS, (source_id, listing_year))
        wanted = None if states is None else set(states)
        return [DocumentRow(**dict(row)) for row in rows if wanted is None or row["state"] in wanted]

    def partitions(self) -> list[tuple[str, int]]:
        """Every (source, listing year) with a listed item or a document."""
        sql = (
            "SELECT source_id, listing_year FROM listings WHERE state <> 'ignored'"
            " UNION SELECT source_id, listing_year FROM appearances ORDER BY 1, 2"
        )
        return [(row[0], row[1]) for row in self._rows(sql)]

    # Retrievals

    def record_retrieval(self, retrieval: Retrieval) -> None:
        """Add one line to the retrieval log."""
        values = (
            retrieval.retrieved_at, retrieval.source_id, retrieval.listing_year, retrieval.role, retrieval.url,
            retrieval.final_url, retrieval.referrer, retrieval.title, retrieval.published_on, retrieval.status,
            retrieval.sha256, retrieval.size, retrieval.media_type, retrieval.reason,
            json.dumps(dict(retrieval.headers), ensure_ascii=False, sort_keys=True),
        )  # fmt: skip
        self._run(f"INSERT INTO retrievals VALUES (NULL{', ?' * len(values)})", values)  # noqa: S608  (only marks)

    def retrievals(
        self, *, url: str | None = None, sha256: str | None = None, source_id: str | None = None
    ) -> list[Retrieval]:
        """The retrieval log, oldest first."""
        sql = (
            "SELECT * FROM retrievals WHERE (?1 IS NULL OR url = ?1) AND (?2 IS NULL OR sha256 = ?2)"
            " AND (?3 IS NULL OR source_id = ?3) ORDER BY retrieval_id"
        )
        found = []
        for row in self._rows(sql, (url, sha256, source_id)):
            fields = dict(row)
            del fields["retrieval_id"]
            fields["headers"] = json.loads(fields["headers"])
            found.append(Retrieval(**fields))
        return found

    def validator(self, url: str) -> Validator | None:
        """What the server last said about ``url``."""
        rows = self._rows("SELECT * FROM validators WHERE url = ?", (url,))
        return Validator(**dict(rows[0])) if rows else None

    def set_validator(self, validator: Validator) -> None:
        """Remember what the server said, replacing what it said before."""
        self._run(
            "INSERT OR REPLACE INTO validators VALUES (?, ?, ?, ?, ?, ?)",
            (
                validator.url,
                validator.etag,
                validator.last_modified,
                validator.sha256,
                validator.content_type,
                timestamp(),
            ),
        )

    # Listings

    def see_listing(self, listing: Listing) -> bool:
        """Note that an item stands in a list; True where it was not known.

        The state of a known item is kept, a withdrawal undone.
        """
        moment = timestamp()
        with self.transaction():
            known = self._rows(
                "SELECT state FROM listings WHERE source_id = ? AND url = ?", (listing.source_id, listing.url)
            )
            if not known:
                self._run(
                    "INSERT INTO listings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
                    (listing.source_id, listing.url, listing.root_url, listing.listing_year, listing.kind,
                     listing.title, listing.department, listing.published_on, listing.state, listing.reason, moment,
                     moment),
                )  # fmt: skip
                return True
            ignored = listing.state == "ignored"
            state = "ignored" if ignored else "discovered" if known[0]["state"] == "ignored" else known[0]["state"]
            self._run(
                "UPDATE listings SET root_url = ?, listing_year = ?, kind = ?, title = ?, department = ?,"
                " published_on = ?, state = ?,"
                " reason = CASE WHEN ? THEN ? WHEN state = 'ignored' THEN NULL ELSE reason END,"
                " last_seen = ?, withdrawn_on = NULL WHERE source_id = ? AND url = ?",
                (listing.root_url, listing.listing_year, listing.kind, listing.title, listing.department,
                 listing.published_on, state, ignored, listing.reason, moment, listing.source_id, listing.url),
            )  # fmt: skip
        return False

    def set_listing_state(self, source_id: str, url: str, state: ItemState, reason: str | None = None) -> None:
        """Note how fetching a listed item ended."""
        self._run(
            "UPDATE listings SET state = ?, reason = ?, checked_at = ? WHERE source_id = ? AND url = ?",
            (state, reason, timestamp(), source_id, url),
        )

    def withdraw_listing(self, source_id: str, url: str) -> None:
        """The item is gone from the publisher's site; what was kept of it stays."""
        self._run(
            "UPDATE listings SET withdrawn_on = coalesce(withdrawn_on, ?) WHERE source_id = ? AND url = ?",
            (today().isoformat(), source_id, url),
        )

    def record_walk(self, walk: Walk, *, started_at: str) -> int:
        """Note a walk over a list page; give the number of items withdrawn.

        Only a complete walk that found something decides: items of the same list page not seen since ``started_at``
        are withdrawn. A list that is suddenly empty is a broken or moved page until a person says otherwise.
        """
        with self.transaction():
            self._run(
                "INSERT OR REPLACE INTO walks VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    walk.source_id,
                    walk.root_url,
                    timestamp(),
                    walk.pages,
                    walk.items,
                    walk.ignored,
                    walk.complete,
                    walk.reason,
                ),
            )
            if not (walk.complete and walk.items):
                return 0
            return self._run(
                "UPDATE listings SET withdrawn_on = ? WHERE source_id = ? AND root_url = ? AND last_seen < ?"
                " AND withdrawn_on IS NULL",
                (today().isoformat(), walk.source_id, walk.root_url, started_at),
            )

    def walks(self, source_id: str | None = None) -> list[Walk]:
        """All walks, oldest first."""
        rows = self._rows("SELECT * FROM walks WHERE ?1 IS NULL OR source_id = ?1 ORDER BY walked_at", (source_id,))
        return [Walk(**{**dict(row), "complete": bool(row["complete"])}) for row in rows]

    def listings(
        self,
        source_id: str | None = None,
        listing_year: int | None = None,
        *,
        states: Iterable[ItemState] | None = None,
    ) -> list[Listing]:
        """The listed items of a source and year (None: of all), newest first."""
        sql = (
            "SELECT * FROM listings WHERE (?1 IS NULL OR source_id = ?1) AND (?2 IS NULL OR listing_year = ?2)"
            " ORDER BY source_id, published_on DESC, url"
        )
        wanted = None if states is None else set(states)
        rows = self._rows(sql, (source_id, listing_year))
        return [Listing(**dict(row)) for row in rows if wanted is None or row["state"] in wanted]

    # Attachments

    def see_attachments(self, source_id: str, item_url: str, links: Iterable[tuple[str, str]]) -> None:
        """Note the files (address, title) an item links to now; those it linked to before and no more are withdrawn."""
        moment, day = timestamp(), today().isoformat()
        titles = dict(links)
        with self.transaction():
            for known in self.attachments(source_id, item_url):
                if known.url not in titles and known.withdrawn_on is None:
                    self._run(
                        "UPDATE attachments SET withdrawn_on = ? WHERE source_id = ? AND item_url = ? AND url = ?",
                        (day, source_id, item_url, known.url),
                    )
            for url, title in titles.items():
                self._run(
                    "INSERT INTO attachments VALUES (?, ?, ?, ?, 'discovered', NULL, NULL, NULL, ?, ?, NULL)"
                    " ON CONFLICT DO UPDATE SET title = excluded.title, last_seen = excluded.last_seen,"
                    " withdrawn_on = NULL",
                    (source_id, item_url, url, title, moment, moment),
                )

    def set_attachment_state(
        self,
        source_id: str,
        url: str,
        state: ItemState,
        *,
        reason: str | None = None,
        sha256: str | None = None,
        media_type: str | None = None,
    ) -> None:
        """Note how fetching a file ended, for every item that links to it.

        A failure keeps what is known of the last success.
        """
        self._run(
            "UPDATE attachments SET state = ?, reason = ?, sha256 = coalesce(?, sha256),"
            " media_type = coalesce(?, media_type) WHERE source_id = ? AND url = ?",
            (state, reason, sha256, media_type, source_id, url),
        )

    def withdraw_attachment(self, source_id: str, url: str) -> None:
        """The file is gone from its address; what was kept of it stays."""
        self._run(
            "UPDATE attachments SET withdrawn_on = coalesce(withdrawn_on, ?) WHERE source_id = ? AND url = ?",
            (today().isoformat(), source_id, url),
        )

    def attachments(self, source_id: str, item_url: str | None = None, *, url: str | None = None) -> list[Attachment]:
        """The files of an item (None: of all items), withdrawn ones included."""
        sql = (
            "SELECT * FROM attachments WHERE source_id = ?1 AND (?2 IS NULL OR item_url = ?2)"
            " AND (?3 IS NULL OR url = ?3) ORDER BY item_url, url"
        )
        return [Attachment(**dict(row)) for row in self._rows(sql, (source_id, item_url, url))]


_DOCUMENT_ROWS = """
WITH placed AS (
    SELECT appearances.*,
           coalesce(attachments.withdrawn_on, listings.withdrawn_on) AS withdrawn_on,
           row_number() OVER (
               PARTITION BY appearances.source_id, appearances.listing_year, appearances.sha256
               ORDER BY coalesce(attachments.withdrawn_on, listings.withdrawn_on) IS NULL DESC,
                        appearances.last_retrieved_at DESC, appearances.url
           ) AS place,
           min(first_retrieved_at) OVER same AS first_at,
           max(last_retrieved_at) OVER same AS last_at
    FROM appearances
    LEFT JOIN listings ON listings.source_id = appearances.source_id AND listings.url = appearances.item_url
    LEFT JOIN attachments ON attachments.source_id = appearances.source_id
         AND attachments.item_url = appearances.item_url AND attachments.url = appearances.url
    WHERE (?1 IS NULL OR appearances.source_id = ?1) AND (?2 IS NULL OR appearances.listing_year = ?2)
    WINDOW same AS (PARTITION BY appearances.source_id, appearances.listing_year, appearances.sha256)
)
SELECT documents.sha256 AS document_sha256, placed.document_name, media_type, size, page_count, state, reason,
       placed.source_id, placed.listing_year, placed.url AS source_url, placed.title, placed.published_on,
       first_at AS first_retrieved_at, last_at AS last_retrieved_at, placed.withdrawn_on
FROM placed JOIN documents USING (sha256)
WHERE place = 1
ORDER BY placed.source_id, placed.listing_year, placed.document_name, documents.sha256
"""
