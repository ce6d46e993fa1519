"""The titles of the checks in English: data in ``check_titles_en.yaml``. A document's own words stay Chinese."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml
from pydantic import RootModel

ENGLISH = 1


class _Titles(RootModel[dict[str, str]]):
    """Check id to title."""


@cache
def english_titles() -> dict[str, str]:
    """Check id to English title. Raises ``pydantic.ValidationError`` where the file is not a plain mapping."""
    text = resources.files("dashboards").joinpath("check_titles_en.yaml").read_text(encoding="utf-8")
    return _Titles.model_validate(yaml.safe_load(text)).root


def check_title(check_id: str, title: str, language: int = 0) -> str:
    """The check's title (0: ``title``, Chinese; 1: English, where it has one)."""
    return english_titles().get(check_id, title) if language == ENGLISH else title


def finding_title(check_id: str, check: str, title: str, language: int = 0) -> str:
    """A finding's title: its check's, and after it what it is about, in the document's words.

    ``check`` is the check's Chinese title, with which ``title`` begins.
    """
    if language != ENGLISH or not title.startswith(check):
        return title
    return check_title(check_id, check, language) + title[len(check) :]
