"""Which names are one reporting entity. Merged only on declared data or on one filing that prints both names.

Everything that looks alike without such evidence is listed for a person.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from transform.entities_model import AmbiguousName, DocumentIdentityRow, Entity, EntityAlias
from transform.entity_names import DeclaredAlias, entity_key, is_placed, normal_name
from transform.identity import same_entity_spelling
from transform.records import EntityLevel

_BUCKET_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Resolution:
    """Entities, and for each document (by sha256) the entity it belongs to."""

    entities: tuple[Entity, ...]
    aliases: tuple[EntityAlias, ...]
    ambiguous: tuple[AmbiguousName, ...]
    entity_of: Mapping[str, str]


class _Union:
    """Disjoint sets of entity keys."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, key: str) -> str:
        while (above := self._parent.setdefault(key, key)) != key:
            self._parent[key] = self._parent.get(above, above)
            key = above
        return key

    def join(self, one: str, other: str) -> None:
        self._parent[self.find(one)] = self.find(other)


def resolve_entities(rows: Sequence[DocumentIdentityRow], declared: Sequence[DeclaredAlias]) -> Resolution:
    """Return the entities of the documents in ``rows`` that name one; ``rows`` in any order give the same answer."""
    named = sorted(
        (row for row in rows if row.identity is not None and row.identity.entity_name),
        key=lambda row: (row.first_retrieved_at, row.document_sha256),
    )
    primaries: dict[str, list[DocumentIdentityRow]] = defaultdict(list)
    for row in named:
        primaries[_key(row)].append(row)
    union = _Union()
    aliases: list[tuple[str, EntityAlias]] = []
    ambiguous: list[AmbiguousName] = []
    claimed: dict[str, list[tuple[str, EntityAlias]]] = defaultdict(list)
    for alias in declared:
        canonical = entity_key(alias.canonical, alias.region_code)
        other = entity_key(alias.alias, alias.region_code)
        union.join(other, canonical)
        aliases.append((canonical, EntityAlias("", alias.alias, "declared", alias.evidence, None)))
    conflicts: list[tuple[str, str, str, str]] = []
    for row in named:
        key = _key(row)
        for name in row.identity.names[1:] if row.identity else ():
            other = entity_key(name, row.region_code)
            found = EntityAlias("", name, "document", f"printed beside {_name(row)}", row.document_sha256)
            if other == key or other not in primaries:
                claimed[other].append((key, found))
            elif _file_apart(primaries[key], primaries[other]):
                conflicts.append((name, key, other, row.document_sha256))
            else:
                union.join(other, key)
                aliases.append((key, found))
    for claims in claimed.values():
        owners = sorted({union.find(key) for key, _ in claims})
        if len(owners) == 1:
            aliases.extend(claims)
        else:
            for _, found in claims:
                ambiguous.append(
                    _ambiguous(found.alias, owners, "several entities print this name", found.document_sha256)
                )
    entities, id_of = _entities(named, union, declared)
    for name, key, other, sha in conflicts:
        owners = sorted({union.find(key), union.find(other)})
        ambiguous.append(_ambiguous(name, owners, "both names file apart for the same year", sha))
    ambiguous += _lookalikes(primaries, union)
    ambiguous += [
        _ambiguous(
            _name(row), [union.find(_key(row))], "the name has no place and the source no region", row.document_sha256
        )
        for row in named
        if row.region_code is None and not is_placed(normal_name(_name(row)))
    ]
    return Resolution(
        entities=entities,
        aliases=tuple(
            sorted(
                {
                    EntityAlias(id_of[union.find(key)], a.alias, a.source, a.evidence, a.document_sha256)
                    for key, a in aliases
                    if union.find(key) in id_of
                },
                key=lambda a: (a.entity_id, a.alias, a.source, a.document_sha256 or "", a.evidence),
            )
        ),
        ambiguous=tuple(
            AmbiguousName(
                a.name, tuple(id_of[key] for key in a.entity_ids if key in id_of), a.reason, a.document_sha256
            )
            for a in sorted(ambiguous, key=lambda a: (a.name, a.reason, a.document_sha256 or ""))
        ),
        entity_of={row.document_sha256: id_of[union.find(_key(row))] for row in named},
    )


def _name(row: DocumentIdentityRow) -> str:
    return row.identity.entity_name if row.identity else ""


