"""A PDF writer for tests: every operator is in sight, no font file is needed.

Chinese text uses a predefined CMap (UniGB-UCS2-H), Latin text Helvetica (F3: the same, misstating
its height); coordinates are given from the top left.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class TinyPage:
    """One page's content stream. ``origin`` moves the media box, ``rotate`` is /Rotate.

    ``crop`` gives a /CropBox by its insets from the media box: left, bottom, right, top.
    """

    width: float = 595.0
    height: float = 842.0
    rotate: int = 0
    origin: tuple[float, float] = (0.0, 0.0)
    crop: tuple[float, float, float, float] | None = None
    parts: list[str] = field(default_factory=list)
    forms: list[tuple[str, str]] = field(default_factory=list)

    def raw(self, operators: str) -> None:
        self.parts.append(operators)

    def _y(self, top: float) -> float:
        return self.origin[1] + self.height - top

    def text(
        self,
        x: float,
        top: float,
        text: str,
        *,
        size: float = 10,
        mode: int = 0,
        color: str = "0 g",
        spacing: float = 0,
    ) -> None:
        """Print ``text`` with its em box's top-left corner at (x, top)."""
        baseline = self._y(top) - 0.88 * size
        matrix = f"1 0 0 1 {self.origin[0] + x:.3f} {baseline:.3f}"
        self.turned(matrix, text, size=size, mode=mode, color=color, spacing=spacing)

    def turned(
        self, matrix: str, text: str, *, size: float = 10, mode: int = 0, color: str = "0 g", spacing: float = 0
    ) -> None:
        """Print ``text`` with a text matrix of one's own."""
        latin = all(ord(ch) < 128 for ch in text)
        font = "F1" if latin else "F2"
        shown = text.encode("latin-1" if latin else "utf-16-be").hex()
        self.raw(f"q {color} BT /{font} {size} Tf {mode} Tr {spacing} Tc {matrix} Tm <{shown}> Tj ET Q")

    def line(self, x0: float, top0: float, x1: float, top1: float, *, width: float = 0.5, color: str = "0 G") -> None:
        a, b = self.origin[0] + x0, self.origin[0] + x1
        self.raw(f"q {color} {width} w {a:.3f} {self._y(top0):.3f} m {b:.3f} {self._y(top1):.3f} l S Q")

    def fill(self, x0: float, top: float, x1: float, bottom: float, *, color: str = "0 g") -> None:
        x = self.origin[0] + x0
        self.raw(f"q {color} {x:.3f} {self._y(bottom):.3f} {x1 - x0:.3f} {bottom - top:.3f} re f Q")

    def stroke_rect(self, x0: float, top: float, x1: float, bottom: float) -> None:
        x = self.origin[0] + x0
        self.raw(f"q 0 G 0.5 w {x:.3f} {self._y(bottom):.3f} {x1 - x0:.3f} {bottom - top:.3f} re S Q")

    def grid(
        self,
        xs: list[float],
        tops: list[float],
        *,
        left: bool = True,
        right: bool = True,
        top: bool = True,
        bottom: bool = True,
    ) -> None:
        """Rule a full grid; outer rules can be left out."""
        for index, x in enumerate(xs):
            if (index or left) and (index < len(xs) - 1 or right):
                self.line(x, tops[0], x, tops[-1])
        for index, y in enumerate(tops):
            if (index or top) and (index < len(tops) - 1 or bottom):
                self.line(xs[0], y, xs[-1], y)

    def cells(self, xs: list[float], tops: list[float], rows: list[list[str]], *, size: float = 10) -> None:
        """Print a matrix of texts into the cells of a grid."""
        for top, row in zip(tops, rows, strict=False):
            for x, text in zip(xs, row, strict=False):
                for index, part in enumerate(text.split("\n") if text else []):
                    self.text(x + 3, top + 4 + index * (size + 2), part, size=size)

    def form(self, matrix: str, content: str) -> None:
        """Draw ``content`` through a form XObject placed by ``matrix``."""
        name = f"X{len(self.forms)}"
        self.forms.append((name, content))
        self.raw(f"q {matrix} cm /{name} Do Q")


def write_pdf(pages: list[TinyPage], path: Path) -> Path:
    """Write the pages to ``path``; return it."""
    objects: list[bytes] = []

    def add(body: str | bytes) -> int:
        objects.append(body if isinstance(body, bytes) else body.encode("latin-1"))
        return len(objects)

    def stream(content: str, extra: str = "") -> int:
        data = content.encode("latin-1")
        return add(f"<< {extra} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream")

    catalog, tree = add(""), add("")
    latin = add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    descriptor = add(
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -120 1000 880] /ItalicAngle 0"
        " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>"
    )
    cid = add(
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor"
        f" {descriptor} 0 R /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
    )
    cjk = add(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        f" /DescendantFonts [{cid} 0 R] >>"
    )
    tall_descriptor = add(
        "<< /Type /FontDescriptor /FontName /Arial /Flags 32 /FontBBox [0 -1800 1000 600] /ItalicAngle 0"
        " /Ascent 600 /Descent -1800 /CapHeight 700 /StemV 80 >>"
    )
    tall = add(
        "<< /Type /Font /Subtype /TrueType /BaseFont /Arial /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 126"
        f" /Widths [{' '.join(['556'] * 95)}] /FontDescriptor {tall_descriptor} 0 R >>"
    )
    fonts = f"/Font << /F1 {latin} 0 R /F2 {cjk} 0 R /F3 {tall} 0 R >>"
    kids = []
    for page in pages:
        names = [
            (
                name,
                stream(
                    content, f"/Type /XObject /Subtype /Form /BBox [-2000 -2000 2000 2000] /Resources << {fonts} >>"
                ),
            )
            for name, content in page.forms
        ]
        xobjects = "/XObject << " + " ".join(f"/{name} {number} 0 R" for name, number in names) + " >>" if names else ""
        content = stream("\n".join(page.parts))
        x, y = page.origin
        box = f"/MediaBox [{x} {y} {x + page.width} {y + page.height}]"
        if page.crop is not None:
            left, bottom, right, upper = page.crop
            box += f" /CropBox [{x + left} {y + bottom} {x + page.width - right} {y + page.height - upper}]"
        kids.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R {box}"
                f" /Rotate {page.rotate} /Resources << {fonts} {xobjects} >> /Contents {content} 0 R >>"
            )
        )
    objects[catalog - 1] = f"<< /Type /Catalog /Pages {tree} 0 R >>".encode()
    objects[tree - 1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>".encode()
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root {catalog} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(bytes(out))
    return path
