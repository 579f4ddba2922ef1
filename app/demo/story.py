"""What the demo tells: invented people and places, and how each site fared round by round."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.answers.rules import Level
from app.audits.rules import AuditType
from app.people.rules import Role
from app.suppliers.rules import ZoneKind

LEFT_TO_RAISE = "QMS-CAL-003"  # failed in the audit under way; the newcomer raises the finding
DONE_UNSEEN = ("OHS-EYE-003", "SCM-PAY-009")  # done, and waiting for somebody to verify it
SUPPLIER = ("Lanhai Communications", "蓝海通信")


@dataclass(frozen=True, slots=True)
class Figure:
    """`site`: the role is given there only, else everywhere."""

    key: str
    name: str
    lang: str
    role: Role
    site: str = ""


PEOPLE = (
    Figure("auditor", "Lin Yue", "en", Role.AUDITOR),
    Figure("auditor2", "Qin Wen 秦雯", "zh", Role.AUDITOR),
    Figure("auditor3", "Tom Ashworth", "en", Role.AUDITOR, "SW-04"),
    Figure("lead", "Marta Sólyom", "en", Role.LEAD_AUDITOR),
    Figure("lead2", "Orhan Sezer", "en", Role.LEAD_AUDITOR),
    Figure("quality", "Chen Zhe 陈喆", "en", Role.QUALITY_LEAD),
    Figure("owner", "Zhao Kun 赵堃", "zh", Role.ACTION_OWNER),
    Figure("owner2", "Wu Xia 吴霞", "zh", Role.ACTION_OWNER),
    Figure("owner3", "Beth Calloway", "en", Role.ACTION_OWNER, "SW-04"),
    Figure("executive", "Diana Oyelaran", "en", Role.EXECUTIVE),
    Figure("admin", "Omar Haddad", "en", Role.ADMIN),
    Figure("guest", "Guest of Northline", "en", Role.GUEST),
)


@dataclass(frozen=True, slots=True)
class Round:
    """`months_ago` it was held; `level` 0 to 1: how much was in order; `answered`: share filled.

    `seen` are the levels that the story needs, whatever chance says; `lang`: it was written in,
    English where the buyer reads it.
    """

    months_ago: float
    type: AuditType
    level: float
    answered: float = 1.0
    lang: str = "zh"
    seen: Mapping[str, Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name: str
    name_zh: str
    traits: Callable[[frozenset[str]], frozenset[str]]  # of those that the checklist knows
    zones: tuple[tuple[ZoneKind, str, str], ...]
    rounds: tuple[Round, ...] = field(default=())
    country: str = "CN"
    time_zone: str = "Asia/Shanghai"
    currency: str = "CNY"


NOT_AT_A_FACTORY = frozenset({
    "cleanroom_class_eight", "declares_no_design", "discharges_to_sewer", "does_business_in_uk",
    "employs_foreign_workers", "has_plating", "in_flood_area", "in_key_air_area", "in_quiet_zone",
    "is_listed", "shares_building", "uses_hydrofluoric_acid",
})  # fmt: skip
AT_THE_DEPOT = frozenset({
    "does_business_in_uk", "handles_esd", "has_forklifts", "keeps_field_spares", "repairs_returns",
    "shares_building", "stores_in_racks", "supports_live_networks",
})  # fmt: skip
AT_THE_CENTRE = frozenset({
    "designs_hardware", "develops_products", "develops_software", "handles_esd", "has_clinic",
    "has_laboratory", "has_lift", "in_china", "in_quiet_zone", "keeps_field_spares",
    "reaches_customer_networks", "repairs_returns", "supports_live_networks",
})  # fmt: skip

SITES = (
    Place(
        "SZ-01",
        "Shenzhen, system assembly",
        "深圳系统装配厂",
        lambda traits: traits - NOT_AT_A_FACTORY,
        (
            (ZoneKind.WASHROOM, "Washroom, workshop 1", "一车间洗手间"),
            (ZoneKind.WASHROOM, "Washroom, far hall", "远端厂房洗手间"),
            (ZoneKind.WASHROOM, "Washroom, dormitory B", "宿舍B栋洗手间"),
            (ZoneKind.CANTEEN, "Main canteen", "主食堂"),
            (ZoneKind.DORMITORY_BLOCK, "Dormitory A", "宿舍A栋"),
            (ZoneKind.DORMITORY_BLOCK, "Dormitory B", "宿舍B栋"),
            (ZoneKind.FLOOR, "Workshop 1", "一车间"),
            (ZoneKind.FLOOR, "Workshop 2", "二车间"),
            (ZoneKind.WAREHOUSE, "Finished goods", "成品库"),
            (ZoneKind.PROCESS_STEP, "System test", "系统测试"),
            (ZoneKind.PROCESS_STEP, "Packing", "包装"),
        ),
        (
            Round(35, AuditType.SELF, 0.34),
            Round(29, AuditType.MOCK, 0.42),
            Round(22, AuditType.MOCK, 0.52),
            Round(15, AuditType.BUYER, 0.6, lang="en"),
            Round(9, AuditType.MOCK, 0.7),
            Round(
                4,
                AuditType.BUYER,
                0.78,
                lang="en",
                seen={"ENV-CHM-006": Level.PARTLY, "FAC-WSH-001": Level.MOSTLY_NOT},
            ),
            Round(
                0,
                AuditType.MOCK,
                0.86,
                answered=0.5,
                lang="en",
                seen={
                    "RDT-SEC-011": Level.PARTLY,
                    "QMS-CAL-003": Level.PARTLY,
                    "PQC-ESD-002": Level.MOSTLY_NOT,
                },
            ),
        ),
    ),
    Place(
        "DG-02",
        "Dongguan, board assembly",
        "东莞板卡厂",
        lambda traits: traits - NOT_AT_A_FACTORY,
        (
            (ZoneKind.WASHROOM, "Washroom, SMT floor", "贴片车间洗手间"),
            (ZoneKind.WASHROOM, "Washroom, packing", "包装车间洗手间"),
            (ZoneKind.CANTEEN, "Canteen", "食堂"),
            (ZoneKind.DORMITORY_BLOCK, "Dormitory", "宿舍楼"),
            (ZoneKind.FLOOR, "SMT floor", "贴片车间"),
            (ZoneKind.WAREHOUSE, "Component store", "元件库"),
            (ZoneKind.PROCESS_STEP, "Reflow", "回流焊"),
            (ZoneKind.PROCESS_STEP, "Wave soldering", "波峰焊"),
        ),
        (
            Round(34, AuditType.SELF, 0.28),
            Round(27, AuditType.MOCK, 0.36),
            Round(11, AuditType.MOCK, 0.52),
            Round(
                2,
                AuditType.BUYER,
                0.6,
                seen={"OHS-EYE-003": Level.MOSTLY_NOT, "SCM-PAY-009": Level.PARTLY},
            ),
        ),
    ),
    Place(
        "XA-03",
        "Xi'an, research and spares",
        "西安研发与备件中心",
        lambda traits: traits & AT_THE_CENTRE,
        (
            (ZoneKind.WASHROOM, "Washroom, lobby", "大厅洗手间"),
            (ZoneKind.FLOOR, "Laboratory floor", "实验楼层"),
            (ZoneKind.WAREHOUSE, "Spares store", "备件库"),
        ),
        (
            Round(31, AuditType.SELF, 0.42),
            Round(18, AuditType.MOCK, 0.62),
            Round(6, AuditType.MOCK, 0.84),
        ),
    ),
    Place(
        "SW-04",
        "Swindon, repair and spares",
        "斯温登维修与备件中心",
        lambda traits: traits & AT_THE_DEPOT,
        (
            (ZoneKind.WASHROOM, "Washroom, ground floor", "一楼洗手间"),
            (ZoneKind.FLOOR, "Repair floor", "维修区"),
            (ZoneKind.WAREHOUSE, "Spares store", "备件库"),
        ),
        (
            Round(13, AuditType.SELF, 0.55, lang="en"),
            Round(1.4, AuditType.MOCK, 0.72, lang="en"),
        ),
        country="GB",
        time_zone="Europe/London",
        currency="GBP",
    ),
)
