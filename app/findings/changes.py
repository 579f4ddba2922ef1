from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.findings.clock_rules import CLOSE, EFFECT
from app.findings.deadline_changes import Moved, look_again, set_clocks, told
from app.findings.deadline_queries import deadlines_in
from app.findings.forms import ChangeFinding
from app.findings.models import Closure, Finding, FindingRevision, Reopening
from app.findings.past_queries import REVISED
from app.findings.proposals import slighter
from app.findings.queries import closure_of, hold, turn_of
from app.findings.rules import DueSource, FindingClass, Step
from app.kit.errors import Conflict, Invalid
from app.kit.words import mark as _
from app.people.rules import Ability, Actor, Place
from app.programmes.rules import Pack
from app.suppliers.queries import day_at
from app.trail.changes import record
from app.trail.rules import Author


class AlreadyClosed(Conflict): ...


class TooEarly(Conflict): ...


class ChangedMeanwhile(Conflict):
    """Nothing is lost: what was sent and what stands travel back side by side."""

    def __init__(self, yours: ChangeFinding, theirs: Finding) -> None:
        super().__init__(
            _("Somebody changed finding {ref} since you opened it. Compare both, then save."),
            ref=theirs.ref,
        )
        self.yours, self.theirs = yours, theirs

    def details(self) -> Mapping[str, Any]:
        theirs = self.theirs
        return {
            "yours": self.yours.model_dump(mode="json", by_alias=True),
            "theirs": {
                "version": theirs.version,
                "class": theirs.class_,
                "owner": theirs.owner_id and str(theirs.owner_id),
                "due_on": theirs.due_on and theirs.due_on.isoformat(),
                "statement": theirs.statement,
            },
        }


def keep_revision(session: Session, row: Finding, at: datetime) -> None:
    """How it stands from now on, so that a past day is told as it was."""
    kept = {name: getattr(row, name) for name in REVISED}
    session.add(FindingRevision(finding_id=row.id, version=row.version, at=at, **kept))


def change_finding(  # noqa: PLR0913 - what was seen, what is wanted, the new owner, the clocks
    session: Session,
    row: Finding,
    form: ChangeFinding,
    *,
    place: Place,
    owner: Actor | None,
    packs: Sequence[Pack] = (),
    by: Author,
    at: datetime,
) -> None:
    """Class, owner, due date, statement: whatever the form names; each old value on the trail.

    Another class has other clocks: its dates follow, unless the form names a date.
    """
    refuse_if_closed(session, row)
    if form.version != row.version:
        raise ChangedMeanwhile(form, row)
    new = _news(row, form)
    if "owner_id" in new and (owner is None or not owner.may(Ability.ACT, place)):
        raise Invalid(_("The owner needs a role at this site that lets them act."))
    if new.get("due_on") == form.due_on and _passed(session, row, form.due_on, at):
        raise Invalid(_("The due date has passed already. Choose a day from today on."))
    if not new:
        return
    moved = _clocks_follow(session, row, new, packs, at)
    new = {name: value for name, value in new.items() if name != "due_on"} | dict(moved.dates)
    why = form.reason or None
    move_on(session, row, new, "finding.changed", why=why, clocks=told(moved), by=by, at=at)


def refuse_unexplained(row: Finding, form: ChangeFinding) -> None:
    """Whoever grades one finding slighter says why, as when it is raised."""
    seen = form.version == row.version
    if seen and form.class_ and slighter(form.class_, than=row.class_) and not form.reason:
        raise Invalid(_("Say why a slighter class is right."))


def _clocks_follow(
    session: Session,
    row: Finding,
    new: Mapping[str, object],
    packs: Sequence[Pack],
    at: datetime,
) -> Moved:
    """Another class has other clocks; a day that the form names goes before them."""
    class_, day = new.get("class_"), new.get("due_on")
    graded = class_ if isinstance(class_, FindingClass) and packs else None
    named = day if isinstance(day, date) else None
    if graded is None and named is None:
        return Moved({}, {})
    look = deadlines_in(session, row.id, turn_of(session, row.id)).get(EFFECT)
    if look and named:
        first = look.earliest_on or named
        return look_again(session, row, EFFECT, max(first, named), DueSource.AGREED, first=first)
    agreed = (CLOSE, named, at) if named else None
    return set_clocks(session, row, packs, class_=graded, agreed=agreed)


