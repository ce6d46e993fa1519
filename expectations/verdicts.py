"""What reviewers decided about findings: an append-only JSON-lines file outside the warehouse, which is always
rebuildable.

One line per decision, never changed; the last one about a finding holds. Times are Asia/Shanghai with their offset.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo

Decision = Literal["open", "confirmed", "explained", "dismissed"]


class VerdictError(ValueError):
    """A verdict or the store of verdicts is not usable; the message names the file and line."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One decision about one finding. ``open`` takes an earlier decision back.

    ``finding_key`` is the same over editions of the filing (:mod:`expectations.decided`), and ``about`` says in words
    what the finding was, should it be gone; both are empty in lines of older versions.
    """

    finding_id: str
    verdict: Decision
    note: str
    name: str
    time: str
    finding_key: str = ""
    about: str = ""


class VerdictStore:
    """The file of decisions. Each append is one write of one whole line, flushed to the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(
        self,
        finding_id: str,
        verdict: Decision,
        *,
        note: str,
        name: str,
        time: datetime | None = None,
        finding_key: str = "",
        about: str = "",
    ) -> Verdict:
        """Add a decision and return it.

        Raises:
            VerdictError: the verdict is not one of open, confirmed, explained, dismissed, or the id is empty.
        """
        if verdict not in get_args(Decision) or not finding_id.strip():
            raise VerdictError(f"不能记录结论 {verdict!r}（问题 {finding_id!r}）")
        moment = time or datetime.now(ZoneInfo("Asia/Shanghai"))
        entry = Verdict(finding_id, verdict, note, name, moment.isoformat(timespec="seconds"), finding_key, about)
        line = (json.dumps(asdict(entry), ensure_ascii=False) + "\n").encode("utf-8")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(handle, line)
            os.fsync(handle)
        finally:
            os.close(handle)
        return entry

    def read(self) -> tuple[Verdict, ...]:
        """Return every decision, oldest first; none if the file does not exist. A last line cut short by a crash is
        left out.

        Raises:
            VerdictError: a complete line is not a decision.
        """
        if not self._path.is_file():
            return ()
        text = self._path.read_text("utf-8")
        lines = text.split("\n")
        whole = lines[:-1]
        found: list[Verdict] = []
        for number, line in enumerate(whole, start=1):
            try:
                found.append(Verdict(**json.loads(line)))
            except (json.JSONDecodeError, TypeError) as error:
                raise VerdictError(f"{self._path}:{number}: {error}") from error
        return tuple(found)
