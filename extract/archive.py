"""The archive of everything retrieved: content-addressed, append-only, with a log of every retrieval.

``objects/ab/abcdef…`` holds the bytes under their sha256; an object is written once and never changed.
``log/2026-03.jsonl`` holds one line per retrieval, the record from which the ledger can be rebuilt.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

_CHUNK = 1 << 20
CRAWL = "crawl"
"""The role of a log line that says that a crawl began: its phases (``discover+fetch``) are its ``reason``."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """One request answered (or failed), as it goes into the log.

    ``retrieved_at`` is Asia/Shanghai with its offset; ``published_on`` the date as the publisher's page shows it;
    ``status`` the HTTP status, 0 where there was no answer; ``sha256`` the bytes kept (for 304 the bytes confirmed).
    """

    url: str
    retrieved_at: str
    source_id: str
    role: str
    status: int
    sha256: str | None = None
    size: int = 0
    final_url: str | None = None
    referrer: str | None = None
    title: str | None = None
    published_on: str | None = None
    listing_year: int | None = None
    media_type: str | None = None
    reason: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Archive:
    """A folder of content-addressed objects. Several processes may write to it at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._objects = root / "objects"
        self._log = root / "log"
        self._objects.mkdir(parents=True, exist_ok=True)
        self._log.mkdir(parents=True, exist_ok=True)

    def path(self, sha256: str) -> Path:
        """Where the object ``sha256`` is (or would be) kept."""
        return self._objects / sha256[:2] / sha256

    def __contains__(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def put(self, content: bytes | Path) -> str:
        """Keep ``content`` (bytes, or a file to copy) and give its sha256; bytes already kept are not written again.

        Raises ``OSError`` where it cannot be read or written; a half-written object is never visible.
        """
        if isinstance(content, bytes):
            sha256 = hashlib.sha256(content).hexdigest()
            return sha256 if sha256 in self else self._store([content])
        with content.open("rb") as stream:
            return self._store(iter(lambda: stream.read(_CHUNK), b""))

    def get(self, sha256: str) -> bytes:
        """The bytes kept under ``sha256``. Raises ``FileNotFoundError`` where there are none."""
        return self.path(sha256).read_bytes()

    def verify(self, sha256: str) -> bool:
        """Whether the object is there and still is what its name says."""
        digest = hashlib.sha256()
        try:
            with self.path(sha256).open("rb") as stream:
                for chunk in iter(lambda: stream.read(_CHUNK), b""):
                    digest.update(chunk)
        except FileNotFoundError:
            return False
        return digest.hexdigest() == sha256

    def _store(self, chunks: Iterator[bytes] | list[bytes]) -> str:
        with _named(self._objects):
            return self._store_named(chunks)

    def _store_named(self, chunks: Iterator[bytes] | list[bytes]) -> str:
        descriptor, name = tempfile.mkstemp(prefix="tmp-", dir=self._objects)
        temporary = Path(name)
        try:
            digest = hashlib.sha256()
            with os.fdopen(descriptor, "wb") as stream:
                for chunk in chunks:
                    digest.update(chunk)
                    stream.write(chunk)
                stream.flush()
                os.fsync(stream.fileno())
            target = self.path(digest.hexdigest())
            if not target.is_file():
                target.parent.mkdir(exist_ok=True)
                temporary.chmod(0o444)
                temporary.replace(target)
                _fsync_folder(target.parent)
        finally:
            temporary.unlink(missing_ok=True)
        return target.name

    def log(self, retrieval: Retrieval) -> None:
        """Append one line to the log of the retrieval's month. Raises ``OSError`` where it cannot be written."""
        line = json.dumps(asdict(retrieval), ensure_ascii=False, sort_keys=True).encode() + b"\n"
        path = self._log / f"{retrieval.retrieved_at[:7]}.jsonl"
        with _named(path), path.open("ab+") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            # A writer killed in the middle of a line must not spoil the next one.
            if stream.seek(0, os.SEEK_END) and (stream.seek(-1, os.SEEK_END), stream.read(1))[1] != b"\n":
                line = b"\n" + line
            stream.write(line)

    def retrievals(self, *, crawls: bool = False) -> Iterator[Retrieval]:
        """Every whole line of the log, oldest month first; a line torn by a killed writer is passed over.

        With ``crawls`` also the lines that only say that a crawl began (role :data:`CRAWL`).
        """
        for path in sorted(self._log.glob("*.jsonl")):
            with path.open("rb") as stream:
                for line in stream:
                    found = _parsed(line)
                    if found is not None and (crawls or found.role != CRAWL):
                        yield found


def _parsed(line: bytes) -> Retrieval | None:
    try:
        return Retrieval(**json.loads(line))
    except (ValueError, TypeError):
        return None


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """A write that fails says only why (no space left), not where: add the path."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
