"""The verbs that set a clock's first day or its last, other than by asking for more time."""

from datetime import date, datetime

from sqlmodel import Session

from app.audits.changes import say_days
from app.audits.forms import SayDays
from app.audits.models import Audit
from app.findings.changes import clocks_moved, move_on, refuse_if_closed
from app.findings.clock_rules import REVIEW
from app.findings.deadline_changes import look_again, set_clocks, told
from app.findings.deadline_queries import buyer_dates, deadlines_in, review_of
from app.findings.forms import AgreeReview, ConfirmFinding, SetBuyerDate
from app.findings.models import BuyerDate, Finding, Review
from app.findings.queries import open_ones, packs_of, turn_of
from app.findings.rules import DueSource
from app.kit.clock import local_day
from app.kit.errors import Conflict, Invalid
from app.kit.words import mark as _
from app.people.rules import Ability, Actor
from app.programmes.queries import buyer as buyer_by_id
from app.suppliers.models import Site
from app.suppliers.queries import day_at
from app.trail.changes import record
from app.trail.rules import Author

PASSED = _("The due date has passed already. Choose a day from today on.")


def set_buyer_date(
    session: Session, row: Finding, form: SetBuyerDate, *, by: Actor, at: datetime
) -> BuyerDate:
    """It goes before every clock, and no computing moves it; only another letter does."""
    refuse_if_closed(session, row)
    buyer = buyer_by_id(session, form.buyer)
    if buyer is None:
        raise Invalid(_("There is no such buyer. Choose one of the list."))
    turn = turn_of(session, row.id)
    if form.step != "close" and form.step not in deadlines_in(session, row.id, turn):
        raise Invalid(_("No clock runs for this step. Choose one of the finding's own."))
    if form.due_on and form.due_on < day_at(session, row.site_id, at):
        raise Invalid(PASSED)
    stands = [one for one in buyer_dates(session, row.id) if one.step == form.step]
    if form.due_on is None and not (stands and stands[-1].due_on):
        raise Conflict(_("No day of a buyer stands that could be lifted."))
    letter = BuyerDate(
        finding_id=row.id,
        step=form.step,
        due_on=form.due_on,
        buyer_id=buyer.id,
        letter=form.letter,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    session.add(letter)
    session.flush()
    moved = set_clocks(session, row, packs_of(session, row))
    record(
        session,
        "finding.buyer_date_set" if form.due_on else "finding.buyer_date_lifted",
        on=row.ref,
        by=by,
        at=at,
        site_id=row.site_id,
        buyer=buyer.name,
        letter=form.letter,
        step=form.step,
        day=form.due_on,
    )
    clocks_moved(session, row, moved, by=by, at=at)
    return letter


def agree_review(
    session: Session,
    row: Finding,
    form: AgreeReview,
    *,
    site: Site,
    partner: Actor | None,
    by: Actor,
    at: datetime,
) -> Review:
    """Where no clock runs, another than the owner looks at it with them on a day."""
    refuse_if_closed(session, row)
    turn = turn_of(session, row.id)
    if any(step != REVIEW for step in deadlines_in(session, row.id, turn)):
        raise Conflict(_("A clock runs for {ref}: it needs no review."), ref=row.ref)
    if partner is None or not partner.may(Ability.READ, site):
        raise Invalid(_("The partner needs a role at this site. Choose one of the list."))
    if partner.id == row.owner_id:
        raise Invalid(_("The partner is another person than the owner. Choose somebody else."))
    if form.review_on < local_day(at, site.time_zone):
        raise Invalid(_("The day of the review has passed already. Choose a day from today on."))
    stands = review_of(session, row.id, turn)
    if stands and (stands.partner_id, stands.review_on) == (partner.id, form.review_on):
        return stands
    agreed = Review(
        finding_id=row.id,
        turn=turn,
        partner_id=partner.id,
        review_on=form.review_on,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    session.add(agreed)
    moved = look_again(session, row, REVIEW, form.review_on, DueSource.REVIEW, first=None)
    record(
        session,
        "finding.review_agreed",
        on=row.ref,
        by=by,
        at=at,
        site_id=row.site_id,
        to=partner.name,
        clocks=told(moved),
    )
    return agreed


def confirm_finding(
    session: Session, row: Finding, form: ConfirmFinding, *, by: Actor, at: datetime
) -> None:
    """From that day run the clocks of a confirmed finding; unsaid, from its raising."""
    refuse_if_closed(session, row)
    today = day_at(session, row.site_id, at)
    raised = day_at(session, row.site_id, row.raised_at)
    _refuse_outside(form.confirmed_on, raised, today)
    if form.confirmed_on == row.confirmed_on:
        return
    move_on(session, row, {"confirmed_on": form.confirmed_on}, "finding.confirmed", by=by, at=at)
    _follow(session, row, by=by, at=at)


def _refuse_outside(day: date, first: date, last: date) -> None:
    if day > last:
        raise Invalid(_("{day} has not come yet. Say it once it has."), day=day)
    if day < first:
        raise Invalid(_("It was raised on {day}: nobody confirmed it before."), day=first)


def say_days_of_audit(
    session: Session, audit: Audit, form: SayDays, *, by: Author, at: datetime
) -> None:
    """The open findings of the audit are provisional no more: their clocks run from those days."""
    say_days(session, audit, form, by=by, at=at)
    session.flush()
    for row in open_ones(session, audit_id=audit.id):
        _follow(session, row, by=by, at=at)


def follow_calendar(session: Session, site: Site, *, by: Author, at: datetime) -> None:
    """After the site has said of a day whether it is worked: open findings count anew."""
    session.flush()
    for row in open_ones(session, site_id=site.id):
        _follow(session, row, by=by, at=at)


def _follow(session: Session, row: Finding, *, by: Author, at: datetime) -> None:
    moved = set_clocks(session, row, packs_of(session, row))
    clocks_moved(session, row, moved, by=by, at=at)
