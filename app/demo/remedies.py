"""The way of one finding, by the product's own verbs: contained, caused, planned, done, closed."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from app.actions.changes import close_verified, implement, plan_action, verify
from app.actions.forms import AgreePlan, CheckEffect, Implement, PlanAction, Verify
from app.actions.queries import Tracked, actions_of
from app.actions.rules import PROVES, ActionKind, ActionState
from app.actions.step_changes import answer_why
from app.actions.way_changes import agree_plan, check_effect, find_cause
from app.answers.rules import Level
from app.demo.agenda import Deeds
from app.demo.fates import UNCLOCKED, Fate, days, lasting
from app.demo.scene import Scene, chance_of
from app.demo.words import Remedy, remedy, say, written_in
from app.findings.changes import reject_finding
from app.findings.clock_rules import CLOSE
from app.findings.deadline_queries import deadlines_of
from app.findings.extension_changes import ask_for_time, reply_to_asking
from app.findings.forms import AddCause, AskForTime, FindCause, ReplyToAsking
from app.findings.models import Finding
from app.findings.rules import STEPS, Branch, DueSource, Step
from app.kit.clock import local_day

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MORE_TIME = 21 * DAY
YUAN = {"CNY": Decimal(1), "GBP": Decimal("0.11")}
MOSTLY_FULL = 0.65
SAYS_WHY_ANYWAY = 0.4
"""Of the findings whose way asks for no cause."""
SPREADS = 0.15
"""Of the mends that are taken to the places beside as well."""
BESIDE = {
    "en": "Look for the same at the places beside, and do it there too: {work}",
    "zh": "相邻区域横向排查，同步落实：{work}",
}


def mend(scene: Scene, finding: Finding, what: Fate, chance: Random) -> Deeds:
    """As far as its fate and time let it come."""
    one = _Mending(scene, finding, chance)
    if what is Fate.REJECTED:
        yield one.on(chance.randint(1, 4), 15)
        one.reject()
    elif what is not Fate.UNTOUCHED:
        yield from one.turn(what)
        if what is Fate.RELAPSED and Step.EFFECTIVE in one.steps:
            one.begin_anew()
            yield from one.turn(Fate.ON_TIME)


class _Mending:
    """`now` is the instant of the last deed.

    The owner plans and does it, the quality lead agrees and closes; one lead auditor verifies it,
    another looks at its effect.
    """

    def __init__(self, scene: Scene, finding: Finding, chance: Random) -> None:
        self.scene, self.finding, self.chance = scene, finding, chance
        self.session = scene.session
        self.ground = scene.ground_of(finding.site_id)
        self.lang = written_in(finding.statement)
        self.owner = scene.person(finding.owner_id)
        self.lead = scene.cast["quality"]
        self.verifier, self.looker = scene.cast["lead"], scene.cast["lead2"]
        self.steps = STEPS[finding.class_]
        self.began = self.now = finding.raised_at
        self.remedy: Remedy = remedy(finding.item, self.lang, chance)

    def begin_anew(self) -> None:
        self.began = self.now
        self.remedy = remedy(self.finding.item, self.lang, self.chance)

    def turn(self, what: Fate) -> Deeds:
        told = days(what, self.finding.class_, self._span(), self.chance)
        if Step.CONTAINED in self.steps:
            yield self.on(1, 9)
            self._contain()
        yield self.on(told.planned, 14)
        self._plan()
        if what is Fate.PLANNED:
            return
        if what is Fate.EXTENDED:
            yield from self._ask_for_time()
        yield self.on(told.done, 10)
        self._implement(self._say("done"))
        if what is Fate.DONE:
            return
        if what is Fate.SENT_BACK:
            yield self.on(told.done, 16)
            self._verify(say("back", self.lang, self.chance), passed=False)
            yield self.on(told.verified, 9)
            self._implement(self._say("done"))
        yield self.on(told.verified, 15)
        self._verify(say("seen", self.lang, self.chance), passed=True)
        yield from self._end(what)

    def reject(self) -> None:
        reason = say("rejected", self.lang, self.chance)
        reject_finding(self.session, self.finding, reason=reason, by=self.lead, at=self.now)
        self.session.flush()

    def on(self, day: int, hour: int) -> datetime:
        """So many days after it began, at about that hour at the site; never before the last."""
        return self._at(self._day(self.began) + day * DAY, hour)

    def _at(self, day: date, hour: int) -> datetime:
        minute = time(hour, self.chance.randrange(60))
        zone = ZoneInfo(self.ground.site.time_zone)
        self.now = max(datetime.combine(day, minute, zone), self.now + MINUTE)
        return self.now

    def _day(self, at: datetime) -> date:
        return local_day(at, self.ground.site.time_zone)

    def _span(self) -> int:
        due = self.finding.due_on
        return max(5, (due - self._day(self.began)).days) if due else UNCLOCKED

    def _say(self, what: str) -> str:
        return say(what, self.lang, self.chance)

    def _say_alike(self, what: str) -> str:
        """What was meant to be done or seen, and later what was, are of one kind."""
        return say(what, self.lang, chance_of(self.finding.ref, self.began))

    def _contain(self) -> None:
        what, told = self.remedy.contain or map(self._say_alike, ("contain", "contained"))
        form = PlanAction(
            kind=ActionKind.CONTAINMENT,
            what=what,
            owner=self.owner.id,
            due_on=self._day(self.now) + DAY,
        )
        self._planned(form)
        self.now += 90 * MINUTE
        self._implement(told)

    def _plan(self) -> None:
        asks = Step.CAUSE_FOUND in self.steps
        if asks or self.chance.random() < SAYS_WHY_ANYWAY:
            self._find_cause()
        self._planned(self._answer(self.remedy.work, ActionKind.CORRECTIVE))
        if self.chance.random() < SPREADS:
            beside = BESIDE[self.lang].format(work=self.remedy.work)
            self._planned(self._answer(beside, ActionKind.PREVENTIVE))
        if Step.PLAN_AGREED in self.steps:
            self.now += 20 * MINUTE
            agreed = AgreePlan(
                criterion=self._say_alike("lasting"),
                after_days=lasting(self.chance),
                note=self._say("agreed"),
            )
            plan = agree_plan(self.session, self.finding, agreed, by=self.lead, at=self.now)
            self.after = plan.after_days
            self.session.flush()

    def _answer(self, work: str, kind: ActionKind) -> PlanAction:
        """Due some days before the finding is, so that somebody can still verify it."""
        currency, cost = self.ground.place.currency, self.remedy.cost
        spent = cost is not None and kind is ActionKind.CORRECTIVE
        last = self._day(self.began) + (self._span() - 3) * DAY
        return PlanAction(
            kind=kind,
            what=work,
            criterion=self.remedy.criterion,
            owner=self.owner.id,
            due_on=max(last, self._day(self.now) + DAY),
            effort=self.remedy.effort,
            cost=round(cost * YUAN[currency], -1) if cost and spent else None,
            currency=currency,
        )

    def _planned(self, form: PlanAction) -> None:
        site, owner = self.ground.site, self.owner
        plan_action(
            self.session,
            self.finding,
            form,
            place=site,
            owner=owner,
            by=owner,
            at=self.now,
        )
        self.session.flush()

    def _find_cause(self) -> None:
        asked = self.now - 40 * MINUTE
        branches = ((Branch.OCCURRENCE, self.remedy.whys), (Branch.ESCAPE, self.remedy.unseen))
        for branch, chain in branches:
            parent = None
            for text in chain:
                form = AddCause(branch=branch, parent=parent, text=text)
                why = answer_why(self.session, self.finding, form, by=self.owner, at=asked)
                self.session.flush()
                parent, asked = why.id, asked + 4 * MINUTE
        hazard = self.remedy.hazard and self.chance.random() < 1 / 3
        found = FindCause(tag=self.remedy.tag, hidden_hazard=hazard)
        find_cause(self.session, self.finding, found, by=self.owner, at=self.now - 5 * MINUTE)
        self.session.flush()

    def _ask_for_time(self) -> Deeds:
        """In time, and granted by the quality lead; where the programme lets it."""
        listed = deadlines_of(self.session, [self.finding.id])[self.finding.id]
        clock = next((one for one in listed if one.step == CLOSE), None)
        if clock is None or clock.limit_on or clock.source is not DueSource.PROGRAMME:
            return
        yield self._at(max(clock.due_on - 3 * DAY, self._day(self.now)), 11)
        form = AskForTime(until=clock.due_on + MORE_TIME, reason=self._say("later"))
        asked = ask_for_time(self.session, self.finding, form, by=self.owner, at=self.now)
        self.session.flush()
        yield self._at(self._day(self.now) + DAY, 10)
        answer = ReplyToAsking(granted=True, note=self._say("granted"))
        reply_to_asking(self.session, self.finding, asked.id, answer, by=self.lead, at=self.now)
        self.session.flush()

    def _actions(self, state: ActionState) -> list[Tracked]:
        listed = actions_of(self.session, [self.finding.id])[self.finding.id]
        return [one for one in listed if one.state is state]

    def _implement(self, note: str) -> None:
        for one in self._actions(ActionState.OPEN):
            form = Implement(note=note)
            implement(self.session, self.finding, one, form, by=self.owner, at=self.now)
            self.session.flush()

    def _verify(self, note: str, *, passed: bool) -> None:
        for one in self._actions(ActionState.IMPLEMENTED):
            proves = one.action.kind in PROVES
            if not passed and not proves:
                continue
            full = self.chance.random() < MOSTLY_FULL
            level = (Level.FULL if full else Level.LAPSE) if passed and proves else None
            verdict = Verify(passed=passed, note=note, level=level)
            verify(self.session, self.finding, one, verdict, by=self.verifier, at=self.now)
            self.session.flush()

    def _end(self, what: Fate) -> Deeds:
        """Its effect is looked at, where the way asks for it; then it is closed, or open again."""
        spot = (self.ground.place.code, self.finding.item, self.finding.zone_id)
        self.scene.held[spot] = self.now
        if Step.EFFECTIVE in self.steps:
            wait = self.after + (self.chance.randint(3, 15) if what is Fate.LATE else 0)
            yield self._at(self._day(self.now) + wait * DAY, 11)
            if what is Fate.RELAPSED:
                del self.scene.held[spot]
                self._look(CheckEffect(held=False, note=self._say("relapsed"), level=Level.PARTLY))
                return
            self._look(CheckEffect(held=True, note=self._say_alike("lasted")))
        self.now += 60 * MINUTE
        reason = self._say("closed")
        close_verified(self.session, self.finding, reason=reason, by=self.lead, at=self.now)
        self.session.flush()

    def _look(self, form: CheckEffect) -> None:
        packs = self.scene.packs
        check_effect(self.session, self.finding, form, packs, by=self.looker, at=self.now)
        self.session.flush()
