"""A checklist as large as wanted, as long-winded as the real one, the same on each call.

For measuring speed and for tests of size; its items say nothing that an auditor could use.
"""

from decimal import Decimal

from app.checklists.content import sealed
from app.checklists.rules import (
    Category,
    Direction,
    Edition,
    Interview,
    Item,
    Measure,
    Method,
    Ref,
    Sample,
    Section,
    Severity,
    Standard,
    Text,
    Timer,
    Vocabulary,
    acceptance_number,
)

_FRAME = (  # id, prefix, domain, share of the items, points
    ("01-leadership", "LGV", "management", 70, 7),
    ("02-strategy-finance-continuity", "SFC", "management", 85, 9),
    ("03-compliance-ethics-culture", "CEC", "management", 80, 8),
    ("04-rd-technology-security", "RDT", "management", 95, 9),
    ("05-quality-system", "QMS", "quality", 85, 8),
    ("06-process-quality", "PQC", "quality", 115, 10),
    ("07-supply-chain-partners", "SCM", "quality", 85, 7),
    ("08-delivery-service", "DSC", "quality", 80, 8),
    ("09-environment", "ENV", "ehs", 80, 8),
    ("10-health-safety", "OHS", "ehs", 100, 10),
    ("11-labour-rights", "LHR", "ehs", 85, 8),
    ("12-facilities-living", "FAC", "facilities", 110, 8),
)
_SHARES = sum(share for _, _, _, share, _ in _FRAME)
_SECTION = 12
_METHODS = tuple(Method)
_CRITICAL_EVERY, _MINOR_EVERY = 11, 2


def generated_edition(n: int) -> Edition:
    """`n` items in 12 categories of the usual proportions, in English and Chinese."""
    return sealed(
        Edition(
            checklist="generated",
            version=f"{n}",
            title={"en": f"Generated checklist of {n} items", "zh": f"生成的{n}项检查表"},
            languages=("en", "zh"),
            domains={
                "management": {"en": "Management", "zh": "管理"},
                "quality": {"en": "Quality", "zh": "质量"},
                "ehs": {
                    "en": "Environment, health, safety and labour",
                    "zh": "环境、健康安全与劳工",
                },
                "facilities": {"en": "Facilities", "zh": "设施"},
            },
            categories=_categories(n),
            sha256="",
            vocabulary=_VOCABULARY,
            standards={
                "iso-9001-2015": Standard(
                    id="iso-9001-2015",
                    cite_as="ISO 9001:2015",
                    title={"en": "Quality management systems — Requirements"},
                    publisher="ISO",
                    edition="2015",
                    kind="standard",
                    clauses={"8.5.1": "Control of production and service provision"},
                )
            },
        )
    )


def _categories(n: int) -> tuple[Category, ...]:
    categories, reached, before = [], 0, 0
    for number, (id, prefix, domain, share, points) in enumerate(_FRAME, 1):
        reached += share
        upto = n * reached // _SHARES
        title = {
            "en": f"{number:02} {id[3:].replace('-', ' ').capitalize()}",
            "zh": f"第{number}类",
        }
        sections = _sections(id, prefix, upto - before)
        categories.append(Category(id, number, domain, Decimal(points), title, sections))
        before = upto
    return tuple(categories)


