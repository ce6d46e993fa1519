"""Peak memory of a worker for each document: ``python -m benchmarks.reading_memory [FILE...]``, the corpus without any.

Every document is read and parsed in a new process of its own; its largest resident size is printed, largest first, and
the process's size before the first document beside it. Pages are not recognised as images (``benchmarks.reading_scan``
tells of those).
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.reading_reference import corpus_documents
from extract.model import UnreadableDocument
from extract.reading import ReadLimits, read_document
from transform.documents import parse_document

GOAL_MB = 500


def peak(path: Path) -> tuple[Path, float, float, int]:
    """Return a document, this process's peak before and after it in MB, and its pages."""
    before = _peak_mb()
    try:
        content = read_document(path, limits=ReadLimits(ocr="never"))
        parse_document(content)
        pages = len(content.pages)
    except UnreadableDocument:
        pages = 0
    return path, before, _peak_mb(), pages


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--show", type=int, default=10)
    chosen = parser.parse_args(arguments)
    files = chosen.files or corpus_documents(chosen.corpus)
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        peaks = sorted(pool.imap(peak, files, chunksize=1), key=lambda found: -found[2])
    for path, before, after, pages in peaks[: chosen.show]:
        print(f"{after:7.0f} MB (of which {before:.0f} before it), {pages:4d} pages  {path.name}")
    over = sum(after > GOAL_MB for _, _, after, _ in peaks)
    print(f"{over} of {len(peaks)} documents take more than {GOAL_MB} MB")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
