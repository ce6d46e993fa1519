"""PDFium's C functions, bound for many cheap calls a page.

``pypdfium2.raw`` binds them with typed pointers, which costs a temporary object an argument. Here the same functions
take plain addresses of buffers that the caller owns and keeps alive, and keep the interpreter lock.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from pypdfium2 import raw

_POINTER = ctypes.c_void_p
_INT = ctypes.c_int


def _bind(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def address_of(handle: Any) -> int:
    """Return the plain address behind a PDFium handle."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


loose_char_box = _bind(raw.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
char_box = _bind(raw.FPDFText_GetCharBox, _INT, _POINTER, _INT, _POINTER, _POINTER, _POINTER, _POINTER)
char_angle = _bind(raw.FPDFText_GetCharAngle, ctypes.c_float, _POINTER, _INT)
char_origin = _bind(raw.FPDFText_GetCharOrigin, _INT, _POINTER, _INT, _POINTER, _POINTER)
char_matrix = _bind(raw.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
char_font_size = _bind(raw.FPDFText_GetFontSize, ctypes.c_double, _POINTER, _INT)
char_unicode = _bind(raw.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, _INT)
char_is_hyphen = _bind(raw.FPDFText_IsHyphen, _INT, _POINTER, _INT)
char_text_object = _bind(raw.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)
text_count = _bind(raw.FPDFText_CountChars, _INT, _POINTER)
text_range = _bind(raw.FPDFText_GetText, _INT, _POINTER, _INT, _INT, _POINTER)

page_count_objects = _bind(raw.FPDFPage_CountObjects, _INT, _POINTER)
page_object = _bind(raw.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
form_count_objects = _bind(raw.FPDFFormObj_CountObjects, _INT, _POINTER)
form_object = _bind(raw.FPDFFormObj_GetObject, _POINTER, _POINTER, ctypes.c_ulong)
object_type = _bind(raw.FPDFPageObj_GetType, _INT, _POINTER)
object_bounds = _bind(raw.FPDFPageObj_GetBounds, _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
object_matrix = _bind(raw.FPDFPageObj_GetMatrix, _INT, _POINTER, _POINTER)
object_fill = _bind(raw.FPDFPageObj_GetFillColor, _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
object_stroke = _bind(raw.FPDFPageObj_GetStrokeColor, _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
object_clip = _bind(raw.FPDFPageObj_GetClipPath, _POINTER, _POINTER)
clip_count_paths = _bind(raw.FPDFClipPath_CountPaths, _INT, _POINTER)
clip_count_segments = _bind(raw.FPDFClipPath_CountPathSegments, _INT, _POINTER, _INT)
clip_segment = _bind(raw.FPDFClipPath_GetPathSegment, _POINTER, _POINTER, _INT, _INT)
text_render_mode = _bind(raw.FPDFTextObj_GetTextRenderMode, _INT, _POINTER)
path_draw_mode = _bind(raw.FPDFPath_GetDrawMode, _INT, _POINTER, _POINTER, _POINTER)
path_count_segments = _bind(raw.FPDFPath_CountSegments, _INT, _POINTER)
path_segment = _bind(raw.FPDFPath_GetPathSegment, _POINTER, _POINTER, _INT)
segment_point = _bind(raw.FPDFPathSegment_GetPoint, _INT, _POINTER, _POINTER, _POINTER)
segment_type = _bind(raw.FPDFPathSegment_GetType, _INT, _POINTER)
segment_close = _bind(raw.FPDFPathSegment_GetClose, _INT, _POINTER)

OBJECT_TEXT, OBJECT_PATH, OBJECT_IMAGE, OBJECT_SHADING, OBJECT_FORM = 1, 2, 3, 4, 5
SEGMENT_LINE, SEGMENT_BEZIER, SEGMENT_MOVE = 0, 1, 2
