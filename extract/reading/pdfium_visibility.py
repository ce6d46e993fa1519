"""Which characters a reader of the page would not see: invisible or white text, and text cut off by a clipping path."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence

from extract.reading import pdfium_calls as pdfium
from extract.reading.geometry import Frame
from extract.reading.page import Rect
from extract.reading.pdfium_paths import PALE, PageObjects

Hidden = Callable[[int, float, float], str | None]
"""Text object address and displayed point of a character, to why it is not seen (None: it is)."""

_SAMPLES = 5
_INSET = 5.0
"""A clip that leaves this much of the page out, in points, can cut text off; most only repeat the page's box."""


def hidden_text(objects: PageObjects, frame: Frame) -> Hidden | None:
    """Return the test for the page's characters, or None where every text object is plainly printed."""
    odd, backgrounds = objects.odd_text, objects.backgrounds
    clips = _Clips(frame) if _clipped_page(objects.text_objects, frame) else None
    if not odd and clips is None:
        return None

    def why(text_object: int, x: float, y: float) -> str | None:
        reason = odd.get(text_object)
        if reason == "white" and any(box.holds(x, y) for box in backgrounds):
            reason = None
        if reason in (None, PALE) and clips is not None and not clips.shows(text_object, x, y):
            return "clipped"
        return reason

    return why


def _clipped_page(text_objects: Sequence[int], frame: Frame) -> bool:
    """Look at a few text objects: producers clip all text of a page alike."""
    if not text_objects:
        return False
    step = max(1, len(text_objects) // _SAMPLES)
    clips = _Clips(frame)
    boxes = [clips.box(item) for item in text_objects[::step]]
    return any(
        box is not None
        and (box.x0 > _INSET or box.top > _INSET or box.x1 < frame.width - _INSET or box.bottom < frame.height - _INSET)
        for box in boxes
    )


class _Clips:
    """Clip boxes of text objects, looked up once each; paths that objects share are measured once."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._boxes: dict[int, Rect | None] = {}
        self._paths: dict[int, Rect | None] = {}
        self._point = (ctypes.c_float * 2)()

    def shows(self, item: int, x: float, y: float) -> bool:
        if item not in self._boxes:
            self._boxes[item] = self.box(item)
        box = self._boxes[item]
        return box is None or box.holds(x, y)

    def box(self, item: int) -> Rect | None:
        """Return the intersection of the bounding boxes of an object's clip paths; None without any."""
        clip = pdfium.object_clip(item)
        count = pdfium.clip_count_paths(clip) if clip else 0
        box: Rect | None = None
        for path in range(max(0, count)):
            # the address of its first point tells a path: PDFium shares one path among the objects that it clips
            first = pdfium.clip_segment(clip, path, 0)
            if first not in self._paths:
                self._paths[first] = self._bounds(clip, path)
            bounds = self._paths[first]
            if bounds is not None:
                box = bounds if box is None or bounds == box else _intersection(box, bounds)
        return box

    def _bounds(self, clip: int, path: int) -> Rect | None:
        at = ctypes.addressof(self._point)
        xs, ys = [], []
        for index in range(pdfium.clip_count_segments(clip, path)):
            if pdfium.segment_point(pdfium.clip_segment(clip, path, index), at, at + 4):
                xs.append(self._point[0])
                ys.append(self._point[1])
        return self._frame.rect(min(xs), min(ys), max(xs), max(ys)) if xs else None


def _intersection(first: Rect, second: Rect) -> Rect:
    return Rect(
        max(first.x0, second.x0), max(first.top, second.top), min(first.x1, second.x1), min(first.bottom, second.bottom)
    )
