from fastapi import APIRouter

from app.actions.step_changes import open_again
from app.confirmations.changes import ask_confirmation, reply_to_confirmation
from app.confirmations.doors import AskedHere
from app.confirmations.forms import AskConfirmation, OpenAgain, ReplyToConfirmation
from app.confirmations.gather import guests_at
from app.confirmations.letters import invite, tell_answer
from app.confirmations.queries import Confirmation, asked_of, confirmations_of
from app.confirmations.shown import ConfirmationOut
from app.findings.doors import VisibleFinding
from app.findings.queries import Tracked, packs_of
from app.findings.shown import FindingOut
from app.people.doors import SignedIn
from app.people.queries import names
from app.programmes.queries import buyers
from app.web.deps import Db, Now

router = APIRouter(prefix="/api/v1", tags=["confirmations"])


@router.get("/confirmations")
def index(by: SignedIn, session: Db) -> list[ConfirmationOut]:
    """What you are asked to confirm, and what you have answered."""
    return [ConfirmationOut.of(one) for one in asked_of(session, by)]


@router.post("/confirmations/{asked_id}/reply", status_code=201)
def reply(
    one: AskedHere, form: ReplyToConfirmation, by: SignedIn, session: Db, now: Now
) -> ConfirmationOut:
    """Once, by the guest who was asked; whoever sends it back says why."""
    said = reply_to_confirmation(session, one, form, by=by, at=now)
    tell_answer(session, one.finding, one.asked, said)
    session.commit()
    return ConfirmationOut.of(Confirmation(one.asked, one.finding, one.site, said))


@router.get("/findings/{ref}/confirmations")
def of_finding(found: VisibleFinding, by: SignedIn, session: Db) -> list[ConfirmationOut]:
    """Oldest first: one for each time that it was closed and the buyer was asked."""
    return [ConfirmationOut.of(one) for one in confirmations_of(session, by, found.finding.id)]


@router.post("/findings/{ref}/confirmations", status_code=201)
def ask(
    found: VisibleFinding, form: AskConfirmation, by: SignedIn, session: Db, now: Now
) -> ConfirmationOut:
    """A guest of the buyer sees what was found, `done` and the files, and nothing else."""
    known = {one.name for one in buyers(session)}
    guests = guests_at(session, found.site)
    row = ask_confirmation(session, found.finding, form, guests=guests, buyers=known, by=by, at=now)
    invite(session, found.finding, row)
    session.commit()
    return ConfirmationOut.of(Confirmation(row, found.finding, found.site, None))


@router.post("/findings/{ref}/reopening", status_code=201)
def reopen(
    found: VisibleFinding, form: OpenAgain, by: SignedIn, session: Db, now: Now
) -> FindingOut:
    """A closed finding goes its way anew; its closure is still told of the days before."""
    row = found.finding
    open_again(session, row, packs_of(session, row), reason=form.reason, by=by, at=now)
    session.commit()
    owners = names(session, [row.owner_id] if row.owner_id else [])
    return FindingOut.of(Tracked(row, found.site, None), owners)
