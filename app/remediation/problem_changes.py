"""A problem that goes from end to end gets a name, an owner and a day, and bundles findings."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from app.findings.models import Finding
from app.kit.errors import Conflict, Invalid, NotAllowed
from app.kit.words import mark as _
from app.people.rules import Ability, Actor
from app.remediation.forms import EndProblem, NewProblem, SayOfProblem
from app.remediation.models import Problem, ProblemFinding, ProblemNote
from app.suppliers.models import Site
from app.suppliers.queries import day_at
from app.trail.changes import record


def name_problem(
    session: Session,
    form: NewProblem,
    places: Sequence[Site],
    found: Sequence[Finding],
    *,
    owner: Actor | None,
    by: Actor,
    at: datetime,
) -> Problem:
    """By whoever manages the findings at its sites; the owner may act at one of them."""
    if not found:
        raise Invalid(_("A problem bundles findings: name an item that has open ones."))
    if not all(by.may(Ability.MANAGE_FINDINGS, place) for place in places):
        raise NotAllowed(_("Your role does not allow this at each site of these findings."))
    if len({place.supplier_id for place in places}) != 1:
        raise Invalid(_("These findings belong to several suppliers. Name a problem for each."))
    if owner is None or not any(owner.may(Ability.ACT, place) for place in places):
        raise Invalid(_("The owner needs a role at one of these sites that lets them act."))
    if form.target_on < day_at(session, places[0].id, at):
        raise Invalid(_("The target day has passed already. Choose a day from today on."))
    row = Problem(
        supplier_id=places[0].supplier_id,
        title=form.title,
        item=form.item,
        good=form.good,
        owner_id=owner.id,
        target_on=form.target_on,
        by_name=by.name,
        at=at,
    )
    session.add(row)
    session.flush()
    session.add_all(ProblemFinding(problem_id=row.id, finding_id=one.id) for one in found)
    record(
        session,
        "problem.named",
        on=row.title,
        by=by,
        at=at,
        owner=owner.name,
        target_on=form.target_on,
        good=form.good,
        findings=[one.ref for one in found],
    )
    return row


def say_of_problem(
    session: Session, row: Problem, form: SayOfProblem, *, may: bool, by: Actor, at: datetime
) -> ProblemNote:
    """By its owner, or whoever may manage findings where it is."""
    _refuse_unless_going_on(row, may=may or row.owner_id == by.id)
    note = ProblemNote(problem_id=row.id, text=form.text, by_name=by.name, at=at)
    session.add(note)
    record(session, "problem.told", on=row.title, by=by, at=at, what=form.text)
    return note


def end_problem(
    session: Session, row: Problem, form: EndProblem, *, may: bool, by: Actor, at: datetime
) -> None:
    """Mended for good, or given up: the outcome says which."""
    _refuse_unless_going_on(row, may=may)
    row.ended_at, row.outcome = at, form.outcome
    session.add(row)
    record(session, "problem.ended", on=row.title, by=by, at=at, outcome=form.outcome)


def _refuse_unless_going_on(row: Problem, *, may: bool) -> None:
    if not may:
        raise NotAllowed(_("Only its owner or the quality lead speaks for a problem."))
    if row.ended_at:
        raise Conflict(_("This problem was ended already."))
