from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from app.checklists.queries import edition, latest_edition
from app.people.doors import SignedIn
from app.practices.changes import say_done, take_over, tell_practice, withdraw_practice
from app.practices.doors import EntryHere, OwnEntry, TakeoverHere, site_there
from app.practices.forms import SayDone, TakeOver, TellPractice, WithdrawPractice
from app.practices.queries import Entry, practice, practices
from app.practices.rules import PracticeKind
from app.practices.shown import PracticeOut
from app.web.deps import Db, Now

router = APIRouter(prefix="/api/v1/practices", tags=["practices"])


@router.get("")
def index(
    by: SignedIn,
    session: Db,
    kind: PracticeKind | None = None,
    site: UUID | None = None,
    q: Annotated[str, Query(max_length=100)] = "",
) -> list[PracticeOut]:
    """Good practices and good news, the newest first."""
    listed = practices(session, by, kind=kind, site_id=site, said=q, limit=500)
    return [PracticeOut.of(one) for one in listed]


@router.post("", status_code=201)
def tell(request: Request, form: TellPractice, by: SignedIn, session: Db, now: Now) -> PracticeOut:
    """From an answer of level 4, or free. Sent twice it stands once."""
    site, latest = site_there(request, by, session, form.site), latest_edition(session)
    known = edition(session, latest.id) if latest else None
    row = tell_practice(session, site, known, form, by=by, at=now)
    session.commit()
    return PracticeOut.of(practice(session, by, row.id) or Entry(row, site))


@router.get("/{practice_id}")
def show(one: EntryHere) -> PracticeOut:
    return PracticeOut.of(one)


@router.post("/{practice_id}/takeovers", status_code=201)
def take(
    request: Request, one: EntryHere, form: TakeOver, by: SignedIn, session: Db, now: Now
) -> PracticeOut:
    """At another site, by a day."""
    site = site_there(request, by, session, form.site)
    take_over(session, one, site, form, by=by, at=now)
    session.commit()
    return PracticeOut.of(practice(session, by, one.practice.id) or one)


@router.post("/{practice_id}/takeovers/{takeover_id}/done", status_code=201)
def done(
    one: EntryHere, taken: TakeoverHere, form: SayDone, by: SignedIn, session: Db, now: Now
) -> PracticeOut:
    """That other site does it now."""
    say_done(session, one, taken, form, by=by, at=now)
    session.commit()
    return PracticeOut.of(practice(session, by, one.practice.id) or one)


@router.post("/{practice_id}/withdrawal", status_code=201)
def withdraw(
    one: OwnEntry, form: WithdrawPractice, by: SignedIn, session: Db, now: Now
) -> PracticeOut:
    """It leaves the register, for a reason; its page stays."""
    withdraw_practice(session, one, form, by=by, at=now)
    session.commit()
    return PracticeOut.of(practice(session, by, one.practice.id) or one)
