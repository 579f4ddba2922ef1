"""The deadlines of a finding, computed and kept. Whoever calls says on the trail what moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from app.audits.queries import with_id as audit_with_id
from app.findings.clock_rules import (
    ANCHOR_NAMES,
    EFFECT,
    NEVER_EXTENDED,
    REVIEW,
    UNSAID,
    Due,
    Ground,
    Said,
    Start,
    closing_day,
    computed,
    containment_day,
    counts,
)
from app.findings.deadline_queries import MoreTime, buyer_dates, deadlines_in, extensions_of
from app.findings.models import Deadline, Finding
from app.findings.queries import reopening_of, turn_of
from app.findings.rules import STEPS, DueSource, FindingClass, Outcome, Step
from app.kit.clock import local_day
from app.kit.errors import Invalid
from app.kit.words import mark as _
from app.programmes.rules import Pack
from app.suppliers.queries import calendar_of, site_of

LOOKED_AT = frozenset({EFFECT, REVIEW})
"""No clock of a programme: the verbs that agree upon them keep them."""

REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Moved:
    """`dates`: the finding's own columns that differ now; `steps`: what was due, and is."""

    dates: Mapping[str, date | None]
    steps: Mapping[str, tuple[date | None, date | None]]


def start_clocks(session: Session, row: Finding, packs: Sequence[Pack]) -> dict[str, date]:
    """Of a finding that is new: keeps it with its deadlines, and tells them by step."""
    dues = computed(packs, row.class_, _starts(session, row, 1), _ground(session, row))
    rows = [_row(row, 1, step, due, UNSAID) for step, due in dues.items()]
    days = {one.step: one.due_on for one in rows if one}
    row.due_on, row.contain_by = closing_day(days), containment_day(days)
    session.add(row)
    session.flush()
    session.add_all(one for one in rows if one)
    return days


def set_clocks(
    session: Session,
    row: Finding,
    packs: Sequence[Pack],
    *,
    class_: FindingClass | None = None,
    agreed: tuple[str, date, datetime] | None = None,
) -> Moved:
    """Computes them anew for the turn in which it is; what persons have said still counts.

    `class_`: it is about to get that class; what was agreed upon under the old one is over.
    `agreed`: somebody sets the day of a step now.
    """
    standing, wanted = _reckoned(session, row, packs, class_, agreed)
    return _replace(session, row, standing, wanted)


def clocks_under(
    session: Session, row: Finding, packs: Sequence[Pack], class_: FindingClass
) -> Moved:
    """What another class would move; nothing is written."""
    return _moved(row, *_reckoned(session, row, packs, class_, None))


def _reckoned(
    session: Session,
    row: Finding,
    packs: Sequence[Pack],
    class_: FindingClass | None,
    agreed: tuple[str, date, datetime] | None,
) -> tuple[dict[str, Deadline], dict[str, Deadline]]:
    """What stands, and what is wanted, by step."""
    turn = turn_of(session, row.id)
    graded = class_ or row.class_
    standing = deadlines_in(session, row.id, turn)
    starts = _starts(session, row, turn)
    dues = computed(packs, graded, starts, _ground(session, row))
    said = _said(session, row, turn, graded, {} if class_ else standing, starts["raised"].day)
    if agreed:
        step, day, at = agreed
        _refuse_later(step, day, dues.get(step), said.get(step, UNSAID))
        said[step] = replace(said.get(step, UNSAID), agreed_on=day, agreed_at=at)
    rows = [_row(row, turn, s, dues.get(s), said.get(s, UNSAID)) for s in {**dues, **said}]
    wanted = {one.step: one for one in rows if one}
    kept = {step: one for step, one in standing.items() if _kept(step, graded)}
    return standing, wanted | kept


def look_again(
    session: Session, row: Finding, step: str, day: date, source: DueSource, *, first: date | None
) -> Moved:
    """The day of a look at the effect, or of a review: beside the clocks, in this turn."""
    turn = turn_of(session, row.id)
    standing = deadlines_in(session, row.id, turn)
    one = Deadline(
        finding_id=row.id, turn=turn, step=step, due_on=day, earliest_on=first, source=source
    )
    return _replace(session, row, standing, standing | {step: one})


def told(moved: Moved) -> dict[str, dict[str, str | None]]:
    """For the trail: what was due, and what is, by step."""
    return {
        step: {"before": _told_day(old), "after": _told_day(new)}
        for step, (old, new) in sorted(moved.steps.items())
    }


