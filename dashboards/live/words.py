"""The dashboard's words in two languages."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

LANGUAGES = ("中文", "English")


@cache
def _words() -> dict[str, list[str]]:
    text = resources.files("dashboards.live").joinpath("words.yaml").read_text(encoding="utf-8")
    return {key: [str(word) for word in words] for key, words in yaml.safe_load(text).items()}


class Words:
    """``words("findings")`` in one language; raises ``KeyError`` for a word that is not declared."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.column = LANGUAGES.index(language)

    def __call__(self, key: str, **values: object) -> str:
        """The word, with ``values`` put in."""
        return _words()[key][self.column].format(**values)

    def reason(self, reason: str | None) -> str:
        """Why something was not read: the code's words, then the reader's own."""
        code, _, detail = (reason or "").partition(":")
        known = _words().get(f"reason_{code}")
        return (reason or "") if known is None else f"{known[self.column]}（{detail.strip()}）"

    def known(self, key: object) -> str:
        """The word for an id of the warehouse, or the id itself where it has none."""
        return self(str(key)) if str(key) in _words() else str(key)
