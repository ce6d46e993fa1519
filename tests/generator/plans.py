"""The two departments of the fictional city 澄湖市, in round figures (万元)."""

from __future__ import annotations

from tests.generator.history import Plan, ProjectPlan, RowPlan
from tests.generator.model import Entity, Indicator, Procurement, ThreePublic

BUREAU = Entity(
    "minzheng",
    "澄湖市民政局",
    "department",
    "administrative",
    (
        "贯彻执行民政工作的法律法规和方针政策，拟订全市民政事业发展规划并组织实施。",
        "承担社会组织登记管理和监督责任，推进基层政权建设和社区治理。",
        "统筹推进养老服务、儿童福利和残疾人权益保护工作。",
    ),
    units=("minzheng_own", "fuliyuan"),
)

WELFARE_HOME = Entity(
    "fuliyuan",
    "澄湖市社会福利院",
    "unit",
    "institution",
    ("承担城镇三无老人、孤残儿童的收养、医疗、康复和教育工作。", "面向社会开展养老服务。"),
    parent="minzheng",
)

WATER_BUREAU = Entity(
    "shuiwu",
    "澄湖市水务局",
    "department",
    "administrative",
    (
        "负责保障水资源的合理开发利用，拟订水务发展规划和政策。",
        "组织实施水利工程建设，指导水利设施的管理、保护与综合利用。",
        "负责水旱灾害防御工作，组织编制防洪排涝预案。",
    ),
)

_SATISFIED = Indicator("满意度指标", "服务对象满意度", "服务对象满意度", 90, None, "%", 10)


def _indicators(quantity: str, target: int, unit: str, quality: str, effect: str) -> tuple[Indicator, ...]:
    return (
        Indicator("产出指标", "数量指标", quantity, target, None, unit, 25),
        Indicator("产出指标", "质量指标", quality, 95, None, "%", 15),
        Indicator("产出指标", "时效指标", "资金拨付及时率", 100, 100, "%", 10),
        Indicator("效益指标", "社会效益", effect, None, None, "有效提升", 20),
        _SATISFIED,
    )


OWN_PLAN = Plan(
    entity=Entity("minzheng_own", "澄湖市民政局（本级）", "unit", "administrative", BUREAU.duties, parent="minzheng"),
    rows=(
        RowPlan("2080201", basic=1286),
        RowPlan("2080201", "unit_funds", "other", basic=3),
        RowPlan("2080202", project=96),
        RowPlan("2080206", project=38),
        RowPlan("2080208", project=214),
        RowPlan("2080501", basic=61),
        RowPlan("2080505", basic=118),
        RowPlan("2080506", basic=59),
        RowPlan("2081001", project=156),
        RowPlan("2081006", project=865, carries=True),
        RowPlan("2101101", basic=49),
        RowPlan("2101103", basic=21),
        RowPlan("2210201", basic=142),
        RowPlan("2210202", basic=18),
        RowPlan("2296002", "government_fund", project=580, carries=True),
    ),
    projects=(
        ProjectPlan(
            "2080202",
            "民政综合业务管理经费",
            "保障民政业务正常开展",
            _indicators("开展业务培训次数", 12, "次", "培训合格率", "基层民政服务能力"),
        ),
        ProjectPlan(
            "2080206",
            "社会组织监管经费",
            "规范社会组织运行",
            _indicators("社会组织抽查数量", 60, "家", "抽查完成率", "社会组织规范化水平"),
        ),
        ProjectPlan(
            "2080208",
            "社区治理创新专项",
            "提升社区治理水平",
            _indicators("创建示范社区数量", 18, "个", "示范社区验收合格率", "社区服务水平"),
        ),
        ProjectPlan(
            "2081001",
            "困境儿童关爱保护经费",
            "保障困境儿童基本生活",
            _indicators("保障困境儿童人数", 420, "人", "补助资金发放准确率", "困境儿童生活保障水平"),
        ),
        ProjectPlan(
            "2081006",
            "养老服务体系建设补助",
            "完善居家社区养老服务网络",
            _indicators("新建社区养老服务站数量", 24, "个", "设施验收合格率", "养老服务可及性"),
        ),
    ),
    public_share=18,
    three_public=ThreePublic(operation=86_000, reception=14_000, fleet=3),
    procurement=Procurement(goods=42 * 10_000, services=186 * 10_000),
    equipment=1,
)

WELFARE_PLAN = Plan(
    entity=WELFARE_HOME,
    rows=(
        RowPlan("2080502", basic=25),
        RowPlan("2080505", basic=71),
        RowPlan("2080506", basic=35),
        RowPlan("2081005", basic=642, project=138),
        RowPlan("2081005", "unit_funds", "business", basic=180, project=210),
        RowPlan("2101102", basic=31),
        RowPlan("2210201", basic=85),
        RowPlan("2296002", "government_fund", project=96),
    ),
    projects=(
        ProjectPlan(
            "2081005",
            "福利机构运行保障经费",
            "保障在院老人和儿童的基本生活与康复",
            _indicators("在院服务对象人数", 310, "人", "护理服务合格率", "服务对象生活质量"),
        ),
    ),
    public_share=13,
    three_public=ThreePublic(operation=52_000, fleet=2),
    procurement=Procurement(goods=35 * 10_000, services=64 * 10_000),
    equipment=2,
)

WATER_PLAN = Plan(
    entity=WATER_BUREAU,
    rows=(
        RowPlan("2080501", basic=88),
        RowPlan("2080505", basic=203),
        RowPlan("2080506", basic=101),
        RowPlan("2101101", basic=86),
        RowPlan("2101103", basic=30),
        RowPlan("2120803", "government_fund", project=3260, carries=True),
        RowPlan("2130301", basic=2130),
        RowPlan("2130301", "unit_funds", "other", basic=9),
        RowPlan("2130302", project=46),
        RowPlan("2130305", project=5480, carries=True),
        RowPlan("2130306", project=1906),
        RowPlan("2130311", project=320),
        RowPlan("2130314", project=430, carries=True),
        RowPlan("2210201", basic=247),
        RowPlan("2210203", basic=96),
        RowPlan("2230105", "state_capital", project=24),
    ),
    projects=(
        ProjectPlan("2130302", "水务综合管理经费", "保障水务业务正常开展", ()),
        ProjectPlan("2130305", "澄湖防洪除涝工程", "提高防洪除涝能力", ()),
        ProjectPlan("2130306", "水利设施运行维护经费", "保障水利设施安全运行", ()),
        ProjectPlan("2130311", "节水型社会建设经费", "提高用水效率", ()),
        ProjectPlan("2130314", "防汛抢险物资和应急经费", "保障安全度汛", ()),
    ),
    public_share=16,
    three_public=ThreePublic(overseas=96_000, purchase=176_000, operation=158_000, reception=26_000, fleet=6),
    procurement=Procurement(goods=118 * 10_000, works=2460 * 10_000, services=530 * 10_000),
    equipment=4,
)