def _key(row: DocumentIdentityRow) -> str:
    return entity_key(_name(row), row.region_code)


def _ambiguous(name: str, keys: Sequence[str], reason: str, sha: str | None) -> AmbiguousName:
    return AmbiguousName(name, tuple(keys), reason, sha)


def _file_apart(one: Iterable[DocumentIdentityRow], other: Iterable[DocumentIdentityRow]) -> bool:
    def filed(rows: Iterable[DocumentIdentityRow]) -> set[tuple[int | None, str, str]]:
        return {(r.identity.fiscal_year, r.identity.kind, r.identity.scope) for r in rows if r.identity}

    return bool(filed(one) & filed(other))


def _lookalikes(primaries: Mapping[str, Sequence[DocumentIdentityRow]], union: _Union) -> list[AmbiguousName]:
    """List pairs of names that could be one entity's spellings though no filing prints both."""
    buckets: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(primaries):
        name = key.rpartition("|")[2]
        buckets[name[:3], name[-2:]].append(key)
    found: list[AmbiguousName] = []
    for keys in buckets.values():
        for index, one in enumerate(keys[:_BUCKET_LIMIT]):
            for other in keys[index + 1 : _BUCKET_LIMIT]:
                apart = union.find(one) != union.find(other)
                places = {one.rpartition("|")[0], other.rpartition("|")[0]}
                near = len(places) == 1 or "?" in places
                if apart and near and same_entity_spelling(one.rpartition("|")[2], other.rpartition("|")[2]):
                    row = primaries[other][0]
                    owners = [union.find(one), union.find(other)]
                    found.append(_ambiguous(_name(row), owners, "looks like another name", row.document_sha256))
    return found


def entity_id_of(key: str) -> str:
    """Return the stable id of an entity key."""
    return "ent_" + hashlib.sha256(key.encode()).hexdigest()[:16]


def _entities(
    named: Sequence[DocumentIdentityRow], union: _Union, declared: Sequence[DeclaredAlias]
) -> tuple[tuple[Entity, ...], dict[str, str]]:
    members: dict[str, list[DocumentIdentityRow]] = defaultdict(list)
    for row in named:
        members[union.find(_key(row))].append(row)
    canonical = {union.find(entity_key(a.canonical, a.region_code)): (a.canonical, a.region_code) for a in declared}
    entities: dict[str, Entity] = {}
    id_of: dict[str, str] = {}
    for root, rows in members.items():
        name, region_code = canonical.get(root, (_name(rows[0]), rows[0].region_code))
        id_of[root] = entity_id_of(entity_key(name, region_code))
    for root, rows in members.items():
        name, _ = canonical.get(root, (_name(rows[0]), None))
        levels = {row.identity.entity_level for row in rows if row.identity}
        level: EntityLevel = "department" if "department" in levels else "unit"
        parent = _parent_name(rows, level)
        parent_id = None
        if parent is not None:
            region = rows[0].region_code
            parent_root = union.find(entity_key(parent, region))
            parent_id = id_of.get(parent_root) or entity_id_of(entity_key(parent, region))
            if parent_root not in id_of and parent_id not in entities:
                entities[parent_id] = Entity(parent_id, parent, None, "department", None, rows[0].region, region)
        entities[id_of[root]] = Entity(
            entity_id=id_of[root],
            entity_name=name,
            entity_code=next((r.identity.entity_code for r in rows if r.identity and r.identity.entity_code), None),
            entity_level=level,
            parent_entity_id=parent_id if parent_id != id_of[root] else None,
            region=next((row.region for row in rows if row.region), None),
            region_code=next((row.region_code for row in rows if row.region_code), None),
        )
    return tuple(entities[key] for key in sorted(entities)), id_of


def _parent_name(rows: Sequence[DocumentIdentityRow], level: EntityLevel) -> str | None:
    """Return the one department in charge that the texts name, else (units only) the one the sources list."""
    said = {row.identity.parent_name for row in rows if row.identity and row.identity.parent_name}
    if len(said) == 1:
        return said.pop()
    listed = {row.source_entity for row in rows if row.source_entity}
    if said or level != "unit" or len(listed) != 1:
        return None
    parent = listed.pop()
    names = {name for row in rows if row.identity for name in row.identity.names}
    own = any(name.endswith(parent) or same_entity_spelling(name, parent) for name in names)
    return None if own else parent
