"""Which characters a reader of the page would not see: invisible or white text, and text cut off by a clipping path."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence

from extract.reading import pdfium_calls as pdfium
from extract.reading.geometry import Frame
from extract.reading.page import Rect
from extract.reading.pdfium_paths import PALE, PageObjects

_SAMPLES = 5
_INSET = 5.0
"""A clip that leaves this much of the page out, in points, can cut text off; most only repeat the page's box."""


class Hidden:
    """What a reader of one page does not see of its text objects."""

    def __init__(self, odd: Mapping[int, str], backgrounds: Sequence[Rect], clips: _Clips | None) -> None:
        self._odd = odd
        self._backgrounds = backgrounds
        self._clips = clips

    def look(self, text_object: int) -> tuple[str | None, Rect | None]:
        """Return why a text object may be unseen (None: it is plainly printed), and what clips it, if anything."""
        return self._odd.get(text_object), self._clips.of(text_object) if self._clips is not None else None

    def reason(self, odd: str | None, clip: Rect | None, x: float, y: float) -> str | None:
        """Return why a character of such an object, displayed at (x, y), is not seen; None where it is."""
        if odd == "white" and any(box.holds(x, y) for box in self._backgrounds):
            odd = None
        if clip is not None and odd in (None, PALE) and not clip.holds(x, y):
            return "clipped"
        return odd


def hidden_text(objects: PageObjects, frame: Frame) -> Hidden | None:
    """Return the test for the page's characters, or None where every text object is plainly printed."""
    clips = _Clips(frame) if _clipped_page(objects.text_objects, frame) else None
    return Hidden(objects.odd_text, objects.backgrounds, clips) if objects.odd_text or clips is not None else None


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


def _cuts(box: Rect, frame: Frame) -> bool:
    """Say whether a clip leaves out any of the page."""
    return box.x0 > 0 or box.top > 0 or box.x1 < frame.width or box.bottom < frame.height


class _Clips:
    """Clip boxes of text objects, looked up once each; paths that objects share are measured once."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._boxes: dict[int, Rect | None] = {}
        self._shared: dict[tuple[int, ...], Rect | None] = {}
        self._point = (ctypes.c_float * 2)()

    def of(self, item: int) -> Rect | None:
        if item not in self._boxes:
            self._boxes[item] = self.box(item)
        return self._boxes[item]

    def box(self, item: int) -> Rect | None:
        """Return the intersection of the boxes of an object's clip paths; None where it leaves nothing out."""
        clip = pdfium.object_clip(item)
        count = pdfium.clip_count_paths(clip) if clip else 0
        if count <= 0:
            return None
        # the address of its first point tells a path: PDFium shares one path among the objects that it clips
        paths = tuple([pdfium.clip_segment(clip, path, 0) for path in range(count)])
        if paths not in self._shared:
            self._shared[paths] = self._intersection_of(clip, count)
        return self._shared[paths]

    def _intersection_of(self, clip: int, count: int) -> Rect | None:
        box: Rect | None = None
        for path in range(count):
            bounds = self._bounds(clip, path)
            if bounds is not None:
                box = bounds if box is None else _intersection(box, bounds)
        return box if box is not None and _cuts(box, self._frame) else None

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