def _told_day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _starts(session: Session, row: Finding, turn: int) -> dict[str, Start]:
    zone = site_of(session, row.site_id).time_zone
    again = reopening_of(session, row.id, turn) if turn > 1 else None
    at = again.at if again else row.raised_at
    first = Start(local_day(at, zone), at)
    audit = audit_with_id(session, row.audit_id) if row.audit_id else None
    if again or audit is None:
        return dict.fromkeys(ANCHOR_NAMES, first)
    known = {
        "closing_meeting": audit.closing_meeting_on,
        "stage2_end": audit.closing_meeting_on,
        "report_issued": audit.report_issued_on,
        "confirmed": row.confirmed_on,
    }
    said = {anchor: Start(day) for anchor, day in known.items() if day}
    return {"raised": first, "confirmed": first} | said


def _ground(session: Session, row: Finding) -> Ground:
    zone = site_of(session, row.site_id).time_zone
    return Ground(calendar_of(session, row.site_id).works, zone)


def _said(
    session: Session,
    row: Finding,
    turn: int,
    class_: FindingClass,
    standing: Mapping[str, Deadline],
    since: date,
) -> dict[str, Said]:
    """By step. A buyer's date from before this turn has no more to say to it."""
    letters = {one.step: one.due_on for one in buyer_dates(session, row.id)}
    buyers = {step: day for step, day in letters.items() if day and day >= since}
    granted = _granted(extensions_of(session, row.id), turn, class_)
    found = {}
    for step in {*buyers, *granted, *(s for s, one in standing.items() if one.agreed_on)}:
        mine, (until, granted_at) = standing.get(step), granted.get(step, (None, None))
        found[step] = Said(
            agreed_on=mine.agreed_on if mine else None,
            agreed_at=mine.agreed_at if mine else None,
            until=until,
            granted_at=granted_at,
            buyers_on=buyers.get(step),
        )
    return found


def _granted(
    asked: Sequence[MoreTime], turn: int, class_: FindingClass
) -> dict[str, tuple[date, datetime]]:
    """The last of each step that was granted in this turn, under this class."""
    return {
        one.step: (one.until, reply.at)
        for one, reply in asked
        if reply and reply.outcome is Outcome.GRANTED and (one.turn, one.class_) == (turn, class_)
    }


def _row(row: Finding, turn: int, step: str, due: Due | None, said: Said) -> Deadline | None:
    """None: no clock runs for the step, and nobody has set its day."""
    what = counts(step, due, said)
    if what is None:
        return None
    day, source = what
    one = Deadline(
        finding_id=row.id,
        turn=turn,
        step=step,
        due_on=day,
        source=source,
        agreed_on=said.agreed_on,
        agreed_at=said.agreed_at,
    )
    if due:
        one.due_at = due.at if source is DueSource.PROGRAMME else None
        one.earliest_on, one.computed_on, one.limit_on = due.first, due.on, due.limit
        one.programme, one.provisional = due.programme, due.provisional
        one.anchor = due.anchor if turn == 1 else REOPENED
    return one


def _refuse_later(step: str, day: date, due: Due | None, said: Said) -> None:
    """Whoever manages findings may set an earlier day; a later one is asked for and granted."""
    stands = counts(step, due, said)
    if stands is None:
        return
    until, source = stands
    if source is DueSource.BUYER:
        raise Invalid(
            _("The buyer set {day} in a letter. Only another letter of the buyer moves it."),
            day=until,
        )
    latest = max(until, due.on) if due else None
    if latest and day > latest and step in NEVER_EXTENDED:
        raise Invalid(_("A containment is never extended: it stays due on {day}."), day=latest)
    if latest and day > latest:
        raise Invalid(
            _("{day} is the last day by its clock. Let its owner ask for more time."), day=latest
        )


def _kept(step: str, class_: FindingClass) -> bool:
    return step == REVIEW or (step == EFFECT and Step.EFFECTIVE in STEPS[class_])


def _replace(
    session: Session,
    row: Finding,
    standing: Mapping[str, Deadline],
    wanted: Mapping[str, Deadline],
) -> Moved:
    """A row that stays is changed in place."""
    moved = _moved(row, standing, wanted)
    for step in standing.keys() - wanted.keys():
        session.delete(standing[step])
    for step, one in wanted.items():
        old = standing.get(step)
        if old is None:
            session.add(one)
        elif old is not one:
            for name, value in one.model_dump().items():
                setattr(old, name, value)
    return moved


def _moved(row: Finding, standing: Mapping[str, Deadline], wanted: Mapping[str, Deadline]) -> Moved:
    before = {step: one.due_on for step, one in standing.items()}
    after = {step: one.due_on for step, one in wanted.items()}
    days = {"due_on": closing_day(after), "contain_by": containment_day(after)}
    return Moved(
        dates={name: day for name, day in days.items() if day != getattr(row, name)},
        steps={
            step: (before.get(step), after.get(step))
            for step in before | after
            if before.get(step) != after.get(step)
        },
    )
