"""Documents to draw: the 24 model items in either language, or as many as asked for."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from PIL import Image, ImageDraw

from app.reports.document import (
    Ageing,
    AgeRow,
    AuditFacts,
    Band,
    Bar,
    CategoryScore,
    Decision,
    ExecutiveDocument,
    Field,
    FieldCell,
    FieldRow,
    GapAction,
    GapAnswer,
    GapCategory,
    GapDocument,
    GapFinding,
    GapItem,
    GapSection,
    Head,
    Kind,
    Method,
    Move,
    NotApplicable,
    OpenThen,
    Photo,
    Progress,
    Rule,
    SignatureLine,
    Source,
    Standing,
    Term,
    Tone,
    TrendLine,
    TrendMark,
    TrendPoint,
    Unseen,
    Verdict,
    sealed,
)
from tests.model import MODEL

TODAY = date(2026, 9, 30)
NOW = datetime(2026, 10, 2, 16, 5, tzinfo=UTC)
SAID = {
    "en": {
        "levels": ["Not met", "Mostly not", "Partly", "A small lapse", "Meets in full"],
        "na": "Not applicable",
        "supplier": "Lanting Communications",
        "site": "Dongguan plant 2",
        "place": "Dongguan, Guangdong",
        "people": ["Ines Okafor", "Zhao Jun", "Wang Kun", "Li Mei", "Tom Reed"],
        "classes": {
            "critical": "Critical",
            "major": "Major",
            "minor": "Minor",
            "observation": "Observation",
        },
        "verdicts": {"ready": "Ready", "conditional": "Conditional", "not_ready": "Not ready"},
        "kind": "mock audit",
        "stage": "review",
        "open": "open",
        "closed": "closed",
        "contain": "Containment",
        "correct": "Corrective action",
        "zones": ["Washroom 1F east", "Washroom 2F", "Dormitory B, 3F"],
    },
    "zh": {
        "levels": ["不符合", "大部分不符合", "部分符合", "略有欠缺", "完全符合"],
        "na": "不适用",
        "supplier": "兰亭通信",
        "site": "东莞二厂",
        "place": "广东东莞",
        "people": ["欧文·伊内斯", "赵珺", "王堃", "李喆", "汤姆·里德"],
        "classes": {
            "critical": "严重",
            "major": "主要",
            "minor": "次要",
            "observation": "观察项",
        },
        "verdicts": {"ready": "就绪", "conditional": "有条件", "not_ready": "未就绪"},
        "kind": "模拟审核",
        "stage": "复核",
        "open": "未关闭",
        "closed": "已关闭",
        "contain": "遏制",
        "correct": "纠正措施",
        "zones": ["一楼东卫生间", "二楼卫生间", "宿舍B栋3楼"],
    },
}
NOTES = {
    "en": [
        "Two of the five records carried no date; the clerk wrote them in while we watched.",
        "All records in order. The night shift showed them without being asked.",
        "The log was complete for March and April and empty for the week of the holiday.",
        """Seen on line 4 at 02:10. A leader phoned first and stopped the line eleven minutes late;
