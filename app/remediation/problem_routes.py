"""What goes wrong from end to end: a problem with a name, an owner and a day."""

from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from app.people.doors import SignedIn
from app.people.queries import actors_at
from app.people.rules import Ability
from app.remediation.doors import Looking, VisibleProblem, lookout
from app.remediation.forms import Asked, EndProblem, NewProblem, SayOfProblem
from app.remediation.problem_changes import end_problem, name_problem, say_of_problem
from app.remediation.problem_queries import (
    Candidate,
    candidates,
    open_of_item,
    problem_notes,
    problems,
)
from app.remediation.queries import hands
from app.remediation.remembered import remembered
from app.remediation.rules import share_closed
from app.web.deeds import tried
from app.web.deps import Db, Now
from app.web.pages import page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(include_in_schema=False)
ProblemTyped = Annotated[Submitted[NewProblem], Depends(submitted(NewProblem))]
SayTyped = Annotated[Submitted[SayOfProblem], Depends(submitted(SayOfProblem))]
EndTyped = Annotated[Submitted[EndProblem], Depends(submitted(EndProblem))]
T = TypeVar("T", bound=BaseModel)


@router.get("/problems")
def show_problems(looking: Looking) -> Response:
    return _problems(looking.request, looking.by, looking.session, looking.now)


@router.post("/problems")
def new_problem(
    request: Request, typed: ProblemTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    def deed(form: NewProblem) -> None:
        able = Ability.MANAGE_FINDINGS
        found = [x for x in open_of_item(session, by, form.item) if by.may(able, x.site)]
        places = {one.site.id: one.site for one in found}
        actors = {a.id: a for one in places.values() for a in actors_at(session, one, Ability.ACT)}
        name_problem(
            session,
            form,
            list(places.values()),
            [one.finding for one in found],
            owner=actors.get(form.owner),
            by=by,
            at=now,
        )

    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        session.rollback()
        return _problems(request, by, session, now, status=status, typed=typed)
    session.commit()
    return see_other("/problems")


@router.post("/problems/{problem_id}/notes")
def tell_of_problem(
    request: Request, named: VisibleProblem, typed: SayTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    row = named.bundle.problem

    def deed(form: SayOfProblem) -> None:
        say_of_problem(session, row, form, may=named.may, by=by, at=now)

    return _settled(request, by, session, now, tried(typed, deed), row.id)


@router.post("/problems/{problem_id}/end")
def finish_problem(
    request: Request, named: VisibleProblem, typed: EndTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    row = named.bundle.problem

    def deed(form: EndProblem) -> None:
        end_problem(session, row, form, may=named.may, by=by, at=now)

    return _settled(request, by, session, now, tried(typed, deed), row.id)


def _settled(
    request: Request,
    by: SignedIn,
    session: Db,
    now: Now,
    done: tuple[Submitted[T], int],
    id: UUID,
) -> Response:
    typed, status = done
    if status != HTTPStatus.OK:
        session.rollback()
        return _problems(request, by, session, now, status=status, typed=typed, at=id)
    session.commit()
    return see_other(f"/problems#p-{id}")


def _problems(
    request: Request,
    by: SignedIn,
    session: Db,
    now: Now,
    *,
    status: int = HTTPStatus.OK,
    typed: Submitted[Any] | None = None,
    at: UUID | None = None,
) -> Response:
    looking = lookout(request, Asked(), by, session, now)
    found = problems(session, by)
    return page(
        request,
        "remediation/problems.html",
        status=status,
        bundles=found,
        notes=problem_notes(session, [one.problem.id for one in found]),
        candidates=_candidates(session, by, now),
        managed={x.supplier_id for x in looking.sites if by.may(Ability.MANAGE_FINDINGS, x)},
        people=[(str(id), name) for id, name in hands(session, by)],
        texts=looking.texts,
        today=now.date(),
        typed=typed,
        typed_at=at,
        path="/problems",
        asked=Asked(),
        share=share_closed,
    )


def _candidates(session: Db, by: SignedIn, now: Now) -> list[Candidate]:
    if not by.may_somewhere(Ability.MANAGE_FINDINGS):
        return []
    return remembered(session, by, now, "candidates", lambda: candidates(session, by))
