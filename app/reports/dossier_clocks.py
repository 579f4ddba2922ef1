"""The clocks of a finding in its dossier: met or not, by whom, and who got more time."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlmodel import Session

from app.actions.due import OUTCOME_NAMES, DueState, met, standing
from app.actions.way import Way
from app.findings.clock_rules import DUE_NAMES
from app.findings.deadline_queries import extensions_of
from app.findings.models import Deadline, Finding
from app.kit.words import mark as _
from app.reports.cases import Cases
from app.reports.shapes.base import Term
from app.reports.shapes.case import Clock
from app.reports.shapes.dossier import MoreTime

STATE_NAMES: Mapping[DueState, str] = {
    DueState.IN_TIME: _("met in time"),
    DueState.DONE_LATE: _("met late"),
    DueState.AHEAD: _("still runs"),
    DueState.OVERDUE: _("overdue"),
    DueState.VOID: _("void"),
}


def clocks(cases: Cases, row: Finding, way: Way) -> tuple[Clock, ...]:
    return tuple(_clock(cases, one, way) for one in cases.deadlines[row.id])


def _clock(cases: Cases, row: Deadline, way: Way) -> Clock:
    done = met(row, way)
    zone = cases.told.site.time_zone
    state, days = standing(row, done, way, at=cases.by_then, zone=zone)
    return replace(
        cases.clock(row),
        state=Term(code=state, words=cases.told.say(STATE_NAMES[state])),
        days=days,
        met_by=done.by if done else "",
        met_on=cases.day(done.at) if done else None,
    )


def more_time(session: Session, cases: Cases, row: Finding) -> Iterable[MoreTime]:
    say = cases.told.say
    for asked, reply in extensions_of(session, row.id):
        known = reply if reply and reply.at <= cases.by_then else None
        if asked.at <= cases.by_then:
            yield MoreTime(
                step=say(DUE_NAMES.get(asked.step, asked.step)),
                until=asked.until,
                by=asked.by_name,
                on=cases.day(asked.at),
                reason=asked.reason,
                outcome=say(OUTCOME_NAMES[known.outcome]) if known else "",
                answered_by=known.by_name if known else "",
                answered_on=cases.day(known.at) if known else None,
                note=known.note if known else "",
            )