meanwhile 46 units passed the station. They were found and set apart the same night.""",
        "",
    ],
    "zh": [
        "五份记录中有两份没有日期，文员当着我们的面补写。",
        "记录齐全。夜班人员未经要求就主动出示。",
        "三月和四月的台账完整，节假日那一周是空的。",
        "凌晨2:10在4号线看到：线长先打电话，11分钟后才停线，其间有46件产品通过，当晚全部隔离。",
        "",
    ],
}
TITLES = {
    "en": "Leadership and governance|Strategy, finance and continuity|"
    "Compliance, ethics and culture|R&D, technology and information security|"
    "Quality management system|Process and product quality|Supply chain and partners|"
    "Delivery, service and customer support|Environment|Occupational health and safety|"
    "Labour and human rights|Facilities and living conditions",
    "zh": "领导与治理|战略、财务与持续经营|合规、商业道德与企业文化|研发、技术与信息安全|"
    "质量管理体系|过程与产品质量|供应链与合作伙伴|交付、服务与客户支持|环境|职业健康安全|"
    "劳工与人权|设施与生活条件",
}
POINTS = [7, 9, 8, 9, 8, 10, 7, 8, 8, 10, 8, 8]
SCORES = "93.75 81.25 75.00 68.75 88.50 90.12 84.00 79.25 66.67 72.50 91.00 58.50".split()  # noqa: SIM905 - one line
BEFORE = "80.00 75.00 70.00 60.75 85.00 82.00 77.25 70.00 60.00 75.00 88.00 50.00".split()  # noqa: SIM905 - one line
TOTALS = "48.25 55.50 61.13 66.90 71.40 73.88 76.25 79.21".split()  # noqa: SIM905 - one line
OTHERS = "44.10 50.20 58.13 64.90 70.40 74.88 75.25 77.01".split()  # noqa: SIM905 - one line


@cache
def model_items() -> tuple[dict[str, Any], ...]:
    folder = MODEL
    english = [_read(path) for path in sorted(folder.glob("[0-9]*.yaml"))]
    chinese = [_read(path) for path in sorted((folder / "zh").glob("[0-9]*.yaml"))]
    told = {id: text for file in chinese for id, text in file["items"].items()}
    return tuple(
        {**item, "category": file["id"], "en": item, "zh": told[item["id"]]}
        for file in english
        for section in file["sections"]
        for item in section["items"]
    )


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def head(kind: Kind, lang: str) -> Head:
    said = SAID[lang]
    return Head(
        report_id="R-2026-014",
        kind=kind,
        lang=lang,
        supplier=said["supplier"],
        site=said["site"],
        place=said["place"],
        audit=AuditFacts(
            ref="A-2026-007",
            kind=said["kind"],
            stage=said["stage"],
            first_day=date(2026, 9, 21),
            last_day=date(2026, 9, 25),
            lead=said["people"][0],
            team=tuple(said["people"][1:4]),
        ),
        buyer="British Telecom-like",
        programme="BT-like 2026",
        as_of=TODAY,
        known_at=NOW - timedelta(hours=1),
        edition=Source(title="Shortlist", version="2026.1", sha256="3f9a" * 16),
        pack=Source(title="BT-like", version="1.0.0", sha256="b71c" * 16),
        made_at=NOW,
        made_by=said["people"][4],
        trail_head="5d00e1" * 10 + "abcd",
    )


def verdict(lang: str, code: str) -> Verdict:
    tones = {"ready": Tone.GOOD, "conditional": Tone.FAIR, "not_ready": Tone.POOR}
    return Verdict(code=code, words=SAID[lang]["verdicts"][code], tone=tones[code])


def bands(lang: str) -> tuple[Band, ...]:
    floors = {"ready": Decimal(85), "conditional": Decimal(70), "not_ready": None}
    return tuple(Band(verdict=verdict(lang, code), floor=floor) for code, floor in floors.items())


def standing(lang: str) -> Standing:
    english = lang == "en"
    return Standing(
        buyer="British Telecom-like",
        programme="BT-like 2026",
        total=Decimal("79.21"),
        before=Decimal("76.25"),
        before_on=date(2026, 3, 31),
        verdict=verdict(lang, "not_ready"),
        base=verdict(lang, "conditional"),
        bands=bands(lang),
        caps=(
            Bar(
                code="K1",
                words="An open critical finding" if english else "存在未关闭的严重发现项",
                actual="1",
                needed="0",
                holds_at=verdict(lang, "not_ready"),
                items=("F-31",),
            ),
            Bar(
                code="K2",
                words="A category below 60" if english else "有类别低于60分",
                actual="58.50",
                needed="≥ 60",
                holds_at=verdict(lang, "conditional"),
                items=("12",),
            ),
        ),
        gate="the short list" if english else "短名单",
        unmet=(
            Bar(
                code="verdict",
                words="The verdict is “Ready”" if english else "结论为“就绪”",
                actual=verdict(lang, "not_ready").words,
            ),
            Bar(
                code="overdue_major",
                words="No major finding is overdue" if english else "没有逾期的主要发现项",
                actual="2",
                needed="0",
            ),
        ),
    )


def scores(lang: str, per_category: int) -> list[CategoryScore]:
    return [
        CategoryScore(
            id=f"c{n:02d}",
            number=n,
            title=title,
            domain="",
            weight=Decimal(points),
            score=Decimal(score),
            floor=Decimal(75) if n in {9, 10, 11} else Decimal(60),
            before=Decimal(before),
            lost=((100 - Decimal(score)) * points / 100).quantize(Decimal("0.01")),
            deducted=Decimal("6.00") if n == 12 else None,
            progress=Progress(answered=per_category, expected=per_category, failed=3),
        )
        for n, (title, points, score, before) in enumerate(
            zip(TITLES[lang].split("|"), POINTS, SCORES, BEFORE, strict=True), 1
        )
    ]


def trend(lang: str) -> tuple[TrendLine, ...]:
    days = [date(2023 + n // 2, 3 if n % 2 == 0 else 9, 31 if n % 2 == 0 else 30) for n in range(8)]

    def points(totals: list[str]) -> tuple[TrendPoint, ...]:
        return tuple(
            TrendPoint(
                on=day,
                total=Decimal(total),
                verdict=verdict(lang, "conditional" if Decimal(total) >= 70 else "not_ready"),
                audit=f"A-{day.year}-{n:03d}",
                words=SAID[lang]["kind"],
            )
            for n, (day, total) in enumerate(zip(days, totals, strict=True))
        )

    return (
        TrendLine(
            buyer="British Telecom-like",
            programme="BT-like 2026",
            points=points(TOTALS),
            bands=bands(lang),
            marks=(
                TrendMark(
                    words="Invited" if lang == "en" else "已获邀请",
                    on=date(2023, 6, 1),
                    reached=True,
                    planned_on=date(2023, 5, 1),
                ),
                TrendMark(words="Stage 1" if lang == "en" else "第一阶段", on=date(2026, 8, 1)),
            ),
        ),
        TrendLine(
            buyer="Vodafone-like",
            programme="Safety first",
            points=points(OTHERS),
            bands=bands(lang),
        ),
    )


def method(lang: str) -> Method:
    english = lang == "en"
    return Method(
        notes=(
            "Levels 4 to 0 count 4 to 0 of 4 points, weighted by item; what does not apply counts "
            "neither for nor against. A category is the share of the points that could be reached; "
            "the total is the weighted mean of the categories, rounded half up to two places."
            if english
            else "等级4至0分别计4至0分（满分4分），按检查项加权；不适用的项目不计入。"
            "类别得分为可得分数中实际获得的比例；总分为各类别的加权平均，四舍五入保留两位小数。",
        ),
        rules=tuple(
            Rule(kind=kind, words=words, source="BT-like 1.0.0", verified=checked)
            for kind, words, checked in (
                [
                    ("Band", "Ready from 85, conditional from 70, else not ready", True),
                    ("Cap", "An open critical finding holds the verdict at not ready", True),
                    ("Cap", "A category below 60 holds the verdict at conditional", False),
                    ("Clock", "Major: containment in 7 days, closed in 60 days", False),
                ]
                if english
                else [
                    ("等级", "85分起为就绪，70分起为有条件，其余为未就绪", True),
                    ("封顶", "存在未关闭的严重发现项时，结论不高于未就绪", True),
                    ("封顶", "任一类别低于60分时，结论不高于有条件", False),
                    ("时限", "主要发现项：7天内遏制，60天内关闭", False),
                ]
            )
        ),
    )


def executive(lang: str = "en", **changes: Any) -> ExecutiveDocument:
    said, english = SAID[lang], lang == "en"
    items = model_items()
    moves = tuple(
        Move(
            id=item["id"],
            title=item[lang]["title"],
            category=TITLES[lang].split("|")[n],
            points=(Decimal("1.44") - Decimal("0.12") * n),
            level=Term(code=str(n % 3), words=said["levels"][n % 3]),
            finding=f"F-{31 + n}",
            owner=said["people"][n % 5],
            due_on=TODAY + timedelta(days=9 * n),
        )
        for n, item in enumerate(items[:10])
    )
    asked = (
        [
            ("Release 180,000 CNY for the drainage of washrooms in block B", "F-31 has no budget."),
            ("Name an owner for F-34", "The former owner left the company on 12 September."),
            ("Approve the extension of F-36 to 15 December", "The tool maker delivers late."),
        ]
        if english
        else [
            ("批准B栋卫生间排水改造费用18万元", "F-31没有预算。"),
            ("为F-34指定负责人", "原负责人已于9月12日离职。"),
            ("批准F-36延期至12月15日", "模具供应商延迟交货。"),
        ]
    )
    counts = [(1, 0, 0, 0), (4, 7, 2, 1), (12, 9, 31, 5), (3, 0, 2, 14)]
    document = ExecutiveDocument(
        head=head(Kind.EXECUTIVE, lang),
        standing=standing(lang),
        others=(
            Standing(
                buyer="Vodafone-like",
                programme="Safety first",
                total=Decimal("77.01"),
                verdict=verdict(lang, "conditional"),
                unmet=(Bar(code="g", words="..."),),
            ),
        ),
        progress=Progress(answered=1061, expected=1070, not_applicable=14, failed=63),
        categories=tuple(scores(lang, 89)),
        trend=trend(lang),
        ageing=Ageing(
            rows=tuple(
                AgeRow(cls=Term(code=code, words=words), counts=count, overdue=count[-1])
                for (code, words), count in zip(said["classes"].items(), counts, strict=True)
            )
        ),
        burn_down=tuple(
            OpenThen(
                on=TODAY - timedelta(days=30 * (11 - n)), open=still, overdue=n, raised=9, closed=4
            )
            for n, still in enumerate([8, 19, 31, 44, 52, 47, 60, 71, 80, 88, 93, 91])
        ),
        field=Field(
            buyers=("British Telecom-like", "Vodafone-like"),
            rows=tuple(
                FieldRow(
                    site=said["site"] if place == "DG-02" else f"{said['supplier']} {place}",
                    place=place,
                    cells=(
                        FieldCell(total=Decimal(total), verdict=verdict(lang, code), unmet=unmet),
                        FieldCell(),
                    ),
                    scores=(*(Decimal(score) - down for score in SCORES[:11]), None),
                )
                for place, total, code, unmet, down in (
                    ("DG-02", "79.21", "not_ready", 2, 0),
                    ("SZ-01", "91.04", "ready", 0, -3),
                    ("KA-03", "71.50", "conditional", 1, 9),
                )
            ),
        ),
        moves=moves,
        decisions=tuple(
            Decision(ask=ask, why=why, owner=said["people"][4], due_on=TODAY + timedelta(days=14))
            for ask, why in asked
        ),
        signatures=tuple(
            SignatureLine(role=role, meaning=meaning, name=name)
            for role, meaning, name in (
                [
                    ("Lead auditor", "prepared", "Ines Okafor"),
                    ("Quality lead", "checked", "Zhao Jun"),
                    ("Managing director", "approved", ""),
                ]
                if english
                else [
                    ("主任审核员", "编制", "欧文·伊内斯"),
                    ("质量负责人", "审核", "赵珺"),
                    ("总经理", "批准", ""),
                ]
            )
        ),
        method=method(lang),
    )
    return sealed(_changed(document, changes))


def gap(lang: str = "en", size: int = 24, photos: int = 0, **changes: Any) -> GapDocument:
    """`size` items over the 12 categories; `photos` ids P1.. spread over the failed ones."""
    per_category = max(1, size // 12)
    told = Told(lang, photos)
    categories = tuple(
        GapCategory(score=score, sections=tuple(told.sections(score.number, count)))
        for score, count in zip(scores(lang, per_category), _shares(size), strict=True)
    )
    items = [item for c in categories for s in c.sections for item in s.items]
    document = GapDocument(
        head=head(Kind.GAP, lang),
        standing=standing(lang),
        progress=Progress(
            answered=size - 1, expected=size, not_applicable=1, failed=len(told.findings)
        ),
        categories=categories,
        findings=tuple(told.findings),
        not_applicable=tuple(
            NotApplicable(
                item=item.id,
                title=item.title,
                reason="No night shift on this site since May 2026."
                if lang == "en"
                else "该厂区自2026年5月起没有夜班。",
                said_by=SAID[lang]["people"][1],
                approved_by=SAID[lang]["people"][0],
                approved_on=TODAY,
            )
            for item in items
            if item.worst and item.worst.level and item.worst.level.code == "na"
        ),
        unseen=tuple(
            Unseen(
                item=item.id,
                title=item.title,
                why="The store was locked and its keeper on leave."
                if lang == "en"
                else "仓库上锁，保管员休假。",
            )
            for item in items
            if item.worst and item.worst.level is None
        ),
        method=method(lang),
    )
    return sealed(_changed(document, changes))


def _shares(size: int) -> list[int]:
    return [size // 12 + (1 if n < size % 12 else 0) for n in range(12)]


def _changed(document: Any, changes: dict[str, Any]) -> Any:
    from dataclasses import replace  # noqa: PLC0415

    return replace(document, **changes)


class Told:
    """Answers and findings as an audit of some care would leave them; the same each time."""

    def __init__(self, lang: str, photos: int) -> None:
        self.lang = lang
        self.said = SAID[lang]
        self.findings: list[GapFinding] = []
        self._left = photos
        self._photo = 0
        self._n = 0

    def sections(self, number: int, count: int) -> Iterator[GapSection]:
        models = [item for item in model_items() if item["category"].startswith(f"{number:02d}")]
        for start in range(0, count, 10):
            items = [self.item(models, n) for n in range(start, min(start + 10, count))]
            title = models[(start // 10) % len(models)][self.lang]["title"]
            yield GapSection(id=f"s{number}-{start}", title=title, items=tuple(items))

    def item(self, models: list[dict[str, Any]], n: int) -> GapItem:
        model = models[n % len(models)]
        text = model[self.lang]
        self._n += 1
        id = model["id"] if n < len(models) else f"{model['id'][:8]}{100 + n}"
        severity = model["severity"]
        zones = self.said["zones"] if model["id"].startswith("FAC-WSH") and n < 4 else [""]
        return GapItem(
            id=id,
            title=text["title"],
            requirement=text["requirement"],
            criterion=text["criterion"],
            method=model["method"],
            severity=Term(code=severity, words=self.said["classes"][severity]),
            refs=tuple(f"{ref['std']} {ref.get('clause') or ''}".strip() for ref in model["refs"]),
            knock_out=severity == "critical",
            points=Decimal("0.36") if self._n % 7 == 0 else None,
            answers=tuple(self.answer(id, zone, k) for k, zone in enumerate(zones)),
        )

    def answer(self, id: str, zone: str, k: int) -> GapAnswer:
        n = self._n + k * 3
        if n % 23 == 20:
            return GapAnswer(zone=zone)
        if n % 23 == 11:
            return GapAnswer(zone=zone, level=Term(code="na", words=self.said["na"]))
        level = 4 if n % 3 else (n // 3) % 4
        failed = level < 3
        ref = self.finding(id, zone, level) if failed else ""
        photos = self.photos(2 if n % 2 else 3) if failed or level == 3 else ()
        return GapAnswer(
            zone=zone,
            level=Term(code=str(level), words=self.said["levels"][level]),
            before=Term(code=str((n * 2) % 5), words="") if n % 4 else None,
            before_on=date(2026, 3, 25),
            note=NOTES[self.lang][0 if failed else n % 5],
            measured="4.1 × 10⁷ Ω" if id.startswith("PQC-ESD") else "",
            limit="< 3.5 × 10⁷ Ω" if id.startswith("PQC-ESD") else "",
            observed_on=date(2026, 9, 21 + n % 5),
            observed_by=self.said["people"][n % 4],
            photos=photos,
            findings=(ref,) if ref else (),
        )

    def photos(self, count: int) -> tuple[Photo, ...]:
        count = min(count, self._left)
        self._left -= count
        captions = ["Basin trap, 14:02", ""] if self.lang == "en" else ["洗手盆存水弯，14:02", ""]
        first = self._photo + 1
        self._photo += count
        return tuple(
            Photo(id=f"P{n}", caption=captions[n % 2], sha256="ab" * 32)
            for n in range(first, first + count)
        )

    def finding(self, id: str, zone: str, level: int) -> str:
        n = len(self.findings)
        said, english = self.said, self.lang == "en"
        code = ["critical", "major", "minor"][level]
        closed = n % 5 == 4
        self.findings.append(
            GapFinding(
                ref=f"F-{31 + n}",
                cls=Term(code=code, words=said["classes"][code]),
                item=id,
                zone=zone,
                statement=NOTES[self.lang][n % 4],
                status=Term(
                    code="closed" if closed else "open",
                    words=said["closed"] if closed else said["open"],
                ),
                owner=said["people"][n % 5],
                raised_on=date(2026, 9, 25),
                due_on=date(2026, 11, 24) - timedelta(days=n % 90),
                closed_on=date(2026, 10, 1) if closed else None,
                days_late=n % 90 - 55 if n % 90 > 60 and not closed else 0,
                actions=(
                    GapAction(
                        kind=said["contain"],
                        words="The 46 units were set apart and tested again."
                        if english
                        else "隔离46件产品并重新测试。",
                        owner=said["people"][(n + 1) % 5],
                        done_on=date(2026, 9, 26),
                        verified_on=date(2026, 9, 28),
                        verified_by=said["people"][0],
                    ),
                    GapAction(
                        kind=said["correct"],
                        words="Stop buttons at each station, trained and tested every shift for "
                        "four weeks; the test is a line on the hand-over sheet."
                        if english
                        else "每个工位加装停线按钮，连续四周每班培训并测试，测试结果记入交接班表。",
                        owner=said["people"][(n + 2) % 5],
                        due_on=date(2026, 11, 10),
                    ),
                ),
            )
        )
        return self.findings[-1].ref


def photos(folder: Path, document: GapDocument) -> dict[str, Path]:
    """Pictures of every shape for the ids that `document` shows."""
    shapes = [(1600, 1200), (1200, 1600), (2400, 600), (640, 640)]
    files = {}
    for n, photo in enumerate(document.photos):
        path = folder / f"{photo.id}.jpg"
        picture(shapes[n % 4], n).save(path, quality=82)
        files[photo.id] = path
    return files


def picture(size: tuple[int, int], n: int) -> Image.Image:
    wide, high = size
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, high * 3 // 5, wide, high), fill=(96 + n * 7 % 90, 118, 122))
    pen.ellipse((wide // 5, high // 2, wide * 4 // 5, high * 9 // 10), fill=(158, 188, 201))
    pen.rectangle((wide // 10, high // 8, wide // 3, high // 3), outline=(250, 250, 250), width=9)
    return image
