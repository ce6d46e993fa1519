"""The page as a third program shows it: Poppler's picture, asked for rules and ink where two readers disagree.

Poppler shares no code with PDFium or pdfminer. Without its ``pdftoppm`` there is no witness, and every difference stays
undecided, that is: ours.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

DPI = 144
_SCALE = DPI / 72
_DARK = 215
"""Gray level below which a pixel is ink: hair lines are drawn pale where they fall between pixels."""
_REACH = 1.5
"""A printed rule is looked for this far around its place, in points."""
_RULE_RUN = 24.0
"""Ink that runs on for this many points in one direction is a rule, not a letter."""


def available() -> bool:
    """Say whether Poppler is installed."""
    return shutil.which("pdftoppm") is not None


@dataclass(frozen=True)
class Picture:
    """One page as displayed: ``ink`` is true where something dark is printed, ``letters`` the same without rules."""

    ink: npt.NDArray[np.bool_]
    letters: npt.NDArray[np.bool_]

    def has_horizontal(self, y: float, x0: float, x1: float) -> bool:
        """Say whether a rule is printed at ``y`` along most of ``x0``..``x1`` (points)."""
        band = self._cut(self.ink, x0 + 1, y - _REACH, x1 - 1, y + _REACH)
        return band.size > 0 and float(band.any(axis=0).mean()) >= 0.5 and float(band.mean(axis=1).max()) >= 0.35

    def has_vertical(self, x: float, top: float, bottom: float) -> bool:
        """Say whether a rule is printed at ``x`` along most of ``top``..``bottom`` (points)."""
        band = self._cut(self.ink, x - _REACH, top + 1, x + _REACH, bottom - 1)
        return band.size > 0 and float(band.any(axis=1).mean()) >= 0.5 and float(band.mean(axis=0).max()) >= 0.35

    def has_letter(self, x0: float, top: float, x1: float, bottom: float) -> bool:
        """Say whether any ink that is no rule lies in a box."""
        return bool(self._cut(self.letters, x0, top, x1, bottom).any())

    @staticmethod
    def _cut(levels: npt.NDArray[np.bool_], x0: float, top: float, x1: float, bottom: float) -> npt.NDArray[np.bool_]:
        rows = slice(max(0, round(top * _SCALE)), max(0, round(bottom * _SCALE)))
        cols = slice(max(0, round(x0 * _SCALE)), max(0, round(x1 * _SCALE)))
        return levels[rows, cols]


def picture(path: Path, number: int) -> Picture | None:
    """Return page ``number`` of a PDF as Poppler draws it; None where it cannot."""
    command = ["pdftoppm", "-r", str(DPI), "-gray", "-cropbox", "-f", str(number), "-l", str(number), str(path)]
    done = subprocess.run(command, capture_output=True, check=False)
    levels = _gray_map(done.stdout)
    if levels is None:
        return None
    ink = levels < _DARK
    return Picture(ink, ink & ~_long_runs(ink) & ~_long_runs(ink.T).T)


def _gray_map(data: bytes) -> npt.NDArray[np.uint8] | None:
    """Read a binary portable gray map."""
    parts = data.split(maxsplit=4) if data.startswith(b"P5") else []
    if len(parts) < 4:
        return None
    width, height = int(parts[1]), int(parts[2])
    pixels = np.frombuffer(data[-width * height :], dtype=np.uint8)
    return pixels.reshape(height, width) if pixels.size == width * height else None


def _long_runs(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Mark ink that runs on horizontally for longer than any letter."""
    out = np.zeros_like(ink)
    least = int(_RULE_RUN * _SCALE)
    for row in np.flatnonzero(ink.sum(axis=1) >= least):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], ink[row].view(np.int8), [0]))))
        for start, end in _pairs(edges):
            if end - start >= least:
                out[row, start:end] = True
    return out


def _pairs(edges: Sequence[int] | npt.NDArray[np.intp]) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in list(pairwise(edges))[::2]]
