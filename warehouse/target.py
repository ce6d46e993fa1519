"""Where a published warehouse lies: the symlink at PATH, and PATH.d with everything that belongs to it."""

from __future__ import annotations

from pathlib import Path

from warehouse.errors import PublishError


def state_folder(target: Path) -> Path:
    """Return ``PATH.d``: where everything that belongs to the warehouse at PATH lies."""
    return target.with_name(f"{target.name}.d")


def versions_folder(target: Path) -> Path:
    """Return the folder of the published versions."""
    return state_folder(target) / "versions"


def check_target(target: Path) -> None:
    """Raise PublishError where PATH cannot be published to: an ordinary file, a folder, or somebody else's symlink.

    Call it before the work of a run, not only after.
    """
    if target.is_symlink():
        pointed = target.readlink()
        resolved = pointed if pointed.is_absolute() else target.parent / pointed
        if resolved.parent.resolve() != versions_folder(target).resolve():
            raise PublishError(
                f"{target} 是指向别处（{pointed}）的链接，不是本程序发布的数据仓库；请换一个 --warehouse 路径"
            )
    elif target.is_dir():
        raise PublishError(f"{target} 是目录；--warehouse 应为文件路径")
    elif target.exists():
        raise PublishError(
            f"{target} 是已有的普通文件，不是本程序发布的数据仓库；不会覆盖它，请换一个 --warehouse 路径或移走它"
        )