def move_on(  # noqa: PLR0913 - who, what, when, why, and the clocks that follow
    session: Session,
    row: Finding,
    new: Mapping[str, object],
    action: str,
    *,
    why: str | None = None,
    clocks: Mapping[str, object] | None = None,
    because: Mapping[str, object] | None = None,
    by: Author,
    at: datetime,
) -> None:
    """Each old value goes on the trail, and how it stood stays."""
    old = {name: getattr(row, name) for name in new}
    for name, value in new.items():
        setattr(row, name, value)
    row.version += 1
    session.add(row)
    keep_revision(session, row, at)
    more: dict[str, Any] = {"because": because} if because else {}
    record(
        session,
        action,
        on=row.ref,
        by=by,
        at=at,
        site_id=row.site_id,
        why=why,
        before=old,
        after=dict(new),
        clocks=clocks or {},
        **more,
    )


def clocks_moved(
    session: Session,
    row: Finding,
    moved: Moved,
    *,
    action: str = "finding.clocks_moved",
    why: str | None = None,
    by: Author,
    at: datetime,
) -> None:
    """Never silently: what was due, and is, goes on the trail, by step."""
    if moved.dates:
        move_on(session, row, moved.dates, action, why=why, clocks=told(moved), by=by, at=at)
    elif moved.steps:
        record(
            session,
            action,
            on=row.ref,
            by=by,
            at=at,
            site_id=row.site_id,
            why=why,
            clocks=told(moved),
        )


def _passed(session: Session, row: Finding, day: date | None, at: datetime) -> bool:
    return day is not None and day < day_at(session, row.site_id, at)


def _news(row: Finding, form: ChangeFinding) -> dict[str, object]:
    """The columns that would differ, with their new values."""
    wanted: dict[str, object] = {
        "class_": form.class_,
        "owner_id": form.owner,
        "due_on": form.due_on,
        "statement": form.statement,
    }
    return {n: value for n, value in wanted.items() if value not in {None, getattr(row, n)}}


def close_finding(
    session: Session, row: Finding, *, reason: str, by: Author, at: datetime
) -> Closure:
    """Whether it may be closed is asked one room up, where the verifications are."""
    refuse_if_closed(session, row)
    _refuse_too_early(session, row, at)
    closure = Closure(finding_id=row.id, by_id=by.id, by_name=by.name, at=at, reason=reason)
    session.add(closure)
    row.closed_on = day_at(session, row.site_id, at)
    record(session, "finding.closed", on=row.ref, by=by, at=at, site_id=row.site_id, why=reason)
    return closure


def _refuse_too_early(session: Session, row: Finding, at: datetime) -> None:
    """Some programmes want to see first that a mend has lasted."""
    clock = deadlines_in(session, row.id, turn_of(session, row.id)).get(CLOSE)
    first = clock.earliest_on if clock else None
    if first and day_at(session, row.site_id, at) < first:
        raise TooEarly(
            _("By its programme {ref} can be closed from {day} on. Come back then."),
            ref=row.ref,
            day=first,
        )


def reject_finding(
    session: Session, row: Finding, *, reason: str, by: Author, at: datetime
) -> Closure:
    """It was no finding; whatever stands about it stays, and nothing more can be done."""
    refuse_if_closed(session, row)
    closure = Closure(
        finding_id=row.id, by_id=by.id, by_name=by.name, at=at, reason=reason, rejected=True
    )
    session.add(closure)
    row.closed_on = day_at(session, row.site_id, at)
    record(session, "finding.rejected", on=row.ref, by=by, at=at, site_id=row.site_id, why=reason)
    return closure


def reopen_finding(
    session: Session,
    row: Finding,
    packs: Sequence[Pack],
    *,
    turn: int,
    reason: str,
    by: Actor,
    at: datetime,
) -> Reopening:
    """It goes its way anew, and its clocks start again."""
    reopening = Reopening(
        finding_id=row.id, turn=turn, by_id=by.id, by_name=by.name, at=at, reason=reason
    )
    row.step = Step.RAISED  # whatever was done in an earlier turn counts no more
    row.closed_on = None
    session.add(reopening)
    session.flush()
    moved = set_clocks(session, row, packs)
    clocks = told(moved)
    move_on(session, row, moved.dates, "finding.reopened", why=reason, clocks=clocks, by=by, at=at)
    return reopening


def wait_until(session: Session, row: Finding, day: date, *, by: Actor, at: datetime) -> None:
    """All is verified: what is due now is the look at its effect, not before that day."""
    last = max(row.due_on or day, day)
    moved = look_again(session, row, EFFECT, last, DueSource.PLAN, first=day)
    clocks_moved(session, row, moved, action="finding.changed", by=by, at=at)


def refuse_if_closed(session: Session, row: Finding) -> None:
    """Every verb on a finding starts here: two at once come one after the other."""
    hold(session, row)
    if closure_of(session, row.id):
        raise AlreadyClosed(_("Finding {ref} is already closed."), ref=row.ref)


def owner_or_none(candidates: Sequence[Actor], id: UUID | None) -> Actor | None:
    return next((one for one in candidates if one.id == id), None)
