"""``gouji sources``: the declared publishers, validated."""

from __future__ import annotations

from rich.table import Table

from pipelines.cli.console import fail, out


def sources_command(source_id: str | None) -> None:
    """List all sources, or show one; a wrong source file is named with its field."""
    from extract.sources import SourceError, get_source, load_sources

    try:
        if source_id is not None:
            source = get_source(source_id)
            out.print_json(source.model_dump_json(exclude_defaults=True))
            for page, url in source.list_urls():
                out.print(f"{page.role}  {url}", highlight=False)
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
