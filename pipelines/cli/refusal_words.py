"""Why a file could not be read, in Chinese: data in ``refusal_words.yaml``, validated on load."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict

from extract.model import UnreadableDocument

_REASON = re.compile(r"(?P<code>[a-z_]+): (?:page (?P<page>\d+): )?(?P<detail>.*)", re.DOTALL)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    codes: dict[str, str]
    details: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _file() -> _File:
    text = resources.files("pipelines.cli").joinpath("refusal_words.yaml").read_text(encoding="utf-8")
    return _File.model_validate(yaml.safe_load(text))


def refusal_in_chinese(reason: str | UnreadableDocument) -> str:
    """Return a reason (``code: page 3: detail``) in words, with its page; what is in words already stays as it is."""
    found = _REASON.fullmatch(str(reason))
    if found is None or found["code"] not in _file().codes:
        return str(reason)
    page = f"第{found['page']}页：" if found["page"] else ""
    return f"{_file().codes[found['code']]}（{page}{_detail(found['detail'])}）"


def _detail(detail: str) -> str:
    for pattern, words in _file().details:
        match = pattern.fullmatch(detail)
        if match is not None:
            return match.expand(words)
    return detail
