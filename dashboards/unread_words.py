"""What was not understood, in a person's words: data in ``unread_words.yaml``, validated on load."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

_Pair = Annotated[tuple[str, str], Field()]


class _Reason(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    match: str
    words: _Pair


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    what: dict[str, _Pair]
    reasons: tuple[_Reason, ...]


@cache
def _file() -> _File:
    text = resources.files("dashboards").joinpath("unread_words.yaml").read_text(encoding="utf-8")
    return _File.model_validate(yaml.safe_load(text))


def what_words(what: str, language: int = 0) -> str:
    """The kind of thing (0: Chinese, 1: English); its id where it has no word."""
    pair = _file().what.get(what)
    return what if pair is None else pair[language]


def reason_words(reason: str, language: int = 0) -> str:
    """Why it was not understood; the reader's own words where there are no others."""
    return next((one.words[language] for one in _file().reasons if one.match == reason), reason)


def text_words(text: str, statements: dict[str, str]) -> str:
    """The printed text with the statement's name in place of its id (``statements``: id to name) in front of it."""
    head, colon, rest = text.partition(": ")
    if not colon and text.endswith(":"):
        head, rest = text[:-1], ""
    if head not in statements:
        return text
    return f"{statements[head]}：{rest.strip()}" if rest.strip() else statements[head]
