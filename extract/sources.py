"""Publishers as data: one YAML file each, over the defaults of a declared page family.

``source_files/<id>.yaml`` describes a publisher; ``source_families.yaml`` what its family of web sites has in common.
Adding a publisher of a known family takes a file and no Python.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urljoin, urlsplit

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from extract.yaml_files import load_yaml

Family = Literal["trs_list", "directory", "query_list", "json_api", "portal_links"]
Kind = Literal["final_account", "budget", "performance", "other"]


class SourceError(Exception):
    """A source file is wrong: says which file, which field and what is wrong with it."""

    def __init__(self, file: str, field: str, message: str) -> None:
        super().__init__(f"{file}: {field}: {message}" if field else f"{file}: {message}")
        self.file = file
        self.field = field
        self.message = message


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


def _web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an http or https address")
    return url


Pattern = Annotated[str, AfterValidator(_compiles)]
WebAddress = Annotated[str, AfterValidator(_web_address)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ListPage(_Record):
    """A page that lists items (``list``), or one that lists such pages, as by department or year (``directory``).

    ``listing_year`` overrules what its items' titles say; ``kind`` and ``department`` hold where titles say nothing.
    """

    url: str
    role: Literal["list", "directory"] = "list"
    listing_year: int | None = Field(default=None, ge=2000, le=2100)
    department: str | None = None
    kind: Kind | None = None


class Pagination(_Record):
    """How a list goes on.

    ``counted``: the page says how many pages there are (``pattern`` with the group ``count``, and optionally ``stem``
    and ``ext``, all usable in ``url``). ``numbered``: pages are asked for until one brings nothing new. ``next_link``:
    the page links to its successor (``pattern`` matches the link's words). ``{page}`` counts from ``first``.
    """

    style: Literal["none", "counted", "numbered", "next_link"] = "none"
    pattern: Pattern | None = None
    url: str | None = None
    first: int = 1
    max_pages: int = Field(default=60, ge=1, le=1000)

    @model_validator(mode="after")
    def _complete(self) -> Pagination:
        if self.style in ("counted", "next_link") and self.pattern is None:
            raise ValueError(f"style {self.style} needs a pattern")
        if self.style == "counted" and "(?P<count>" not in (self.pattern or ""):
            raise ValueError("style counted needs the group (?P<count>...) in its pattern")
        if self.style in ("counted", "numbered") and "{page}" not in (self.url or ""):
            raise ValueError(f"style {self.style} needs {{page}} in its url")
        return self


class Links(_Record):
    """Which links of a list page are items.

    ``region`` is a CSS selector, ``row`` the names of the elements that hold an item (``li, tr``). A link counts where
    its address matches one of ``include_url`` (none: all) and none of ``exclude_url``. Titles that miss
    ``include_title`` (none: all) or match ``exclude_title`` are kept in the ledger as ignored, with the reason.
    """

    region: str = "body"
    row: str = "li"
    include_url: tuple[Pattern, ...] = ()
    exclude_url: tuple[Pattern, ...] = ()
    include_title: tuple[Pattern, ...] = ()
    exclude_title: tuple[Pattern, ...] = ()
    directory_region: str = "body"
    directory_url: tuple[Pattern, ...] = ()


class Article(_Record):
    """Where an article page keeps its text, and from how many characters on the text itself is a document."""

    content: tuple[str, ...] = ()
    narrative_min_chars: int = Field(default=600, ge=50)


class Attachments(_Record):
    """Which links of an article page are files. What they are is told by their content."""

    region: str = "body"
    include_url: tuple[Pattern, ...] = ()
    exclude_url: tuple[Pattern, ...] = ()


class JsonList(_Record):
    """A list given as JSON: dotted paths into the answer; addresses are templates over an item's fields."""

    items: str
    title: str
    url: str
    date: str | None = None
    files: str | None = None
    file_url: str | None = None
    file_name: str | None = None


class KindRule(_Record):
    """The first rule whose pattern is found in an item's title decides its kind."""

    pattern: Pattern
    kind: Kind


class Expectation(_Record):
    """What must be published for a year: a number of items, named departments, and by which day (ISO date).

    With ``exhaustive`` the departments are all there are, and any other item is unexpected.
    """

    listing_year: int = Field(ge=2000, le=2100)
    kind: Kind
    count: int | None = Field(default=None, ge=0)
    departments: tuple[str, ...] = ()
    exhaustive: bool = False
    due: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")


class Politeness(_Record):
    """How gently a publisher is asked, and the bounds of one crawl."""

    delay_seconds: float = Field(default=2.0, ge=0, le=120)
    concurrency: int = Field(default=1, ge=1, le=8)
    timeout_seconds: float = Field(default=120.0, gt=0, le=1800)
    retries: int = Field(default=3, ge=0, le=10)
    backoff_seconds: float = Field(default=5.0, ge=0, le=600)
    max_body_mb: int = Field(default=64, ge=1, le=512)
    max_requests: int = Field(default=5000, ge=1)
    max_seconds: float = Field(default=3600.0, gt=0)
    recheck_days: float = Field(default=7.0, ge=0)


class Source(_Record):
    """One publisher.

    ``status`` says whether its patterns were tried on a saved page (named in ``evidence``), ``addresses`` whether its
    list pages' addresses were seen in published material or are only what such a site usually has.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str = Field(min_length=1)
    region: str = Field(min_length=1)
    region_code: str = Field(pattern=r"^\d{6}$")
    family: Family
    status: Literal["verified_on_saved_page", "unverified"]
    evidence: str | None = None
    addresses: Literal["seen", "unverified"] = "unverified"
    base_url: WebAddress
    hosts: tuple[str, ...] = ()
    pages: tuple[ListPage, ...] = Field(min_length=1)
    pagination: Pagination = Pagination()
    links: Links = Links()
    article: Article = Article()
    attachments: Attachments = Attachments()
    json_list: JsonList | None = None
    kinds: tuple[KindRule, ...] = ()
    expected: tuple[Expectation, ...] = ()
    politeness: Politeness = Politeness()
    verify_tls: bool = True
    allow_loopback: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Source:
        if self.family == "json_api" and self.json_list is None:
            raise ValueError("family json_api needs json_list")
        if self.status == "verified_on_saved_page" and not self.evidence:
            raise ValueError("status verified_on_saved_page needs evidence: the saved page it was verified on")
        if self.family == "portal_links" and not self.hosts:
            raise ValueError("family portal_links needs hosts: the sites that it links to")
        return self

    def list_urls(self) -> tuple[tuple[ListPage, str], ...]:
        """The declared pages with their absolute addresses."""
        base = self.base_url if self.base_url.endswith("/") else self.base_url + "/"
        return tuple((page, urljoin(base, page.url)) for page in self.pages)

    def allowed_hosts(self) -> tuple[str, ...]:
        """The host patterns (``*.changsha.gov.cn``) that a crawl of this source may ask."""
        return (urlsplit(self.base_url).hostname or "", *self.hosts)


def load_sources(folder: Path | None = None) -> dict[str, Source]:
    """All sources by id, of ``folder`` or (default) the ones shipped. Raises :class:`SourceError`."""
    return dict(_shipped()) if folder is None else _load(folder)


@cache
def _shipped() -> Mapping[str, Source]:
    return _load(resources.files("extract").joinpath("source_files"))


def _load(where: Traversable) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for file in sorted(
        (entry for entry in where.iterdir() if entry.name.endswith(".yaml")), key=lambda entry: entry.name
    ):
        source = parse_source(file.read_text(encoding="utf-8"), file.name)
        if f"{source.id}.yaml" != file.name:
            raise SourceError(file.name, "id", f"must be the file's name, is {source.id!r}")
        found[source.id] = source
    return found


def get_source(source_id: str, folder: Path | None = None) -> Source:
    """The source of that id. Raises :class:`SourceError` where there is none or a source file is wrong."""
    sources = load_sources(folder)
    if source_id not in sources:
        raise SourceError(f"{source_id}.yaml", "", f"no such source; there are: {', '.join(sources)}")
    return sources[source_id]


def parse_source(text: str, file: str) -> Source:
    """One source from the text of its YAML file. Raises :class:`SourceError` naming ``file`` and the field."""
    try:
        given = load_yaml(text)
    except yaml.YAMLError as error:
        raise SourceError(file, "", f"not YAML: {error}") from error
    if not isinstance(given, dict):
        raise SourceError(file, "", "must be a mapping of fields")
    family = _families().get(str(given.get("family")), {})
    try:
        return Source.model_validate_json(_json(_merged(family, given)))
    except ValidationError as error:
        first = error.errors()[0]
        raise SourceError(file, ".".join(str(part) for part in first["loc"]), first["msg"]) from error


@cache
def _families() -> Mapping[str, dict[str, object]]:
    text = resources.files("extract").joinpath("source_families.yaml").read_text(encoding="utf-8")
    loaded = load_yaml(text)
    common = loaded.pop("common")
    return {name: _merged(common, given) for name, given in loaded.items()}


def _merged(defaults: Mapping[str, object], given: Mapping[str, object]) -> dict[str, object]:
    """``given`` over ``defaults``, mapping by mapping; lists are replaced whole."""
    merged = dict(defaults)
    for key, value in given.items():
        default = merged.get(key)
        both_mappings = isinstance(default, dict) and isinstance(value, dict)
        merged[key] = _merged(default, value) if both_mappings else value  # type: ignore[arg-type]
    return merged


def _json(value: object) -> str:
    """YAML's values as JSON: strict validation takes lists for tuples only from JSON."""
    return json.dumps(value, ensure_ascii=False, default=str)
