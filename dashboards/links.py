"""Links to originals: web addresses only."""

from __future__ import annotations

from urllib.parse import quote, urlsplit


def web_link(url: str | None, page: int | None = None) -> str | None:
    """``url`` opened at ``page`` if it is a web address; None for any other scheme (file:, javascript: …)."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    bare = quote(url.partition("#")[0], safe=":/?&=%@+,;~!$'()*[]-._")
    return f"{bare}#page={page}" if page is not None else bare