def _sections(category: str, prefix: str, n: int) -> tuple[Section, ...]:
    return tuple(
        Section(
            id=f"section_{s + 1}",
            title={"en": f"Section {s + 1} of the floor", "zh": f"现场第{s + 1}节"},
            items=tuple(
                _item(category, prefix, s, i) for i in range(min(_SECTION, n - s * _SECTION))
            ),
        )
        for s in range(-(-n // _SECTION))
    )


def _item(category: str, prefix: str, s: int, i: int) -> Item:
    k = s * _SECTION + i
    method, severity, n = _METHODS[k % len(_METHODS)], _severity(k), 5 + k % 28
    return Item(
        id=f"{prefix}-S{chr(65 + s // 26)}{chr(65 + s % 26)}-{i + 1:03}",
        category=category,
        section=f"section_{s + 1}",
        method=method,
        severity=severity,
        sample=Sample(
            n=n,
            accept=acceptance_number(severity, n),
            words={
                "en": f"{n} records of the last {k % 24 + 1} months, drawn by the auditor",
                "zh": f"审核员抽取的最近{k % 24 + 1}个月的{n}份记录",
            },
        ),
        ask=("line_leader", "operator"),
        refs=(Ref("iso-9001-2015", "8.5.1"),),
        text={"en": _english(k, n), "zh": _chinese(k, n)},
        knock_out=severity is Severity.CRITICAL and k % (4 * _CRITICAL_EVERY) == 0,
        zones="washroom" if category.startswith("12") and k == 0 else None,
        measure=_MEASURE if method is Method.MEASUREMENT else None,
        timer=Timer(900) if method is Method.TIMED_SPOT_CHECK else None,
        interview=Interview(n, n) if method is Method.INTERVIEW else None,
    )


def _severity(k: int) -> Severity:
    if k % _CRITICAL_EVERY == 0:
        return Severity.CRITICAL
    return Severity.MINOR if k % _MINOR_EVERY else Severity.MAJOR


def _english(k: int, n: int) -> Text:
    return Text(
        title=f"Release note {k} matches the shelf",
        requirement=f"Each lot on shelf {k} carries the signed note of its own inspection.",
        criterion=f"{n} of {n} lots show a note dated within {k % 90 + 1} days of the inspection; "
        "0 notes signed by the person who produced the lot.",
        evidence=(
            f"release notes of the last {k % 24 + 1} months",
            "export of the inspection system with time stamps",
            f"physical count of {n} lots on the shelf",
        ),
        guidance=f"Start at the shelf, not at the file: take a lot from row {k % 40 + 1} and walk "
        "back to the bench where it was inspected. Compare the minute of the signature with the "
        "minute of the last test record; the trick is a pad of notes signed on Monday.",
        failure="The note was signed for the whole week before the first lot was made.",
    )


def _chinese(k: int, n: int) -> Text:
    return Text(
        title=f"放行单{k}与货架一致",
        requirement=f"货架{k}上的每一批次都附有本批检验的放行单，并有签名。",
        criterion=f"{n}批全部附有检验后{k % 90 + 1}天内签发的放行单；由生产者本人签名的为0份。",
        evidence=(
            f"最近{k % 24 + 1}个月的放行单",
            "带时间戳的检验系统导出数据",
            f"货架上{n}批的实物清点",
        ),
        guidance=f"从货架出发而不是从档案出发：在第{k % 40 + 1}排取一批，走回检验它的工位。"
        "比对签名的时刻与最后一条测试记录的时刻；常见的手法是周一就把整本单子签完。",
        failure="第一批还没生产，整周的放行单就已签好。",
    )


_MEASURE = Measure("length", "mm", Decimal("71.5"), Direction.MIN, "caliper")


def _names(*rows: tuple[str, str, str]) -> dict[str, dict[str, str]]:
    return {word: {"en": english, "zh": chinese} for word, english, chinese in rows}


_VOCABULARY = Vocabulary(
    roles=_names(("line_leader", "Line leader", "线长"), ("operator", "Operator", "操作工")),
    methods=_names(
        ("document_review", "Document review", "文件审查"),
        ("record_trace", "Record trace", "记录追溯"),
        ("sampling", "Sampling", "抽样"),
        ("interview", "Interview", "访谈"),
        ("observation", "Observation", "现场观察"),
        ("measurement", "Measurement", "测量"),
        ("timed_spot_check", "Timed spot check", "限时抽查"),
    ),
    severities=_names(
        ("critical", "Critical", "致命"), ("major", "Major", "严重"), ("minor", "Minor", "一般")
    ),
    zones=_names(("washroom", "Washroom", "洗手间")),
    quantities=_names(("length", "Length", "长度")),
    instruments=_names(("caliper", "Caliper", "卡尺")),
)
