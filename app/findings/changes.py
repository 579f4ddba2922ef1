from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.answers.models import Answer
from app.answers.rules import FAILED
from app.checklists.rules import Item
from app.findings.forms import ChangeFinding, RaiseFinding
from app.findings.models import Closure, Finding
from app.findings.queries import closure_of, count, of_answer, with_id
from app.findings.rules import FindingClass
from app.kit.errors import Conflict, Invalid
from app.kit.ids import new_id
from app.kit.words import mark as _
from app.people.rules import Ability, Actor, Place
from app.programmes.rules import Pack, due_on
from app.trail.changes import record
from app.trail.rules import Author


class AlreadyRaised(Conflict): ...


class AlreadyClosed(Conflict): ...


class ChangedMeanwhile(Conflict): ...


def raise_finding(  # noqa: PLR0913 - the failed answer with its item, and the programmes' clocks
    session: Session,
    failed: Answer,
    item: Item,
    packs: Sequence[Pack],
    form: RaiseFinding,
    *,
    lang: str,
    by: Author,
    at: datetime,
) -> Finding:
    """Class from the item's severity, dates from the strictest programme, text from the note."""
    stands = with_id(session, form.id) if form.id else None
    if stands and stands.answer_id == failed.id:
        return stands
    if failed.level not in FAILED:
        raise Invalid(_("Item {item} was not answered as failed."), item=item.id)
    known = of_answer(session, failed.id)
    if known:
        raise AlreadyRaised(_("This answer already has finding {ref}."), ref=known.ref)
    class_ = form.class_ or FindingClass(item.severity)
    row = Finding(
        id=form.id or new_id(),
        ref=f"F-{count(session) + 1:04}",
        site_id=failed.site_id,
        audit_id=failed.audit_id,
        answer_id=failed.id,
        item=item.id,
        zone_id=failed.zone_id,
        class_=class_,
        statement=form.statement.strip() or failed.note.strip() or item.said(lang).failure,
        owner_id=form.owner,
        raised_by_id=by.id,
        raised_by=by.name,
        raised_at=at,
        contain_by=earliest(packs, class_, "contain", at.date()),
        due_on=earliest(packs, class_, "close", at.date()),
    )
    session.add(row)
    record(
        session,
        "finding.raised",
        on=row.ref,
        by=by,
        at=at,
        site_id=row.site_id,
        item=row.item,
        class_=class_,
        due_on=row.due_on,
    )
    return row


def earliest(
    packs: Sequence[Pack], class_: FindingClass, step: str, raised_on: date
) -> date | None:
    """The first due date that any of the programmes sets; None where none sets one."""
    anchors = dict.fromkeys(("raised", "closing_meeting", "report_issued", "confirmed"), raised_on)
    dates = [due_on(pack, class_, step, anchors) for pack in packs]
    return min((one for one in dates if one), default=None)


def change_finding(  # noqa: PLR0913 - what was seen, what is wanted, and the new owner
    session: Session,
    row: Finding,
    form: ChangeFinding,
    *,
    place: Place,
    owner: Actor | None,
    by: Author,
    at: datetime,
) -> None:
    """Class, owner, due date, statement: whatever the form names; each old value on the trail."""
    refuse_if_closed(session, row)
    if form.version != row.version:
        raise ChangedMeanwhile(
            _("Finding {ref} was changed meanwhile. Load the page again."), ref=row.ref
        )
    if form.owner and (owner is None or not owner.may(Ability.ACT, place)):
        raise Invalid(_("The owner needs a role at this site that lets them act."))
    if form.due_on and form.due_on < at.date():
        raise Invalid(_("The due date has passed already. Choose a day from today on."))
    wanted = {"class_": form.class_, "owner_id": form.owner, "due_on": form.due_on}
    wanted["statement"] = form.statement
    new = {name: value for name, value in wanted.items() if value is not None}
    old = {name: getattr(row, name) for name in new}
    for name, value in new.items():
        setattr(row, name, value)
    row.version += 1
    session.add(row)
    record(
        session,
        "finding.changed",
        on=row.ref,
        by=by,
        at=at,
        site_id=row.site_id,
        before=old,
        after=new,
    )


def close_finding(
    session: Session, row: Finding, *, reason: str, by: Author, at: datetime
) -> Closure:
    """Whether it may be closed is asked one room up, where the verifications are."""
    refuse_if_closed(session, row)
    closure = Closure(finding_id=row.id, by_id=by.id, by_name=by.name, at=at, reason=reason)
    session.add(closure)
    record(
        session, "finding.closed", on=row.ref, by=by, at=at, site_id=row.site_id, why=reason
    )
    return closure


def refuse_if_closed(session: Session, row: Finding) -> None:
    if closure_of(session, row.id):
        raise AlreadyClosed(_("Finding {ref} is already closed."), ref=row.ref)


def owner_or_none(candidates: Sequence[Actor], id: UUID | None) -> Actor | None:
    return next((one for one in candidates if one.id == id), None)
