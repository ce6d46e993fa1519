"""A BIFF8 writer for tests: the records that xlrd needs, as a bare stream."""

from __future__ import annotations

import struct

Value = str | float | None


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _text(text: str, *, wide_length: bool) -> bytes:
    return struct.pack("<HB" if wide_length else "<BB", len(text), 1) + text.encode("utf-16-le")


def _xf(number_format: int, *, bordered: bool) -> bytes:
    borders = 0x1111 if bordered else 0
    return _record(0xE0, struct.pack("<HHHBBBBIiH", 0, number_format, 0, 0x20, 0, 0, 0, borders, 0, 0))


def write_xls(
    name: str, rows: list[list[Value]], merges: list[tuple[int, int, int, int]], *, first_bordered: int
) -> bytes:
    """Return a workbook of one sheet; numbers print as ``#,##0.00;-#,##0.00;``, rows from ``first_bordered`` are ruled.

    ``merges`` are first row, last row, first column, last column.
    """
    bof = struct.pack("<HHII", 0x0DBB, 0x07CC, 0, 6)
    globals_ = [
        _record(0x0809, struct.pack("<HH", 0x0600, 0x0005) + bof),
        _record(0x42, struct.pack("<H", 1200)),
        *[
            _record(
                0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _text("Arial", wide_length=False)
            )
            for _ in range(5)
        ],
        _record(0x041E, struct.pack("<H", 164) + _text("#,##0.00;-#,##0.00;", wide_length=True)),
        *[_xf(0, bordered=False) for _ in range(16)],
        _xf(0, bordered=True),
        _xf(164, bordered=True),
    ]
    end = _record(0x0A, b"")
    sheet_name = _text(name, wide_length=False)
    position = sum(map(len, globals_)) + 4 + 6 + len(sheet_name) + len(end)
    globals_ += [_record(0x85, struct.pack("<IBB", position, 0, 0) + sheet_name), end]
    sheet = [_record(0x0809, struct.pack("<HH", 0x0600, 0x0010) + bof)]
    for row, values in enumerate(rows):
        for col, value in enumerate(values):
            style = 0 if row < first_bordered else 16
            if isinstance(value, str):
                sheet.append(_record(0x0204, struct.pack("<HHH", row, col, style) + _text(value, wide_length=True)))
            elif value is None:
                sheet.append(_record(0x0201, struct.pack("<HHH", row, col, style)))
            else:
                sheet.append(_record(0x0203, struct.pack("<HHHd", row, col, 17, value)))
    ranges = b"".join(struct.pack("<HHHH", *merge) for merge in merges)
    sheet += [_record(0xE5, struct.pack("<H", len(merges)) + ranges), end]
    return b"".join([*globals_, *sheet])
