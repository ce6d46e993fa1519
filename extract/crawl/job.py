"""What the crawling process is asked to do and what it reports: plain JSON over its standard streams."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal

from extract.archive import CRAWL, Retrieval
from extract.sources import Source

Phase = Literal["discover", "fetch"]


@dataclass(frozen=True, slots=True)
class CrawlJob:
    """One crawl of one source.

    ``served_at`` is where the source's ``base_url`` is really served (the bundled publisher's port is known only at run
    time); addresses are kept as the source declares them. ``static_hosts`` answers names in the resolver's stead,
    checked like its answers.
    """

    source: Source
    phases: tuple[Phase, ...]
    listing_year: int | None
    archive: str
    ledger: str
    served_at: str | None = None
    static_hosts: Mapping[str, str] = field(default_factory=dict)

    def beginning(self, moment: str) -> Retrieval:
        """The line of the archive's log that says that this crawl began."""
        phases = "+".join(self.phases)
        source = self.source
        return Retrieval(
            source.base_url, moment, source.id, CRAWL, status=0, listing_year=self.listing_year, reason=phases
        )

    def to_json(self) -> str:
        """The job as one line."""
        return json.dumps(
            {
                "source": self.source.model_dump(mode="json"),
                "phases": self.phases,
                "listing_year": self.listing_year,
                "archive": self.archive,
                "ledger": self.ledger,
                "served_at": self.served_at,
                "static_hosts": dict(self.static_hosts),
            },
            ensure_ascii=False,
        )

    @staticmethod
    def from_json(line: str) -> CrawlJob:
        """The job of :meth:`to_json`. Raises ``ValueError`` where it is not one."""
        given = json.loads(line)
        source = Source.model_validate_json(json.dumps(given.pop("source")))
        return CrawlJob(source=source, **{**given, "phases": tuple(given["phases"])})


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """What a crawl did. ``bytes`` are those of bodies received; ``elapsed`` is in seconds.

    ``listings`` counts the items seen, ``new_listings`` those never seen before; ``fetched`` the answers with content,
    ``failed`` the requests that ended without; ``reasons`` counts what was refused, failed, unread or ignored, by
    reason; ``complete`` says whether every list was walked to its end and nothing was cut off by a bound.
    """

    source_id: str
    listing_year: int | None
    requests: int = 0
    not_modified: int = 0
    fetched: int = 0
    new_documents: int = 0
    unread: int = 0
    failed: int = 0
    bytes: int = 0
    elapsed: float = 0.0
    listings: int = 0
    new_listings: int = 0
    ignored: int = 0
    withdrawn: int = 0
    complete: bool = True
    reasons: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> str:
        """The report as one line."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @staticmethod
    def from_json(line: str) -> CrawlReport:
        """The report of :meth:`to_json`."""
        return CrawlReport(**json.loads(line))


class CrawlError(Exception):
    """The crawling process itself broke or ran out of time; what it had kept until then stays kept."""
