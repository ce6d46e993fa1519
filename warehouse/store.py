"""The Parquet hand-off: one folder per document as workers finish, compacted to one folder per partition.

A *stage folder* belongs to one partition and one version of the parsing code (the caller names it). In it::

    doc-<sha256>/identity.parquet line_items.parquet …     one document, as its worker wrote it
    part-<digest>/identity.parquet line_items.parquet …    many documents, after compact()

A folder appears under its final name only when it is whole (written aside, then renamed), so a killed worker leaves
nothing that could be read by half. Where a document is in several folders, its own ``doc-`` folder wins.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import polars as pl

from warehouse.errors import WarehouseError
from warehouse.schema import FRAMES

COMPRESSION: Final = "zstd"
_ASIDE = ".writing-"
_MAGIC = b"PAR1"


def write_frames(frames: Mapping[str, pl.DataFrame], stage_folder: Path) -> Path:
    """Write one document's frames (from ``to_frames``) and return their folder. Writing it again replaces it."""
    shas = frames["identity"]["document_sha256"].to_list()
    if len(shas) != 1:
        raise WarehouseError(f"frames of exactly one document expected, got {len(shas)}")
    return _write_folder(frames, stage_folder, f"doc-{shas[0]}", durable=False)


def read_frames(stage_folder: Path, document_sha256: str) -> dict[str, pl.DataFrame] | None:
    """Return one document's frames; None if the stage folder does not hold it."""
    folder = listing(stage_folder).get(document_sha256)
    if folder is None:
        return None
    return {
        name: pl.read_parquet(folder / f"{name}.parquet").filter(pl.col("document_sha256") == document_sha256)
        for name in FRAMES
    }


def listing(stage_folder: Path) -> dict[str, Path]:
    """Return which documents the stage folder holds, each with the folder to read it from.

    A folder with a missing or cut-off file (a full disk, a power failure) counts as absent, so that its documents are
    parsed again. Raises WarehouseError where one is damaged otherwise.
    """
    held: dict[str, Path] = {}
    if not stage_folder.is_dir():
        return held
    for folder in sorted(stage_folder.glob("part-*")):
        if _is_whole(folder):
            for sha in _documents_in(folder):
                held[sha] = folder
    for folder in sorted(stage_folder.glob("doc-*")):
        if _is_whole(folder):
            held[folder.name.removeprefix("doc-")] = folder
    return held


def _is_whole(folder: Path) -> bool:
    return all(_has_footer(folder / f"{frame}.parquet") for frame in FRAMES)


def _has_footer(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            if stream.seek(0, os.SEEK_END) < 2 * len(_MAGIC):
                return False
            stream.seek(-len(_MAGIC), os.SEEK_END)
            return stream.read() == _MAGIC
    except OSError:
        return False


def compact(stage_folder: Path, *, keep: Iterable[str] | None = None) -> Path | None:
    """Join all documents of the stage folder into one ``part-`` folder and return it; None if there are none.

    ``keep`` limits it to these documents (others are deleted). A kill at any moment loses nothing: the sources are
    removed only after the joined folder is in place.
    """
    held = listing(stage_folder)
    if keep is not None:
        wanted = set(keep)
        held = {sha: folder for sha, folder in held.items() if sha in wanted}
    sources = [folder for pattern in ("part-*", "doc-*") for folder in sorted(stage_folder.glob(pattern))]
    part: Path | None = None
    if held:
        digest = hashlib.sha256("\n".join(sorted(held)).encode()).hexdigest()[:16]
        name = f"part-{digest}-{uuid.uuid4().hex[:8]}"
        chosen = pl.DataFrame(
            {"document_sha256": list(held), "folder": [str(folder) for folder in held.values()]},
            schema={"document_sha256": pl.String(), "folder": pl.String()},
        )
        frames = {frame: _joined(frame, chosen) for frame in FRAMES}
        part = _write_folder(frames, stage_folder, name, durable=True)
    for folder in sources:
        shutil.rmtree(folder)
    return part


def _joined(frame: str, chosen: pl.DataFrame) -> pl.DataFrame:
    parts = []
    for (folder,), group in chosen.group_by(["folder"], maintain_order=True):
        wanted = group.select("document_sha256")
        parts.append(
            pl.read_parquet(Path(str(folder)) / f"{frame}.parquet").join(wanted, on="document_sha256", how="semi")
        )
    return pl.concat(parts, how="vertical").sort("document_sha256", maintain_order=True)


def _documents_in(folder: Path) -> list[str]:
    try:
        shas: list[str] = pl.read_parquet(folder / "identity.parquet", columns=["document_sha256"])[
            "document_sha256"
        ].to_list()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise WarehouseError(f"解析结果文件损坏：{folder}（{error}）；删除该目录后重新运行") from error
    return shas


def _write_folder(frames: Mapping[str, pl.DataFrame], stage_folder: Path, name: str, *, durable: bool) -> Path:
    missing = FRAMES.keys() - frames.keys()
    if missing:
        raise WarehouseError(f"frames missing: {', '.join(sorted(missing))}")
    stage_folder.mkdir(parents=True, exist_ok=True)
    aside = stage_folder / f"{_ASIDE}{uuid.uuid4().hex}"
    aside.mkdir()
    try:
        for frame in FRAMES:
            path = aside / f"{frame}.parquet"
            frames[frame].write_parquet(path, compression=COMPRESSION)
            if durable:
                fsync(path)
        target = stage_folder / name
        if target.exists():
            # Replaced in two renames: a reader in between sees the document as absent, never by half.
            old = stage_folder / f"{_ASIDE}{uuid.uuid4().hex}"
            target.rename(old)
            aside.rename(target)
            shutil.rmtree(old)
        else:
            aside.rename(target)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return target


def fsync(path: Path) -> None:
    """Flush a file or folder to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
