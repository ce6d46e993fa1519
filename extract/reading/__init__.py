"""The reader: a file in, printed strings with page and box out. ``read_document`` is its one entrance."""

from extract.reading.document import read_document
from extract.reading.limits import ReadLimits

__all__ = ["ReadLimits", "read_document"]
