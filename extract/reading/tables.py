"""The ruled tables of a page, or of its image, from its rulings."""

from __future__ import annotations

from extract.reading.lattice import Lattice, build_lattice
from extract.reading.open_sides import adopt_lone_verticals, close_sides
from extract.reading.rulings import Rulings, connected_groups


def find_lattices(rulings: Rulings) -> list[Lattice]:
    """Return the tables enclosed by rulings; frames around a single cell are not tables."""
    found = []
    for group in adopt_lone_verticals(connected_groups(rulings)):
        lattice = build_lattice(close_sides(group))
        if lattice is not None and len(lattice.spans) > 1:
            found.append(lattice)
    return found
