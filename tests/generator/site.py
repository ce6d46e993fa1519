"""The publisher's pages: TRS-style list pages with pagination, article pages with relative attachment links."""

from __future__ import annotations

from html import escape

from tests.generator.publications import PUBLICATIONS, SITE_NAME, Publication

PER_PAGE = 6
CHANNEL = "bmyjs"
TRAP = "nbzl"

ROBOTS = f"User-agent: *\nDisallow: /{TRAP}/\n"

_LAYOUT = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="SiteName" content="{site}">
{meta}<title>{title}</title>
</head>
<body>
<div class="nav">
<a href="{up}index.html">返回首页</a>
<a href="{up}bmyjs/index.html">部门预决算</a>
<a href="{up}gkzn/index.html">预决算公开指南</a>
</div>
{body}
<div class="footer"><p>{site}　主办</p></div>
</body>
</html>
"""


def _page(title: str, body: str, *, up: str, meta: str = "") -> str:
    return _LAYOUT.format(site=SITE_NAME, title=escape(title), body=body, up=up, meta=meta)


def _list_name(number: int) -> str:
    return "index.html" if number == 0 else f"index_{number}.html"


def _list_item(publication: Publication) -> str:
    title = escape(publication.title)
    link = f'<a href="./{publication.page}" title="{title}">{title}</a>'
    return f"<li>{link}<span>{publication.published_on:%Y-%m-%d}</span></li>"


def _list_page(items: list[str], number: int, count: int) -> str:
    links = "".join(f'<a href="{_list_name(other)}">[{other + 1}]</a>' for other in range(count) if other != number)
    body = (
        '<div class="crumbs">您现在的位置：<a href="../index.html">首页</a>&nbsp;&gt;&nbsp;部门预决算</div>\n'
        '<ul class="list">\n' + "\n".join(items) + "\n</ul>\n"
        f'<div class="pagediv"><script>createPageHTML({count}, {number}, "index", "html");</script>'
        f"<noscript>{links}</noscript></div>"
    )
    return _page("部门预决算", body, up="../")


def _article(publication: Publication) -> str:
    day = f"{publication.published_on:%Y-%m-%d}"
    files = "\n".join(
        f'<p class="annex"><a href="./{file.file_name}" title="{escape(file.label)}">{escape(file.label)}</a></p>'
        for file in publication.attachments
    )
    title = escape(publication.title)
    meta = f'<meta name="ArticleTitle" content="{title}">\n<meta name="PubDate" content="{day} 09:00:00">\n'
    body = (
        f'<div class="article"><h1>{title}</h1>\n'
        f'<div class="info"><span>发布时间：{day}</span>　<span>来源：{SITE_NAME}</span></div>\n'
        f'<div class="TRS_Editor"><p>{escape(publication.text)}</p>\n{files}</div></div>'
    )
    return _page(publication.title, body, up="../../", meta=meta)


def list_pages(publications: tuple[Publication, ...]) -> dict[str, str]:
    """Path → HTML of the channel's list pages. One entry leads into the folder that robots.txt forbids."""
    items = [_list_item(publication) for publication in publications]
    trap = "澄湖市民政局2021年度部门决算公开（内部校核稿）"
    items.append(f'<li><a href="/{TRAP}/t20220908_10552301.html" title="{trap}">{trap}</a><span>2022-09-08</span></li>')
    count = -(-len(items) // PER_PAGE)
    return {
        f"{CHANNEL}/{_list_name(number)}": _list_page(items[number * PER_PAGE : (number + 1) * PER_PAGE], number, count)
        for number in range(count)
    }


def site_pages() -> dict[str, str]:
    """Path → text of every page of the present site."""
    trap_body = '<h1>内部校核稿</h1><p><a href="../weigongkai/P020220908552301.pdf">2021年度部门决算校核稿.pdf</a></p>'
    guide = "<h1>预决算公开指南</h1><p>部门预算、部门决算的公开时间、内容和方式，按照财政部有关规定执行。</p>"
    home = f'<h1>{SITE_NAME}</h1><p><a href="{CHANNEL}/index.html">部门预决算</a></p>'
    pages = {
        "robots.txt": ROBOTS,
        "index.html": _page(SITE_NAME, home, up=""),
        "gkzn/index.html": _page("预决算公开指南", guide, up="../"),
        f"{TRAP}/t20220908_10552301.html": _page("内部校核稿", trap_body, up="../"),
    }
    pages.update(list_pages(PUBLICATIONS))
    pages.update({f"{CHANNEL}/{publication.page}": _article(publication) for publication in PUBLICATIONS})
    return pages


def earlier_pages() -> dict[str, str]:
    """Path → HTML of the pages that looked different before the republication (edition 1)."""
    return list_pages(tuple(publication for publication in PUBLICATIONS if publication.since_edition == 1))


def earlier_gone() -> list[str]:
    """Paths of the present site that did not exist in edition 1."""
    gone: list[str] = []
    for publication in PUBLICATIONS:
        if publication.since_edition > 1:
            gone.append(f"{CHANNEL}/{publication.page}")
            gone += [f"{CHANNEL}/{publication.folder}/{file.file_name}" for file in publication.attachments]
    return gone


ERROR_PAGE = _page("系统提示", "<h1>系统提示</h1><p>您访问的文件不存在或已被删除。</p>", up="/")
"""Published under a name that ends in .pdf, as happens when a publisher's download link has expired."""

WORD_FILE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1528)
"""The signature of an OLE compound file and nothing behind it: recognised as a Word document, listed as unread."""
