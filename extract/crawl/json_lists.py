"""Reads lists that a publisher gives as JSON: items by dotted path, addresses by template over an item's fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from extract.crawl.pages import Item, web_url
from extract.crawl.titles import find_date
from extract.sources import JsonList


@dataclass(frozen=True, slots=True)
class JsonItem:
    """One listed item with the files (address, name) that the list itself names."""

    item: Item
    files: tuple[tuple[str, str], ...]


def read_json_list(text: str, url: str, rules: JsonList) -> tuple[JsonItem, ...]:
    """The items of a JSON answer at ``url``. Raises ``ValueError`` where it is not JSON or has no such path."""
    rows = at_path(json.loads(text), rules.items)
    if not isinstance(rows, list):
        raise ValueError(f"{rules.items} is not a list")
    return tuple(found for row in rows if isinstance(row, dict) and (found := _item(row, url, rules)))


def _item(row: Mapping[str, object], url: str, rules: JsonList) -> JsonItem | None:
    title = str(at_path(row, rules.title) or "").strip()
    target = _address(rules.url, row, url)
    if not title or target is None:
        return None
    date = find_date(str(at_path(row, rules.date) or "")) if rules.date else None
    given = at_path(row, rules.files) if rules.files else None
    files = []
    for file in given if isinstance(given, list) else []:
        address = _address(rules.file_url or "", file, url)
        if address:
            files.append((address, str(at_path(file, rules.file_name or "name") or title)))
    return JsonItem(Item(target, title, date), tuple(files))


def at_path(value: object, path: str) -> object:
    """The value at a dotted path (``data.records``); None where a step is missing."""
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _address(template: str, row: Mapping[str, object], url: str) -> str | None:
    try:
        return web_url(urljoin(url, template.format_map(row)), url)
    except (KeyError, ValueError, IndexError, AttributeError):
        return None
