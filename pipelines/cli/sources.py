"""``gouji sources``: the declared publishers, validated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from pipelines.cli.console import fail, out

if TYPE_CHECKING:
    from extract.sources import Source


def sources_command(source_id: str | None, *, try_it: bool) -> None:
    """List all sources, or show one; ``try_it`` walks its lists and keeps nothing. A wrong file is named."""
    from extract.sources import SourceError, get_source, load_sources

    try:
        if source_id is not None:
            source = get_source(source_id)
            out.print_json(source.model_dump_json(exclude_defaults=True))
            for page, url in source.list_urls():
                out.print(f"{page.role}  {url}", highlight=False)
            if try_it:
                _walk(source)
            return
        sources = load_sources()
    except SourceError as error:
        fail(str(error))
    table = Table()
    for title in ("编号", "名称", "地区", "页面类型", "列表页", "核对"):
        table.add_column(title)
    for source in sources.values():
        verified = (
            f"已在保存的网页上核对（{source.evidence}）" if source.status == "verified_on_saved_page" else "未核对"
        )
        table.add_row(source.id, source.name, source.region, source.family, str(len(source.pages)), verified)
    out.print(table)


def _walk(source: Source) -> None:
    from extract.crawl import CrawlError, dry_run

    try:
        report, listings = dry_run(source)
    except CrawlError as error:
        fail(str(error))
    table = Table(title=f"{len(listings)} 项，{report.requests} 次请求，{report.failed} 次失败")
    for title in ("年份", "种类", "日期", "标题", "状态"):
        table.add_column(title, overflow="fold")
    for item in listings:
        state = item.state if item.reason is None else f"{item.state}：{item.reason}"
        table.add_row(str(item.listing_year), item.kind, item.published_on or "", item.title, state)
    out.print(table)
    for reason, count in report.reasons.items():
        out.print(f"{reason}  {count}", highlight=False)
