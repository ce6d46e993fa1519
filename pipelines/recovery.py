"""What is lost beside the archive is made again from it: the ledger from the log, everything else from the bytes."""

from __future__ import annotations

from extract.crawl.lost_ledger import recover_ledger
from pipelines.workspace import Workspace


def recover(workspace: Workspace) -> str | None:
    """Make the ledger again where it is gone; what to tell a person about it, None where nothing was to be done."""
    found = recover_ledger(workspace.ledger, workspace.archive)
    if found is None:
        return None
    report = found.report
    words = (
        f"台账 {workspace.ledger.name} {'已损坏' if found.damaged else '不在了'}："
        f"已由存档的 {report.retrievals} 条获取记录重建，{report.documents} 份文件，没有重新下载。"
    )
    if found.damaged:
        words += f"原文件留在 {found.damaged.name}。"
    if report.unled:
        words += f"其中 {report.unled} 份现有来源不再列出，按记录的文字登记。"
    if report.lost:
        words += f"存档中缺少 {report.lost} 条记录所指的文件。"
    return words
