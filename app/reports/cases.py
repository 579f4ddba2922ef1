"""Findings with all that is done about them, as known by then: a few queries for any number."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.actions.models import Action, EffectCheck, PlanAgreed
from app.actions.queries import Tracked, Try, actions_of
from app.actions.rules import EFFORT_NAMES, KIND_NAMES, STATE_NAMES, ActionState
from app.checklists.rules import said
from app.evidence.models import Evidence
from app.evidence.rules import PICTURES
from app.findings.cause_queries import Why, whys
from app.findings.clock_rules import ANCHOR_NAMES, DUE_NAMES
from app.findings.deadline_queries import deadlines_of
from app.findings.models import Cause, CauseFound, Closure, Deadline, Finding, Reopening
from app.findings.rules import BRANCH_NAMES, TAG_NAMES, DueSource
from app.kit.clock import local_day
from app.kit.words import mark as _
from app.people.queries import names
from app.programmes.queries import newest, opened
from app.reports.queries import rows_of
from app.reports.shapes import case as c
from app.reports.shapes.base import Photo, Term
from app.reports.told import Told, class_term
from app.suppliers.models import Zone
from app.suppliers.queries import all_zones


class Cases:
    """Loaded once for the findings of a report; `case(...)` tells one of them."""

    def __init__(self, session: Session, told: Told, ids: Collection[UUID]) -> None:
        self.told = told
        self.by_then = min(told.report.as_of, told.report.known_at)
        self.zones: Mapping[UUID, Zone] = all_zones(session, told.site.id)
        self.actions = {id: self._known(some) for id, some in actions_of(session, ids).items()}
        self.deadlines = deadlines_of(session, ids)
        self.programmes = self._programmes(session)
        self.causes = rows_of(session, Cause, ids, by=self.by_then)
        self.roots = rows_of(session, CauseFound, ids, by=self.by_then)
        self.reopenings = rows_of(session, Reopening, ids, by=self.by_then)
        self.plans = rows_of(session, PlanAgreed, ids, by=self.by_then)
        self.checks = rows_of(session, EffectCheck, ids, by=self.by_then)
        owners = {one.action.owner_id for some in self.actions.values() for one in some}
        self.people = {**told.people, **names(session, owners)}

    def _programmes(self, session: Session) -> Mapping[str, str]:
        """The titles of those whose clocks run."""
        packs = {one.programme for some in self.deadlines.values() for one in some}
        lang = self.told.report.lang
        return {row.pack: said(opened(row).title, lang) for row in newest(session, packs)}

    def _known(self, listed: Sequence[Tracked]) -> list[Tracked]:
        """The actions as they stood by then."""
        return [
            Tracked(one.action, tuple(self._tried(one.tries)))
            for one in listed
            if one.action.made_at <= self.by_then
        ]

    def _tried(self, tries: Sequence[Try]) -> list[Try]:
        def seen(one: Try) -> Try:
            verdict = one.verification
            held = verdict if verdict and verdict.at <= self.by_then else None
            return Try(one.implementation, held, one.evidence)

        return [seen(one) for one in tries if one.implementation.at <= self.by_then]

    def day(self, at: datetime) -> date:
        return local_day(at, self.told.site.time_zone)

    def zone(self, id: UUID | None) -> str:
        return self.zones[id].called(self.told.report.lang) if id else ""

    def case(self, row: Finding, closure: Closure | None) -> c.Case:
        told = self.told
        return c.Case(
            ref=row.ref,
            cls=class_term(told, row.class_),
            status=self.status(closure),
            item=row.item,
            title=self.title(row.item),
            zone=self.zone(row.zone_id),
            statement=row.statement,
            owner=told.people.get(row.owner_id, "") if row.owner_id else "",
            raised_by=row.raised_by,
            raised_on=self.day(row.raised_at),
            due_on=row.due_on,
            closed_on=self.day(closure.at) if closure else None,
            days_late=0 if closure else days_late(row.due_on, told.today),
            clocks=tuple(map(self.clock, self.deadlines[row.id])),
            turns=tuple(self._turn(row, n) for n in range(1, self.turns(row) + 1)),
        )

    def status(self, closure: Closure | None) -> Term:
        code, words = ("open", _("open"))
        if closure:
            code, words = ("rejected", _("rejected")) if closure.rejected else CLOSED
        return Term(code=code, words=self.told.say(words))

    def title(self, item: str) -> str:
        known = self.told.edition.find(item)
        return known.said(self.told.report.lang).title if known else ""

    def clock(self, row: Deadline) -> c.Clock:
        say = self.told.say
        source = self.programmes.get(row.programme, row.programme)
        if row.source is not DueSource.PROGRAMME:
            source = say(SOURCE_NAMES[row.source])
        elif row.anchor in ANCHOR_NAMES:
            anchor = say(ANCHOR_NAMES[row.anchor])
            source = say(_("{programme}, from {anchor}"), programme=source, anchor=anchor)
        return c.Clock(
            step=Term(code=row.step, words=say(DUE_NAMES.get(row.step, row.step))),
            due_on=row.due_on,
            due_at=row.due_at,
            source=source,
            provisional=row.provisional,
        )

    def turns(self, row: Finding) -> int:
        return len(self.reopenings[row.id]) + 1

    def _turn(self, row: Finding, n: int) -> c.Turn:
        again = self.reopenings[row.id][n - 2] if n > 1 else None
        roots = [one for one in self.roots[row.id] if one.turn == n]
        plans = [one for one in self.plans[row.id] if one.turn == n]
        checks = [one for one in self.checks[row.id] if one.turn == n]
        return c.Turn(
            n=n,
            reopened_by=again.by_name if again else "",
            reopened_on=self.day(again.at) if again else None,
            reason=again.reason if again else "",
            branches=self._branches(row, n),
            root=self._root(roots[-1]) if roots else None,
            plan=self._agreed(plans[-1]) if plans else None,
            actions=tuple(self.action(one) for one in self.actions[row.id] if one.action.turn == n),
            check=self._checked(checks[-1]) if checks else None,
        )

    def _branches(self, row: Finding, turn: int) -> tuple[c.Branch, ...]:
        standing = [
            one
            for one in sorted(self.causes[row.id], key=lambda one: (one.at, one.id))
            if one.turn == turn and not (one.struck_at and one.struck_at <= self.by_then)
        ]
        return tuple(
            c.Branch(asked=self.told.say(BRANCH_NAMES[branch]), whys=tuple(map(self._why, tree)))
            for branch, tree in whys(standing).items()
            if standing
        )

    def _why(self, why: Why) -> c.Why:
        row = why.cause
        return c.Why(
            text=row.text,
            by=row.by_name,
            on=self.day(row.at),
            weak=why.weak,
            deeper=tuple(map(self._why, why.deeper)),
        )

    def _root(self, row: CauseFound) -> c.Root:
        return c.Root(
            tag=Term(code=row.tag, words=self.told.say(TAG_NAMES[row.tag])),
            hidden_hazard=row.hidden_hazard,
            note=row.note,
            by=row.by_name,
            on=self.day(row.at),
        )

    def _agreed(self, row: PlanAgreed) -> c.Agreed:
        verdicts = [
            one.last.verification.at if one.last and one.last.verification else None
            for one in self.actions[row.finding_id]
            if one.action.turn == row.turn
        ]
        seen = [at for at in verdicts if at]
        last = max(seen) if seen and len(seen) == len(verdicts) else None
        return c.Agreed(
            criterion=row.criterion,
            after_days=row.after_days,
            check_on=self.day(last) + timedelta(days=row.after_days) if last else None,
            note=row.note,
            by=row.by_name,
            on=self.day(row.at),
        )

    def _checked(self, row: EffectCheck) -> c.Checked:
        return c.Checked(held=row.held, note=row.note, by=row.by_name, on=self.day(row.at))

    def action(self, one: Tracked) -> c.CaseAction:
        row, told = one.action, self.told
        late = days_late(row.due_on, told.today) if one.state is ActionState.OPEN else 0
        return c.CaseAction(
            kind=Term(code=row.kind, words=told.say(KIND_NAMES[row.kind])),
            what=row.what,
            criterion=row.criterion,
            owner=self.people.get(row.owner_id, ""),
            due_on=row.due_on,
            days_late=late,
            state=Term(code=one.state, words=told.say(STATE_NAMES[one.state])),
            cost=row.cost,
            currency=row.currency,
            effort=self._effort(row),
            tries=tuple(map(self._done, one.tries)),
        )

    def _effort(self, row: Action) -> Term | None:
        if row.effort is None:
            return None
        return Term(code=row.effort, words=self.told.say(EFFORT_NAMES[row.effort]))

    def _done(self, one: Try) -> c.Done:
        row, verdict = one.implementation, one.verification
        return c.Done(
            by=row.by_name,
            on=self.day(row.at),
            note=row.note,
            files=tuple(map(file_of, one.evidence)),
            passed=verdict.passed if verdict else None,
            judged_by=verdict.by_name if verdict else "",
            judged_on=self.day(verdict.at) if verdict else None,
            verdict=verdict.note if verdict else "",
        )


SOURCE_NAMES: Mapping[DueSource, str] = {
    DueSource.AGREED: _("agreed"),
    DueSource.EXTENSION: _("extended"),
    DueSource.BUYER: _("set by the buyer"),
    DueSource.PLAN: _("by the plan"),
    DueSource.REVIEW: _("review"),
}
CLOSED = ("closed", _("closed"))


def days_late(due_on: date | None, today: date) -> int:
    return max(0, (today - due_on).days) if due_on else 0


def file_of(one: Evidence) -> c.File:
    photo = Photo(id=str(one.id), caption=one.name, sha256=one.sha256, taken_at=one.at)
    shown = photo if one.media_type in PICTURES else None
    return c.File(name=one.name, sha256=one.sha256, size=one.size, photo=shown)
