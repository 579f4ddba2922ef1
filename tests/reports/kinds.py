"""Documents of the kinds that tell of findings: a plan, a sheet, changes, a dossier."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from app.reports.document import Kind, Photo, Progress, SignatureLine, Term, sealed
from app.reports.shapes import case as c
from app.reports.shapes import delta, dossier, meeting, plan
from tests.reports.documents import NOTES, NOW, SAID, TITLES, TODAY, head, scores, standing

WORDS = {
    "en": {
        "title": "No standing water on the floor",
        "what": "Mend the leaking trap and look at it at the start of every shift.",
        "criterion": "Twenty shift sheets in a row without a puddle.",
        "whys": ("The trap leaks.", "Its seal was never replaced.", "No round asks for it."),
        "note": "Walked it on the night shift; it holds.",
        "kinds": {"containment": "Containment", "corrective": "Corrective action"},
        "states": {
            "open": "To do",
            "implemented": "Waits for verification",
            "verified": "Verified",
        },
        "asked": ("Why did it happen?", "Why did nobody notice?"),
    },
    "zh": {
        "title": "地面无积水",
        "what": "修好漏水的存水弯，每班开始时查看。",
        "criterion": "连续二十份班次记录均无积水。",
        "whys": ("存水弯漏水。", "密封圈从未更换。", "没有任何巡检要求查看。"),
        "note": "夜班到现场看过，有效。",
        "kinds": {"containment": "遏制措施", "corrective": "纠正措施"},
        "states": {"open": "待办", "implemented": "等待验证", "verified": "已验证"},
        "asked": ("为什么会发生？", "为什么没有人发现？"),
    },
}
CLASSES = ("critical", "major", "minor", "observation")


class Told:
    """The same findings each time, in either language."""

    def __init__(self, lang: str) -> None:
        self.lang, self.said, self.words = lang, SAID[lang], WORDS[lang]

    def term(self, kind: str, code: str) -> Term:
        return Term(code=code, words=self.words[kind][code])

    def cls(self, n: int) -> Term:
        code = CLASSES[n % 4]
        return Term(code=code, words=self.said["classes"][code])

    def file(self, n: int) -> c.File:
        photo = Photo(id=f"P{n}", caption=f"trap-{n}.jpg", sha256="ab" * 32, taken_at=NOW)
        return c.File(name=f"trap-{n}.jpg", sha256="ab" * 32, size=48_000, photo=photo)

    def action(self, n: int, state: str, *, photos: bool = False) -> c.CaseAction:
        done = c.Done(
            by=self.said["people"][1],
            on=TODAY - timedelta(days=9),
            note=self.words["note"],
            files=(self.file(n),) if photos else (),
            passed=True if state == "verified" else None,
            judged_by=self.said["people"][0] if state == "verified" else "",
            judged_on=TODAY - timedelta(days=2) if state == "verified" else None,
        )
        return c.CaseAction(
            kind=self.term("kinds", "containment" if n % 3 == 0 else "corrective"),
            what=f"{self.words['what']} ({n})",
            criterion=self.words["criterion"],
            owner=self.said["people"][n % 5],
            due_on=TODAY + timedelta(days=17 * n - 30),
            days_late=max(0, 30 - 17 * n) if state == "open" else 0,
            state=self.term("states", state),
            cost=Decimal("1200.50") * n,
            currency="CNY",
            tries=() if state == "open" else (done,),
        )

    def turn(self, n: int, states: tuple[str, ...], *, photos: bool = False) -> c.Turn:
        deep = c.Why(text=self.words["whys"][2], by=self.said["people"][1], on=TODAY)
        tree = c.Why(
            text=self.words["whys"][0], deeper=(c.Why(text=self.words["whys"][1], deeper=(deep,)),)
        )
        return c.Turn(
            n=1,
            branches=tuple(c.Branch(asked=one, whys=(tree,)) for one in self.words["asked"]),
            root=c.Root(
                tag=Term(code="method", words="Method"),
                hidden_hazard=True,
                note=self.words["note"],
                by=self.said["people"][2],
                on=TODAY,
            ),
            plan=c.Agreed(
                criterion=self.words["criterion"], after_days=90, by="Wei", on=TODAY, note="ok"
            ),
            actions=tuple(
                self.action(n + k, state, photos=photos) for k, state in enumerate(states)
            ),
        )

    def case(self, n: int, *, photos: bool = False) -> c.Case:
        return c.Case(
            ref=f"F-{n:04}",
            cls=self.cls(n),
            status=Term(code="open", words=self.said["open"]),
            item=f"FAC-WSH-{n:03}",
            title=self.words["title"],
            zone=self.said["zones"][n % 3],
            statement=NOTES[self.lang][n % 4],
            owner=self.said["people"][n % 5] if n % 7 else "",
            raised_by=self.said["people"][0],
            raised_on=TODAY - timedelta(days=40),
            due_on=TODAY + timedelta(days=11 * n - 25),
            days_late=max(0, 25 - 11 * n),
            clocks=(
                c.Clock(
                    step=Term(code="close", words="Closing"),
                    due_on=TODAY,
                    source="BT-like 2026",
                    state=Term(code="overdue" if n < 3 else "ahead", words="overdue"),
                    days=3 - n,
                ),
            ),
            turns=(self.turn(n, ("verified", "open", "implemented"), photos=photos),),
        )


def signatures(lang: str) -> tuple[SignatureLine, ...]:
    people = SAID[lang]["people"]
    return tuple(
        SignatureLine(role=one, meaning=two) for one, two in zip(people, people, strict=True)
    )[:2]


def plan_document(lang: str = "en", size: int = 8, **changes: Any) -> plan.PlanDocument:
    told = Told(lang)
    cases = [told.case(n) for n in range(1, size + 1)]
    tasks = tuple(
        plan.Task(finding=case.ref, cls=case.cls, action=one)
        for case in cases
        for one in case.actions
        if one.state.code == "open"
    )
    load = plan.Load(
        name="2026-10",
        actions=len(tasks),
        overdue=1,
        efforts=(1, 2, 3),
        costs=(plan.Money(currency="CNY", amount=Decimal("4802.00")),),
    )
    owners = sorted({case.owner for case in cases})
    document = plan.PlanDocument(
        head=replace(head(Kind.PLAN, lang), address="https://shortlist.example"),
        classes=tuple(
            plan.ClassCount(cls=told.cls(n), open=n, overdue=1, unplanned=0) for n in range(4)
        ),
        total=load,
        unverified=tuple(
            plan.Unverified(
                finding=case.ref,
                cls=case.cls,
                name=case.title,
                action=one,
                hands=(one.owner, one.last.by),
                clock=case.clocks[0],
                days=9,
            )
            for case in cases
            for one in case.actions
            if one.state.code == "implemented"
        ),
        missed=tuple(case for case in cases if case.missed),
        late_tasks=tuple(task for task in tasks if task.action.days_late),
        by_month=(load, replace(load, name="2026-11")),
        by_owner=tuple(
            plan.OwnerLoad(load=replace(load, name=one), counts=(2, 3)) for one in owners
        ),
        schedule=tasks,
        owners=tuple(
            plan.OwnerCases(owner=one, cases=tuple(case for case in cases if case.owner == one))
            for one in owners
        ),
        eights=tuple(
            plan.Report8D(case=case, team=tuple(told.said["people"]), criterion="≤ 15 min")
            for case in cases
            if case.cls.code == "critical"
        ),
        signatures=signatures(lang),
    )
    return sealed(replace(document, **changes))


def meeting_document(lang: str = "en", size: int = 9, **changes: Any) -> meeting.MeetingDocument:
    told = Told(lang)
    cases = [told.case(n) for n in range(1, size + 1)]
    document = meeting.MeetingDocument(
        head=head(Kind.MEETING, lang),
        met_on=TODAY,
        zones=tuple(told.said["zones"]),
        progress=Progress(answered=1061, expected=1070, not_applicable=14, failed=63),
        seen=tuple(
            meeting.Seen(
                number=n, title=title, progress=Progress(answered=80, expected=89, failed=n)
            )
            for n, title in enumerate(TITLES[lang].split("|"), 1)
        ),
        standings=(standing(lang),),
        classes=tuple(
            meeting.ClassCount(
                cls=told.cls(n), count=sum(case.cls.code == CLASSES[n] for case in cases)
            )
            for n in range(4)
        ),
        findings=tuple(
            meeting.MeetingFinding(
                ref=case.ref,
                cls=case.cls,
                item=case.item,
                title=case.title,
                zone=case.zone,
                statement=case.statement,
                owner=case.owner,
                repeats=c.Earlier(ref="F-0001", raised_on=TODAY) if case.ref == "F-0002" else None,
                clocks=case.clocks,
            )
            for case in cases
        ),
        earlier_classes=(meeting.ClassCount(cls=told.cls(0), count=1),),
        earlier=(earlier_finding(told),),
        strengths=(meeting.Strength(title=told.words["title"], what=told.words["note"]),),
        signatures=signatures(lang),
    )
    return sealed(replace(document, **changes))


def earlier_finding(told: Told) -> meeting.MeetingFinding:
    case = told.case(4)
    return meeting.MeetingFinding(
        ref="F-0090",
        cls=case.cls,
        item=case.item,
        title=case.title,
        knock_out=True,
        statement=case.statement,
        owner=case.owner,
        clocks=case.clocks,
        raised_on=TODAY - timedelta(days=200),
        raised_in="A-0003",
        due_on=TODAY - timedelta(days=143),
        days_late=143,
    )


def delta_document(lang: str = "en", size: int = 9, **changes: Any) -> delta.DeltaDocument:
    told, now = Told(lang), standing(lang)
    cases = [told.case(n) for n in range(1, size + 1)]
    side = delta.Side(
        report="R-0007",
        audit="A-0003",
        as_of=TODAY - timedelta(days=180),
        known_at=NOW - timedelta(days=180),
        programme="BT-like 1.0.0",
        edition="3f9a" * 16,
        data_hash="c0ffee" * 10 + "abcd",
        progress=Progress(answered=1000, expected=1070),
    )
    levels = told.said["levels"]

    def how(code: str) -> Term:
        return Term(code=code, words=code)

    document = delta.DeltaDocument(
        head=head(Kind.DELTA, lang),
        then=side,
        now=replace(side, report="", as_of=TODAY, known_at=NOW),
        before=replace(now, total=Decimal("71.40")),
        standing=now,
        bars=tuple(
            delta.BarChange(how=how(code), bar=bar, then=bar.actual, now=bar.actual)
            for code, bar in zip(("new", "gone", "still"), (*now.caps, *now.unmet), strict=False)
        ),
        counts=(delta.Count(words="open", before=14, now=9),),
        events=(delta.Count(words="closed", now=5),),
        categories=tuple(scores(lang, 89)),
        moved=tuple(
            delta.Moved(
                item=case.item,
                title=case.title,
                category=TITLES[lang].split("|")[n],
                points=Decimal("0.72") - Decimal("0.2") * n,
                before=Term(code="1", words=levels[1]),
                now=Term(code="4", words=levels[4]),
                finding=case.ref,
            )
            for n, case in enumerate(cases)
        ),
        answers=tuple(
            delta.AnswerChange(
                item=case.item,
                title=case.title,
                zone=case.zone,
                how=how("better" if n % 2 else "worse"),
                before=Term(code=str(n % 2), words=levels[n % 2]),
                now=Term(code="3", words=levels[3]),
                note_before=NOTES[lang][n % 4],
                note_now=told.words["note"],
                on_before=TODAY - timedelta(days=180),
                on_now=TODAY,
                by_now=told.said["people"][1],
            )
            for n, case in enumerate(cases)
        ),
        findings=tuple(
            delta.FindingChange(
                ref=case.ref,
                cls=case.cls,
                item=case.item,
                statement=case.statement,
                how=how("closed" if n % 2 else "opened"),
                on=TODAY,
                why=told.words["note"],
            )
            for n, case in enumerate(cases)
        ),
        actions=(
            delta.ActionChange(
                finding="F-0001",
                kind=told.term("kinds", "corrective"),
                what=told.words["what"],
                owner=told.said["people"][0],
                how=how("verified"),
                on=TODAY,
                by=told.said["people"][1],
            ),
        ),
    )
    return sealed(replace(document, **changes))


def dossier_document(lang: str = "en", **changes: Any) -> dossier.DossierDocument:
    told = Told(lang)
    case = told.case(1, photos=True)
    again = replace(
        told.turn(3, ("open",)), n=2, reopened_by="Wei", reopened_on=TODAY, reason=NOTES[lang][0]
    )
    document = dossier.DossierDocument(
        head=head(Kind.DOSSIER, lang),
        case=replace(case, turns=(*case.turns, again)),
        next=told.words["note"],
        required=dossier.Required(
            requirement=told.words["title"],
            criterion=told.words["criterion"],
            refs=("ISO 45001 8.1",),
            level=Term(code="1", words=told.said["levels"][1]),
            note=NOTES[lang][0],
            measured="22 min",
            observed_on=TODAY,
            observed_by=told.said["people"][0],
        ),
        files=(told.file(9),),
        owners=(dossier.OwnerChange(on=TODAY, by="Wei", before="Li", after="Zhao", how="Changed"),),
        related=(dossier.Related(how="It repeats", ref="F-0000", raised_on=TODAY),),
        elsewhere=(dossier.Place(place="Washroom 2", said="Looked", by="Chen", on=TODAY),),
        confirmations=(
            dossier.Confirmed(
                buyer="Hollin Telecom",
                guest="Gil",
                by="Wei",
                on=TODAY,
                done=told.words["note"],
                files=(told.file(8),),
                outcome="sent back",
                reason=NOTES[lang][0],
                said_by="Gil",
                said_on=TODAY,
            ),
        ),
        remarks=(
            dossier.Remark(by="Chen", at=NOW, text=told.words["note"]),
            dossier.Remark(by="Wei", at=NOW, withdrawn=True),
        ),
        trail=tuple(
            dossier.Entry(
                seq=n, at=NOW, by="Ines", role="auditor", deed="Raised", why="", leaf="1f" * 32
            )
            for n in range(1, 4)
        ),
        signatures=signatures(lang),
    )
    return sealed(replace(document, **changes))


ALL = (plan_document, meeting_document, delta_document, dossier_document)
