"""Findings with all that is done about them, as known by then: a few queries for any number."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session

from app.actions.models import Action, EffectCheck, PlanAgreed
from app.actions.queries import Tracked, Try, actions_of
from app.actions.rules import EFFORT_NAMES, KIND_NAMES, STATE_NAMES, ActionState, Effort
from app.actions.way import Known, Way, way_from
from app.checklists.rules import said
from app.evidence.models import Evidence
from app.evidence.rules import PICTURES
from app.findings.cause_queries import Why, whys
from app.findings.models import Cause, CauseFound, Closure, Finding, Reopening
from app.findings.rules import BRANCH_NAMES, TAG_NAMES, Step
from app.kit.clock import local_day
from app.kit.words import mark as _
from app.people.queries import names
from app.programmes.queries import buyers, newest, opened
from app.reports.barring import KNOCK_OUT
from app.reports.case_clocks import binding, tell_clock
from app.reports.case_moves import extensions, letters
from app.reports.case_queries import (
    agreed_by,
    asked_for,
    corrections_by,
    letters_of,
    repeated,
    repeated_since,
)
from app.reports.lateness import closes_on
from app.reports.past_clocks import clocks_then
from app.reports.queries import rows_of
from app.reports.shapes import case as c
from app.reports.shapes.base import Photo, Term
from app.reports.told import Told, class_term
from app.suppliers.models import Zone
from app.suppliers.queries import all_zones


class Cases:
    """Loaded once for the findings of a report; `case(...)` tells one of them."""

    def __init__(self, session: Session, told: Told, rows: Sequence[Finding]) -> None:
        self.told = told
        self.by_then = told.by_then
        ids = [row.id for row in rows]
        self.zones: Mapping[UUID, Zone] = all_zones(session, told.site.id)
        self.actions = {id: self._known(some) for id, some in actions_of(session, ids).items()}
        self.causes = rows_of(session, Cause, ids, by=self.by_then)
        self.roots = rows_of(session, CauseFound, ids, by=self.by_then)
        self.corrected = corrections_by(session, ids, self.by_then)
        self.reopenings = rows_of(session, Reopening, ids, by=self.by_then)
        self.plans = rows_of(session, PlanAgreed, ids, by=self.by_then)
        self.agreed = agreed_by(session, ids, self.by_then)
        self.checks = rows_of(session, EffectCheck, ids, by=self.by_then)
        self.deadlines = clocks_then(
            session, told.site.id, rows, {row.id: self.turns(row) for row in rows}, self.by_then
        )
        self.programmes = self._programmes(session)
        self.asked, self.letters = asked_for(session, ids), letters_of(session, ids)
        lang = told.report.lang
        self.buyers = {one.id: one.called(lang) for one in buyers(session)} if self.letters else {}
        self.verified = told.frame.mended(self.by_then)
        self.before = repeated(session, ids)
        self.since = repeated_since(session, ids, self.by_then)
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

    def way(self, row: Finding, closure: Closure | None) -> Way:
        """Where it stood on its way."""
        turn = self.turns(row)
        again = self.reopenings[row.id]
        known = Known(
            turn=turn,
            again=again[-1] if again else None,
            actions=[one for one in self.actions[row.id] if one.action.turn == turn],
            causes=self._causes(row, turn),
            cause=self._root_of(row, turn),
            plan=_last(self.plans[row.id], turn),
            agreed=self.agreed.get((row.id, turn), frozenset()),
            check=_last(self.checks[row.id], turn),
            closure=closure,
            day=self.day,
        )
        return way_from(row, known)

    def case(self, row: Finding, closure: Closure | None) -> c.Case:
        told, way = self.told, self.way(row, closure)
        verified = way.taken[Step.VERIFIED] if Step.VERIFIED in way.reached else None
        return c.Case(
            ref=row.ref,
            cls=class_term(told, row.class_),
            status=self.status(row, closure),
            item=row.item,
            title=self.title(row.item),
            grade=self.grade(row),
            knock_out=self.knock_out(row.item),
            zone=self.zone(row.zone_id),
            statement=row.statement,
            owner=told.people.get(row.owner_id, "") if row.owner_id else "",
            raised_by=row.raised_by,
            raised_on=self.day(row.raised_at),
            due_on=row.due_on,
            closed_on=self.day(closure.at) if closure else None,
            days_late=0 if closure else days_late(closes_on(row, self.verified), told.today),
            verified_on=self.day(verified.at) if verified else None,
            check_on=way.check_on,
            clocks=tuple(
                tell_clock(told, self.programmes, one, way, by_then=self.by_then)
                for one in self.deadlines[row.id]
            ),
            extensions=tuple(extensions(told, self.asked[row.id])),
            letters=tuple(letters(told, self.deadlines[row.id], self.letters[row.id], self.buyers)),
            repeats=self.earlier(row),
            again=self._earlier(self.since[row.id]) if row.id in self.since else None,
            turns=tuple(self._turn(row, n) for n in range(1, self.turns(row) + 1)),
        )

    def earlier(self, row: Finding) -> c.Earlier | None:
        """The finding that it repeats."""
        before = self.before.get(row.id)
        return self._earlier(before.finding, graver=before.upgraded) if before else None

    def _earlier(self, row: Finding, *, graver: bool = False) -> c.Earlier:
        closure = next((shut for one, shut in self.told.findings if one.id == row.id), None)
        return c.Earlier(
            ref=row.ref,
            raised_on=self.day(row.raised_at),
            closed_on=self.day(closure.at) if closure else None,
            status=self.status(row, closure),
            graver=graver,
        )

    def status(self, row: Finding, closure: Closure | None) -> Term:
        code = "verified" if row.id in self.verified else "open"
        if closure:
            code = "rejected" if closure.rejected else "closed"
        return Term(code=code, words=self.told.say(STATUS_NAMES[code]))

    def title(self, item: str) -> str:
        known = self.told.edition.find(item)
        return known.said(self.told.report.lang).title if known else ""

    def knock_out(self, item: str) -> bool:
        known = self.told.edition.find(item)
        return known is not None and known.knock_out

    def grade(self, row: Finding) -> str:
        words = class_term(self.told, row.class_).words
        knocks = self.knock_out(row.item)
        return f"{words} · {self.told.say(KNOCK_OUT)}" if knocks else words

    def turns(self, row: Finding) -> int:
        return len(self.reopenings[row.id]) + 1

    def _turn(self, row: Finding, n: int) -> c.Turn:
        again = self.reopenings[row.id][n - 2] if n > 1 else None
        root = self._root_of(row, n)
        plan, check = _last(self.plans[row.id], n), _last(self.checks[row.id], n)
        return c.Turn(
            n=n,
            reopened_by=again.by_name if again else "",
            reopened_on=self.day(again.at) if again else None,
            reason=again.reason if again else "",
            branches=self._branches(row, n),
            root=self._root(root) if root else None,
            plan=self._agreed(plan) if plan else None,
            actions=tuple(self.action(one) for one in self.actions[row.id] if one.action.turn == n),
            check=self._checked(check) if check else None,
        )

    def _causes(self, row: Finding, turn: int) -> list[Cause]:
        """Those that nobody had struck by then."""
        return [
            one
            for one in sorted(self.causes[row.id], key=lambda one: (one.at, one.id))
            if one.turn == turn and not (one.struck_at and one.struck_at <= self.by_then)
        ]

    def _root_of(self, row: Finding, turn: int) -> CauseFound | None:
        """As it was corrected last."""
        root, better = _last(self.roots[row.id], turn), self.corrected.get((row.id, turn))
        if root is None or better is None:
            return root
        said = {"tag": better.tag, "hidden_hazard": better.hidden_hazard}
        return CauseFound(**(root.model_dump() | said))

    def _branches(self, row: Finding, turn: int) -> tuple[c.Branch, ...]:
        standing = self._causes(row, turn)
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
        still = one.state is ActionState.OPEN
        clock = binding(row.kind, self.deadlines[row.finding_id])
        return c.CaseAction(
            kind=Term(code=row.kind, words=told.say(KIND_NAMES[row.kind])),
            what=row.what,
            criterion=row.criterion,
            owner=self.people.get(row.owner_id, ""),
            due_on=row.due_on,
            days_late=days_late(row.due_on, told.today) if still else 0,
            state=Term(code=one.state, words=told.say(STATE_NAMES[one.state])),
            cost=row.cost,
            currency=row.currency,
            effort=self._effort(row),
            clock_on=clock.due_on if clock else None,
            hurried=still and (row.due_on - self.day(row.made_at)).days < LEAST.get(row.effort, 0),
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


STATUS_NAMES: Mapping[str, str] = {
    "open": _("open"),
    "verified": _("verified"),
    "rejected": _("rejected"),
    "closed": _("closed"),
}
LEAST: Mapping[Effort | None, int] = {Effort.M: 14, Effort.L: 60}
"""Days that an action needs at the very least which is said to take weeks, or months: two."""
InTurn = TypeVar("InTurn", CauseFound, EffectCheck, PlanAgreed)


def _last(rows: Sequence[InTurn], turn: int) -> InTurn | None:
    return next((one for one in reversed(rows) if one.turn == turn), None)


def days_late(due_on: date | None, today: date) -> int:
    return max(0, (today - due_on).days) if due_on else 0


def file_of(one: Evidence) -> c.File:
    photo = Photo(id=str(one.id), caption=one.name, sha256=one.sha256, taken_at=one.at)
    shown = photo if one.media_type in PICTURES else None
    return c.File(name=one.name, sha256=one.sha256, size=one.size, photo=shown)
