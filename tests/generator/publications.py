"""What the bundled publisher has published, and when: one row per article of its list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SITE_NAME = "澄湖市部门预决算公开平台"
SEED_NAME = "武汉市蔡甸区城乡居民养老保险办公室"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file linked from an article. ``filing`` is a filing id, or ``seed``, ``word`` or ``error_page``."""

    filing: str
    label: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Publication:
    """One article: its number is the TRS document id; ``since_edition`` is the edition in which it appears."""

    number: int
    published_on: date
    title: str
    attachments: tuple[Attachment, ...]
    text: str = ""
    since_edition: int = 1

    @property
    def folder(self) -> str:
        return f"{self.published_on:%Y%m}"

    @property
    def page(self) -> str:
        return f"{self.folder}/t{self.published_on:%Y%m%d}_{self.number}.html"


def _published(
    number: int, day: str, title: str, filing: str = "", text: str = "", label: str = "", since_edition: int = 1
) -> Publication:
    published_on = date.fromisoformat(day)
    suffix = {"": "", "word": "doc"}.get(filing, "pdf")
    attachments: tuple[Attachment, ...] = ()
    if filing:
        name = f"P0{published_on:%Y%m%d}{number * 7919 % 10**12:012d}.{suffix}"
        attachments = (Attachment(filing, label or f"{title.removesuffix('公开')}.{suffix}", name),)
    return Publication(number, published_on, title, attachments, text, since_edition)


PUBLICATIONS: tuple[Publication, ...] = (
    _published(
        12108816,
        "2025-11-18",
        "澄湖市水务局2024年度部门决算公开（更正）",
        "shuiwu_2024_corrected",
        text="因工作人员疏忽，2025年9月26日公开的决算表中个别数据有误，现予更正并重新公开。",
        label="澄湖市水务局2024年度部门决算（更正）.pdf",
        since_edition=2,
    ),
    _published(12099003, "2025-11-10", f"2024年度{SEED_NAME}部门决算公开", "seed"),
    _published(12012665, "2025-09-29", "澄湖市民政局2024年度部门决算公开", "minzheng_2024"),
    _published(12012643, "2025-09-29", "澄湖市民政局（本级）2024年度单位决算公开", "minzheng_own_2024"),
    _published(12012621, "2025-09-29", "澄湖市社会福利院2024年度单位决算公开", "fuliyuan_2024"),
    _published(12009874, "2025-09-26", "澄湖市水务局2024年度部门决算公开", "shuiwu_2024"),
    _published(11752204, "2025-02-14", "澄湖市水务局2025年部门预算公开", "error_page"),
    _published(11751187, "2025-02-13", "澄湖市民政局2025年部门预算公开", "word"),
    _published(11620486, "2024-09-27", "澄湖市民政局2023年度部门决算公开", "minzheng_2023"),
    _published(11620471, "2024-09-27", "澄湖市民政局（本级）2023年度单位决算公开", "minzheng_own_2023"),
    _published(11620459, "2024-09-27", "澄湖市社会福利院2023年度单位决算公开", "fuliyuan_2023"),
    _published(11618830, "2024-09-25", "澄湖市水务局2023年度部门决算公开", "shuiwu_2023"),
    _published(
        11365501,
        "2024-02-09",
        "关于做好2024年部门预决算公开工作的通知",
        text="各部门应当自本级财政部门批复后二十日内公开部门预算、决算。",
    ),
    _published(11207719, "2023-09-28", "澄湖市民政局2022年度部门决算公开", "minzheng_2022"),
    _published(11206602, "2023-09-26", "澄湖市水务局2022年度部门决算公开", "shuiwu_2022"),
)
