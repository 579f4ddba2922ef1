"""The findings of a gap report: what was open in this round, with what is done about it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session

from app.actions.queries import Tracked, actions_of
from app.actions.rules import KIND_NAMES, PROVES
from app.answers.rules import Spot
from app.audits.queries import audits_by_ids
from app.findings.clock_rules import CLOSE
from app.findings.models import Closure, Finding
from app.findings.rules import FindingClass
from app.kit.words import mark as _
from app.people.queries import names
from app.reports import document as d
from app.reports.case_queries import repeated
from app.reports.lateness import days_past_closing
from app.reports.overdue import open_cases
from app.reports.shapes.case import Clock, Earlier
from app.reports.told import Told, class_term

STATUS_NAMES = {"closed": _("closed"), "verified": _("verified"), "open": _("open")}
OPEN_FIRST = ("open", "verified", "closed")


class Register:
    """Loaded once; those that were closed before this round began are left out."""

    def __init__(self, session: Session, told: Told, zone: Callable[[UUID | None], str]) -> None:
        since = told.audit.opened_at or told.report.as_of
        self.told, self.zone = told, zone
        self.open = {case.ref: case for case in open_cases(session, told)}
        self.rows = [
            (f, closure) for f, closure in told.findings if closure is None or closure.at >= since
        ]
        ids = [finding.id for finding, _closure in self.rows]
        raised_in = {f.audit_id for f, _closure in self.rows if f.audit_id}
        self.mended = told.frame.mended(told.by_then)
        self.rounds = audits_by_ids(session, raised_in)
        self.earlier = repeated(session, ids)
        self.actions = actions_of(session, ids)
        owners = {one.action.owner_id for some in self.actions.values() for one in some}
        self.owners = names(session, owners)

    def by_spot(self) -> Mapping[Spot, Sequence[Finding]]:
        """Newest first."""
        found: dict[Spot, list[Finding]] = defaultdict(list)
        newest = sorted(self.rows, key=lambda pair: pair[0].raised_at, reverse=True)
        for finding, _closure in newest:
            found[finding.item, finding.zone_id].append(finding)
        return found

    def entries(self) -> tuple[d.GapFinding, ...]:
        """What is open and grave first."""
        order = [*FindingClass]
        listed = sorted(
            self.rows,
            key=lambda pair: (
                OPEN_FIRST.index(self._code(*pair)),
                order.index(pair[0].class_),
                pair[0].ref,
            ),
        )
        return tuple(self._entry(*pair) for pair in listed)

    def _entry(self, row: Finding, closure: Closure | None) -> d.GapFinding:
        told = self.told
        item = told.edition.find(row.item)
        late = 0 if closure else days_past_closing(row, self.mended, told.today)
        raised_in = self.rounds.get(row.audit_id) if row.audit_id else None
        return d.GapFinding(
            ref=row.ref,
            cls=class_term(told, row.class_),
            item=row.item,
            knock_out=item is not None and item.knock_out,
            zone=self.zone(row.zone_id),
            statement=row.statement,
            status=self._status(row, closure),
            owner=told.people.get(row.owner_id, "") if row.owner_id else "",
            raised_on=told.day(row.raised_at),
            raised_in=raised_in.ref if raised_in else "",
            due_on=row.due_on,
            closed_on=told.day(closure.at) if closure else None,
            days_late=late,
            missed=self._missed(row),
            unplanned=self._code(row, closure) == "open"
            and not any(one.kind.code in PROVES for one in self.open[row.ref].actions),
            repeats=self._repeated(row),
            actions=tuple(
                self._action(one)
                for one in self.actions[row.id]
                if one.action.made_at <= told.by_then
            ),
        )

    def _missed(self, row: Finding) -> tuple[Clock, ...]:
        """The steps before its closing whose day has passed."""
        case = self.open.get(row.ref)
        return tuple(one for one in case.missed if one.step.code != CLOSE) if case else ()

    def _repeated(self, row: Finding) -> Earlier | None:
        """The finding of an earlier round that it repeats, as that stands."""
        before = self.earlier.get(row.id)
        if before is None:
            return None
        one = before.finding
        closure = next((shut for row, shut in self.told.findings if row.id == one.id), None)
        return Earlier(
            ref=one.ref,
            raised_on=self.told.day(one.raised_at),
            closed_on=self.told.day(closure.at) if closure else None,
            status=self._status(one, closure),
            graver=before.upgraded,
        )

    def _status(self, row: Finding, closure: Closure | None) -> d.Term:
        code = self._code(row, closure)
        return d.Term(code=code, words=self.told.say(STATUS_NAMES[code]))

    def _code(self, row: Finding, closure: Closure | None) -> str:
        """What is verified bars no list any more, though it is open until the remedy held."""
        return "closed" if closure else "verified" if row.id in self.mended else "open"

    def _action(self, one: Tracked) -> d.GapAction:
        told = self.told
        tries = [t for t in one.tries if t.implementation.at <= told.by_then]
        last = tries[-1] if tries else None
        verdict = last.verification if last and last.verification else None
        held = verdict if verdict and verdict.passed and verdict.at <= told.by_then else None
        return d.GapAction(
            kind=told.say(KIND_NAMES[one.action.kind]),
            words=one.action.what,
            owner=self.owners.get(one.action.owner_id, ""),
            due_on=one.action.due_on,
            done_on=told.day(last.implementation.at) if last else None,
            verified_on=told.day(held.at) if held else None,
            verified_by=held.by_name if held else "",
            late=0 if last else max((told.today - one.action.due_on).days, 0),
        )
