from datetime import datetime

from sqlmodel import Session

from app.answers.queries import answer
from app.answers.rules import Level
from app.checklists.rules import Edition
from app.evidence.queries import evidence_at
from app.kit.errors import Conflict, Invalid
from app.kit.ids import new_id
from app.kit.words import mark as _
from app.people.rules import Actor
from app.practices.forms import SayDone, TakeOver, TellPractice, WithdrawPractice
from app.practices.models import (
    Practice,
    PracticeDone,
    PracticeEvidence,
    PracticeTakeover,
    PracticeWithdrawal,
)
from app.practices.queries import Entry, Takeover, done_of, takeover_at, with_id, withdrawal_of
from app.practices.rules import PracticeKind
from app.suppliers.models import Site
from app.suppliers.queries import day_at
from app.trail.changes import record


class IdTaken(Conflict): ...


def tell_practice(
    session: Session,
    site: Site,
    edition: Edition | None,
    form: TellPractice,
    *,
    by: Actor,
    at: datetime,
) -> Practice:
    """From an answer that was met in full, or free. Sent twice it stands once."""
    known = with_id(session, form.id) if form.id else None
    if known:
        if known.site_id != site.id or known.by_id != by.id:
            raise IdTaken(_("This id is already used for another entry."))
        return known
    if form.kind is PracticeKind.PRACTICE and len(form.what) < 10:  # noqa: PLR2004 - a sentence
        raise Invalid(_("Say what is done, so that others can do it too."))
    item = _item(session, site, edition, form)
    files = evidence_at(session, site.id, form.evidence)
    if len(files) != len(set(form.evidence)):
        raise Invalid(_("A file of this entry has not arrived yet. Send it first."))
    row = Practice(
        id=form.id or new_id(),
        kind=form.kind,
        site_id=site.id,
        item=item,
        answer_id=form.answer,
        title=form.title,
        what=form.what,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    session.add(row)
    session.flush()
    session.add_all(PracticeEvidence(practice_id=row.id, evidence_id=file.id) for file in files)
    record(
        session,
        "practice.told",
        on=form.title,
        by=by,
        at=at,
        site_id=site.id,
        practice=row.id,
        kind=form.kind,
        item=item,
        what=form.what,
        evidence=[file.sha256 for file in files],
    )
    return row


def take_over(
    session: Session, one: Entry, site: Site, form: TakeOver, *, by: Actor, at: datetime
) -> PracticeTakeover:
    """Another site will do it as well, once each."""
    _refuse_if_withdrawn(session, one.practice)
    if one.practice.kind is PracticeKind.NEWS:
        raise Invalid(_("Good news is not taken over; a good practice is."))
    if site.id == one.practice.site_id:
        raise Invalid(_("It is done at {site} already. Choose another site."), site=site.code)
    if takeover_at(session, one.practice.id, site.id):
        raise Conflict(_("{site} has taken this over already."), site=site.code)
    if form.due_on < day_at(session, site.id, at):
        raise Invalid(_("The due date has passed already. Choose a day from today on."))
    row = PracticeTakeover(
        practice_id=one.practice.id,
        site_id=site.id,
        due_on=form.due_on,
        note=form.note,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    session.add(row)
    record(
        session,
        "practice.taken_over",
        on=one.practice.title,
        by=by,
        at=at,
        site_id=site.id,
        practice=one.practice.id,
        due_on=form.due_on,
        note=form.note,
    )
    return row


def say_done(
    session: Session, one: Entry, taken: Takeover, form: SayDone, *, by: Actor, at: datetime
) -> PracticeDone:
    if done_of(session, taken.row.id):
        raise Conflict(_("{site} does this already."), site=taken.site.code)
    row = PracticeDone(
        takeover_id=taken.row.id, note=form.note, by_id=by.id, by_name=by.name, at=at
    )
    session.add(row)
    record(
        session,
        "practice.done",
        on=one.practice.title,
        by=by,
        at=at,
        site_id=taken.site.id,
        practice=one.practice.id,
        note=form.note,
    )
    return row


def withdraw_practice(
    session: Session, one: Entry, form: WithdrawPractice, *, by: Actor, at: datetime
) -> PracticeWithdrawal:
    """It leaves the register; its page stays, with the reason."""
    _refuse_if_withdrawn(session, one.practice)
    row = PracticeWithdrawal(
        practice_id=one.practice.id, reason=form.reason, by_id=by.id, by_name=by.name, at=at
    )
    session.add(row)
    record(
        session,
        "practice.withdrawn",
        on=one.practice.title,
        by=by,
        at=at,
        site_id=one.practice.site_id,
        why=form.reason,
        practice=one.practice.id,
    )
    return row


def _item(session: Session, site: Site, edition: Edition | None, form: TellPractice) -> str:
    if form.answer:
        one = answer(session, form.answer)
        if one is None or one.site_id != site.id or one.level is not Level.FULL:
            raise Invalid(_("Only what was answered as met in full is a good practice."))
        return one.item
    if form.item and (edition is None or edition.find(form.item) is None):
        raise Invalid(_("The checklist has no item {item}."), item=form.item)
    return form.item


def _refuse_if_withdrawn(session: Session, row: Practice) -> None:
    if withdrawal_of(session, row.id):
        raise Conflict(_("This entry was withdrawn."))
