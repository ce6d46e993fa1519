"""All disclosure items of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.model import DocumentContent, RawTable
from transform.disclosure import headings, lists, sentences
from transform.disclosure.patterns import load_patterns
from transform.disclosure.tables import read_tables
from transform.disclosure.text import filed, item_of
from transform.identity import gather
from transform.records import DisclosureItem, FilingIdentity, Unread


@dataclass(frozen=True, slots=True)
class DisclosureResult:
    """Items, kind by kind; ``used_tables`` are the indexes of the tables read here."""

    items: tuple[DisclosureItem, ...]
    used_tables: frozenset[int]
    unread: tuple[Unread, ...]


def parse_disclosure(
    content: DocumentContent, *, identity: FilingIdentity, unused_tables: Sequence[RawTable]
) -> DisclosureResult:
    """Read what ``content`` discloses besides numbers; the kinds are listed in :mod:`transform.disclosure`."""
    patterns = load_patterns()
    filing = filed(content, identity)
    table_items, unread, used = read_tables(unused_tables, patterns, identity)
    items: list[DisclosureItem] = [
        *headings.contents(filing),
        *headings.headings(filing, patterns),
        *headings.empty_sections(filing, patterns),
        *sentences.empty_statements(filing, patterns),
        *sentences.notes(filing, patterns),
        *sentences.leftovers(filing, patterns),
        *sentences.punctuation(filing, patterns),
        *sentences.dates(filing, patterns),
        *sentences.figures(filing, patterns),
        *sentences.self_references(filing, patterns),
        *sentences.level_terms(filing, patterns),
        *lists.listed_subjects(filing, patterns),
        *lists.units(filing, patterns),
        *lists.glossary(filing, patterns),
        *_names(content, identity),
        *table_items,
    ]
    return DisclosureResult(tuple(numbered(items)), used, tuple(unread))


def numbered(items: Iterable[DisclosureItem]) -> Iterator[DisclosureItem]:
    """Give each item its ordinal within its kind."""
    count: Counter[str] = Counter()
    for item in items:
        yield replace(item, ordinal=count[item.kind])
        count[item.kind] += 1


def _names(content: DocumentContent, identity: FilingIdentity) -> Iterator[DisclosureItem]:
    """Yield each spelling of the entity's name once for each kind of place that prints it."""
    sightings = [name for name in gather(content).names if name.name in identity.names and name.role != "duty"]
    count = Counter((name.role, name.name) for name in sightings)
    seen: set[tuple[str, str]] = set()
    for name in sightings:
        if (name.role, name.name) not in seen:
            seen.add((name.role, name.name))
            yield item_of("entity_name", name.role, name.name, "", name.place, str(count[name.role, name.name]))
