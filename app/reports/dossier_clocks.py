"""Who asked for more time, and what became of it, as known by then."""

from collections.abc import Iterable

from sqlmodel import Session

from app.actions.due import OUTCOME_NAMES
from app.findings.clock_rules import DUE_NAMES
from app.findings.deadline_queries import extensions_of
from app.findings.models import Finding
from app.reports.cases import Cases
from app.reports.shapes.dossier import MoreTime


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
